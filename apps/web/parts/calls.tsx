import { Fragment } from 'react';
import type { DisputeView } from '../contract.js';

/**
 * A telephone as it was typed: a link for each number in it, and what is no number as words. What is masked has no parts.
 *
 * @param before stands in each link
 */
export function Calls({
  phone,
  calls,
  before,
}: Pick<DisputeView['parties'][number], 'phone' | 'calls'> & { before?: string }) {
  if (!calls) return phone;
  return calls.map(({ text, tel }, n) =>
    tel === null ? (
      <Fragment key={n}>{text}</Fragment>
    ) : (
      <a key={n} className="call" href={`tel:${tel}`}>
        {before && `${before} `}
        {text}
      </a>
    ),
  );
}
