import { Link } from 'react-router';
import { useWording } from '../base/language.js';
import { usePeople } from '../base/people.js';
import { useDepartments } from '../base/session.js';
import type { AuditEntry } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { Moment, Tag } from '../parts/marks.js';
import { Changed } from './changed.js';

/** Whoever works at the command line, which asks nobody who they are. */
const OPERATOR = 'operator';

/** What was done and seen, the latest first, each with the way to its case. */
export function AuditTable({ entries }: { entries: AuditEntry[] }) {
  const t = useWording();
  const { name } = useDepartments();
  const people = usePeople();
  const what = (entry: AuditEntry) =>
    (entry.kind === 'event'
      ? t.event[entry.action as keyof typeof t.event]
      : t.access[entry.action as keyof typeof t.access]) ?? entry.action;
  return (
    <div className="panel scroll">
      <table className="table cards">
        <TableHead titles={[t.record.when, t.record.who, t.record.what, t.list.number]} />
        <tbody>
          {entries.map((entry, n) => (
            <tr key={n}>
              <td>
                <Moment at={entry.at} />
              </td>
              <td>
                {entry.userId ? (entry.userId === OPERATOR ? t.record.operator : people.name(entry.userId)) : '–'}{' '}
                <span className="muted">{entry.departmentId && name(entry.departmentId)}</span>
              </td>
              <td>
                <Tag tone={entry.kind === 'event' ? 'accent' : 'quiet'}>{t.record.kinds[entry.kind]}</Tag> {what(entry)}{' '}
                {entry.kind === 'access' && <Changed data={entry.data} />}{' '}
                <span className="muted">{entry.refusal ?? entry.reason}</span>
              </td>
              <td>
                {entry.disputeId && (
                  <Link to={`/disputes/${entry.disputeId}${entry.seq ? `#e${entry.seq}` : ''}`} className="list-title">
                    {entry.number ?? entry.disputeId.slice(0, 8)}
                    {entry.seq && ` / ${entry.seq}`}
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
