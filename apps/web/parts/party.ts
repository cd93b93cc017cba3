import type { PartyRole } from '#domain/words.js';

/** What is typed of one of those in dispute. */
export interface DraftParty {
  name: string;
  role: PartyRole;
  phone: string;
  idNumber: string;
  address: string;
}

export const BLANK_PARTY: DraftParty = { name: '', role: 'other', phone: '', idNumber: '', address: '' };

/** Whether something is typed of somebody whose name is not: nobody is left out of a case for that without a word. */
export const isNameless = (party: DraftParty): boolean =>
  party.name.trim() === '' && Object.keys(detailsOf(party)).length > 0;

/** What was typed of it besides, without what was left empty. */
export function detailsOf({
  phone,
  idNumber,
  address,
}: DraftParty): Partial<Pick<DraftParty, 'phone' | 'idNumber' | 'address'>> {
  return {
    ...(phone.trim() && { phone }),
    ...(idNumber.trim() && { idNumber }),
    ...(address.trim() && { address }),
  };
}
