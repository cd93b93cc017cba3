import { refuse } from '../errors.js';
import { LOOKS_OVER } from './posts.js';
import type { CommandActor } from './actor.js';
import type { Role } from '../words.js';

/** Who stands in for whom. The one place that decides it: for those who name a deputy, and whenever rights are resolved. */

/** Somebody with the roles that are their own, without those of absent colleagues. */
export interface Placed {
  id: string;
  departmentId: string;
  roles: readonly Role[];
}

const RANKS: Record<Role, number> = {
  reporter: 0,
  handler: 1,
  desk: 1,
  visitor: 1,
  head: 2,
  supervisor: 3,
  auditor: 3,
  admin: 3,
};

/**
 * Whether a role that an absent colleague holds, or holds for another one, passes to this person: in the same department,
 * to somebody who has it anyway or has none above it. Who looks over others gets no hand in what they look over.
 */
export function passes(role: Role, absent: Placed, deputy: Placed): boolean {
  const isColleague = absent.id !== deputy.id && absent.departmentId === deputy.departmentId;
  const isFit = deputy.roles.includes(role) || deputy.roles.every((own) => RANKS[own] <= RANKS[role]);
  return isColleague && !LOOKS_OVER.includes(role) && isFit;
}

/** What a person's deputy gets; nothing where none of it passes. */
export function rolesPassed(absent: Placed, deputy: Placed): Role[] {
  return absent.roles.filter((role) => passes(role, absent, deputy));
}

/**
 * @returns the roles that pass
 * @throws DomainError DEPUTY_NOT_ALLOWED where none does, or where somebody would lift themself by it
 */
export function deputise(actor: CommandActor, absent: Placed, deputy: Placed): Role[] {
  const roles = rolesPassed(absent, deputy);
  const liftsOneself =
    actor.userId === deputy.id && actor.userId !== absent.id && roles.some((role) => !deputy.roles.includes(role));
  if (roles.length === 0 || liftsOneself) refuse('DEPUTY_NOT_ALLOWED', { deputyId: deputy.id });
  return roles;
}
