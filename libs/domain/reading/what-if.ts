import { isToMove, moveAll } from '../dispute/chapters/ruling/decide.js';
import type { EventData } from '../dispute/events.js';
import type { Registered } from '../dispute/state.js';
import { Story } from '../dispute/story.js';
import type { Rules } from '../obligation/obligation.js';
import { lateAt } from '../obligation/obligation.js';
import type { Instant } from '../time/time.js';
import type { ObligationKind } from '../words.js';

/** A date that would be another one under other rules. */
export interface Foretold {
  obligationId: string;
  kind: ObligationKind;
  n?: number;
  departmentId: string;
  from: Instant;
  to: Instant;
  /** It was announced as one that may move. */
  provisional: boolean;
  /** The new one may move as well: it rests on a year that is not published. */
  provisionalThen: boolean;
  /** It would come earlier than it was announced; of a provisional date its own year alone may say so without a word. */
  shorter: boolean;
  /** It would be late in that moment. */
  late: boolean;
}

/**
 * The open dates of a case that would move, were it moved to these rules at that moment: found by moving it, so that what
 * is foretold is what comes (domain.md §4).
 */
export function movesUnder(
  state: Registered,
  rules: Rules,
  cause: EventData['RulesMoved']['cause'],
  at: Instant,
): Foretold[] {
  const story = new Story(state, at, { kind: 'system' });
  moveAll(story, { rules, policyHash: '', calendarHash: '', cause, allowShorter: true });
  return story.events.flatMap((event) => {
    if (event.type !== 'ObligationMoved') return [];
    const { from, obligation } = event.data;
    const { id, kind, n, holder, dueAt, provisional: provisionalThen } = obligation;
    if (dueAt === from) return [];
    const about = { obligationId: id, kind, ...(n !== undefined && { n }), departmentId: holder.departmentId };
    const provisional = state.obligations.some((each) => each.id === id && each.provisional);
    const shorter = dueAt < from && !isToMove(provisional, cause);
    return [{ ...about, from, to: dueAt, provisional, provisionalThen, shorter, late: lateAt(obligation) <= at }];
  });
}
