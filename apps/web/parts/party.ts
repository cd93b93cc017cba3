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
