import type { CommandActor, Verb } from './commands.js';
import { assistantsOf, departmentsOn, holderOf, type Registered, type Transfer } from './dispute.js';

/** Who may use which verb, by role and place on the case (api.md, "who"). The one place that decides it. */

export function isDesk(actor: CommandActor, state: Registered): boolean {
  return actor.departmentId === state.desk && actor.roles.includes('desk');
}

/** A superior of the desk, and so of everybody to whom the desk may dispatch. */
export function isSupervisor(actor: CommandActor, state: Registered): boolean {
  return actor.roles.includes('supervisor') && actor.superiorOf.includes(state.desk);
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
  progress: either(isHolder, assists),
  resolve: isHolder,
  'fulfil-term': either(isHolder, isVisitor),
  visit: either(isVisitor, isHolder, isDesk),
  'waive-visit': isSupervisor,
  close: isDesk,
  reopen: either(isDesk, isSupervisor),
  note: isOnCase,
};
