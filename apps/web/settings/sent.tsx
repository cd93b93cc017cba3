import { useQuery } from '@tanstack/react-query';
import { get, post } from '../base/api.js';
import { useWording } from '../base/language.js';
import { Moment, Tag } from '../parts/marks.js';

/** What was sent over one's channels of late, and what became of it. */
export function Sent({ again }: { again: () => void }) {
  const t = useWording();
  const deliveries = useQuery({
    queryKey: ['deliveries'],
    queryFn: ({ signal }) => get('/deliveries', { query: { limit: 20 }, signal }),
  });
  const sent = deliveries.data?.items ?? [];
  return (
    <details>
      <summary>{t.settings.deliveries}</summary>
      {sent.length === 0 ? (
        <p className="muted">{t.settings.noDeliveries}</p>
      ) : (
        <ul className="desk-list">
          {sent.map((each) => (
            <li key={each.id}>
              <p>
                <Tag tone={each.state === 'failed' ? 'warn' : 'quiet'}>{t.deliveryState[each.state]}</Tag>
                <span className="muted">
                  <Moment at={each.sentAt ?? each.madeAt} />
                </span>
                {each.fault && <span title={each.lastError ?? ''}>{t.deliveryFault[each.fault]}</span>}
              </p>
              {each.state === 'failed' && (
                <button
                  type="button"
                  className="button"
                  onClick={() => void post('/deliveries/{id}/resend', { path: { id: each.id } }).then(again)}
                >
                  {t.settings.resend}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
