import { type FormEvent, useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { DangerSign, Feeder } from '#domain/words.js';
import { useWording } from '../base/language.js';
import { remember } from '../base/memory.js';
import type { GivenFile } from '../base/outbox.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import { useDepartments, useUser } from '../base/session.js';
import { useDraft } from '../parts/draft.js';
import { ChecksField, ChoiceField } from '../parts/fields/choice-fields.js';
import { FilesField } from '../parts/fields/files-field.js';
import { LineField, TextField } from '../parts/fields/text-fields.js';
import { VillageField } from '../parts/fields/village-field.js';
import { useHandedIn } from '../parts/said.js';
import { Refusal } from '../parts/refusal.js';

interface Report {
  text: string;
  village: string;
  place: string;
  feeder: Feeder;
  dangerSigns: DangerSign[];
  files: readonly GivenFile[];
}

/**
 * One field, the village, danger in sight, send; the rest where somebody wants to say more.
 *
 * @param waits it waits for a network: this form is for the next report
 */
export function TellForm({ waits }: { waits: () => void }) {
  const t = useWording();
  const user = useUser();
  const { villages } = useDepartments();
  const queries = useQueryClient();
  const say = useSay();
  const { send, state, problem } = useSend();
  const draft = useDraft<Report>('tell', {
    text: '',
    village: '',
    place: '',
    feeder: 'patrol',
    dangerSigns: [],
    files: [],
  });
  const { text, place, feeder, dangerSigns, files } = draft.value;
  // Who works at a village means it where they say no other.
  const own = villages.some((each) => each.id === user.departmentId) ? user.departmentId : '';
  const village = draft.value.village || own;
  const [tried, setTried] = useState(false);
  const handed = useHandedIn(draft.value);
  const { key: draftName } = draft;
  useEffect(() => {
    if (state !== 'waiting') return;
    remember(draftName, null);
    waits();
  }, [state, waits, draftName]);
  const wrong = (field: string) =>
    (handed.isAsSent(field) ? problem?.errors : undefined)?.find(
      ({ pointer }) => pointer === `/${field}` || pointer.startsWith(`/${field}/`),
    )?.detail;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!text.trim() || !village || state !== 'idle') return;
    handed.handIn();
    const item = await send('/items', {
      body: {
        text,
        feeder,
        village,
        ...(place.trim() && { place }),
        ...(dangerSigns.length > 0 && { dangerSigns }),
      },
      files,
      key: draft.sendKey,
      says: `${t.items.send} · ${text.slice(0, 20)}`,
      draft: draft.key,
      typed: draft.value,
    });
    if (!item) return;
    draft.clear();
    setTried(false);
    say(t.items.sent);
    void queries.invalidateQueries({ queryKey: ['items'] });
  };
  return (
    <form className="section" onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t.items.text}
        placeholder={t.items.textHint}
        value={text}
        change={(words) => draft.change({ text: words })}
        rows={4}
        error={wrong('text') ?? (tried && !text.trim() ? t.form.required : undefined)}
      />
      <VillageField
        label={t.items.village}
        value={village}
        change={(id) => draft.change({ village: id })}
        error={wrong('village') ?? (tried && !village ? t.form.required : undefined)}
      />
      <ChecksField
        label={t.items.danger}
        optional
        value={dangerSigns}
        change={(value) => draft.change({ dangerSigns: value as DangerSign[] })}
        choices={Object.entries(t.dangerSign).map(([value, label]) => ({ value, label }))}
      />
      <FilesField
        label={t.files.photo}
        optional
        value={files}
        change={(given) => draft.change({ files: given })}
        error={wrong('files')}
      />
      <details className="field">
        <summary>
          {t.items.place} · {t.items.feeder}
        </summary>
        <LineField
          label={t.items.place}
          optional
          value={place}
          change={(words) => draft.change({ place: words })}
          error={wrong('place')}
        />
        <ChoiceField
          label={t.items.feeder}
          value={feeder}
          change={(value) => draft.change({ feeder: (value || 'patrol') as Feeder })}
          choices={Object.entries(t.feeder).map(([value, label]) => ({ value, label }))}
        />
      </details>
      {problem && !problem.errors && <Refusal problem={problem} />}
      <button type="submit" className="button primary big" disabled={state !== 'idle'}>
        {state === 'idle' ? t.items.send : t.form.sending}
      </button>
    </form>
  );
}
