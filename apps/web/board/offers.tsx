import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { get, queryOf, type QueryOf } from '../base/api.js';
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

/** Asked for in the words of the list that it links to. */
function useListed(filter: QueryOf<'/disputes'>) {
  return useQuery({
    queryKey: ['disputes', filter.status ?? filter.waits],
    queryFn: ({ signal }) => get('/disputes', { query: { ...filter, limit: 100 }, signal }),
    refetchInterval: useWhileAlone(LIVE_MS),
  });
}

/** In the order in which somebody above the desk asks for them. */
const WAITS = ['dispatch', 'designation', 'return'] as const;

export function Offers({ act }: { act: Acts }) {
  const t = useWording();
  const circulating = useListed(CIRCULATING);
  const waiting = {
    dispatch: useListed({ waits: 'dispatch' }),
    designation: useListed({ waits: 'designation' }),
    return: useListed({ waits: 'return' }),
  };
  const all = [circulating, ...Object.values(waiting)];
  if (!all.every(({ data }) => data)) {
    const failed = all.find(({ error }) => error);
    return failed ? <Failed error={failed.error} retry={() => void failed.refetch()} /> : <Skeleton rows={2} />;
  }
  return (
    <>
      <Lines
        act={act}
        id="offers"
        title={t.board.offers}
        empty={t.board.noOffers}
        disputes={circulating.data!.items.filter((each) => each.offeredTo.length > 0)}
        more={circulating.data!.next !== null && CIRCULATING}
      />
      {WAITS.map((waits) => (
        <Lines
          key={waits}
          act={act}
          id={`waits-${waits}`}
          title={t.board.waits[waits]}
          disputes={waiting[waits].data!.items}
          more={waiting[waits].data!.next !== null && { waits }}
        />
      ))}
    </>
  );
}

/** @param more the filter of the list that has all of them, where these are not all */
function Lines({
  act,
  id,
  title,
  empty,
  disputes,
  more,
}: {
  act: Acts;
  id: string;
  title: string;
  empty?: string;
  disputes: DisputeSummary[];
  more: false | Record<string, string>;
}) {
  const t = useWording();
  const { listed } = usePreferences();
  const { name } = useDepartments();
  if (disputes.length === 0 && empty === undefined) return null;
  return (
    <section className="section" id={id}>
      <h2>
        {title} <b className="count">{`${disputes.length}${more ? '+' : ''}`}</b>
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
      {more && <Link to={`/disputes${queryOf(more)}`}>{t.desk.all}</Link>}
    </section>
  );
}
