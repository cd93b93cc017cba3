import type { Verb } from '../commands.js';
import type { CommandActor } from '../../people/actor.js';
import { follows } from '../editions.js';
import {
  holderOf,
  isMerged,
  leadTransfer,
  openObligations,
  openOffer,
  ownWorkOf,
  waivesOwnWork,
  returnsBy,
  suspensionsInARow,
  type AgreementTerm,
  type ExtensionRequest,
  type Registered,
  type Transfer,
  type Visit,
} from '../state.js';
import type { RefusalCode } from '../../errors.js';
import { count } from '../../time/limit.js';
import { clockOf, type Obligation } from '../../obligation/obligation.js';
import type { ExtensionRule } from '../../policy/document.js';
import { suspendingOf } from '../../policy/suspending.js';
import { actsFor, isNamedHead, isSupervisor } from '../../people/posts.js';
import type { Instant } from '../../time/time.js';
import type { ObligationKind } from '../../words.js';
import { sidesOf } from '../parties.js';
import { isSecond } from './rights.js';
import { nextToUrge, refusalOfUrging } from './urging.js';

/** What refuses a verb before its body is read and that the status alone does not tell. `can[]` reads the same rules. */
type Situation = (state: Registered, actor: CommandActor, now: Instant) => RefusalCode | null;

/**
 * Past the policy's maximum of returns that held, and by later rules of offers that nobody answered, the desk may not choose
 * any more. A policy that allows no return at all leaves it the first choice.
 */
export function returnsExhausted(state: Registered): boolean {
  const failed = state.returns.total + (state.lapses ?? 0);
  return failed >= mostReturns(state) && (failed > 0 || !follows(state, 'firstChoiceIsTheDesks'));
}

function mostReturns(state: Registered): number {
  return state.rules.policy.returns[state.grade ?? 'blue'].perDispute;
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
    if (state.status === 'suspended') return 'SUSPENDED';
    if (state.status === 'statutory') return 'ON_STATUTORY_TRACK';
    const returned = returnsBy(state.returns, transfer.to);
    if (state.returns.total >= mostReturns(state) || returned >= state.rules.policy.returns[grade].perDepartment)
      return 'RETURNS_EXHAUSTED';
  }
  return null;
}

/** From the policy's number in a row on a case stands only by the word of the supervisor. */
function refusalOfSuspension(state: Registered, actor: CommandActor): RefusalCode | null {
  if (!follows(state, 'suspensionsEnd') || isSupervisor(actor, state)) return null;
  return suspensionsInARow(state) + 1 >= suspendingOf(state.rules.policy).inARow ? 'SUSPENDED_TOO_OFTEN' : null;
}

/** Who gives an assist back does not report on it as well. */
export function refusalOfReport(state: Registered, transfer: Transfer): RefusalCode | null {
  return transfer.returning && follows(state, 'returnedAssistsWait') ? 'RETURN_OPEN' : null;
}

/** Both sides must consent: applicants and respondents, or everybody where nobody is named as one. */
export function hasConsent(state: Registered): boolean {
  const asked = sidesOf(state).flatMap(({ ids }) => ids);
  return asked.length > 0 && asked.every((id) => state.consents.includes(id));
}

/**
 * When people's mediation must end without both parties' consent (People's Mediation: 30 days): counted from the
 * mediator's acceptance, past the stretches in which the handling clock stood. Null where no mediator handles the case.
 */
export function mediationStop(state: Registered): Instant | null {
  const { policy } = state.rules;
  if (state.status !== 'handling' && state.status !== 'suspended') return null;
  const transfer = leadTransfer(state);
  if (!transfer?.acceptedAt) return null;
  const { to, formerly = [] } = transfer;
  if (![to, ...formerly].some((each) => policy.mediators.includes(each))) return null;
  const handle = state.obligations.find((each) => each.kind === 'handle');
  const pauses = handle?.terms.pauses ?? [];
  const counting = { pauses, moves: true, passesPauses: follows(state, 'lastDaysPassPauses') };
  return count(transfer.acceptedAt, policy.mediationStop.limit, clockOf(state.rules), counting).dueAt;
}

/** The hard stop that bounds the time of an obligation: of the mediator's own handling, while not both sides consented. */
export function stopOf(state: Registered, { kind, holder }: Pick<Obligation, 'kind' | 'holder'>): Instant | null {
  if (kind !== 'handle' || holder.departmentId !== holderOf(state)) return null;
  const { withConsent } = state.rules.policy.mediationStop;
  return withConsent && hasConsent(state) ? null : mediationStop(state);
}

