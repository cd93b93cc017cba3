import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get, queryOf } from '../base/api.js';
import { usePreferences, useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useDepartments } from '../base/session.js';
import type { DisputeSummary } from '../contract.js';
import { LateMark, Moment } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import type { Acts } from './acts.js';
import { CaseLine, Levers } from './case-line.js';
import { LIVE_MS } from './columns.js';
import { Pressed } from './urge.js';

const CIRCULATING = { status: 'circulating' } as const;

export function Offers({ act }: { act: Acts }) {
  const t = useWording();
  const { listed } = usePreferences();
  const { name } = useDepartments();
  const circulating = useQuery({
    queryKey: ['disputes', 'circulating'],
    queryFn: ({ signal }) => get('/disputes', { query: { ...CIRCULATING, limit: 100 }, signal }),
    refetchInterval: useWhileAlone(LIVE_MS),
  });
  const items = circulating.data?.items ?? [];
  const more = circulating.data?.next ? '+' : '';
  const lines = (title: string, empty: string | null, id: string, disputes: DisputeSummary[]) =>
    (disputes.length > 0 || empty) && (
      <section className="section" id={id}>
        <h2>
          {title} <b className="count">{`${disputes.length}${more}`}</b>
        </h2>
        {disputes.length === 0 ? (
          <p className="muted">{empty}</p>
        ) : (
          <ul className="desk-list">
            {disputes.map((each) => (
              <li key={each.id}>
                <CaseLine dispute={each} act={act}>
                  <span className="muted">
                    {each.offeredTo.length > 0
                      ? `→ ${listed(each.offeredTo.map(name))}`
                      : each.returnedBy.length > 0
                        ? t.board.returnedBy(listed(each.returnedBy.map(name)))
                        : name(each.holder)}
                  </span>
                  {each.late > 0 && <LateMark>{t.list.lateCount(each.late)}</LateMark>}
                  <Pressed urgedAt={each.urgedAt} orderDueAt={each.orderDueAt} />
                  {each.nextDueAt && <Moment at={each.nextDueAt} now={each.now} />}
                </CaseLine>
                <Levers act={act} dispute={each} />
              </li>
            ))}
          </ul>
        )}
        {more && <Link to={`/disputes${queryOf(CIRCULATING)}`}>{t.desk.all}</Link>}
      </section>
    );
  if (!circulating.data) {
    return circulating.error ? (
      <Failed error={circulating.error} retry={() => void circulating.refetch()} />
    ) : (
      <Skeleton rows={2} />
    );
  }
  return (
    <>
      {lines(
        t.board.offers,
        t.board.noOffers,
        'offers',
        items.filter((each) => each.offeredTo.length > 0),
      )}
      {lines(
        t.board.toDesignate,
        null,
        'to-designate',
        items.filter((each) => each.offeredTo.length === 0),
      )}
    </>
  );
}
