import type { Calendar } from '../time/calendar.js';
import type { Limit, Pause, WorkingTime } from '../time/limit.js';
import type { Obligation, Rules, Terms } from '../obligation/obligation.js';
import type { Rung } from '../policy/document.js';
import { instantOf, millisOf, type Instant } from '../time/time.js';
import type { Grade } from '../words.js';

/**
 * Every due moment once more, by brute force and by code that shares nothing with `limit.ts`: days are walked one by one
 * and working time minute by minute on epoch milliseconds. Slow and simple; for the checker alone (domain.md §5).
 */
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The zones of the product have no summer time: the offset of a zone is one number. */
const OFFSETS = new Map([
  ['Asia/Shanghai', 8],
  ['Asia/Urumqi', 6],
  ['UTC', 0],
]);

interface Ground {
  calendar: Calendar;
  workingTime: WorkingTime;
  /** Ended stretches that do not count. */
  stood: { from: number; to: number }[];
}

function offsetOf({ workingTime }: Ground): number {
  const hours = OFFSETS.get(workingTime.zone);
  if (hours === undefined) throw new Error(`unknown zone ${workingTime.zone}`);
  return hours * 60 * MINUTE;
}

/** Days since the epoch, as a clock on the wall of the zone counts them. */
const dayOf = (at: number, ground: Ground) => Math.floor((at + offsetOf(ground)) / DAY);
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const onDay = (day: number, minutes: number, ground: Ground) => day * DAY + minutes * MINUTE - offsetOf(ground);
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);

/** Where a limit in days or months goes whose last day is off. */
type Moves = 'never' | 'past days off' | 'past what stood';

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

function run(from: number, { amount, unit }: Limit, moves: Moves, ground: Ground): number {
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
  const isOut = (each: number) =>
    !isWorkday(each, ground) || (moves === 'past what stood' && stands(closesAt(each, ground), ground));
  if (moves !== 'never' && unit !== 'workingDays') while (isOut(day)) day++;
  return closesAt(day, ground);
}

function groundOf(terms: Pick<Terms, 'pauses'>, rules: Rules): Ground {
  const ended = terms.pauses.filter((pause): pause is Pause & { until: Instant } => pause.until !== null);
  return {
    calendar: rules.calendar,
    workingTime: rules.policy.workingTime,
    stood: ended.map((pause) => ({ from: millisOf(pause.from), to: millisOf(pause.until) })),
  };
}

/** The moment that the terms of an obligation lead to, and the end of its tolerance. */
export function recount(terms: Terms, rules: Rules): { dueAt: Instant; lateAfter: Instant } {
  const ground = groundOf(terms, rules);
  const moves: Moves = !terms.moves ? 'never' : terms.passesPauses ? 'past what stood' : 'past days off';
  let at = terms.limit ? run(millisOf(terms.countedFrom), terms.limit, moves, ground) : millisOf(terms.fixedDueAt!);
  for (const extension of terms.extensions) at = run(at, extension, moves, ground);
  const free = { ...ground, stood: [] };
  const late = terms.tolerance ? run(at, terms.tolerance, 'never', free) : at;
  return { dueAt: instantOf(at), lateAfter: instantOf(late) };
}

/** Where a limit from a moment ends, without anything that stood: a window for a person's act. */
export function recountWindow(from: Instant, limit: Limit, rules: Rules): Instant {
  return instantOf(run(millisOf(from), limit, 'past days off', groundOf({ pauses: [] }, rules)));
}

/** The working day that a moment belongs to, in days since the epoch: its own, or the last before it. */
export function recountWorkday(at: Instant, rules: Rules): number {
  const ground = groundOf({ pauses: [] }, rules);
  let day = dayOf(millisOf(at), ground);
  while (!isWorkday(day, ground)) day--;
  return day;
}

/** From when on a return visit counts: a share of the way to it from the one before in its plan, or from what brought it. */
export function recountEarliest(
  { rule, terms, dueAt }: Pick<Obligation, 'rule' | 'terms' | 'dueAt'>,
  rules: Rules,
): Instant {
  const { policy } = rules;
  const [, grade, index] = rule.path.split('.') as [string, Grade, string];
  const previous = Number(index) > 0 ? policy.visits[grade][Number(index) - 1] : undefined;
  const counted = millisOf(terms.countedFrom);
  const due = millisOf(dueAt);
  const before = previous ? run(counted, previous.after, 'never', groundOf(terms, rules)) : counted;
  const from = Math.min(Math.max(before, counted), due);
  return instantOf(from + Math.round((due - from) * (policy.visitsFrom ?? 0.5)));
}

const isWorking = (unit: Limit['unit'] | undefined) => unit === 'workingDays' || unit === 'workingHours';

