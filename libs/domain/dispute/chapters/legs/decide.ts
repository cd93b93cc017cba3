import { follows } from '../../editions.js';
import { holderOf, type Transfer } from '../../state.js';
import { count, scale, type Limit, type Pause } from '../../../time/limit.js';
import { clockOf } from '../../../obligation/obligation.js';
import type { Story } from '../../story.js';
import type { Instant } from '../../../time/time.js';
import type { ObligationKind } from '../../../words.js';

/** A leg: the time that one department has a case, how long it may be, and what its holder owes on it (domain.md §4). */

/**
 * The handling limit of a leg. The first department has the whole limit from its acceptance. After a return the next
 * one has what is left of it, or half the limit if that is more; all legs stay within 1.5 × the limit, counted from
 * the first offer (domain.md §4, "Two clocks").
 */
export function legLimit(
  story: Story,
  transfer: Transfer,
  acceptedAt: Instant,
): { limit: Limit; countedFrom: Instant; path: string } {
  const { rules, firstOfferAt, complexity, transfers } = story.dispute;
  const limit = rules.policy.handle[story.grade][complexity];
  const whole = { limit, countedFrom: acceptedAt, path: `handle.${story.grade}.${complexity}` };
  const course = firstOfferAt ?? transfer.offeredAt;
  const returnedBefore = transfers.some(
    (each) => each.role === 'lead' && each.state === 'returned' && each.offeredAt >= course,
  );
  if (!returnedBefore) return whole;
  const clock = clockOf(rules);
  const counting = { pauses: stoodOnTheWay(story), moves: true, passesPauses: true };
  const end = (leg: { limit: Limit; countedFrom: Instant }) => count(leg.countedFrom, leg.limit, clock, counting).dueAt;
  const left = { limit, countedFrom: course, path: whole.path };
  const half = { limit: scale(limit, rules.policy.leg.restAtLeast), countedFrom: acceptedAt, path: 'leg.restAtLeast' };
  const total = { limit: scale(limit, rules.policy.leg.total), countedFrom: course, path: 'leg.total' };
  const longer = end(left) >= end(half) ? left : half;
  return end(longer) <= end(total) ? longer : total;
}

/** The stretches in which the case stood while an earlier department had it: they cost the next one nothing. */
export function stoodOnTheWay(story: Story): Pause[] {
  if (!follows(story.dispute, 'legsInheritPauses')) return [];
  const watch = story.dispute.obligations.find((each) => each.kind === 'watch');
  return (watch?.terms.pauses ?? []).filter((pause) => pause.until !== null);
}

/** Of the holder, once, unless somebody owes it already. */
function oweOnce(story: Story, kind: ObligationKind, transferId?: string): void {
  if (story.dispute.obligations.some((each) => each.kind === kind)) return;
  const holder = { departmentId: holderOf(story.dispute), role: 'handler' as const };
  story.owe(kind, holder, transferId ? { subjectId: transferId } : {});
}

/** What the holder owes besides the handling itself, where the grade asks for it and it was not done yet. */
export function oweContactAndPlan(story: Story, transferId?: string): void {
  if (!story.dispute.contacted) oweOnce(story, 'first-contact', transferId);
  if (!story.dispute.planned) oweOnce(story, 'plan', transferId);
}

export function oweStabilising(story: Story, transferId?: string): void {
  oweOnce(story, 'stabilise', transferId);
}
