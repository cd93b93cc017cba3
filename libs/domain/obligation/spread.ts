import { bitsOf, shareOf } from '../share.js';
import { MINUTE, SECOND, type Instant } from '../time/time.js';
import type { Unit } from '../time/limit.js';
import type { Grade } from '../words.js';
import { nextMomentOf, type Obligation } from './obligation.js';

/**
 * Limits end together, by the hundred, when an office opens. What only records that a moment passed, and tells, need not
 * all be done in that second: each case has a turn of its own after its moment, at which it is called when people leave
 * room for it (architecture.md, "People first"), and its own timer stands behind that. Nobody sees the difference but in
 * what they are told: what is late is derived, whoever acts in between finds that the moment passed and records it first,
 * and the entry has its true moment.
 */
export interface Turn {
  /** Milliseconds after the moment at which the case is called; 0 where nobody calls it. */
  calledMs: number;
  /** Milliseconds after the moment at which it looks by itself. */
  aloneMs: number;
}

interface Pace {
  /** Turns lie within so much. */
  spread: number;
  /** Nobody called: so long after its turn, the first case… */
  patience: number;
  /** …and so much more, the last. As late as crowds that are called in the order of their turns allow, and no later. */
  patienceSpread: number;
}

const AT_ONCE: Pace = { spread: 0, patience: 0, patienceSpread: 0 };
/** The last one looks by itself after 65 s. */
const SOON: Pace = { spread: 5 * SECOND, patience: 30 * SECOND, patienceSpread: 30 * SECOND };
/** A turn stays below the minute from which an entry says that it was noticed late. */
const IN_TURNS: Pace = { spread: 55 * SECOND, patience: 5 * MINUTE, patienceSpread: 10 * MINUTE };

const PACES: Record<Unit, Pace> = {
  seconds: AT_ONCE,
  minutes: AT_ONCE,
  hours: SOON,
  workingHours: SOON,
  days: IN_TURNS,
  workingDays: IN_TURNS,
  months: IN_TURNS,
};

export const NO_TURN: Turn = { calledMs: 0, aloneMs: 0 };

/**
 * @param id of the case
 * @param moment at which something happens to some of the obligations; to none of them at the end of a pause, which waits
 *   for nobody
 */
export function turnOf(
  id: string,
  obligations: readonly Obligation[],
  moment: Instant,
  grade: Grade | null | undefined,
): Turn {
  const paces = obligations
    .filter((each) => nextMomentOf(each) === moment)
    // An agreed date is a day.
    .map(({ terms }) => PACES[terms.limit?.unit ?? 'days']);
  if (paces.length === 0) return NO_TURN;
  if (grade === 'red') paces.push(SOON);
  const { spread, patience, patienceSpread } = paces.reduce((a, b) => (b.spread < a.spread ? b : a));
  const share = shareOf(bitsOf(id));
  const calledMs = Math.floor(spread * share);
  return { calledMs, aloneMs: calledMs + Math.floor(patience + patienceSpread * share) };
}
