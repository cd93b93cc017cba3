import { hoursProblems } from '../policy/hours.js';
import { plain } from '../plain.js';
import { isStorable } from '../storable.js';
import type { WorkingTime } from '../time/limit.js';
import {
  civilDateAt,
  instantAt,
  instantOf,
  isCivilDate,
  isTimeOfDay,
  parseInstant,
  plusMillis,
  SECOND,
  type CivilDate,
  type Instant,
  type TimeOfDay,
} from '../time/time.js';
import { folded } from './word.js';

/** What people write into the cells of a sheet, read. Nothing is guessed: what could be meant is said. */

/** Why a cell cannot be taken. */
export const CELL_FAULTS = [
  'REQUIRED',
  'TOO_LONG',
  'UNKNOWN_WORD',
  'UNKNOWN_VILLAGE',
  'UNKNOWN_DEPARTMENT',
  'PLACE_UNCLEAR',
  'PARENT_REQUIRED',
  'PARENT_NOT_TAKEN',
  'DEPARTMENT_LOOP',
  'ID_TAKEN',
  'NAME_TAKEN',
  'OTHER_REGION',
  'DESK_HAS_CLERKS',
  'USERNAME_TAKEN',
  'ROLE_NOT_ALLOWED',
  'DESK_MISSING',
  'NOT_AN_ID',
  'NOT_A_USERNAME',
  'NOT_AN_ADDRESS',
  'NOT_HOURS',
  'NOT_STORABLE',
  'NOT_A_MOMENT',
  'NUMBER_FOR_MOMENT',
  'OUT_OF_ORDER',
  'IN_THE_FUTURE',
  'TOO_OLD',
  'NOT_A_PHONE',
  'NUMBER_CUT',
  'MORE_PHONES_THAN_PARTIES',
  'TOO_MANY',
  'TWICE',
  'NEEDS',
  'NO_DESK',
  'DESK_UNCLEAR',
  'MERGED_CELLS',
  'FORMULA',
  'CELL_ERROR',
  'COLUMN_MISSING',
  'NOBODY_THERE',
  'ROW_DIFFERS',
  'UNKNOWN_COLUMN',
  'HIDDEN_SHEET',
  'OTHER_SHEET',
  'SUCCEEDED',
] as const;
export type CellFaultCode = (typeof CELL_FAULTS)[number];

export interface CellFault {
  code: CellFaultCode;
  /** What it would have to be, as far as that can be told. */
  meant?: string;
  /** Of a closed list what may stand there. */
  words?: string[];
  /** Of several in one cell the one that is wrong. */
  part?: string;
}

/** What a cell says, with what is to be said of that, or why it cannot be taken. */
export type Read<T> = { value: T; remark?: CellFault } | { fault: CellFault };

/** Days before 1970 that a spreadsheet counts from; it takes 1900 for a leap year, which no moment here can tell. */
const SERIAL_EPOCH = 25_569;
/** Of the years 1982 to 2064: what is less or more is no date that anybody left unformatted. */
const SERIALS = { least: 30_000, most: 60_000 };
const MINUTES_A_DAY = 1_440;

/** A spreadsheet's number as a moment of the wall clock, `2026-10-09 10:30`; to the minute, which it keeps exactly. */
export function ofSerial(serial: number): string {
  const minutes = Math.round(serial * MINUTES_A_DAY);
  const moment = instantOf((minutes - SERIAL_EPOCH * MINUTES_A_DAY) * 60_000);
  const time = moment.slice(11, 16);
  return time === '00:00' ? moment.slice(0, 10) : `${moment.slice(0, 10)} ${time}`;
}

/** A day, or a moment of it. */
export interface When {
  date: CivilDate;
  at: Instant;
  isDay: boolean;
}

const DATE = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?!\d)/;
const TIME = /^(上午|下午|am|pm)?(\d{1,2})[:时点](\d{1,2})?(?:[:分](\d{1,2})?秒?)?$/i;

