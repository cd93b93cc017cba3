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

/** Further than any limit of a policy reaches; a guard against a calendar without working days. */
const HORIZON_DAYS = 4000;

export function endOfWork(date: CivilDate, working: WorkingTime): Instant {
  const last = working.hours[working.hours.length - 1]!;
  return instantAt(date, last[1], working.zone);
}

export function startOfWork(date: CivilDate, working: WorkingTime): Instant {
  return instantAt(date, working.hours[0]![0], working.zone);
}

function pausedAt(pauses: readonly Pause[], at: Instant): Pause | undefined {
  return pauses.find((pause) => pause.until !== null && pause.from <= at && at < pause.until);
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
 * Counts a limit from a start. Hours, minutes, seconds and working hours end exactly; days, working days and months
 * do not count the start day and end at the end of working time of their last day (domain.md §4, Civil Code art. 200-203).
 * A day is not counted when its end of work falls into a pause.
 */
export function count(start: Instant, limit: Limit, clock: Clock, counting: Counting = NO_COUNTING): Derivation {
  const { pauses, moves, passesPauses = false } = counting;
  const steps: DerivationStep[] = [];
  let provisional = false;
  const { calendar, workingTime } = clock;
  const zone = workingTime.zone;
  const dayOf = (date: CivilDate): Day => {
    const day = dayIn(calendar, date);
    if (day.provisional) provisional = true;
    return day;
  };
  const note = (label: DerivationStep['label'], date: CivilDate, detail: DerivationStep['detail'] = {}) =>
    steps.push({
      label,
      from: instantAt(date, '00:00', zone),
      to: instantAt(addDays(date, 1), '00:00', zone),
      detail: { date, ...detail },
    });
  const noteSpecial = (date: CivilDate, day: Day) => {
    if (day.reason === 'holiday' || day.reason === 'statutory' || day.reason === 'make-up') {
      note(day.reason, date, { source: day.source });
    }
  };
  const done = (dueAt: Instant): Derivation => ({ dueAt, provisional, steps });

  const exact = EXACT[limit.unit];
  if (exact !== undefined) {
    let at = start;
    let left = limit.amount * exact;
    for (const pause of [...pauses].sort((a, b) => (a.from < b.from ? -1 : 1))) {
      if (pause.until === null || pause.until <= at) continue;
      const free = Math.max(0, millisOf(pause.from) - millisOf(at));
      if (free >= left) break;
      left -= free;
      at = pause.until;
      steps.push({ label: 'pause', from: pause.from, to: pause.until, detail: { ground: pause.ground } });
    }
    return done(instantOf(millisOf(at) + left));
  }

  if (limit.unit === 'workingHours') {
    let left = limit.amount * HOUR;
    let date = civilDateAt(start, zone);
    for (let n = 0; n < HORIZON_DAYS; n++, date = addDays(date, 1)) {
      const day = dayOf(date);
      noteSpecial(date, day);
      for (const [opens, closes] of sessionsOn(date, clock)) {
        let from = later(opens, start);
        while (from < closes) {
          const pause = pausedAt(pauses, from);
          if (pause) {
            from = earlier(pause.until!, closes);
            continue;
          }
          const nextPause = pauses.find((p) => p.until !== null && p.from > from && p.from < closes);
          const to = nextPause ? nextPause.from : closes;
          const free = millisOf(to) - millisOf(from);
          if (free >= left) return done(instantOf(millisOf(from) + left));
          left -= free;
          from = to;
        }
      }
    }
    throw new RangeError('a calendar without working time');
  }

  const startDate = civilDateAt(start, zone);
  let date = startDate;
  if (limit.unit === 'workingDays') {
    let left = limit.amount;
    for (let n = 0; left > 0; n++) {
      if (n > HORIZON_DAYS) throw new RangeError('a calendar without working days');
      date = addDays(date, 1);
      const day = dayOf(date);
      noteSpecial(date, day);
      if (!day.working) continue;
      const pause = pausedAt(pauses, endOfWork(date, workingTime));
      if (pause) note('pause', date, { ground: pause.ground });
      else left--;
    }
    return done(endOfWork(date, workingTime));
  }

  if (limit.unit === 'days') {
    let left = limit.amount;
    for (let n = 0; left > 0 && n < HORIZON_DAYS; n++) {
      date = addDays(date, 1);
      const pause = pausedAt(pauses, endOfWork(date, workingTime));
      if (pause) note('pause', date, { ground: pause.ground });
      else left--;
    }
  } else {
    const last = addMonths(startDate, limit.amount);
    date = last;
    // Days that a pause swallowed between start and end are added behind it.
    for (let day = addDays(startDate, 1), n = 0; day <= date && n < HORIZON_DAYS; day = addDays(day, 1), n++) {
      const pause = pausedAt(pauses, endOfWork(day, workingTime));
      if (pause) {
        note('pause', day, { ground: pause.ground });
        date = addDays(date, 1);
      }
    }
  }
  if (moves) {
    for (let n = 0; n < HORIZON_DAYS; n++, date = addDays(date, 1)) {
      const day = dayOf(date);
      const pause = passesPauses ? pausedAt(pauses, endOfWork(date, workingTime)) : undefined;
      if (day.working && !pause) break;
      if (!day.working) note('moved', date, { reason: day.reason, source: day.source });
      else note('pause', date, { ground: pause!.ground });
    }
  }
  return done(endOfWork(date, workingTime));
}

/** Counts a limit backwards from a moment (reminders before a due moment). Always natural in what it skips. */
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
