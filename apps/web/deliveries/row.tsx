import { useQueryClient } from '@tanstack/react-query';
import { useWording } from '../base/language.js';
import { useSay } from '../base/say.js';
import { useSend } from '../base/send.js';
import { usePeople } from '../base/people.js';
import { useDepartments } from '../base/session.js';
import type { OverseenDelivery } from '../contract.js';
import { Moment, Tag } from '../parts/marks.js';
import { Refusal } from '../parts/refusal.js';

export function Row({ delivery }: { delivery: OverseenDelivery }) {
  const t = useWording();
  const say = useSay();
  const people = usePeople();
  const { name } = useDepartments();
  const queries = useQueryClient();
  const { send, state, problem } = useSend();
  const { id, userId, kind, address, notices, madeAt, sentAt, nextAt, attempts, fault, lastError } = delivery;
  const person = people.find(userId);
  const again = async () => {
    const done = await send('/deliveries/{id}/resend', { path: { id } });
    if (done === null) return;
    say(t.deliveries.asked);
    void queries.invalidateQueries({ queryKey: ['overseen'] });
  };
  return (
    <tr>
      <th scope="row">
        {people.name(userId)} <span className="muted">{person && name(person.departmentId)}</span>
      </th>
      <td>
        <Tag>{t.channel[kind]}</Tag> <span className="muted">{address}</span>
      </td>
      <td className="end" data-label={t.deliveries.notices}>
        {notices}
      </td>
      <td data-label={t.deliveries.when}>
        <Moment at={sentAt ?? madeAt} />
      </td>
      <td>
        {delivery.state === 'sending' && t.deliveryState.sending}
        {fault && (
          <>
            <b>{t.deliveryFault[fault]}</b>{' '}
            <span className="muted">
              {t.deliveries.tries(attempts)}
              {lastError && ` · ${lastError}`}
            </span>
          </>
        )}
        {nextAt && (
          <span className="muted">
            {' '}
            {t.deliveries.next} <Moment at={nextAt} />
          </span>
        )}
        {problem && <Refusal problem={problem} />}
        {delivery.state === 'failed' && (
          <button type="button" className="button" disabled={state !== 'idle'} onClick={() => void again()}>
            {t.deliveries.again}
            <span className="visually-hidden"> {people.name(userId)}</span>
          </button>
        )}
      </td>
    </tr>
  );
}
