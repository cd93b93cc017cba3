import type { Ability } from '#domain/people/abilities.js';
import type { User } from '../contract.js';

export type May = (ability: Ability) => boolean;

/** What the API would let somebody do; it decides anew whenever they do it. */
export const mayOf =
  ({ abilities }: Pick<User, 'abilities'>): May =>
  (ability) =>
    abilities.includes(ability);
