import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, remove } from '../base/api.js';
import { useWording } from '../base/language.js';
import { Moment, Tag } from '../parts/marks.js';
import { Failed, Skeleton } from '../parts/states.js';
import { useChange } from '../parts/use-change.js';

export function Sessions() {
  const t = useWording();
  const queries = useQueryClient();
  const { send, busy } = useChange();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => get('/sessions', { signal }),
  });
  const end = async (ending: Promise<unknown>) => {
    if (await send(ending)) void queries.invalidateQueries({ queryKey: ['sessions'] });
  };
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton rows={2} />;
  return (
    <section className="section">
      <div className="row wrap">
        <h2 className="grow">{t.settings.sessions}</h2>
        {data.items.length > 1 && (
          <button type="button" className="button" disabled={busy} onClick={() => void end(remove('/sessions'))}>
            {t.settings.endOthers}
          </button>
        )}
      </div>
      <ul className="desk-list">
        {data.items.map((each) => (
          <li key={each.id}>
            <p>
              {each.current && <Tag tone="accent">{t.settings.thisOne}</Tag>}
              <span>{each.agent?.slice(0, 90)}</span>
              <span className="muted">
                <Moment at={each.usedAt} />
              </span>
            </p>
            {!each.current && (
              <button
                type="button"
                className="button"
                disabled={busy}
                onClick={() => void end(remove('/sessions/{id}', { path: { id: each.id } }))}
              >
                {t.settings.end}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
