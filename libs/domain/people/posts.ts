import { POSTS, type Post, type Role } from '../words.js';
import type { CommandActor } from './actor.js';

/** Who somebody is to a department, by role and place in the tree: what every right is made of. */

type Person = Pick<CommandActor, 'departmentId' | 'roles'>;
/** Departments that a case or a report knows by what they are to it. */
interface AtDesk {
  desk: string;
}

/** Which role at which place a post on a ladder is: the holder's own department or, for the rest, a superior of it. */
const POST_ROLES: Record<Exclude<Post, 'handler'>, { role: Role; superior: boolean }> = {
  head: { role: 'head', superior: false },
  desk: { role: 'desk', superior: false },
  visitor: { role: 'visitor', superior: false },
  director: { role: 'supervisor', superior: true },
  'political-legal': { role: 'supervisor', superior: true },
  secretary: { role: 'supervisor', superior: true },
  county: { role: 'auditor', superior: true },
};

/** The posts on ladders that a person holds: whom a rung reaches is told by roles and their place in the tree. */
export function postsOf({ roles }: Pick<Person, 'roles'>): Post[] {
  return POSTS.filter((post) => roles.includes(post === 'handler' ? 'handler' : POST_ROLES[post].role));
}

/** Where a post is sought, and as which role; "handler" is no post of its own, but whoever holds the obligation. */
export function placeOf(post: Post | undefined, role: Role | undefined): { role: Role; superior: boolean } {
  return post && post !== 'handler' ? POST_ROLES[post] : { role: role!, superior: false };
}

/** Whoever handles the work of a department: its handlers and head, and the desk's clerks where it handles in-house. */
export const ACTING: readonly Role[] = ['handler', 'head', 'desk'];

/** Whoever is named as this decides on what others could not do. */
export function decides(role: Role): boolean {
  return role === 'supervisor';
}

/** Whoever is named as this has the case of their department in hand. */
export function handles(role: Role): boolean {
  return role === 'handler';
}

/** As what else somebody of the department answers what it owes in a role: a clerk goes on the visits of the desk. */
const ANSWERED: Partial<Record<Role, readonly Role[]>> = { handler: ACTING, visitor: ['visitor', 'desk'] };

/** As what somebody of the department can answer what it owes in a role, the nearest first. */
export function answersAs(role: Role): readonly Role[] {
  return ANSWERED[role] ?? [role];
}

/** What looks over others, or gives rights: it has a subtree below it, and is lent to nobody. */
export const LOOKS_OVER: readonly Role[] = ['supervisor', 'auditor', 'admin'];

export function hasOneOf({ roles }: { roles: readonly Role[] }, wanted: readonly Role[]): boolean {
  return wanted.some((role) => roles.includes(role));
}

/** A clerk of the desk that a case or a report came to. */
export function isDesk(actor: Person, { desk }: AtDesk): boolean {
  return actor.departmentId === desk && actor.roles.includes('desk');
}

/** What the desk owes as the desk, not what its department handles in-house. */
export function isOfDesk({ departmentId, role }: { departmentId: string; role: Role }, { desk }: AtDesk): boolean {
  return departmentId === desk && role === 'desk';
}

/** A superior of the desk, and so of everybody to whom the desk may dispatch. */
export function isSupervisor(actor: CommandActor, { desk }: AtDesk): boolean {
  return actor.roles.includes('supervisor') && actor.superiorOf.includes(desk);
}

/** Who answers for keeping and erasing: the auditor above the desk, who handles no case. */
export function isAuditor(actor: CommandActor, { desk }: AtDesk): boolean {
  return actor.roles.includes('auditor') && actor.superiorOf.includes(desk);
}

/** Somebody who may act for a department. */
export function actsFor(actor: CommandActor, departmentId: string): boolean {
  return actor.departmentId === departmentId && hasOneOf(actor, ACTING);
}

/** Who makes the visits of one of these departments. */
export function isVisitorOf(actor: CommandActor, departments: readonly string[]): boolean {
  return actor.roles.includes('visitor') && departments.includes(actor.departmentId);
}

/** A head of a department on the case, who names its people. */
export function isHead(actor: CommandActor, departmentId: string): boolean {
  return actor.departmentId === departmentId && actor.roles.includes('head');
}

/** The head who was named to decide: where a superior was, whoever is above the desk decides anyway. */
export function isNamedHead(actor: CommandActor, named: { departmentId: string; role: Role }): boolean {
  return named.role === 'head' && isHead(actor, named.departmentId);
}

/** The roles that a rule can name. */
export const NAMEABLE: readonly Role[] = ['supervisor', 'desk'];

/** Somebody whom a rule names by role, as seen from the desk: its own clerks, or who is above it. Nobody else is known there. */
export function isNamedRole(actor: CommandActor, role: Role, at: AtDesk): boolean {
  return (role === 'supervisor' && isSupervisor(actor, at)) || (role === 'desk' && isDesk(actor, at));
}

/** Whose people and rules somebody looks after: of what is below their own department, and nothing beside it. */
export function isAdministratorOf(actor: CommandActor, departmentId: string): boolean {
  return actor.roles.includes('admin') && actor.superiorOf.includes(departmentId);
}

/** Who brings in what a desk kept in ledgers: whoever administers it, or is its own administrator. */
export function bringsIn(actor: CommandActor, { desk }: AtDesk): boolean {
  return isAdministratorOf(actor, desk) || (actor.departmentId === desk && actor.roles.includes('admin'));
}
