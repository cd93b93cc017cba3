import { type FormEvent, useState } from 'react';
import { useWording } from '../../base/language.js';
import { useSend } from '../../base/send.js';
import type { DisputeView, Revealed } from '../../contract.js';
import { Calls } from '../../parts/calls.js';
import { Dialog } from '../../parts/dialog.js';
import { useDraft } from '../../parts/draft.js';
import { LineField } from '../../parts/fields/text-fields.js';
import { Refusal } from '../../parts/refusal.js';

type Party = DisputeView['parties'][number];
type Secret = Revealed['field'];

/** A telephone that is whole can be called; a masked one is shown whole to whoever gives a reason, which is logged. */
export function Contact({ dispute, party, field }: { dispute: string; party: Party; field: Secret }) {
  const t = useWording();
  const [asking, setAsking] = useState(false);
  const [whole, setWhole] = useState<Revealed | null>(null);
  const shown = whole?.value ?? party[field];
  if (!shown) return null;
  const label = t.dispute[field];
  if (!whole && shown.includes('*')) {
    return (
      <>
        <span>{shown}</span>{' '}
        <button type="button" className="link" onClick={() => setAsking(true)}>
          {t.privacy.reveal}
          <span className="visually-hidden">
            {' '}
            {label} {party.name}
          </span>
        </button>
        {asking && (
          <Reveal
            dispute={dispute}
            party={party}
            field={field}
            close={() => setAsking(false)}
            show={(value) => {
              setWhole(value);
              setAsking(false);
            }}
          />
        )}
      </>
    );
  }
  return <span>{field === 'phone' ? <Calls phone={shown} calls={whole ? whole.calls : party.calls} /> : shown}</span>;
}

function Reveal({
  dispute,
  party,
  field,
  close,
  show,
}: {
  dispute: string;
  party: Party;
  field: Secret;
  close: () => void;
  show: (revealed: Revealed) => void;
}) {
  const t = useWording();
  const draft = useDraft(`reveal.${dispute}`, { reason: '' });
  const { reason } = draft.value;
  const { send, state, problem } = useSend();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!reason.trim()) return;
    const answer = await send('/disputes/{id}/reveal', {
      path: { id: dispute },
      body: { partyId: party.id, field, reason },
    });
    if (!answer) return;
    draft.clear();
    show(answer);
  };
  return (
    <Dialog title={`${t.privacy.reveal} · ${t.dispute[field]} · ${party.name ?? ''}`} close={close}>
      <form onSubmit={(event) => void submit(event)}>
        <p className="muted">{t.privacy.logged}</p>
        <LineField
          label={t.field.reason!}
          value={reason}
          change={(words) => draft.change({ reason: words })}
          error={problem?.errors?.find((each) => each.pointer === '/reason')?.detail}
        />
        {problem && !problem.errors && <Refusal problem={problem} />}
        <button type="submit" className="button primary" disabled={state !== 'idle' || !reason.trim()}>
          {t.privacy.reveal}
        </button>
      </form>
    </Dialog>
  );
}
