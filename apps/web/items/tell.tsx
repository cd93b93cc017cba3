import { type FormEvent, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { DangerSign, Feeder } from '#domain/words.js';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import { useDepartments, useUser } from '../base/session.js';
import { useDraft } from '../parts/draft.js';
import { ChecksField, ChoiceField } from '../parts/fields/choice-fields.js';
import { LineField, TextField } from '../parts/fields/text-fields.js';
import { VillageField } from '../parts/fields/village-field.js';
import { Moment, Tag } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';

interface Report {
  text: string;
  village: string;
  place: string;
  feeder: Feeder;
  dangerSigns: DangerSign[];
}
const STATE_TEXT = { new: 'waiting', promoted: 'became', linked: 'became', discarded: null } as const;

/** One field, the village, send; below it what became of earlier reports, in plain words. */
export default function Tell() {
  const t = useWording();
  const user = useUser();
  const { villages, name } = useDepartments();
  const queries = useQueryClient();
  const say = useSay();
  const { send, state, problem } = useSend();
  const draft = useDraft<Report>('tell', {
    text: '',
    village: user.departmentId.startsWith('village-') ? user.departmentId : '',
    place: '',
    feeder: 'patrol',
    dangerSigns: [],
  });
  const { text, village, place, feeder, dangerSigns } = draft.value;
  const [tried, setTried] = useState(false);
  const list = useQuery({
    queryKey: ['items', 'mine'],
    queryFn: ({ signal }) => get('/items', { query: { limit: 50 }, signal }),
    refetchInterval: 30_000,
  });
  const wrong = (field: string) => problem?.errors?.find((each) => each.pointer === `/${field}`)?.detail;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!text.trim() || !village || state !== 'idle') return;
    const item = await send('/items', {
      body: {
        text,
        feeder,
        village,
        ...(place.trim() && { place }),
        ...(dangerSigns.length > 0 && { dangerSigns }),
      },
      says: `${t.items.send} · ${text.slice(0, 20)}`,
      draft: draft.key,
    });
    if (!item) return;
    draft.clear();
    setTried(false);
    say(t.items.sent);
    void queries.invalidateQueries({ queryKey: ['items'] });
  };
  return (
    <div className="page tell stack">
      <header className="page-head">
        <h1>{t.items.tellTitle}</h1>
        <p className="muted">{t.items.tellHint}</p>
      </header>
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
          villages={villages.map((each) => ({ value: each.id, label: name(each.id) }))}
          error={wrong('village') ?? (tried && !village ? t.form.required : undefined)}
        />
        <details className="field">
          <summary>
            {t.items.place} · {t.items.feeder} · {t.items.danger}
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
          <ChecksField
            label={t.items.danger}
            optional
            value={dangerSigns}
            change={(value) => draft.change({ dangerSigns: value as DangerSign[] })}
            choices={Object.entries(t.dangerSign).map(([value, label]) => ({ value, label }))}
          />
        </details>
        {problem && !problem.errors && <Refusal problem={problem} />}
        {state === 'waiting' && <p className="unsent">{t.state.unsent}</p>}
        <button type="submit" className="button primary big" disabled={state !== 'idle'}>
          {state === 'idle' ? t.items.send : t.form.sending}
        </button>
      </form>
      <section aria-labelledby="mine">
        <h2 id="mine" className="visit-village">
          {t.items.mine}
        </h2>
        {list.isPending ? (
          <Skeleton rows={3} />
        ) : !list.data ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : list.data.items.length === 0 ? (
          <Empty title={t.items.none} />
        ) : (
          <ul className="rows">
            {list.data.items.map((item) => {
              const became = STATE_TEXT[item.state];
              return (
                <li key={item.id} className="item">
                  <p>{item.text ?? t.dispute.erased}</p>
                  <p className="dispute-marks">
                    <Tag tone={item.state === 'new' ? 'accent' : 'quiet'}>
                      {became ? t.items[became] : t.itemState[item.state]}
                    </Tag>
                    {item.reason && <span>{item.reason}</span>}
                    <span className="muted">
                      {name(item.village)} · <Moment at={item.heardAt} />
                    </span>
                  </p>
                </li>
              );
            })}
          </ul>
        )}
      </section>
    </div>
  );
}
