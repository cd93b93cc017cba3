import { Link } from 'react-router';
import type { Value } from '../contract.js';

/** The API's link of a number is the list behind it; the console's list takes the same filters. */
export const pageOf = (link: string) => link.replace(/^\/api\/v1/, '');

/** A number of a table, and in one click the list behind it. */
export function NumberLink({ of, says }: { of: Value; says: string }) {
  if (of.value === 0) return <span className="zero">0</span>;
  return (
    <Link className="number-link" to={pageOf(of.link)} aria-label={`${says}: ${of.value}`}>
      {of.value}
    </Link>
  );
}
