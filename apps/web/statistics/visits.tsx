import type { Statistics } from '../contract.js';
import { useDepartments } from '../base/session.js';
import { useWording } from '../base/language.js';
import { TableHead } from '../parts/lists.js';
import { useSorted } from '../parts/sorting.js';
import { NumberLink } from './number-link.js';

/** Visits by whose people made them, what spot checks heard of them, and what was waived; of persons there is nothing to see. */
export function VisitsMade({ visits }: { visits: Statistics['visits'] }) {
  const t = useWording();
  const { name } = useDepartments();
  const columns = [
    ['done', t.visitState.done],
    ['inTime', t.statistics.visitsInTime],
    ['confirmed', t.checkState.confirmed],
    ['different', t.checkState.different],
    ['waived', t.visitState.waived],
  ] as const;
  const { sorted, sorting } = useSorted(visits, {
    [t.statistics.byDepartment]: (line) => name(line.departmentId),
    ...Object.fromEntries(columns.map(([of, title]) => [title, (line: (typeof visits)[number]) => line[of].value])),
  });
  return (
    <section className="section">
      <h2>{t.statistics.visits}</h2>
      <p className="muted">{t.statistics.visitsHint}</p>
      {visits.length === 0 ? (
        <p>{t.visits.noneDone}</p>
      ) : (
        <div className="scroll">
          <table className="table compact tiles">
            <TableHead
              titles={[t.statistics.byDepartment]}
              numbers={columns.map(([, title]) => title)}
              sorting={sorting}
            />
            <tbody>
              {sorted.map((line) => (
                <tr key={line.departmentId}>
                  <th scope="row">{name(line.departmentId)}</th>
                  {columns.map(([of, title]) => (
                    <td key={of} className="end" data-label={title}>
                      <NumberLink of={line[of]} says={`${name(line.departmentId)} · ${title}`} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
