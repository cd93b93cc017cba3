import { everythingBelow, formerly, readsOwnLeg } from '#domain/people/readers.js';
import type { Tree } from '#domain/people/tree.js';
import type { ReadAs } from '#persistence/reading/reader.js';
import type { Actor } from '../http/actor.js';

/** In whose sight a case is read where that is not what its reader daily reads with. */

/** As the record does, from the top of the tree: for what a person was or is being answered, never for what they ask. */
export function asTheRecord({ userId, departmentId }: Actor, tree: Tree): ReadAs {
  return { userId, scopes: [everythingBelow(tree.ancestors(departmentId).at(-1)!)] };
}

/** As a department that returned a case: for its own leg of the timeline. */
export function asFormer(actor: Actor): ReadAs {
  return { userId: actor.userId, scopes: readsOwnLeg(actor) ? [formerly(actor.departmentId)] : [] };
}

/** As who stands above everything below their department: for a rehearsal, which is no case. */
export function asSuperior({ userId, departmentId }: Actor): ReadAs {
  return { userId, scopes: [everythingBelow(departmentId)] };
}
