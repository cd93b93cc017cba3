import type { CommandActor, Verb } from './commands.js';
import type { Role } from './words.js';
import { assistantsOf, departmentsOn, holderOf, type Registered, type Transfer } from './dispute.js';

/** Who may use which verb, by role and place on the case (api.md, "who"). The one place that decides it. */

type Person = Pick<CommandActor, 'departmentId' | 'roles'>;

/** A clerk of the desk that a case or a report came to. */
export function isDesk(actor: Person, { desk }: { desk: string }): boolean {
  return actor.departmentId === desk && actor.roles.includes('desk');
}

/** Who of a department that returned a case reads its own leg of it. */
export function readsOwnLeg({ roles }: { roles: readonly Role[] }): boolean {
  return roles.includes('handler') || roles.includes('head');
}

/** Who told of it never travels with a case: the desk of origin knows, and the auditor (domain.md §5, 11). */
export function knowsReporter(actor: Person, at: { desk: string }): boolean {
  return isDesk(actor, at) || mayAudit(actor);
}

const REPORTERS: readonly Role[] = ['reporter', 'desk', 'visitor', 'handler', 'head', 'supervisor'];

/** Everybody whose work brings them among people hands in what they hear. */
export function mayReport({ roles }: Pick<CommandActor, 'roles'>): boolean {
  return roles.some((role) => REPORTERS.includes(role));
}

/** A dispute begins at a desk, whoever heard of it. */
export function mayRegister({ roles }: Pick<CommandActor, 'roles'>): boolean {
  return roles.includes('desk');
}

/** A superior of the desk, and so of everybody to whom the desk may dispatch. */
export function isSupervisor(actor: CommandActor, state: Registered): boolean {
  return actor.roles.includes('supervisor') && actor.superiorOf.includes(state.desk);
}

/** Reads the record and the log of looks; of which cases, their place in the tree tells. */
export function mayAudit({ roles }: Pick<CommandActor, 'roles'>): boolean {
  return roles.includes('auditor');
}

/** Who looks after what was sent to others: supervisors, and whoever runs the installation. */
export function mayOverseeDeliveries({ roles }: Pick<CommandActor, 'roles'>): boolean {
  return roles.some((role) => role === 'supervisor' || role === 'admin');
}

/** Who answers for keeping and erasing: the auditor above the desk, who handles no case. */
export function isAuditor(actor: CommandActor, { desk }: { desk: string }): boolean {
  return mayAudit(actor) && actor.superiorOf.includes(desk);
}

/** Somebody who may act for a department: its handlers and head, and the desk's clerks where it handles in-house. */
export function actsFor(actor: CommandActor, departmentId: string): boolean {
  return (
    actor.departmentId === departmentId &&
    actor.roles.some((role) => role === 'handler' || role === 'head' || role === 'desk')
  );
}

export function isHolder(actor: CommandActor, state: Registered): boolean {
  return actsFor(actor, holderOf(state));
}

function isVisitor(actor: CommandActor, state: Registered): boolean {
  return actor.roles.includes('visitor') && departmentsOn(state).includes(actor.departmentId);
}

/** A head of a department on the case, who names its people. */
export function isHead(actor: CommandActor, departmentId: string): boolean {
  return actor.departmentId === departmentId && actor.roles.includes('head');
}

/** Whose people and rules somebody looks after: of what is below their own department, and nothing beside it. */
export function isAdministratorOf(actor: CommandActor, departmentId: string): boolean {
  return actor.roles.includes('admin') && actor.superiorOf.includes(departmentId);
}

function isOnCase(actor: CommandActor, state: Registered): boolean {
  return (
    isSupervisor(actor, state) ||
    isVisitor(actor, state) ||
    departmentsOn(state).some((departmentId) => actsFor(actor, departmentId))
  );
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

/** Whoever asked is let in to be told that somebody else must decide. */
const decidesExtensions: Right = (actor, state) =>
  isSupervisor(actor, state) ||
  headsOnCase(actor, state) ||
  state.extensions.some((each) => each.requestedBy === actor.userId);

const suspends: Right = (actor, state) =>
  state.rules.policy.suspension.by.some(
    (role) => (role === 'supervisor' && isSupervisor(actor, state)) || (role === 'desk' && isDesk(actor, state)),
  );

const wasOrdered: Right = (actor, state) =>
  isHolder(actor, state) || state.orders.some((each) => actsFor(actor, each.departmentId));

const assists: Right = (actor, state) => assistantsOf(state).some((departmentId) => actsFor(actor, departmentId));

/** The right to a verb before its body is known; what depends on the body the verb's own rule asks again. */
export const RIGHTS: Record<Verb, Right> = {
  grade: isOnCase,
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
  'waive-visit': isSupervisor,
  close: isDesk,
  reopen: either(isDesk, isSupervisor),
  supervise: isSupervisor,
  'answer-supervision': wasOrdered,
  meet: either(isDesk, isSupervisor),
  'conclude-meeting': either(isDesk, isSupervisor),
  'fulfil-decision': isOnCase,
  assign: either(isDesk, headsOnCase),
  note: isOnCase,
  attach: isOnCase,
  merge: isDesk,
  withdraw: isDesk,
  hold: isAuditor,
  'lift-hold': isAuditor,
  erase: isAuditor,
};
