import { Link } from 'react-router';
import type { Value } from '../contract.js';

/** The API's link of a number is the list behind it; the console's list takes the same filters. */
export const pageOf = (link: string) => link.replace(/^\/api\/v1/, '');

/** What is shown of a number, and in one click the list behind it. */
export function ListLink({ link, says, shown }: { link: string; says: string; shown: string | number }) {
  return (
    <Link className="number-link" to={pageOf(link)} aria-label={`${says}: ${shown}`}>
      {shown}
    </Link>
  );
}

/** A number of a table; nothing is behind a zero. */
export function NumberLink({ of, says }: { of: Value; says: string }) {
  if (of.value === 0) return <span className="zero">0</span>;
  return <ListLink link={of.link} says={says} shown={of.value} />;
}
