import type { Account } from './tree.js';

/**
 * Who is proposed to handle a case: of the handlers of a department who are here, the one who has fewest of them in hand.
 *
 * @param inHand how many open cases somebody is named for
 */
export function proposedHandler(
  people: readonly Pick<Account, 'id' | 'roles' | 'awayUntil'>[],
  inHand: (userId: string) => number,
  now: Date,
): string | null {
  const here = people.filter(({ roles, awayUntil }) => roles.includes('handler') && !(awayUntil && awayUntil > now));
  const [first] = [...here].sort((a, b) => inHand(a.id) - inHand(b.id) || (a.id < b.id ? -1 : 1));
  return first?.id ?? null;
}
