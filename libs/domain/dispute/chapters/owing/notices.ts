import { ladderOf, lateAt, type Obligation } from '../../../obligation/obligation.js';
import { asItWaits, rungNotices, toHolder, type Notices, type NoticeTarget } from '../../notice-targets.js';
import type { EventOf } from '../../events.js';
import type { Registered } from '../../state.js';
import type { Instant } from '../../../time/time.js';

export const OWING = {
  // What a call asks for says nothing else: nobody did it, it was drawn.
  ObligationOpened: ({ data: { obligation } }, _before, after) =>
    obligation.kind === 'spot-check' ? [toHolder('check-drawn', obligation, after)] : [],
  LadderStepFired(event, { obligations, rules }, after, movedAt) {
    const { at, data } = event;
    const obligation = obligations.find((each) => each.id === data.obligationId);
    if (!obligation || data.skipped || remindsOfThePast(event, obligation, rules)) return [];
    if (at === movedAt && isLateAtOnce(obligation, movedAt)) return [];
    const told = rungNotices(asItWaits(obligation, after), data, after.desk);
    // An offer that it ends is told to the desk by the entry that says so.
    return data.do === 'redispatch' ? told.filter(({ post }) => post !== 'desk') : told;
  },
  ObligationMoved({ data: { obligation, from, cause } }, _before, after) {
    // Other rungs at the same date are nobody's news.
    if (obligation.dueAt === from) return [];
    // What moved with many others is told once, when all of them have (`DIGESTS_TOLD`).
    return cause === 'policy' || cause === 'calendar' ? [] : [toHolder('moved', obligation, after)];
  },
} satisfies Partial<Notices>;

/**
 * A change that makes something late at once brings the rungs before its date into that moment as well: that it will be due
 * is nobody's news beside that it is late, which rungs of their own tell.
 */
function remindsOfThePast(
  { at, data }: EventOf<'LadderStepFired'>,
  obligation: Obligation,
  rules: Registered['rules'],
): boolean {
  if ((data.do !== 'remind' && data.do !== 'warn') || at <= lateAt(obligation)) return false;
  const rung = ladderOf(obligation.kind, rules)[obligation.steps[data.step]!.rung]?.at;
  // One that stands behind the date on its ladder is told there.
  return rung !== undefined && !('after' in rung) && !('percent' in rung && rung.percent > 100);
}

/**
 * Whether it was late in the moment in which rules moved it; what was opened in that moment was not moved. They may be hundreds:
 * whom the rungs of that moment would have told of each is told once of all (`DIGESTS_TOLD`). What comes later on their ladders
 * is told as ever.
 */
export function isLateAtOnce(obligation: Obligation, movedAt: Instant): boolean {
  const { state, openedAt, lateSince, steps } = obligation;
  if (state === 'paused' || openedAt >= movedAt || lateAt(obligation) >= movedAt) return false;
  // An offer that lapsed leaves nothing to do to whom it was made, and asks its desk for a deed on that case.
  const lapses = steps.some((step) => step.do === 'redispatch' && step.at <= movedAt);
  return !lapses && (lateSince ?? movedAt) === movedAt;
}

/**
 * Whom it reaches that something was late as it was moved: who owes it, and whom the rungs of that moment name.
 *
 * @param obligation as the move left it
 * @param latenesses how often the case was late, with all that the move made late
 */
export function lateAtOnceNotices(
  obligation: Obligation,
  { movedAt, latenesses, desk }: { movedAt: Instant; latenesses: number; desk: string },
): NoticeTarget[] {
  const due = obligation.steps.filter(
    (step) => step.firedAt === null && step.at <= movedAt && (step.when !== 'second-lateness' || latenesses > 1),
  );
  const { departmentId, role, userId } = obligation.holder;
  const holder = { kind: 'late-moved' as const, departmentId, role, ...(userId && { userId }) };
  return [holder, ...due.flatMap((step) => rungNotices(obligation, step, desk))];
}
