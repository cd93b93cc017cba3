import type { DisputeRow, PartyRow } from '#domain/dispute/row.js';
import { telephoneParts, telephonesOf } from '#persistence/record/telephones.js';
import type { Call, PartyView } from './answers.js';

/**
 * Telephones are whole for the desk of origin and the holder, who have to reach people, and masked for everybody else;
 * identity numbers are masked for everybody. What is masked is revealed one by one, with a reason. Words in which no
 * number stands hide nobody: 无 is said as it is.
 */

type Contact = Pick<PartyRow, 'phone' | 'idNumber'>;

const STAR = '*';

/** Figures of any writing; a row of those that are written out is a number as well. */
const FIGURES = String.raw`(?:\p{N}|[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{3,})`;
/** Under which somebody is found elsewhere: an address of mail, a name in a messenger. */
const HANDLE = String.raw`(?=[\p{N}_@.-]*\p{Script=Latin})[\p{Script=Latin}\p{N}_@.-]{6,}`;
/** A number with what people put into it. */
const OF_PHONE = new RegExp(String.raw`${HANDLE}|[+(（＋]*${FIGURES}(?:[\s\p{Pd}().（）]*${FIGURES})*`, 'gu');
/** Papers have letters, and one ends in what people type for an X. */
const OF_PAPER = new RegExp(
  String.raw`\p{Script=Latin}*${FIGURES}(?:[\s\p{Pd}]*(?:${FIGURES}|[\p{Script=Latin}\u0425×]))*`,
  'gu',
);
/** Mobiles with nothing between them. */
const JOINED = /(?<!\d)(?:1[3-9]\d{9}){2,}(?!\d)/g;
const BETWEEN = /^[\s\p{Pd}]*$/u;

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

/** @param least characters of a number: where each group of a row has them, each is a number */
function parted(row: string, least: number): string[] {
  const groups = row.replace(JOINED, (all) => all.replace(/\d{11}(?!$)/g, '$& ')).split(/([\s\p{Pd}]+)/u);
  return groups.every((each) => BETWEEN.test(each) || [...each].length >= least) ? groups : [row];
}

/** Of several each for itself: the beginning of one and the end of another are nobody's number. */
function eachMasked(
  text: string,
  { row, least, head, tail }: { row: RegExp; least: number; head: number; tail: number },
) {
  return text.replace(row, (all) =>
    parted(all, least)
      .map((each) => (BETWEEN.test(each) ? each : masked(each, telephonesOf(each).length > 1 ? 0 : head, tail)))
      .join(''),
  );
}

/** `138****1234` */
export const maskedPhone = (phone: string) => eachMasked(phone, { row: OF_PHONE, least: 7, head: 3, tail: 4 });
/** `110101********0000` */
export const maskedIdNumber = (idNumber: string) => eachMasked(idNumber, { row: OF_PAPER, least: 9, head: 6, tail: 4 });

/** @param whole whether the reader has to reach people */
export function contactFor<P extends Contact>(party: P, whole: boolean): P {
  return {
    ...party,
    ...(party.phone !== undefined && !whole && { phone: maskedPhone(party.phone) }),
    ...(party.idNumber !== undefined && { idNumber: maskedIdNumber(party.idNumber) }),
  };
}

/** A telephone that is whole, in what can be called of it and what is words. */
export const callsIn = (phone: string): Call[] =>
  telephoneParts(phone).map(({ text, number }) => ({ text, tel: number && number.replace(';', ';ext=') }));

/** Whether a department reads the telephones of a case whole. */
export function readsContacts(row: Pick<DisputeRow, 'desk' | 'holder'>, departmentId: string): boolean {
  return departmentId === row.desk || departmentId === row.holder;
}

export function partiesFor(row: Pick<DisputeRow, 'desk' | 'holder' | 'parties'>, departmentId: string): PartyView[] {
  const whole = readsContacts(row, departmentId);
  return row.parties.map((each) => ({
    ...contactFor(each, whole),
    ...(whole && each.phone !== undefined && { calls: callsIn(each.phone) }),
  }));
}