/** `2026-10-09`, `2026/10/9 9:30`, `2026年10月9日 下午3时`, `20261009`, or with an offset. */
export function readMoment(text: string, zone: string): Read<When> {
  const whole = plain(text);
  const parsed = parseInstant(whole);
  if (parsed !== null) return { value: { date: civilDateAt(parsed, zone), at: parsed, isDay: false } };
  if (/^\d+(\.\d+)?$/.test(whole) && !COMPACT.test(whole)) {
    const serial = Number(whole);
    const isSerial = serial >= SERIALS.least && serial <= SERIALS.most;
    return { fault: isSerial ? { code: 'NUMBER_FOR_MOMENT', meant: ofSerial(serial) } : { code: 'NOT_A_MOMENT' } };
  }
  const found = DATE.exec(whole) ?? COMPACT.exec(whole);
  const [, year = '', month = '', day = ''] = found ?? [];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!found || !isCivilDate(date)) return { fault: { code: 'NOT_A_MOMENT' } };
  const rest = whole
    .slice(found[0].length)
    .replace(/^[ T]+/, '')
    .replaceAll(' ', '');
  if (rest === '') return { value: { date, at: instantAt(date, '00:00', zone), isDay: true } };
  const time = readTime(rest);
  if (time === null) return { fault: { code: 'NOT_A_MOMENT', meant: date } };
  const at = plusMillis(instantAt(date, time.minute, zone), time.seconds * SECOND);
  return { value: { date, at, isDay: false } };
}

function readTime(text: string): { minute: TimeOfDay; seconds: number } | null {
  const found = TIME.exec(text);
  if (!found) return null;
  const [, half = '', hour = '', minute = '0', second = '0'] = found;
  const isLate = /下午|pm/i.test(half) && Number(hour) < 12;
  const hours = Number(hour) + (isLate ? 12 : 0) - (/上午|am/i.test(half) && Number(hour) === 12 ? 12 : 0);
  const time = `${String(hours).padStart(2, '0')}:${minute.padStart(2, '0')}`;
  return isTimeOfDay(time) && Number(second) < 60 ? { minute: time, seconds: Number(second) } : null;
}

/**
 * One of a closed list, by its code or by its word in any language.
 *
 * @param words each code's words; what stands behind it, as 级 or 纠纷, may be there or not
 */
export function readWord<C extends string>(text: string, words: ReadonlyMap<C, readonly string[]>): Read<C> {
  const asked = folded(text);
  for (const [code, names] of words) {
    if ([code, ...names].some((each) => folded(each) === asked)) return { value: code };
  }
  const bare = asked.replace(/(级|色|预警|风险|类|纠纷|案件)+$/, '');
  for (const [code, names] of words) {
    if ([code, ...names].some((each) => folded(each) === bare)) return { value: code };
  }
  const meant = nearest(
    asked,
    [...words].map(([code, names]) => [code, ...names] as const),
  );
  return { fault: { code: 'UNKNOWN_WORD', ...(meant && { meant }), words: choicesOf(words) } };
}

/** Each by the word that is usual for it. */
export const choicesOf = (words: ReadonlyMap<string, readonly string[]>): string[] =>
  [...words].map(([code, [usual = code]]) => usual);

/** Several words of a closed list in one cell, each once. */
export function readWords<C extends string>(text: string, words: ReadonlyMap<C, readonly string[]>): Read<C[]> {
  const found = new Set<C>();
  for (const part of text.split(/[；;、，,/|\n]/).map(plain)) {
    if (part === '') continue;
    const read = readWord(part, words);
    if ('fault' in read) return { fault: { ...read.fault, part } };
    found.add(read.value);
  }
  return found.size > 0 ? { value: [...found] } : { fault: { code: 'REQUIRED' } };
}

