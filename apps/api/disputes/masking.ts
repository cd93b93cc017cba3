import type { DisputeRow, PartyRow } from '#domain/dispute/row.js';

/**
 * Telephones are whole for the desk of origin and the holder, who have to reach people, and masked for everybody else;
 * identity numbers are masked for everybody. What is masked is revealed one by one, with a reason.
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

/** @param whole whether the reader has to reach people */
export function contactFor<P extends Contact>(party: P, whole: boolean): P {
  return {
    ...party,
    ...(party.phone !== undefined && !whole && { phone: maskedPhone(party.phone) }),
    ...(party.idNumber !== undefined && { idNumber: maskedIdNumber(party.idNumber) }),
  };
}

/** Whether a department reads the telephones of a case whole. */
export function readsContacts(row: Pick<DisputeRow, 'desk' | 'holder'>, departmentId: string): boolean {
  return departmentId === row.desk || departmentId === row.holder;
}

export function partiesFor(row: Pick<DisputeRow, 'desk' | 'holder' | 'parties'>, departmentId: string): PartyRow[] {
  const whole = readsContacts(row, departmentId);
  return row.parties.map((each) => contactFor(each, whole));
}
