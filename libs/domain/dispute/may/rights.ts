import type { CommandActor } from '../../people/actor.js';
import {
  actsFor,
  bringsIn,
  isAdministratorOf,
  isAuditor,
  isDesk,
  isHead,
  isNamedRole,
  isSupervisor,
  isVisitorOf,
} from '../../people/posts.js';
import type { Verb } from '../commands.js';
import type { EventData } from '../events.js';
import { assistantsOf, departmentsOn, holderOf, type Registered, type Transfer, type Visit } from '../state.js';

/** Who may use which verb, by role and place on the case (api.md, "who"). The one place that decides it. */

export function isHolder(actor: CommandActor, state: Registered): boolean {
  return actsFor(actor, holderOf(state));
}

function isVisitor(actor: CommandActor, state: Registered): boolean {
  return isVisitorOf(actor, departmentsOn(state));
}

function isOnCase(actor: CommandActor, state: Registered): boolean {
  return (
    isSupervisor(actor, state) ||
    isVisitor(actor, state) ||
    departmentsOn(state).some((departmentId) => actsFor(actor, departmentId))
  );
}

/** The second of a pair, or their head; never who recorded the visit. */
export function isSecond(actor: CommandActor, visit: Pick<Visit, 'by' | 'with'>): boolean {
  if (!visit.with || visit.by === actor.userId) return false;
  return visit.with.userId === actor.userId || isHead(actor, visit.with.departmentId);
}

type Right = (actor: CommandActor, state: Registered) => boolean;

const either =
  (...rights: Right[]): Right =>
  (actor, state) =>
    rights.some((right) => right(actor, state));

const ownTransfer =
  (which: (transfer: Transfer) => boolean): Right =>
  (actor, state) =>
    state.transfers.some((transfer) => which(transfer) && actsFor(actor, transfer.to));

/** Somebody of the department that owes something on the case. */
const owes: Right = (actor, state) => state.obligations.some((each) => actsFor(actor, each.holder.departmentId));

const headsOnCase: Right = (actor, state) => departmentsOn(state).some((departmentId) => isHead(actor, departmentId));

/** Whoever looks after the people on it hands over what one of them leaves behind; the case they do not read. */
const administersItsPeople: Right = (actor, state) => {
  const named = Object.keys(state.assigned).map((each) => each.split(':')[0]!);
  return [...departmentsOn(state), ...named].some((departmentId) => isAdministratorOf(actor, departmentId));
};

/** Whoever asked is let in to be told that somebody else must decide. */
const decidesExtensions: Right = (actor, state) =>
  isSupervisor(actor, state) ||
  headsOnCase(actor, state) ||
  state.extensions.some((each) => each.requestedBy === actor.userId);

const suspends: Right = (actor, state) =>
  state.rules.policy.suspension.by.some((role) => isNamedRole(actor, role, state));

const wasOrdered: Right = (actor, state) =>
  isHolder(actor, state) || state.orders.some((each) => actsFor(actor, each.departmentId));

const assists: Right = (actor, state) => assistantsOf(state).some((departmentId) => actsFor(actor, departmentId));

/** Under later rules a case goes by the word of who publishes them, or of its supervisor. */
export const movesRules: Right = (actor, state) => isSupervisor(actor, state) || isAdministratorOf(actor, state.desk);

/** What a closed department leaves goes by the word of who looks after it and its successor. */
export const succeedsDepartments = (actor: CommandActor, { from, to }: EventData['DepartmentSucceeded']): boolean =>
  isAdministratorOf(actor, from) && isAdministratorOf(actor, to);

/** What its ledger says anew of a case goes by the word of who brings the desk's ledgers in. */
export const correctsByLedger: Right = bringsIn;

/** The right to a verb before its body is known; what depends on the body the verb's own rule asks again. */
export const RIGHTS: Record<Verb, Right> = {
  grade: isOnCase,
  'not-same': isSupervisor,
  correct: either(isDesk, isHolder),
  plan: either(isDesk, isHolder),
  transfer: either(isDesk, isSupervisor),
  accept: ownTransfer(() => true),
  return: ownTransfer(() => true),
  'decide-return': isDesk,
  recall: isDesk,
  'complete-assist': ownTransfer((transfer) => transfer.role === 'assist'),
  contact: isHolder,
  consent: isHolder,
  progress: either(isHolder, assists),
  extend: either(isHolder, owes),
  'decide-extension': decidesExtensions,
  suspend: suspends,
  resume: suspends,
  statutory: isHolder,
  'statutory-step': isHolder,
  'statutory-end': isHolder,
  resolve: isHolder,
  'fulfil-term': either(isHolder, isVisitor),
  'waive-term': isSupervisor,
  visit: either(isVisitor, isHolder, isDesk),
  // Which of them went along, the verb's own situation says.
  'confirm-visit': either(isVisitor, isHolder, isDesk, headsOnCase),
  'check-visit': isSupervisor,
  'waive-visit': isSupervisor,
  close: isDesk,
  reopen: either(isDesk, isSupervisor),
  supervise: isSupervisor,
  'answer-supervision': wasOrdered,
  urge: either(isDesk, headsOnCase, isSupervisor),
  meet: either(isDesk, isSupervisor),
  'conclude-meeting': either(isDesk, isSupervisor),
  'fulfil-decision': isOnCase,
  assign: either(isDesk, headsOnCase, administersItsPeople),
  note: isOnCase,
  attach: isOnCase,
  merge: isDesk,
  split: either(isDesk, isSupervisor),
  withdraw: isDesk,
  hold: isAuditor,
  'lift-hold': isAuditor,
  erase: isAuditor,
};
