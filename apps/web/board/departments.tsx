import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { Board } from '../contract.js';
import { TableHead } from '../parts/lists.js';
import { useSorted } from '../parts/sorting.js';
import { Number } from './board-number.js';
import { columnsOf, type Show } from './columns.js';

/** What each department owes, a column a number, and behind each number its list. */
export function Departments({
  departments,
  total,
  show,
}: {
  departments: Board['departments'];
  total: Board['total'];
  show: Show;
}) {
  const t = useWording();
  const { all, name } = useDepartments();
  const closed = new Map(all.filter(({ active }) => !active).map((each) => [each.id, each.successorId]));
  const columns = columnsOf(total.lists);
  const { sorted, sorting } = useSorted(departments, {
    [t.board.department]: (each) => name(each.departmentId),
    ...Object.fromEntries(columns.map((column) => [t.board.column[column], (each: Board['total']) => each[column]])),
  });
  return (
    <div className="panel scroll">
      <table className="table board-table tiles">
        <TableHead
          titles={[t.board.department]}
          numbers={columns.map((column) => t.board.column[column])}
          sorting={sorting}
        />
        <tbody>
          {sorted.map((each) => (
            <tr key={each.departmentId}>
              <th scope="row">
                {name(each.departmentId)}{' '}
                {closed.has(each.departmentId) && (
                  <span className="muted">{t.board.closed(name(closed.get(each.departmentId)))}</span>
                )}
              </th>
              {columns.map((column) => (
                <td key={column} className="end" data-label={t.board.column[column]}>
                  <Number of={each} column={column} department={each.departmentId} show={show} />
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t.board.total}</th>
            {columns.map((column) => (
              <td key={column} className="end" data-label={t.board.column[column]}>
                <Number of={total} column={column} department="" show={show} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
