import { may, type Ability } from '#domain/people/abilities.js';
import { Problem } from './problem.js';

/**
 * The door of what people may do, by name. Asked by the work itself and not by a guard of the route: who may not even know
 * of a thing is told first that there is none.
 *
 * @param asked the actor, the ability, and of what where it ends at a border
 * @throws Problem NOT_ALLOWED
 */
export function required<A extends Ability>(...asked: Parameters<typeof may<A>>): void {
  if (!may<A>(...asked)) throw new Problem('NOT_ALLOWED');
}
