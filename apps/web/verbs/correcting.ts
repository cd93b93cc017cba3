import type { DisputeView } from '../contract.js';
import { BLANK_PARTY, detailsOf, isNameless, type DraftParty } from '../parts/party.js';

/** What a correction is typed as, and what the API is told of it. */

export type Place = DisputeView['place'];

/** Where it is: what was typed, and nothing that was left empty. */
export const placeOf = (place: Place) =>
  Object.fromEntries(Object.entries(place).filter(([, value]) => value !== '' && value !== undefined));

type Party = DisputeView['parties'][number];

export const DETAILS = ['phone', 'idNumber', 'address'] as const satisfies (keyof DraftParty & keyof Party)[];
export type Detail = (typeof DETAILS)[number];

/** Somebody whose quarrel it is, as typed: what is left empty stays as it is. */
export interface Person extends DraftParty {
  /** Of who is known already. */
  id?: string;
  /** What is written of them, masked or not. */
  known?: readonly Detail[];
  /** What of it is theirs no more, or never was. */
  without?: readonly Detail[];
  remove?: boolean;
}

export const asTyped = (party: Party): Person => ({
  ...BLANK_PARTY,
  id: party.id,
  name: party.name ?? '',
  role: party.role,
  known: DETAILS.filter((each) => party[each]),
});

/** Whether one lacks a name: who is known has one, and who is added by a number or an address has one, too. */
export const lacksName = (person: Person): boolean =>
  !person.remove && (person.id ? person.name.trim() === '' : isNameless(person));

/** What the API is told of one; of whom nothing was typed, nothing. */
export function saidOf(person: Person): object[] {
  const { id, name, role, remove, without = [] } = person;
  if (id && remove) return [{ id, remove }];
  if (name.trim() === '') return [];
  const taken = Object.fromEntries(without.map((each) => [each, null]));
  return [{ ...(id && { id }), name, role, ...detailsOf(person), ...taken }];
}