/** The stretches of time that run on a clock, from a moment on, in order and without end. */
function* running(from: number, working: boolean, ground: Ground): Generator<[number, number]> {
  const edges = ground.stood.flatMap((each) => [each.from, each.to]).sort((a, b) => a - b);
  function* split(begin: number, end: number): Generator<[number, number]> {
    let at = begin;
    for (const edge of [...edges.filter((each) => each > begin && each < end), end]) {
      if (!stands(at, ground)) yield [at, edge];
      at = edge;
    }
  }
  if (!working) {
    yield* split(from, Infinity);
    return;
  }
  for (let day = dayOf(from, ground); ; day++) {
    if (!isWorkday(day, ground)) continue;
    for (const [opens, closes] of ground.workingTime.hours) {
      const begin = Math.max(from, onDay(day, minutesOf(opens), ground));
      const end = onDay(day, minutesOf(closes), ground);
      if (begin < end) yield* split(begin, end);
    }
  }
}

function elapsed(from: number, to: number, working: boolean, ground: Ground): number {
  let millis = 0;
  for (const [begin, end] of running(from, working, ground)) {
    if (begin >= to) break;
    millis += Math.min(end, to) - begin;
    if (end >= to) break;
  }
  return millis;
}

function after(from: number, millis: number, working: boolean, ground: Ground): number {
  let left = millis;
  if (left === 0 && !working) return from;
  for (const [begin, end] of running(from, working, ground)) {
    if (end - begin >= left) return begin + left;
    left -= end - begin;
  }
  throw new Error('time ended');
}

function before(to: number, { amount, unit }: Limit, ground: Ground): number {
  const exact = { seconds: 1000, minutes: MINUTE, hours: 60 * MINUTE } as Record<string, number>;
  if (exact[unit]) return to - amount * exact[unit];
  const day = dayOf(to, ground);
  const sinceMidnight = to - onDay(day, 0, ground);
  if (unit === 'days') return onDay(day - amount, 0, ground) + sinceMidnight;
  if (unit === 'months') {
    const [year, month, date] = dateOf(day).split('-').map(Number) as [number, number, number];
    const last = new Date(Date.UTC(year, month - 1 - amount + 1, 0)).getUTCDate();
    return onDay(Date.UTC(year, month - 1 - amount, Math.min(date, last)) / DAY, 0, ground) + sinceMidnight;
  }
  let back = day;
  if (unit === 'workingDays') {
    for (let left = amount; left > 0;) if (isWorkday(--back, ground)) left--;
    return onDay(back, 0, ground) + sinceMidnight;
  }
  let left = amount * 60 * MINUTE;
  for (; ; back--) {
    if (!isWorkday(back, ground)) continue;
    for (const [opens, closes] of [...ground.workingTime.hours].reverse()) {
      const begin = onDay(back, minutesOf(opens), ground);
      const end = Math.min(to, onDay(back, minutesOf(closes), ground));
      if (end - begin >= left && end > begin) return end - left;
      if (end > begin) left -= end - begin;
    }
  }
}

/** When a rung of a ladder lies, by the same brute force; null where it is no step: the last working day is the eve. */
export function recountRung({ at, time }: Pick<Rung, 'at' | 'time'>, terms: Terms, rules: Rules): Instant | null {
  const ground = groundOf(terms, rules);
  const free = { ...ground, stood: [] };
  const due = recount(terms, rules);
  const [dueAt, lateAt, from] = [due.dueAt, due.lateAfter, terms.countedFrom].map(millisOf) as [number, number, number];
  if ('before' in at) return instantOf(before(dueAt, at.before, ground));
  if ('after' in at) return instantOf(run(lateAt, at.after, 'past days off', free));
  if ('on' in at) {
    const { hours } = ground.workingTime;
    const day = dayOf(dueAt, ground);
    const usual = at.on === 'morning' ? hours[0]![0] : hours[hours.length - 1]![0];
    let on = at.on === 'morning' ? day : day - 1;
    if (at.on === 'last-workday') {
      if (isWorkday(on, ground)) return null;
      while (!isWorkday(on, ground)) on--;
    }
    return instantOf(onDay(on, minutesOf(time ?? usual), ground));
  }
  if (at.percent === 100) return instantOf(lateAt);
  const limit = terms.limit ?? { amount: 1, unit: 'days' as const };
  if (at.percent > 100) {
    const amount = Math.max(1, Math.ceil((limit.amount * (at.percent - 100)) / 100 - 1e-9));
    return instantOf(run(dueAt, { amount, unit: limit.unit }, 'past days off', ground));
  }
  const working = isWorking(limit.unit);
  const share = Math.round((elapsed(from, lateAt, working, ground) * at.percent) / 100);
  return instantOf(after(from, share, working, ground));
}
