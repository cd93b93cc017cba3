import { can } from '../dispute/decide.js';
import type { Verb } from '../dispute/commands.js';
import type { CommandActor } from '../people/actor.js';
import { isSupervisor } from '../people/posts.js';
import { follows } from '../dispute/editions.js';
import { isSecond } from '../dispute/may/rights.js';
import type { Registered } from '../dispute/state.js';
import { earliestOf } from '../obligation/earliest.js';
import type { Obligation } from '../obligation/obligation.js';
import type { PolicyDocument } from '../policy/document.js';
import type { TransferRow } from '../dispute/row.js';
import type { Instant } from '../time/time.js';
import type { Category, DangerSign, ObligationKind, ReturnReason } from '../words.js';

/** The verb that meets an obligation; `watch` is met by the dispute's resolution and has none of its own. */
export const MEETS: Partial<Record<ObligationKind, Verb>> = {
  grade: 'grade',
  dispatch: 'transfer',
  'answer-transfer': 'accept',
  'decide-return': 'decide-return',
  'first-contact': 'contact',
  plan: 'plan',
  stabilise: 'progress',
  handle: 'resolve',
  'assist-report': 'complete-assist',
  'return-visit': 'visit',
  'spot-check': 'check-visit',
  'agreement-term': 'fulfil-term',
  'decide-extension': 'decide-extension',
  'review-suspension': 'resume',
  'safety-check': 'progress',
  'statutory-step': 'statutory-step',
  meeting: 'conclude-meeting',
  'meeting-decision': 'fulfil-decision',
  'supervision-answer': 'answer-supervision',
};

export interface NextStep {
  verb: Verb;
  obligationId: string;
  kind: ObligationKind;
  n?: number;
  dueAt: Instant;
}

/** The one thing that this person should do next: of what they may meet, the obligation that is due first. */
export function nextStep(state: Registered, actor: CommandActor, now: Instant): NextStep | null {
  const allowed = can(state, actor, now);
  const candidates = state.obligations
    .filter((each) => each.state !== 'paused')
    .flatMap((each) => {
      const verb = each.kind === 'return-visit' ? stepOfVisit(state, each, actor, now) : MEETS[each.kind];
      return verb && allowed.includes(verb) ? [{ verb, each }] : [];
    })
    .sort((a, b) => (a.each.dueAt < b.each.dueAt ? -1 : 1));
  const first = candidates[0];
  if (!first) return null;
  const { id, kind, n, dueAt } = first.each;
  return { verb: first.verb, obligationId: id, kind, ...(n !== undefined && { n }), dueAt };
}

/**
 * Of a visit: to make it, once it can tell something; to confirm it, for who went along; to decide, for whom it was handed
 * to because nobody could make it.
 */
function stepOfVisit(state: Registered, owed: Obligation, actor: CommandActor, now: Instant): Verb | null {
  const visit = state.status === 'resolved' ? state.resolution.visits.find((each) => each.n === owed.n) : undefined;
  if (visit?.state === 'unconfirmed') return isSecond(actor, visit) ? 'confirm-visit' : null;
  if (visit?.state === 'unreachable' && isSupervisor(actor, state)) return 'waive-visit';
  const waits = follows(state, 'visitsTellSomething') && now < earliestOf(owed, state.rules);
  return waits ? null : 'visit';
}

/** By such a return a department said that the case is none of its own; with other facts or parties it may still be. */
const NOT_THEIRS: readonly ReturnReason[] = ['not-our-duty', 'out-of-area'];

/** The rules of the policy as they hold now that some of the departments that they name are closed. */
export function routedNow(
  routing: PolicyDocument['routing'],
  successorOf: (departmentId: string) => string,
): PolicyDocument['routing'] {
  return routing.map(({ to, assist, ...rule }) => ({
    ...rule,
    to: successorOf(to),
    ...(assist && { assist: assist.map(successorOf) }),
  }));
}

/**
 * The department to offer the case to, with the reason: the one that the last return named, else the most specific rule
 * of the policy that fits. Nobody is proposed who gave it back as none of theirs, and no place where nobody could answer.
 */
export function suggest(
  routing: PolicyDocument['routing'],
  about: { category: Category; village: string; dangerSigns: readonly DangerSign[]; transfers: readonly TransferRow[] },
  isStaffed: (departmentId: string) => boolean = () => true,
): { departmentId: string; reason: string } | null {
  const returns = about.transfers.flatMap(({ to, role, upheld, returnReason }) =>
    role === 'lead' && upheld && returnReason ? [{ by: to, ...returnReason }] : [],
  );
  const isTheirs = (departmentId: string) =>
    isStaffed(departmentId) && !returns.some(({ by, code }) => by === departmentId && NOT_THEIRS.includes(code));
  const { suggestedDepartment: named, text } = returns.at(-1) ?? {};
  if (named && text && isTheirs(named)) return { departmentId: named, reason: text };
  const fitting = routing
    .filter((rule) => rule.category === about.category)
    .filter((rule) => rule.village === undefined || rule.village === about.village)
    .filter((rule) => rule.dangerSign === undefined || about.dangerSigns.includes(rule.dangerSign))
    .filter((rule) => isTheirs(rule.to));
  const weight = (rule: (typeof fitting)[number]) => (rule.dangerSign ? 2 : 0) + (rule.village ? 1 : 0);
  const best = fitting.reduce<(typeof fitting)[number] | null>(
    (found, rule) => (found === null || weight(rule) > weight(found) ? rule : found),
    null,
  );
  return best && { departmentId: best.to, reason: best.reason };
}
