import { STATUSES, type Status } from '../words.js';

/**
 * Which cases a number counts that says how many there are now. Of what is not closed each is one or the other: board,
 * statistics, lists, sheets and the choice of a department count by these, and say each by one word of the lexicon.
 */
export const COUNTED_AS = {
  /** 在办: nobody has resolved it yet, be it graded or not, suspended or on a track. */
  open: STATUSES.filter((each) => each !== 'resolved' && each !== 'closed'),
  /** 回访中: resolved, and not closed before its visits are made. */
  visiting: ['resolved'],
} as const satisfies Record<string, readonly Status[]>;
export type CountedAs = keyof typeof COUNTED_AS;
