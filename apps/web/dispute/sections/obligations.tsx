import { useWording } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import type { DisputeView, ObligationView } from '../../contract.js';
import { DueLink } from '../../parts/due-link.js';
import { Left } from '../../parts/marks.js';
import { owedText } from '../../parts/owed.js';
import { Section } from './section.js';

export function Obligations({ view, explain }: { view: DisputeView; explain: (obligation: ObligationView) => void }) {
  const t = useWording();
  const { name } = useDepartments();
  const isOpen = (each: ObligationView) => each.state === 'open' || each.state === 'late' || each.state === 'paused';
  const byDue = (a: ObligationView, b: ObligationView) => (a.dueAt < b.dueAt ? -1 : 1);
  const open = view.obligations.filter(isOpen).sort(byDue);
  const ended = view.obligations.filter((each) => !isOpen(each)).sort(byDue);
  const table = (rows: ObligationView[]) => (
    <table className="table cards two">
      <tbody>
        {rows.map((each) => (
          <tr key={each.id}>
            <th scope="row">{owedText(each, t)}</th>
            <td>{name(each.holder.departmentId)}</td>
            <td className="end">
              <DueLink obligation={each} now={view.now} explain={explain} />
            </td>
            <td className="end">
              <Left obligation={each} remaining={view.remaining[each.id]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <Section title={t.dispute.obligations}>
      {open.length > 0 ? table(open) : <p className="muted">{t.dispute.nobody}</p>}
      {ended.length > 0 && (
        <details>
          <summary>{t.dispute.endedObligations(ended.length)}</summary>
          {table(ended)}
        </details>
      )}
    </Section>
  );
}
