import { dayIn, type Calendar, type Day } from './calendar.js';
import {
  DAY,
  HOUR,
  MINUTE,
  addDays,
  addMonths,
  civilDateAt,
  earlier,
  instantAt,
  instantOf,
  later,
  millisOf,
  type CivilDate,
  type Instant,
  type TimeOfDay,
} from './time.js';

/** The clocks a limit may run on. A limit keeps its unit for ever; it is never converted (domain.md §4). */
export const UNITS = ['seconds', 'minutes', 'hours', 'days', 'months', 'workingHours', 'workingDays'] as const;
export type Unit = (typeof UNITS)[number];

/** A positive whole amount on a named clock. */
export interface Limit {
  amount: number;
  unit: Unit;
}

export interface WorkingTime {
  zone: string;
  /** Sessions of a working day in order, without overlap, `[['08:30', '12:00'], ['14:00', '17:30']]`. */
  hours: [TimeOfDay, TimeOfDay][];
}

/** What the counting of time needs to know. */
export interface Clock {
  calendar: Calendar;
  workingTime: WorkingTime;
}

/** A stretch in which a limit does not run; `until: null` while it lasts (its end is not counted yet). */
export interface Pause {
  from: Instant;
  until: Instant | null;
  ground: string;
}

/**
 * One step from the start of a limit to its due moment. Code and instants only; words are made where people read.
 * A due moment *is* the `to` of the last step, so a date can never differ from its explanation.
 */
export interface DerivationStep {
  label: 'start' | 'limit' | 'extension' | 'holiday' | 'make-up' | 'statutory' | 'pause' | 'moved' | 'fixed' | 'due';
  from: Instant;
  to: Instant;
  detail: {
    limit?: Limit;
    date?: CivilDate;
    source?: string;
    ground?: string;
    reason?: Day['reason'];
    rule?: string;
    version?: string;
  };
}

export interface Derivation {
  dueAt: Instant;
  /** The due moment rests on a year whose calendar is not published. */
  provisional: boolean;
  steps: DerivationStep[];
}

interface Counting {
  pauses: readonly Pause[];
  /** A calendar-day or month limit whose last day is no working day moves on (Civil Code art. 203). Visits do not. */
  moves: boolean;
  /** A last day whose end of work stood still moves on as well: nothing falls due while its clock stands. */
  passesPauses?: boolean;
}

const NO_COUNTING: Counting = { pauses: [], moves: true };
const EXACT: Partial<Record<Unit, number>> = { seconds: 1000, minutes: MINUTE, hours: HOUR };

/** Fifty years and more: further than any limit of a policy that its check let pass. Nobody counts there day by day. */
const FARTHEST_DAYS = 20_000;
/** Days off in a row: a guard against a calendar without working days. */
const HORIZON_DAYS = 4000;

export function endOfWork(date: CivilDate, working: WorkingTime): Instant {
  const last = working.hours[working.hours.length - 1]!;
  return instantAt(date, last[1], working.zone);
}

/** The working day that a moment belongs to: its own date, or the last working day before it. */
export function workingDayOf(at: Instant, clock: Clock): CivilDate {
  return lastWorkday(civilDateAt(at, clock.workingTime.zone), clock);
}

/** The date itself where people work on it, or the last one before on which they do. */
export function lastWorkday(own: CivilDate, { calendar }: Pick<Clock, 'calendar'>): CivilDate {
  for (let back = 0; back < HORIZON_DAYS; back += 1) {
    const date = addDays(own, -back);
    if (dayIn(calendar, date).working) return date;
  }
  return own;
}

type EndedPause = Pause & { until: Instant };

function hasEnded(pause: Pause): pause is EndedPause {
  return pause.until !== null;
}

function pausedAt(pauses: readonly Pause[], at: Instant): EndedPause | undefined {
  return pauses.find((pause): pause is EndedPause => hasEnded(pause) && pause.from <= at && at < pause.until);
}

/** Milliseconds of `[from, to)` that no ended pause covers. Pauses of one obligation never overlap. */
function unpaused(from: Instant, to: Instant, pauses: readonly Pause[]): number {
  let millis = Math.max(0, millisOf(to) - millisOf(from));
  for (const pause of pauses) {
    if (pause.until === null) continue;
    millis -= Math.max(0, millisOf(earlier(to, pause.until)) - millisOf(later(from, pause.from)));
  }
  return Math.max(0, millis);
}