/** Past the hard stop the case goes on only with consent; it may always be resolved or take a statutory track. */
function stopped(state: Registered, now: Instant): RefusalCode | null {
  const stop = state.status === 'handling' ? mediationStop(state) : null;
  if (stop === null || now <= stop) return null;
  if (!state.rules.policy.mediationStop.withConsent) return 'MEDIATION_OVER';
  return hasConsent(state) ? null : 'CONSENT_REQUIRED';
}

/** The visits that are neither made nor let go. */
export function openVisits(state: Registered): Visit[] {
  const visits = state.status === 'resolved' ? state.resolution.visits : [];
  return visits.filter((each) => each.state === 'open' || each.state === 'unreachable');
}

/** The visits that were made in a pair as one of the two says. */
export function unconfirmedVisits(state: Registered): Visit[] {
  return state.status === 'resolved' ? state.resolution.visits.filter((each) => each.state === 'unconfirmed') : [];
}

/** The numbers of the visits that were drawn and about which nobody has called yet. */
export function checksOwed(state: Registered): number[] {
  return openObligations(state, 'spot-check').map((each) => each.n!);
}

/** Whether a check of this visit would look at what this person did. */
export function looksAtOwn(state: Registered, n: number, userId: string): boolean {
  const visit = state.status === 'resolved' ? state.resolution.visits.find((each) => each.n === n) : undefined;
  return [visit?.by, visit?.with?.userId, ...ownWorkOf(state)].includes(userId);
}

/** Terms of the agreement that are neither kept nor waived. */
export function openTerms(state: Registered): AgreementTerm[] {
  return state.status === 'resolved' ? state.resolution.terms.filter((each) => !each.fulfilled && !each.waived) : [];
}

/** What a holder may ask more time for. */
export const EXTENDABLE: readonly ObligationKind[] = [
  'handle',
  'plan',
  'assist-report',
  'meeting-decision',
  'statutory-step',
  'agreement-term',
];

/** A step of a statutory track may have an extension of its own law; all else has the grade's. */
export function quotaOf(
  { grade, rules }: Registered,
  { kind, rule }: Pick<Obligation, 'kind' | 'rule'>,
): ExtensionRule {
  const [, track, step] = kind === 'statutory-step' ? rule.path.split('.') : [];
  const own = track === undefined ? undefined : rules.policy.statutory[track]?.[Number(step)]?.extension;
  return own ? { by: own, times: 1, approver: 'head' } : rules.policy.extensions[grade ?? 'blue'];
}

/** A transfer gives nobody a fresh quota: of the handling it is the course's. */
export function extensionsUsed(state: Registered, { kind, terms }: Pick<Obligation, 'kind' | 'terms'>): number {
  return kind === 'handle' && follows(state, 'quotaIsOfTheCourse') ? (state.extended ?? 0) : terms.extensions.length;
}

/** Whether anything of the actor's department may still be given more time; why one may not, its own refusal says. */
export function mayExtend(state: Registered, actor: CommandActor, now: Instant): boolean {
  return state.obligations.some(
    (each) =>
      EXTENDABLE.includes(each.kind) &&
      actsFor(actor, each.holder.departmentId) &&
      each.state === 'open' &&
      now <= each.dueAt &&
      extensionsUsed(state, each) < quotaOf(state, each).times &&
      !state.extensions.some(({ obligationId }) => obligationId === each.id),
  );
}

/** By the policy's approver or a superior of theirs, never by who asked: then the next superior decides. */
export function mayDecide(request: ExtensionRequest, actor: CommandActor, state: Registered): boolean {
  if (request.requestedBy === actor.userId) return false;
  return isSupervisor(actor, state) || isNamedHead(actor, request.decider);
}

const own = (state: Registered, actor: CommandActor) => state.transfers.filter((each) => actsFor(actor, each.to));
const isOffered = (transfer: Transfer) => transfer.state === 'offered' && !transfer.returning;

/** The first reason of several candidates, or null as soon as one of them is free. */
function allRefused(reasons: (RefusalCode | null)[], none: RefusalCode): RefusalCode | null {
  if (reasons.includes(null)) return null;
  return reasons.find((reason) => reason !== 'NO_OPEN_TRANSFER') ?? none;
}

