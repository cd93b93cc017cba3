import { Link } from 'react-router';
import { queryOf } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { BoardColumn } from '#domain/reading/board.js';
import type { Board } from '../contract.js';
import { isOwed, type Show } from './columns.js';

/** A number and the way to what it counts. */
export function Number({
  of,
  column,
  department,
  show,
}: {
  of: Board['total'];
  column: BoardColumn;
  department: string;
  show: Show;
}) {
  const t = useWording();
  const { name } = useDepartments();
  const value = of[column];
  if (value === 0) return <span className="zero">0</span>;
  const label = `${department ? name(department) : t.board.total} · ${t.board.column[column]}: ${value}`;
  return isOwed(of.lists, column) ? (
    <a
      href="#owed"
      className="number-link"
      aria-label={label}
      onClick={(event) => {
        event.preventDefault();
        show(column, department);
        document.getElementById('owed')?.scrollIntoView({ block: 'start' });
      }}
    >
      {value}
    </a>
  ) : (
    <Link to={`/disputes${queryOf({ board: column, department })}`} className="number-link" aria-label={label}>
      {value}
    </Link>
  );
}
