import type { DisputeRow, PartyRow } from '#domain/rows.js';

/**
 * Telephone and identity numbers: whole for the desk of origin and the holder, who have to reach people; for everybody
 * else masked, to be revealed one by one with a reason.
 */

type Contact = Pick<PartyRow, 'phone' | 'idNumber'>;

const STAR = '*';

/** Keeps both ends, never more than a half of it. */
function masked(text: string, head: number, tail: number): string {
  const characters = [...text];
  const shown = head + tail;
  if (characters.length < shown * 1.5) {
    const last = Math.min(2, Math.floor(characters.length / 4));
    return STAR.repeat(characters.length - last) + characters.slice(characters.length - last).join('');
  }
  const hidden = STAR.repeat(characters.length - shown);
  return characters.slice(0, head).join('') + hidden + characters.slice(characters.length - tail).join('');
}

/** `138****1234` */
export const maskedPhone = (phone: string) => masked(phone, 3, 4);
/** `110101********0000` */
export const maskedIdNumber = (idNumber: string) => masked(idNumber, 6, 4);

export function maskContact<P extends Contact>(party: P): P {
  return {
    ...party,
    ...(party.phone !== undefined && { phone: maskedPhone(party.phone) }),
    ...(party.idNumber !== undefined && { idNumber: maskedIdNumber(party.idNumber) }),
  };
}

export function readsContacts(row: Pick<DisputeRow, 'desk' | 'holder'>, departmentId: string): boolean {
  return departmentId === row.desk || departmentId === row.holder;
}

export function partiesFor(row: Pick<DisputeRow, 'desk' | 'holder' | 'parties'>, departmentId: string): PartyRow[] {
  return readsContacts(row, departmentId) ? row.parties : row.parties.map(maskContact);
}