export const SITUATIONS: Partial<Record<Verb, Situation>> = {
  'not-same': (state) => (state.repeats > 0 ? null : 'NO_SUCH_REPEAT'),
  // What it says is kept as it is said.
  correct: (state) => (state.hold ? 'ON_HOLD' : null),
  plan: (state, _actor, now) => stopped(state, now),
  contact: (state, _actor, now) => stopped(state, now),
  progress: (state, _actor, now) => stopped(state, now),
  consent: (state) => (state.rules.policy.mediationStop.withConsent ? null : 'MEDIATION_OVER'),
  extend: (state, actor, now) =>
    stopped(state, now) ??
    (state.obligations.some(
      (each) => EXTENDABLE.includes(each.kind) && actsFor(actor, each.holder.departmentId) && each.state !== 'paused',
    )
      ? null
      : 'NOT_EXTENDABLE'),
  'decide-extension': (state, actor) => {
    if (state.extensions.length === 0) return 'NO_SUCH_EXTENSION';
    const others = state.extensions.filter((each) => each.requestedBy !== actor.userId);
    if (others.length === 0) return 'SELF_APPROVAL';
    return others.some((each) => mayDecide(each, actor, state)) ? null : 'NOT_ALLOWED';
  },
  suspend: (state, actor, now) =>
    leadTransfer(state)?.returning
      ? 'RETURN_OPEN'
      : ((state.status === 'handling' ? stopped(state, now) : null) ?? refusalOfSuspension(state, actor)),
  statutory: (state) => (leadTransfer(state)?.returning ? 'RETURN_OPEN' : null),
  'answer-supervision': (state, actor) =>
    state.orders.some((each) => actsFor(actor, each.departmentId)) ? null : 'NO_SUCH_ORDER',
  urge: (state, actor, now) => {
    const next = nextToUrge(state, actor, now);
    return next ? refusalOfUrging(state, next, actor, now) : 'NOTHING_TO_URGE';
  },
  'conclude-meeting': (state) => (state.meetings.some((each) => !each.concluded) ? null : 'NO_SUCH_MEETING'),
  'fulfil-decision': (state, actor) =>
    state.meetings.some((each) => each.decisions.some((decision) => actsFor(actor, decision.departmentId)))
      ? null
      : 'NO_SUCH_DECISION',
  transfer: (state, actor, now) => {
    if (state.grade === null) return 'NOT_GRADED';
    if (openOffer(state)) return 'TRANSFER_OPEN';
    const beforeHandling = state.status === 'entered' || state.status === 'circulating';
    if (beforeHandling && returnsExhausted(state) && !isSupervisor(actor, state)) return 'RETURNS_EXHAUSTED';
    return stopped(state, now);
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
    allRefused(
      own(state, actor)
        .filter((each) => each.role === 'assist' && each.state === 'accepted')
        .map((each) => refusalOfReport(state, each)),
      'NO_OPEN_TRANSFER',
    ),
  resolve: (state) => (openOffer(state) ? 'TRANSFER_OPEN' : null),
  visit: (state, actor) => {
    if (openVisits(state).length === 0) return 'VISIT_NOT_OPEN';
    return ownWorkOf(state).includes(actor.userId) ? 'VISIT_OWN_WORK' : null;
  },
  'confirm-visit': (state, actor) => {
    const waiting = unconfirmedVisits(state);
    if (waiting.length === 0) return 'VISIT_NOT_OPEN';
    if (!waiting.some((each) => isSecond(actor, each))) return 'NOT_ALLOWED';
    return ownWorkOf(state).includes(actor.userId) ? 'VISIT_OWN_WORK' : null;
  },
  'check-visit': (state, actor) => {
    const owed = checksOwed(state);
    if (owed.length === 0) return 'NO_SUCH_CHECK';
    return owed.some((n) => !looksAtOwn(state, n, actor.userId)) ? null : 'SELF_APPROVAL';
  },
  'waive-visit': (state, actor) => {
    if (openVisits(state).length + unconfirmedVisits(state).length === 0) return 'VISIT_NOT_OPEN';
    return waivesOwnWork(state, actor.userId) ? 'SELF_APPROVAL' : null;
  },
  'fulfil-term': (state) => (openTerms(state).length > 0 ? null : 'NO_SUCH_TERM'),
  'waive-term': (state, actor) => {
    if (openTerms(state).length === 0) return 'NO_SUCH_TERM';
    return waivesOwnWork(state, actor.userId) ? 'SELF_APPROVAL' : null;
  },
  reopen: (state, _actor, now) => {
    if (isMerged(state) && follows(state, 'mergedAreSplit')) return 'ONLY_BY_SPLIT';
    if (state.status !== 'closed') return null;
    const { dueAt } = count(state.closedAt, state.rules.policy.reopen.within, clockOf(state.rules));
    return now > dueAt ? 'REOPEN_WINDOW_OVER' : null;
  },
  split: (state) => (isMerged(state) ? null : 'NOT_MERGED'),
  hold: (state) => (state.hold ? 'ON_HOLD' : null),
  'lift-hold': (state) => (state.hold ? null : 'NOT_ON_HOLD'),
  erase: (state) => (state.hold ? 'ON_HOLD' : null),
};
