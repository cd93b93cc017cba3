import { useEffect, useMemo } from 'react';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { useAddress } from '../../../base/address.js';
import { get } from '../../../base/api.js';
import { useWording } from '../../../base/language.js';
import { useDepartments } from '../../../base/session.js';
import { spanText } from '../../../base/time.js';
import type { Attribution, DisputeView } from '../../../contract.js';
import { Failed, Skeleton } from '../../../parts/states.js';
import { Entry } from './entry.js';
import { type Shown, SHOWN } from './groups.js';
import { legsOf } from './legs.js';
import { TimeSlider } from './slider.js';

export function Timeline({
  view,
  attribution: { data: attribution, error: unknown, refetch: again },
  at,
  lookAt,
}: {
  view: DisputeView;
  attribution: Pick<UseQueryResult<Attribution>, 'data' | 'error' | 'refetch'>;
  at: string | undefined;
  lookAt: (moment: string | null) => void;
}) {
  const t = useWording();
  const { name } = useDepartments();
  const [address, change] = useAddress();
  const { hash } = useLocation();
  const wish = address.get('show') ?? '';
  const shown: Shown = wish in SHOWN ? (wish as Shown) : 'people';
  // Whoever follows a link to an entry sees it, whatever else is shown.
  const linked = Number(/^#e(\d+)$/.exec(hash)?.[1] ?? NaN);
  const { data, error, refetch } = useQuery({
    queryKey: ['timeline', view.id],
    queryFn: ({ signal }) => get('/disputes/{id}/timeline', { path: { id: view.id }, signal }),
  });
  const all = useMemo(() => data?.items ?? [], [data]);
  const legs = useMemo(
    () =>
      legsOf(
        attribution?.parts ?? [],
        all.filter((each) => (SHOWN[shown](each) || each.seq === linked) && (!at || each.at <= at)),
      ),
    [attribution, all, shown, linked, at],
  );
  const isThere = legs.some((leg) => leg.entries.some((each) => each.seq === linked));
  useEffect(() => {
    if (isThere) document.getElementById(`e${linked}`)?.scrollIntoView({ block: 'center' });
  }, [isThere, linked]);
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (unknown && !attribution) return <Failed error={unknown} retry={() => void again()} />;
  if (!data || !attribution) return <Skeleton />;
  return (
    <section className="section timeline" aria-labelledby="timeline">
      <div className="row wrap">
        <h2 id="timeline" className="grow">
          {t.dispute.timeline}
        </h2>
        <select
          aria-label={t.dispute.show}
          value={shown}
          onChange={({ target }) => change({ show: target.value === 'people' ? null : target.value })}
        >
          {(Object.keys(SHOWN) as Shown[]).map((each) => (
            <option key={each} value={each}>
              {t.dispute.shown[each]}
            </option>
          ))}
        </select>
      </div>
      <TimeSlider entries={all} at={at} lookAt={lookAt} />
      {legs.every((leg) => leg.entries.length === 0) && <p className="muted">{t.dispute.noneShown}</p>}
      {legs.map((leg) => (
        <div key={leg.from + leg.departmentId} className="leg">
          <h3>
            {name(leg.departmentId)}
            <span className="muted">
              {leg.phases.map((phase) => t.phase[phase]).join(' → ')} ·{' '}
              {spanText(Date.parse(leg.to) - Date.parse(leg.from), t)}
            </span>
          </h3>
          <ol>
            {leg.entries.map((entry) => (
              <Entry key={entry.seq} entry={entry} view={view} entries={all} />
            ))}
          </ol>
        </div>
      ))}
    </section>
  );
}
