import { useState } from 'react';
import { Link } from 'react-router';
import { useAddress } from '../base/address.js';
import { get, type QueryOf } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useDepartments } from '../base/session.js';
import type { Item } from '../contract.js';
import { HowMany } from '../parts/how-many.js';
import { Listed, usePages } from '../parts/lists.js';
import { Tabs } from '../parts/tabs.js';
import { LateMark, Moment, Tag } from '../parts/marks.js';
import { Narrowing, useNarrowed } from '../parts/narrowing.js';
import { OnPaper } from '../parts/on-paper.js';
import { FilesOfReport } from '../parts/report-files.js';
import { Empty } from '../parts/states.js';
import { TakeAway } from '../parts/take-away.js';
import { DangerWhy, NoDanger, ReportText } from './danger.js';
import { Decide } from './decide.js';

const FILTERS = ['from', 'to', 'village', 'danger'] as const;
const STATES = ['new', 'promoted', 'linked', 'discarded'] as const;

/** The desk looks at every report: a dispute, part of one that is there, or nothing, with the reason. */
export default function Triage() {
  const t = useWording();
  const { name } = useDepartments();
  const [address, change] = useAddress();
  const state = STATES.find((each) => each === address.get('state')) ?? 'new';
  const [open, setOpen] = useState<{ item: Item; what: 'discard' | 'link' } | null>(null);
  const filter = Object.fromEntries(FILTERS.map((each) => [each, address.get(each) ?? undefined]));
  // An address is anybody's to write; what is no filter is refused by the API.
  // What waits is looked at by when it is due: danger within the hour stands before what came later.
  const asked = { state, ...(state === 'new' && { sort: 'due' }), ...filter } as QueryOf<'/items'>;
  const key = ['items', asked];
  const list = usePages(
    key,
    (cursor, signal) => get('/items', { query: { ...asked, cursor, limit: 100 }, signal }),
    useWhileAlone(20_000),
  );
  const set = (field: string, value: string) => change({ [field]: value });
  const said = useNarrowed(filter, name);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.items.triageTitle}</h1>
        <TakeAway table="items" query={{ state, ...filter }} />
      </header>
      <OnPaper filters={[t.itemState[state], ...said]} list={list} />
      <Narrowing by={FILTERS} filter={filter} set={set} />
      <Tabs
        label={t.items.triageTitle}
        tabs={STATES}
        chosen={state}
        choose={(each) => set('state', each)}
        word={(each) => t.itemState[each]}
      >
        <Listed list={list} empty={<Empty title={said.length > 0 ? t.items.noneFits : t.items.triageNone} />}>
          <HowMany
            list={list}
            queryKey={key}
            ask={async (signal) => [await get('/items', { query: { ...asked, limit: 1, total: 'true' }, signal })]}
          />
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
                  <ReportText item={item} />
                  <DangerWhy item={item} />
                  <FilesOfReport item={item} />
                  {item.reason && <p className="muted">{item.reason}</p>}
                </div>
                <div className="visit-do">
                  {item.state === 'new' && (
                    <>
                      <Link className="button primary" to={`/desk/new?item=${item.id}`}>
                        {t.items.promote}
                        <span className="visually-hidden"> {item.number}</span>
                      </Link>
                      <NoDanger item={item} />
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
