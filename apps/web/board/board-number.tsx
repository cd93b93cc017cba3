import { Link } from 'react-router';
import { queryOf } from '../base/api.js';
import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { Column } from './columns.js';

/** A number and the way to what it counts: late obligations stand below, everything else is a list of disputes. */
export function Number({
  value,
  column,
  department,
  only,
}: {
  value: number;
  column: Column;
  department: string;
  only: (department: string) => void;
}) {
  const t = useWording();
  const { name } = useDepartments();
  if (value === 0) return <span className="zero">0</span>;
  const label = `${department ? name(department) : t.board.total} · ${t.board.column[column]}: ${value}`;
  return column === 'late' ? (
    <a
      href="#late"
      className="number-link"
      aria-label={label}
      onClick={(event) => {
        event.preventDefault();
        only(department);
        document.getElementById('late')?.scrollIntoView({ block: 'start' });
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
