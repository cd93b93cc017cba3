import { COUNTED_AS, type CountedAs } from '#domain/reading/open.js';
import { quoted } from '../database/quoted.js';

/** Whether a dispute is one of those that a number counts, as the core says it. */
export const isCountedAs = (what: CountedAs, dispute = 'd') =>
  `${dispute}.status IN (${COUNTED_AS[what].map(quoted).join(', ')})`;
