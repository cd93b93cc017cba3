import { type FormEvent, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import { useDepartments } from '../base/session.js';
import type { Item } from '../contract.js';
import { Dialog } from '../parts/dialog.js';
import { useDraft } from '../parts/draft.js';
import { DisputeField } from '../parts/fields/dispute-field.js';
import { TextField } from '../parts/fields/text-fields.js';
import { Listed, Tabs, usePages } from '../parts/lists.js';
import { LateMark, Moment, Tag } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';
import { Empty } from '../parts/states.js';

const STATES = ['new', 'promoted', 'linked', 'discarded'] as const;

/** The desk looks at every report: a dispute, part of one that is there, or nothing, with the reason. */
export default function Triage() {
  const t = useWording();
  const { name } = useDepartments();
  const [address, setAddress] = useSearchParams();
  const state = STATES.find((each) => each === address.get('state')) ?? 'new';
  const [open, setOpen] = useState<{ item: Item; what: 'discard' | 'link' } | null>(null);
  const list = usePages(
    ['items', state],
    (cursor, signal) => get('/items', { query: { state, cursor, limit: 100 }, signal }),
    20_000,
  );
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.items.triageTitle}</h1>
      </header>
      <Tabs
        label={t.items.triageTitle}
        tabs={STATES}
        chosen={state}
        choose={(each) => setAddress({ state: each })}
        word={(each) => t.itemState[each]}
      >
        <Listed list={list} empty={<Empty title={t.items.triageNone} />}>
          <ul className="rows">
            {list.items.map((item) => (
              <li key={item.id} className="visit-card">
                <div>
                  <p className="dispute-marks">
                    <span className="number muted">{item.number}</span>
                    <Tag>{t.feeder[item.feeder]}</Tag>
                    <span className="muted">
                      {name(item.village)}
                      {item.place && ` · ${item.place}`} · <Moment at={item.heardAt} />
                    </span>
                    {item.state === 'new' &&
                      item.triageDueAt &&
                      (Date.parse(item.triageDueAt) < Date.now() ? (
                        <LateMark>
                          {t.items.due} <Moment at={item.triageDueAt} />
                        </LateMark>
                      ) : (
                        <span>
                          {t.items.due} <Moment at={item.triageDueAt} />
                        </span>
                      ))}
                  </p>
                  <p>{item.text ?? t.dispute.erased}</p>
                  {item.reason && <p className="muted">{item.reason}</p>}
                </div>
                <div className="visit-do">
                  {item.state === 'new' && (
                    <>
                      <Link className="button primary" to={`/desk/new?item=${item.id}`}>
                        {t.items.promote}
                        <span className="visually-hidden"> {item.number}</span>
                      </Link>
                      <button type="button" className="button" onClick={() => setOpen({ item, what: 'link' })}>
                        {t.items.link}
                      </button>
                      <button type="button" className="button" onClick={() => setOpen({ item, what: 'discard' })}>
                        {t.items.discard}
                      </button>
                    </>
                  )}
                  {item.disputeId && (
                    <Link className="button" to={`/disputes/${item.disputeId}`}>
                      {t.items.openCase}
                      <span className="visually-hidden"> {item.number}</span>
                    </Link>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </Listed>
      </Tabs>
      {open && <Decide item={open.item} what={open.what} close={() => setOpen(null)} />}
    </div>
  );
}

function Decide({ item, what, close }: { item: Item; what: 'discard' | 'link'; close: () => void }) {
  const t = useWording();
  const queries = useQueryClient();
  const say = useSay();
  const { send, state, problem } = useSend();
  const draft = useDraft(`${what}.${item.id}`, { value: '' });
  const { value } = draft.value;
  const setValue = (words: string) => draft.change({ value: words });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!value.trim()) return;
    const path = { id: item.id };
    const kept = { says: `${t.items[what]} · ${item.number}`, draft: draft.key };
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
          <TextField label={t.items.discardReason} value={value} change={setValue} />
        )}
        {problem && <Refusal problem={problem} />}
        <div className="form-foot">
          <button type="submit" className="button primary" disabled={state !== 'idle' || !value.trim()}>
            {t.items[what]}
          </button>
          <button type="button" className="button" onClick={close}>
            {t.form.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