/** The word that whoever wrote this may have meant; none where nothing is near. */
export function nearest(asked: string, known: readonly (readonly [string, ...string[]])[]): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const [word, ...names] of known) {
    for (const name of [word, ...names].map(folded)) {
      const near = name.includes(asked) || (asked.length > 1 && asked.includes(name) && name.length > 1);
      const distance = near ? 1 : distanceOf(asked, name);
      const isNear = distance <= Math.max(1, Math.floor(Math.min(asked.length, name.length) / 3));
      if (isNear && name.length > distance - (near ? 1 : 0) && (best === undefined || distance < best.distance))
        best = { word: names[0] ?? word, distance };
    }
  }
  return best?.word;
}

/** Letters to change, add or leave out (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}

/** Several in one cell. */
export const several = (text: string): string[] =>
  text
    .split(/[；;、\n]/)
    .map(plain)
    .filter((each) => each !== '');

const PHONE = /^\+?\d[\d -]{4,24}$/;
/** A number that a spreadsheet cut, because it keeps fifteen figures: 3.30102E+17. */
const CUT = /^\d(\.\d+)?e\+\d+$/i;

export function readPhone(text: string): Read<string> {
  const phone = plain(text).replace(/^(电话|手机)[::]?/, '');
  if (CUT.test(phone)) return { fault: { code: 'NUMBER_CUT' } };
  return PHONE.test(phone) && phone.length <= 30 ? { value: phone } : { fault: { code: 'NOT_A_PHONE' } };
}

/** @returns a fault where it is longer than is kept */
export function readText(text: string, most: number): Read<string> {
  const value = text.replace(/\r\n?/g, '\n').trim();
  return value.length <= most ? { value } : { fault: { code: 'TOO_LONG', meant: `≤ ${most}` } };
}

/** What something is called: one line, as a database takes it. */
export function readName(text: string, most: number): Read<string> {
  const name = text.replace(/\s+/g, ' ').trim();
  return isStorable(name) ? readText(name, most) : { fault: { code: 'NOT_STORABLE' } };
}

/** What has to be written in one way alone; of what comes near, that way is meant. */
export function readPattern(text: string, pattern: RegExp, code: CellFaultCode): Read<string> {
  const value = plain(text);
  if (pattern.test(value)) return { value };
  const meant = value.toLowerCase().replace(/\s+/g, '-');
  return { fault: { code, ...(pattern.test(meant) && { meant }) } };
}

const ZONE_NAME = /(?:UTC|[A-Z][A-Za-z]+\/[A-Za-z_]+)$/;
const SESSION = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/;
const padded = (hour: string, minute: string) => `${hour.padStart(2, '0')}:${minute}` as TimeOfDay;

/** `08:30-12:00；14:00-17:30`, with the name of a zone behind it where it is another than the township's. */
export function readHours(text: string, zone: string): Read<WorkingTime> {
  const whole = plain(text);
  const named = ZONE_NAME.exec(whole)?.[0];
  const written = whole
    .slice(0, whole.length - (named?.length ?? 0))
    .replace(/\s*[-~–—至到]\s*/g, '-')
    .split(/[;、,\s]+/)
    .filter((each) => each !== '')
    .map((each) => SESSION.exec(each));
  const hours = written.flatMap((found): [TimeOfDay, TimeOfDay][] => {
    const [, fromHour, fromMinute, toHour, toMinute] = found ?? [];
    return toMinute ? [[padded(fromHour!, fromMinute!), padded(toHour!, toMinute)]] : [];
  });
  const value = { zone: named ?? zone, hours };
  if (hours.length === written.length && hoursProblems(value).length === 0) return { value };
  return { fault: { code: 'NOT_HOURS' } };
}

/** As `readHours` reads it. */
export function hoursText({ zone, hours }: WorkingTime, own: string): string {
  const sessions = hours.map((session) => session.join('-')).join('；');
  return zone === own ? sessions : `${sessions} ${zone}`;
}