type Sessions = readonly (readonly [Instant, Instant])[];

/** Keeps what a clock was asked of a day: what is late for years is counted over the same days again and again. */
function remembered<T>(counted: (date: CivilDate, clock: Clock) => T) {
  const known = new WeakMap<Clock, Map<CivilDate, T>>();
  return (date: CivilDate, clock: Clock): T => {
    let days = known.get(clock);
    if (!days) known.set(clock, (days = new Map<CivilDate, T>()));
    let found = days.get(date);
    if (found === undefined) days.set(date, (found = counted(date, clock)));
    return found;
  };
}

/** Working sessions of one date, empty on a day off. */
const sessionsOn = remembered(countSessions);

/** Working milliseconds of a calendar month, by its first day. */
const workOfMonth = remembered((first, clock) => {
  let millis = 0;
  for (let date = first; date.slice(0, 7) === first.slice(0, 7); date = addDays(date, 1)) {
    for (const [opens, closes] of sessionsOn(date, clock)) millis += millisOf(closes) - millisOf(opens);
  }
  return millis;
});

function countSessions(date: CivilDate, clock: Clock): Sessions {
  if (!dayIn(clock.calendar, date).working) return [];
  const { hours, zone } = clock.workingTime;
  return hours.map(([from, to]) => [instantAt(date, from, zone), instantAt(date, to, zone)] as const);
}

/**
 * Counts a limit from a start, on the clock of its unit (domain.md §4, "Clocks"). A day is not counted when its end of
 * work falls into a pause.
 *
 * @param counting what stands and whether a last day moves; without it nothing stands and it does
 * @returns the due moment in `dueAt`; `steps` is what was passed on the way, without the start and the due moment
 * @throws RangeError under a calendar without working days, or for working time further than any limit reaches: what no
 *   check of a calendar and of a policy lets pass
 */
export function count(start: Instant, limit: Limit, clock: Clock, counting: Counting = NO_COUNTING): Derivation {
  const course = new Course(clock, counting.pauses);
  const exact = EXACT[limit.unit];
  if (exact !== undefined) return course.ended(exactly(start, limit.amount * exact, course));
  if (limit.unit === 'workingHours') return course.ended(workedOff(start, limit.amount * HOUR, course));
  const first = civilDateAt(start, clock.workingTime.zone);
  if (limit.unit === 'workingDays') return course.ended(course.closes(workdays(first, limit.amount, course)));
  const last =
    limit.unit === 'days' ? civilDays(first, limit.amount, course) : civilMonths(first, limit.amount, course);
  return course.ended(course.closes(counting.moves ? moved(last, counting.passesPauses ?? false, course) : last));
}

/** What every counter moves along: the days of a calendar and the stretches that stand, and what it passed on the way. */
class Course {
  private readonly steps: DerivationStep[] = [];
  private provisional = false;
  private daysOff = 0;

  constructor(
    readonly clock: Clock,
    readonly pauses: readonly Pause[],
  ) {}

  /** What kind of day it is; one of a year that is not published makes the answer provisional. */
  day(date: CivilDate): Day {
    const day = dayIn(this.clock.calendar, date);
    if (day.provisional) this.provisional = true;
    return day;
  }

  /** …and its holiday or make-up workday is a step on the way. */
  workingDay(date: CivilDate): boolean {
    const { working, reason, source } = this.day(date);
    if (reason === 'holiday' || reason === 'statutory' || reason === 'make-up') this.note(reason, date, { source });
    this.daysOff = working ? 0 : this.daysOff + 1;
    if (this.daysOff > HORIZON_DAYS) throw new RangeError('a calendar without working days');
    return working;
  }

  closes(date: CivilDate): Instant {
    return endOfWork(date, this.clock.workingTime);
  }

  /** Whether the end of work of a day stood still; then that is a step on the way. */
  stood(date: CivilDate): boolean {
    const pause = pausedAt(this.pauses, this.closes(date));
    if (pause) this.note('pause', date, { ground: pause.ground });
    return pause !== undefined;
  }

  note(label: DerivationStep['label'], date: CivilDate, detail: DerivationStep['detail'] = {}): void {
    const { zone } = this.clock.workingTime;
    const [from, to] = [instantAt(date, '00:00', zone), instantAt(addDays(date, 1), '00:00', zone)];
    this.steps.push({ label, from, to, detail: { date, ...detail } });
  }

