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
