import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useWhileAlone } from '../base/live.js';
import { useDepartments } from '../base/session.js';
import { Failed, Skeleton } from '../parts/states.js';
import type { Acts } from './acts.js';
import { CaseLine, Levers } from './case-line.js';
import { LIVE_MS } from './columns.js';

export function Bouncing({ act }: { act: Acts }) {
  const t = useWording();
  const { name } = useDepartments();
  const bouncing = useQuery({
    queryKey: ['board', 'bouncing'],
    queryFn: ({ signal }) => get('/board/bouncing', { signal }),
    refetchInterval: useWhileAlone(LIVE_MS * 2),
  });
  const items = bouncing.data?.items ?? [];
  return (
    <section className="section" id="bouncing">
      <h2>
        {t.board.bouncingList} <b className="count">{items.length}</b>
      </h2>
      {!bouncing.data ? (
        bouncing.error ? (
          <Failed error={bouncing.error} retry={() => void bouncing.refetch()} />
        ) : (
          <Skeleton rows={2} />
        )
      ) : items.length === 0 ? (
        <p className="muted">{t.board.noBouncing}</p>
      ) : (
        <ul className="desk-list">
          {items.map(({ dispute, loop, handOffs }) => (
            <li key={dispute.id}>
              <div>
                <CaseLine dispute={dispute} act={act}>
                  <span className="muted">{t.dispute.handOffs(handOffs)}</span>
                </CaseLine>
                <p className="loop" aria-label={t.board.loop}>
                  {loop.map((each, n) => (
                    <span key={n}>
                      {n > 0 && <span aria-hidden="true"> → </span>}
                      {name(each)}
                    </span>
                  ))}
                </p>
              </div>
              <Levers act={act} dispute={dispute} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
