import { abilitiesOf, whyOf } from '#domain/people/abilities.js';
import type { Actor } from '../http/actor.js';
import type { User } from './answers.js';

/** Somebody as they are told who they are. */
export function userOf({ userId, name, departmentId, roles }: Actor): User {
  return {
    id: userId,
    username: userId,
    name,
    departmentId,
    roles,
    abilities: abilitiesOf({ roles }),
    why: whyOf({ roles }),
  };
}
