import { useAddress } from '../base/address.js';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { OverseenDeliveries } from '../contract.js';
import { Listed, usePages } from '../parts/lists.js';
import { OnPaper } from '../parts/on-paper.js';
import { Tabs } from '../parts/tabs.js';
import { Empty } from '../parts/states.js';
import { Row } from './row.js';

const TABS = ['failed', 'waiting', 'sent', 'dropped'] as const;

/** As often as they are sent. */
const LOOK_MS = 60_000;

/** Whether the notices of others reach them, and what stands in the way. */
export default function DeliveriesPage() {
  const t = useWording();
  const [address, change] = useAddress();
  const tab = TABS.find((each) => each === address.get('state')) ?? 'failed';
  const days = address.get('days') ?? '7';
  const list = usePages(
    ['overseen', tab, days],
    (cursor, signal) => get('/deliveries/overseen', { query: { state: tab, days: Number(days), cursor }, signal }),
    LOOK_MS,
  );
  const counts = (list.data?.pages[0] as Partial<OverseenDeliveries> | undefined)?.counts;
  const set = (field: string, value: string) => change({ [field]: value });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t.nav.deliveries}</h1>
        <p className="muted">{t.deliveries.hint}</p>
      </header>
      <OnPaper filters={[t.deliveryState[tab], t.deliveries.days(days)]} list={list} />
      <div className="filters">
        <select aria-label={t.deliveries.period} value={days} onChange={(event) => set('days', event.target.value)}>
          {['1', '7', '31'].map((each) => (
            <option key={each} value={each}>
              {t.deliveries.days(each)}
            </option>
          ))}
        </select>
      </div>
      <Tabs
        label={t.nav.deliveries}
        tabs={TABS}
        chosen={tab}
        choose={(each) => set('state', each)}
        word={(each) => (
          <>
            {t.deliveryState[each]}
            <b className="count">{counts?.[each] ?? ''}</b>
          </>
        )}
      >
        <Listed list={list} empty={<Empty title={t.deliveries.none[tab]} />}>
          <div className="panel scroll">
            <table className="table cards">
              <thead>
                <tr>
                  <th scope="col">{t.deliveries.to}</th>
                  <th scope="col">{t.deliveries.way}</th>
                  <th scope="col" className="end">
                    {t.deliveries.notices}
                  </th>
                  <th scope="col">{t.deliveries.when}</th>
                  <th scope="col">{t.deliveries.result}</th>
                </tr>
              </thead>
              <tbody>
                {list.items.map((each) => (
                  <Row key={each.id} delivery={each} />
                ))}
              </tbody>
            </table>
          </div>
        </Listed>
      </Tabs>
    </div>
  );
}
