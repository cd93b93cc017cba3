import type { Attribution } from '../../contract.js';
import { useWording } from '../../base/language.js';
import { useDepartments } from '../../base/session.js';
import { spanText } from '../../base/time.js';

/** Whose days they were: every minute in one department and phase, as widths and as a table. */
export function AttributionBar({ attribution }: { attribution: Attribution }) {
  const t = useWording();
  const { name } = useDepartments();
  const { parts, totalMinutes } = attribution;
  const sums = new Map<string, { departmentId: string; phase: (typeof parts)[number]['phase']; minutes: number }>();
  for (const { departmentId, phase, minutes } of parts) {
    const key = `${departmentId} ${phase}`;
    sums.set(key, { departmentId, phase, minutes: (sums.get(key)?.minutes ?? 0) + minutes });
  }
  return (
    <section className="section">
      <h2>{t.dispute.attribution}</h2>
      <p className="muted">{t.dispute.attributionHint}</p>
      <div className="attribution" aria-hidden="true">
        {parts
          .filter((each) => each.minutes > 0)
          .map((each) => (
            <i
              key={each.from}
              className={`phase phase-${each.phase}`}
              style={{ flexGrow: each.minutes }}
              title={`${name(each.departmentId)} · ${t.phase[each.phase]} · ${spanText(each.minutes * 60_000, t)}`}
            />
          ))}
      </div>
      <table className="table compact">
        <tbody>
          {[...sums.values()].map((each) => (
            <tr key={`${each.departmentId} ${each.phase}`}>
              <td className="narrow">
                <i className={`dot phase-${each.phase}`} aria-hidden="true" />
              </td>
              <th scope="row">{name(each.departmentId)}</th>
              <td>{t.phase[each.phase]}</td>
              <td className="end">{each.minutes > 0 ? spanText(each.minutes * 60_000, t) : '–'}</td>
              <td className="end muted">
                {totalMinutes > 0 ? `${Math.round((each.minutes / totalMinutes) * 100)}%` : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
