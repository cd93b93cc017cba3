/**
 * Moments and civil dates as plain JSON values. Nothing here reads a clock, a locale or the zone of the process:
 * a worker, the API and a replay years later must agree on every digit.
 */

/**
 * A moment in canonical RFC 3339: UTC, milliseconds, `2026-11-23T02:00:00.000Z`. Two of them compare as text.
 * @format date-time
 */
export type Instant = string;

/**
 * A day in a zone, `2026-11-23`. Never a midnight in UTC.
 * @format date
 */
export type CivilDate = string;

/**
 * A wall-clock time, `08:30`.
 * @pattern ^\d\d:\d\d$
 */
export type TimeOfDay = string;

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Minutes east of Greenwich. China has kept one offset without summer time since 1991, so a table is exact. */
const ZONE_OFFSETS = new Map([
  ['Asia/Shanghai', 480],
  ['Asia/Urumqi', 360],
  ['UTC', 0],
]);
export const ZONES: readonly string[] = [...ZONE_OFFSETS.keys()];

function offsetOf(zone: string): number {
  const minutes = ZONE_OFFSETS.get(zone);
  if (minutes === undefined) throw new RangeError(`unknown time zone ${zone}`);
  return minutes * MINUTE;
}

/** Milliseconds since 1970, as `Date` counts them. */
export function millisOf(instant: Instant): number {
  return Date.parse(instant);
}

export function instantOf(millis: number): Instant {
  return new Date(millis).toISOString();
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** Reads RFC 3339 with an offset into the canonical form; null when it is not one, or names a day that does not exist. */
export function parseInstant(text: string): Instant | null {
  const match = RFC3339.exec(text);
  if (!match || !isCivilDate(`${match[1]}-${match[2]}-${match[3]}`)) return null;
  const millis = Date.parse(text.toUpperCase());
  if (Number.isNaN(millis)) return null;
  const instant = instantOf(millis);
  return /^\d{4}-/.test(instant) ? instant : null;
}

export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const millis = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(millis) && instantOf(millis).slice(0, 10) === text;
}

export function isTimeOfDay(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** @throws RangeError for a zone that is none of `ZONES` */
export function civilDateAt(instant: Instant, zone: string): CivilDate {
  return instantOf(millisOf(instant) + offsetOf(zone)).slice(0, 10);
}

/**
 * What a clock on a wall shows at a moment, `2026-11-23 10:00:00`.
 *
 * @throws RangeError for a zone that is none of `ZONES`
 */
export function wallClockAt(instant: Instant, zone: string): string {
  return instantOf(millisOf(instant) + offsetOf(zone))
    .slice(0, 19)
    .replace('T', ' ');
}

/** @throws RangeError for a zone that is none of `ZONES` */
export function instantAt(date: CivilDate, time: TimeOfDay, zone: string): Instant {
  return instantOf(Date.parse(`${date}T${time}:00Z`) - offsetOf(zone));
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return instantOf(Date.parse(`${date}T00:00:00Z`) + days * DAY).slice(0, 10);
}

/** The same day of a later month; its last day where that month is shorter (Civil Code art. 202). */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const month = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
  const wanted = `${month}-${date.slice(8)}`;
  if (isCivilDate(wanted)) return wanted;
  let last = `${month}-28`;
  while (isCivilDate(`${month}-${Number(last.slice(8)) + 1}`)) last = `${month}-${Number(last.slice(8)) + 1}`;
  return last;
}

/** 0 is Sunday. */
export function weekdayOf(date: CivilDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

export function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

export function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

export function plusMillis(instant: Instant, millis: number): Instant {
  return instantOf(millisOf(instant) + millis);
}
