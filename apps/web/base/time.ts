import type { Wording } from '../words/zh.js';

/** Moments said in the township's zone, whatever zone the browser is in. No rule is computed here: dates come made. */

export const MINUTE = 60_000;

interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function civil(instant: string | number, zone: string): Civil {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(new Date(instant)).map(({ type, value }) => [type, Number(value)]),
  );
  return parts as unknown as Civil;
}

const two = (n: number) => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function dayText(instant: string, zone: string, language: string, now: string | number = Date.now()): string {
  const { year, month, day } = civil(instant, zone);
  const other = year !== civil(now, zone).year;
  if (language === 'en') return `${day} ${MONTHS[month - 1]}${other ? ` ${year}` : ''}`;
  return `${other ? `${year}年` : ''}${month}月${day}日`;
}

export function momentText(instant: string, zone: string, language: string, now?: string | number): string {
  const { hour, minute } = civil(instant, zone);
  return `${dayText(instant, zone, language, now)} ${two(hour)}:${two(minute)}`;
}

export function spanText(millis: number, t: Wording): string {
  return t.span(Math.abs(millis) / MINUTE);
}

/** The value of `<input type="datetime-local">` for a moment. */
export function toInput(instant: string | number, zone: string): string {
  const { year, month, day, hour, minute } = civil(instant, zone);
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

export function toDateInput(instant: string | number, zone: string): string {
  return toInput(instant, zone).slice(0, 10);
}

/** The moment that such a value means in the zone; null where nothing was typed. */
export function fromInput(value: string, zone: string): string | null {
  if (!value) return null;
  const asUtc = Date.parse(`${value.length === 10 ? `${value}T00:00` : value}Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset at the guess, and once more at the better guess: right around a change of the clocks too.
  let guess = asUtc;
  for (let round = 0; round < 2; round++) {
    const shown = Date.parse(`${toInput(guess, zone)}Z`);
    guess += asUtc - shown;
  }
  return new Date(guess).toISOString();
}
