import type { CommandActor, Verb } from './commands.js';
import { openOffer, type Registered, type Transfer } from './dispute.js';
import type { RefusalCode } from './errors.js';
import { count } from './limit.js';
import { clockOf } from './obligation.js';
import { actsFor, isSupervisor } from './rights.js';
import type { Instant } from './time.js';

/** What refuses a verb before its body is read and that the status alone does not tell. `can[]` reads the same rules. */
type Situation = (state: Registered, actor: CommandActor, now: Instant) => RefusalCode | null;

export function returnsExhausted(state: Registered): boolean {
  return state.returns.total >= state.rules.policy.returns[state.grade ?? 'blue'].perDispute;
}

/** Why this department may not give this transfer back, whatever its reason; null when it may. */
export function refusalOfReturn(state: Registered, transfer: Transfer, now: Instant): RefusalCode | null {
  if (transfer.state !== 'offered' && transfer.state !== 'accepted') return 'NO_OPEN_TRANSFER';
  if (transfer.returning) return 'RETURN_OPEN';
  if (transfer.designated) return 'DESIGNATED_NO_RETURN';
  const grade = state.grade ?? 'blue';
  const window = state.rules.policy.limits['return-window']?.[grade];
  if (window && now > count(transfer.offeredAt, window, clockOf(state.rules)).dueAt) return 'RETURN_WINDOW_OVER';
  if (transfer.role === 'lead') {
    const returned = state.returns.byDepartment[transfer.to] ?? 0;
    if (returnsExhausted(state) || returned >= state.rules.policy.returns[grade].perDepartment)
      return 'RETURNS_EXHAUSTED';
  }
  return null;
}

const own = (state: Registered, actor: CommandActor) => state.transfers.filter((each) => actsFor(actor, each.to));
const isOffered = (transfer: Transfer) => transfer.state === 'offered' && !transfer.returning;

/** The first reason of several candidates, or null as soon as one of them is free. */
function allRefused(reasons: (RefusalCode | null)[], none: RefusalCode): RefusalCode | null {
  if (reasons.includes(null)) return null;
  return reasons.find((reason) => reason !== 'NO_OPEN_TRANSFER') ?? none;
}

export const SITUATIONS: Partial<Record<Verb, Situation>> = {
  transfer: (state, actor) => {
    if (state.grade === null) return 'NOT_GRADED';
    if (openOffer(state)) return 'TRANSFER_OPEN';
    if (state.status !== 'handling' && returnsExhausted(state) && !isSupervisor(actor, state))
      return 'RETURNS_EXHAUSTED';
    return null;
  },
  accept: (state, actor) => {
    const mine = own(state, actor).filter((each) => each.state === 'offered');
    if (mine.length === 0) return 'NO_OPEN_TRANSFER';
    return mine.some(isOffered) ? null : 'RETURN_OPEN';
  },
  return: (state, actor, now) =>
    allRefused(
      own(state, actor).map((transfer) => refusalOfReturn(state, transfer, now)),
      'NO_OPEN_TRANSFER',
    ),
  'decide-return': (state) => (state.transfers.some((each) => each.returning) ? null : 'NO_RETURN_OPEN'),
  recall: (state) => {
    const offered = state.transfers.filter((each) => each.state === 'offered');
    if (offered.length === 0) return 'NO_OPEN_TRANSFER';
    return offered.some(isOffered) ? null : 'RETURN_OPEN';
  },
  'complete-assist': (state, actor) =>
    own(state, actor).some((each) => each.role === 'assist' && each.state === 'accepted') ? null : 'NO_OPEN_TRANSFER',
  resolve: (state) => (openOffer(state) ? 'TRANSFER_OPEN' : null),
  visit: (state) =>
    state.status === 'resolved' &&
    state.resolution.visits.some((each) => each.state === 'open' || each.state === 'unreachable')
      ? null
      : 'VISIT_NOT_OPEN',
  'waive-visit': (state, actor, now) => SITUATIONS.visit!(state, actor, now),
  'fulfil-term': (state) =>
    state.status === 'resolved' && state.resolution.terms.some((each) => !each.fulfilled) ? null : 'NO_SUCH_TERM',
  reopen: (state, _actor, now) =>
    state.status === 'closed' &&
    now > count(state.closedAt, state.rules.policy.reopen.within, clockOf(state.rules)).dueAt
      ? 'REOPEN_WINDOW_OVER'
      : null,
};