  passed(pause: EndedPause): void {
    this.steps.push({ label: 'pause', from: pause.from, to: pause.until, detail: { ground: pause.ground } });
  }

  ended(dueAt: Instant): Derivation {
    return { dueAt, provisional: this.provisional, steps: this.steps };
  }
}

/** Exact time 自然时: runs day and night, and stands in pauses. */
function exactly(start: Instant, millis: number, course: Course): Instant {
  let at = start;
  let left = millis;
  for (const pause of [...course.pauses].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (!hasEnded(pause) || pause.until <= at) continue;
    const free = Math.max(0, millisOf(pause.from) - millisOf(at));
    if (free >= left) break;
    left -= free;
    at = pause.until;
    course.passed(pause);
  }
  return instantOf(millisOf(at) + left);
}

/** Civil days 日: the start day does not count (Civil Code art. 201). */
function civilDays(first: CivilDate, days: number, course: Course): CivilDate {
  let date = first;
  for (let left = Math.min(days, FARTHEST_DAYS); left > 0;) {
    date = addDays(date, 1);
    if (!course.stood(date)) left--;
  }
  return date;
}

/** Civil months 月: to the same day of a later month; days that a pause swallowed on the way are added behind it. */
function civilMonths(first: CivilDate, months: number, course: Course): CivilDate {
  let last = addMonths(first, months);
  for (let date = addDays(first, 1); date <= last; date = addDays(date, 1)) {
    if (course.stood(date)) last = addDays(last, 1);
  }
  return last;
}

/** A last day that is no working day moves on (Civil Code art. 203), past what stood where that is asked for. */
function moved(last: CivilDate, passesPauses: boolean, course: Course): CivilDate {
  let date = last;
  for (let off = 0; off < HORIZON_DAYS; date = addDays(date, 1)) {
    const { working, reason, source } = course.day(date);
    if (!working) {
      course.note('moved', date, { reason, source });
      off++;
    } else if (!passesPauses || !course.stood(date)) break;
  }
  return date;
}

/** Working time 工作时, in days: make-up workdays count, days off do not. */
function workdays(first: CivilDate, days: number, course: Course): CivilDate {
  if (days > FARTHEST_DAYS) throw new RangeError(`${days} working days`);
  let date = first;
  for (let left = days; left > 0;) {
    date = addDays(date, 1);
    if (course.workingDay(date) && !course.stood(date)) left--;
  }
  return date;
}

/** …and in hours: what is left is worked off session by session. */
function workedOff(start: Instant, millis: number, course: Course): Instant {
  if (millis > FARTHEST_DAYS * DAY) throw new RangeError(`${millis / HOUR} working hours`);
  let left = millis;
  for (let date = civilDateAt(start, course.clock.workingTime.zone); ; date = addDays(date, 1)) {
    course.workingDay(date);
    for (const [opens, closes] of sessionsOn(date, course.clock)) {
      for (const [from, to] of running(later(opens, start), closes, course.pauses)) {
        const free = millisOf(to) - millisOf(from);
        if (free >= left) return instantOf(millisOf(from) + left);
        left -= free;
      }
    }
  }
}

/** The parts of a stretch in which nothing stands, in order. */
function* running(from: Instant, to: Instant, pauses: readonly Pause[]): Generator<[Instant, Instant]> {
  for (let at = from; at < to;) {
    const pause = pausedAt(pauses, at);
    if (pause) {
      at = earlier(pause.until, to);
      continue;
    }
    const next = pauses.find((each) => hasEnded(each) && each.from > at && each.from < to);
    yield [at, next ? next.from : to];
    at = next ? next.from : to;
  }
}

/**
 * Counts a limit backwards from a moment (reminders before a due moment): days and months to the same time of day, and
 * no pause stands.
 *
 * @throws RangeError for working hours under a calendar without any
 */
