import type { Role } from '../words.js';
import type { CommandActor } from './actor.js';

/** Who somebody is to a department, by role and place in the tree: what every right is made of. */

type Person = Pick<CommandActor, 'departmentId' | 'roles'>;

/** A clerk of the desk that a case or a report came to. */
export function isDesk(actor: Person, { desk }: { desk: string }): boolean {
  return actor.departmentId === desk && actor.roles.includes('desk');
}

/** A superior of the desk, and so of everybody to whom the desk may dispatch. */
export function isSupervisor(actor: CommandActor, { desk }: { desk: string }): boolean {
  return actor.roles.includes('supervisor') && actor.superiorOf.includes(desk);
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

/** A head of a department on the case, who names its people. */
export function isHead(actor: CommandActor, departmentId: string): boolean {
  return actor.departmentId === departmentId && actor.roles.includes('head');
}

/** Whose people and rules somebody looks after: of what is below their own department, and nothing beside it. */
export function isAdministratorOf(actor: CommandActor, departmentId: string): boolean {
  return actor.roles.includes('admin') && actor.superiorOf.includes(departmentId);
}
