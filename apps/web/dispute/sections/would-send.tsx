import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { usePeople } from '../../base/people.js';
import type { DisputeView } from '../../contract.js';
import { TableHead } from '../../parts/lists.js';
import { Moment } from '../../parts/marks.js';
import { Empty, Failed, Skeleton } from '../../parts/states.js';

/** Of a rehearsal: what would have been sent at each moment, to whom by which way. Nobody is told anything. */
export function WouldSend({ view }: { view: DisputeView }) {
  const t = useWording();
  const { name } = usePeople();
  const [open, setOpen] = useState(false);
  const list = useQuery({
    queryKey: ['would-send', view.id, view.seq],
    queryFn: ({ signal }) => get('/disputes/{id}/would-send', { path: { id: view.id }, signal }),
    enabled: open,
  });
  const items = list.data?.items;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t.dispute.wouldSend}</summary>
      {!open ? null : list.error ? (
        <Failed error={list.error} retry={() => void list.refetch()} />
      ) : !items ? (
        <Skeleton rows={3} />
      ) : items.length === 0 ? (
        <Empty title={t.dispute.wouldSendNothing} />
      ) : (
        <div className="table-frame">
          <table className="table cards">
            <TableHead titles={[t.dispute.when, t.dispute.toWhom, t.dispute.byWay, t.dispute.sentence]} />
            <tbody>
              {items.map((each, n) => (
                <tr key={n}>
                  <td data-label={t.dispute.when}>
                    <Moment at={each.at} now={view.now} />
                  </td>
                  <td data-label={t.dispute.toWhom}>{name(each.to)}</td>
                  <td data-label={t.dispute.byWay}>
                    {each.channel === 'console' ? t.dispute.inConsole : t.channel[each.channel]}
                  </td>
                  <td data-label={t.dispute.sentence}>{each.sentence}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