export function countBack(from: Instant, limit: Limit, clock: Clock): Instant {
  const exact = EXACT[limit.unit];
  if (exact !== undefined) return instantOf(millisOf(from) - limit.amount * exact);
  const { zone } = clock.workingTime;
  const date = civilDateAt(from, zone);
  const sinceMidnight = millisOf(from) - millisOf(instantAt(date, '00:00', zone));
  const sameTimeOn = (day: CivilDate) => instantOf(millisOf(instantAt(day, '00:00', zone)) + sinceMidnight);
  if (limit.unit === 'days') return sameTimeOn(addDays(date, -limit.amount));
  if (limit.unit === 'months') return sameTimeOn(addMonths(date, -limit.amount));
  if (limit.unit === 'workingDays') {
    let day = date;
    for (let left = limit.amount, n = 0; left > 0 && n < HORIZON_DAYS; n++) {
      day = addDays(day, -1);
      if (dayIn(clock.calendar, day).working) left--;
    }
    return sameTimeOn(day);
  }
  let left = limit.amount * HOUR;
  for (let day = date, n = 0; n < HORIZON_DAYS; n++, day = addDays(day, -1)) {
    for (const [opens, closes] of sessionsOn(day, clock).toReversed()) {
      const to = earlier(closes, from);
      const free = millisOf(to) - millisOf(opens);
      if (free <= 0) continue;
      if (free >= left) return instantOf(millisOf(to) - left);
      left -= free;
    }
  }
  throw new RangeError('a calendar without working time');
}

function isWorkingUnit(unit: Unit): boolean {
  return unit === 'workingDays' || unit === 'workingHours';
}

/** Milliseconds between two moments on the clock of a unit: working time for working units, else natural; no pauses. */
export function elapsedOn(unit: Unit, from: Instant, to: Instant, clock: Clock, pauses: readonly Pause[] = []): number {
  if (!isWorkingUnit(unit)) return unpaused(from, to, pauses);
  // Pauses of one obligation never overlap.
  return pauses.reduce(
    (left, { from: stood, until }) => left - (until ? worked(later(from, stood), earlier(to, until), clock) : 0),
    worked(from, to, clock),
  );
}

/** Working milliseconds of `[from, to)`. */
function worked(from: Instant, to: Instant, clock: Clock): number {
  if (to <= from) return 0;
  const { zone } = clock.workingTime;
  const [first, last] = [civilDateAt(from, zone), civilDateAt(to, zone)];
  let millis = 0;
  for (let date = first; date <= last;) {
    // Months that lie inside whole are counted once.
    const nextMonth = date > first && date.endsWith('-01') ? addMonths(date, 1) : null;
    if (nextMonth && nextMonth <= last) {
      millis += workOfMonth(date, clock);
      date = nextMonth;
      continue;
    }
    for (const [opens, closes] of sessionsOn(date, clock)) {
      millis += Math.max(0, millisOf(earlier(closes, to)) - millisOf(later(opens, from)));
    }
    date = addDays(date, 1);
  }
  return millis;
}

/** The moment when so many per cent of the time between start and due have run, on the limit's own clock. */
export function momentAtPercent(
  percent: number,
  from: Instant,
  dueAt: Instant,
  limit: Limit,
  clock: Clock,
  pauses: readonly Pause[] = [],
): Instant {
  if (percent === 100) return dueAt;
  if (percent > 100) return count(dueAt, scale(limit, (percent - 100) / 100), clock, { pauses, moves: true }).dueAt;
  const wanted = Math.round((elapsedOn(limit.unit, from, dueAt, clock, pauses) * percent) / 100);
  if (!isWorkingUnit(limit.unit)) {
    return count(from, { amount: wanted / 1000, unit: 'seconds' }, clock, { pauses, moves: false }).dueAt;
  }
  return count(from, { amount: wanted / HOUR, unit: 'workingHours' }, clock, { pauses, moves: false }).dueAt;
}

/** A share of a limit in its own unit; parts of a unit count in the holder's favour. */
export function scale(limit: Limit, factor: number): Limit {
  return { unit: limit.unit, amount: Math.max(1, Math.ceil(limit.amount * factor - 1e-9)) };
}

/** A rough length for comparing two limits, in natural milliseconds. Only for checks of a policy, never for a date. */
export function roughMillis(limit: Limit): number {
  const unit: Record<Unit, number> = {
    seconds: 1000,
    minutes: MINUTE,
    hours: HOUR,
    workingHours: HOUR,
    days: DAY,
    workingDays: DAY,
    months: 30 * DAY,
  };
  return limit.amount * unit[limit.unit];
}

/**
 * …in natural days, for the bounds of a policy.
 *
 * @param workMinutes of a working day
 */
export function roughDays(limit: Limit, workMinutes: number): number {
  const week = 7 / 5;
  if (limit.unit === 'workingHours') return ((limit.amount * 60) / workMinutes) * week;
  return (roughMillis(limit) / DAY) * (limit.unit === 'workingDays' ? week : 1);
}
