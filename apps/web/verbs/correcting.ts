import type { DisputeView } from '../contract.js';

/** What a correction is typed as, and what the API is told of it. */

export type Place = DisputeView['place'];

/** Where it is: what was typed, and nothing that was left empty. */
export const placeOf = (place: Place) =>
  Object.fromEntries(Object.entries(place).filter(([, value]) => value !== '' && value !== undefined));

type Party = DisputeView['parties'][number];

/** Somebody whose quarrel it is, as typed: a number or an address that is left empty stays as it is. */
export interface Person {
  /** Of who is known already. */
  id?: string;
  name: string;
  role: Party['role'];
  phone: string;
  idNumber: string;
  address: string;
  remove?: boolean;
}

export const NOBODY_YET = { name: '', role: 'other', phone: '', idNumber: '', address: '' } as const;

export const asTyped = ({ id, name, role }: Party): Person => ({ ...NOBODY_YET, id, name: name ?? '', role });

/** What the API is told of one; of whom nothing was typed, nothing. */
export function saidOf({ id, name, role, remove, ...rest }: Person): object[] {
  if (id && remove) return [{ id, remove }];
  if (name.trim() === '') return [];
  const said = Object.entries(rest).filter(([, value]) => value.trim() !== '');
  return [{ ...(id && { id }), name, role, ...Object.fromEntries(said) }];
}
