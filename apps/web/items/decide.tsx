import type { FormEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import type { Item } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { useDraft } from '../parts/draft.js';
import { DisputeField } from '../parts/fields/dispute-field.js';
import { TextField } from '../parts/fields/text-fields.js';
import { FormFoot } from '../parts/form-foot.js';
import { Refusal } from '../parts/refusal.js';
import { usePhrases } from '../verbs/use-phrases.js';

export function Decide({ item, what, close }: { item: Item; what: 'discard' | 'link'; close: () => void }) {
  const t = useWording();
  const queries = useQueryClient();
  const say = useSay();
  const { send, state, problem } = useSend();
  const draft = useDraft(`${what}.${item.id}`, { value: '' });
  const { value } = draft.value;
  const phrases = usePhrases('discard', what === 'discard');
  const setValue = (words: string) => draft.change({ value: words });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!value.trim()) return;
    const path = { id: item.id };
    const kept = { key: draft.sendKey, says: `${t.items[what]} · ${item.number}`, draft: draft.key };
    const done =
      what === 'link'
        ? await send('/items/{id}/link', { path, body: { disputeId: value }, ...kept })
        : await send('/items/{id}/discard', { path, body: { reason: value }, ...kept });
    if (!done) return;
    draft.clear();
    say(what === 'link' ? t.items.linked : t.items.discarded);
    void queries.invalidateQueries({ queryKey: ['items'] });
    close();
  };
  return (
    <Dialog title={t.items[what]} close={close}>
      <p className="dispute-line">{item.text ?? t.dispute.erased}</p>
      <form onSubmit={(event) => void submit(event)}>
        {what === 'link' ? (
          <DisputeField label={t.items.linkTo} value={value} change={setValue} />
        ) : (
          <TextField label={t.items.discardReason} value={value} change={setValue} phrases={phrases} />
        )}
        {problem && <Refusal problem={problem} />}
        <FormFoot says={t.items[what]} disabled={state !== 'idle' || !value.trim()} cancel={close} />
      </form>
    </Dialog>
  );
}
