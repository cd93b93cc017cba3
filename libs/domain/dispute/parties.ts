import { refuse } from '../errors.js';
import type { PartyRole } from '../words.js';
import type { Registered } from './state.js';

/** The people whose quarrel it is: who is known to the case, and who stands on which side. */

/** The most that a case has: a building site quarrels as one. */
export const MOST_PARTIES = 200;

/** The two sides of a quarrel; all of it where nobody is named as one. */
export function sidesOf({ parties }: Registered): { side: PartyRole; ids: string[] }[] {
  const named = (['applicant', 'respondent'] as const).map((side) => ({
    side,
    ids: parties.filter((each) => each.role === side).map((each) => each.id),
  }));
  const sides = named.filter(({ ids }) => ids.length > 0);
  return sides.length > 0 || parties.length === 0 ? sides : [{ side: 'other', ids: parties.map((each) => each.id) }];
}

/** @throws DomainError NO_SUCH_PARTY, with the ids that the case does not know */
export function refuseUnknown({ parties: known }: Registered, parties: readonly string[]): void {
  const unknown = parties.filter((id) => !known.some((party) => party.id === id));
  if (unknown.length > 0) refuse('NO_SUCH_PARTY', { parties: unknown });
}
