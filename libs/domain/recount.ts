import type { Calendar } from './calendar.js';
import type { Limit, Pause, WorkingTime } from './limit.js';
import type { Rules, Terms } from './obligation.js';
import { instantOf, millisOf, type Instant } from './time.js';

/**
 * Every due moment once more, by brute force and by code that shares nothing with `limit.ts`: days are walked one by one
 * and working time minute by minute on epoch milliseconds. Slow and simple; for the checker alone (domain.md §5).
 */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The zones of the product have no summer time: the offset of a zone is one number. */
const OFFSETS: Record<string, number> = { 'Asia/Shanghai': 8, 'Asia/Urumqi': 6, UTC: 0 };

interface Ground {
  calendar: Calendar;
  workingTime: WorkingTime;
  /** Ended stretches that do not count. */
  stood: { from: number; to: number }[];
}

function offsetOf({ workingTime }: Ground): number {
  const hours = OFFSETS[workingTime.zone];
  if (hours === undefined) throw new Error(`unknown zone ${workingTime.zone}`);
  return hours * 60 * MINUTE;
}

/** Days since the epoch, as a clock on the wall of the zone counts them. */
const dayOf = (at: number, ground: Ground) => Math.floor((at + offsetOf(ground)) / DAY);
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const onDay = (day: number, minutes: number, ground: Ground) => day * DAY + minutes * MINUTE - offsetOf(ground);
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);

function closesAt(day: number, ground: Ground): number {
  const { hours } = ground.workingTime;
  return onDay(day, minutesOf(hours[hours.length - 1]![1]), ground);
}

function isWorkday(day: number, { calendar }: Ground): boolean {
  const date = dateOf(day);
  const published = calendar.years.filter((each) => each.official);
  if (published.some((each) => each.makeUpDays.includes(date))) return true;
  if (published.some((each) => each.holidays.includes(date))) return false;
  const own = calendar.years.find((each) => date.startsWith(String(each.year)));
  if (own && !own.official && own.statutory.includes(date)) return false;
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
}

const stands = (at: number, { stood }: Ground) => stood.some(({ from, to }) => from <= at && at < to);

function run(from: number, { amount, unit }: Limit, moves: boolean, ground: Ground): number {
  const exact = { seconds: 1000, minutes: MINUTE, hours: 60 * MINUTE } as const;
  if (unit === 'seconds' || unit === 'minutes' || unit === 'hours') {
    let left = amount * exact[unit];
    let at = from;
    // From boundary to boundary: inside a stretch that stands nothing is used up.
    for (;;) {
      const edges = ground.stood.flatMap((each) => [each.from, each.to]).filter((edge) => edge > at);
      const next = Math.min(...edges, Infinity);
      if (stands(at, ground)) {
        at = next;
        continue;
      }
      if (at + left <= next) return at + left;
      left -= next - at;
      at = next;
    }
  }
  if (unit === 'workingHours') {
    let left = amount * 60 * MINUTE;
    for (let day = dayOf(from, ground); ; day++) {
      if (!isWorkday(day, ground)) continue;
      for (const [opens, closes] of ground.workingTime.hours) {
        const end = onDay(day, minutesOf(closes), ground);
        let at = Math.max(from, onDay(day, minutesOf(opens), ground));
        while (at < end) {
          const next = Math.min(
            end,
            ...ground.stood.flatMap((each) => [each.from, each.to]).filter((edge) => edge > at),
          );
          if (!stands(at, ground)) {
            if (next - at >= left) return at + left;
            left -= next - at;
          }
          at = next;
        }
      }
    }
  }
  let day = dayOf(from, ground);
  if (unit === 'months') {
    const [year, month, date] = dateOf(day).split('-').map(Number) as [number, number, number];
    const lastOfMonth = new Date(Date.UTC(year, month - 1 + amount + 1, 0)).getUTCDate();
    let last = Date.UTC(year, month - 1 + amount, Math.min(date, lastOfMonth)) / DAY;
    for (let each = day + 1; each <= last; each++) if (stands(closesAt(each, ground), ground)) last++;
    day = last;
  } else {
    for (let left = amount; left > 0;) {
      day++;
      const counts = unit === 'days' || isWorkday(day, ground);
      if (counts && !stands(closesAt(day, ground), ground)) left--;
    }
  }
  if (moves && unit !== 'workingDays') while (!isWorkday(day, ground)) day++;
  return closesAt(day, ground);
}

/** The moment that the terms of an obligation lead to, and the end of its tolerance. */
export function recount(terms: Terms, rules: Rules): { dueAt: Instant; lateAfter: Instant } {
  const ended = terms.pauses.filter((pause): pause is Pause & { until: Instant } => pause.until !== null);
  const ground: Ground = {
    calendar: rules.calendar,
    workingTime: rules.policy.workingTime,
    stood: ended.map((pause) => ({ from: millisOf(pause.from), to: millisOf(pause.until) })),
  };
  let at = terms.limit
    ? run(millisOf(terms.countedFrom), terms.limit, terms.moves, ground)
    : millisOf(terms.fixedDueAt!);
  for (const extension of terms.extensions) at = run(at, extension, terms.moves, ground);
  const free = { ...ground, stood: [] };
  const late = terms.tolerance ? run(at, terms.tolerance, false, free) : at;
  return { dueAt: instantOf(at), lateAfter: instantOf(late) };
}
