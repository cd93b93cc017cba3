import { useQuery } from '@tanstack/react-query';
import { get } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import { Moment, Tag } from '../parts/marks.js';
import { Empty, Failed, Skeleton } from '../parts/states.js';

const STATE_TEXT = { new: 'waiting', promoted: 'became', linked: 'became', discarded: null } as const;

/** What became of what one told, in plain words. */
export function Told() {
  const t = useWording();
  const { name } = useDepartments();
  const list = useQuery({
    queryKey: ['items', 'mine'],
    queryFn: ({ signal }) => get('/items', { query: { limit: 50 }, signal }),
    refetchInterval: 30_000,
  });
  return (
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
  );
}
