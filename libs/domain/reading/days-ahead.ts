import { dayIn, type DayReason } from '../time/calendar.js';
import { endOfWork, type Clock } from '../time/limit.js';
import { DAY, addDays, addMonths, civilDateAt, type CivilDate, type Instant } from '../time/time.js';

export interface DayAhead {
  date: CivilDate;
  reason: DayReason;
  working: boolean;
  /** Its year is not published: it may still become another one. */
  provisional: boolean;
  /** The how-manieth working day after today it is; null of today, of a day before it, and of a day off. */
  nth: number | null;
  /** When work ends on it. */
  endsAt: Instant;
}

/** Further ahead nobody counts working days. */
const COUNTED_DAYS = 400;

/** Today and the days after it, each as what it is in the calendar: what is due in so many working days is due at its end. */
export function daysAhead(now: Instant, clock: Clock, days: number): DayAhead[] {
  return daysFrom(civilDateAt(now, clock.workingTime.zone), days, now, clock);
}

/** The days of a month, `2026-10`; what has passed, and what lies too far ahead, is the how-manieth of nothing. */
export function daysOfMonth(month: string, now: Instant, clock: Clock): DayAhead[] {
  const first = `${month}-01`;
  const length = (Date.parse(addMonths(first, 1)) - Date.parse(first)) / DAY;
  return daysFrom(first, length, now, clock);
}

function daysFrom(first: CivilDate, days: number, now: Instant, { calendar, workingTime }: Clock): DayAhead[] {
  const today = civilDateAt(now, workingTime.zone);
  const isNear = first < addDays(today, COUNTED_DAYS);
  let passed = 0;
  // The day from which one counts is not counted.
  for (let date = addDays(today, 1); isNear && date < first; date = addDays(date, 1)) {
    if (dayIn(calendar, date).working) passed += 1;
  }
  return Array.from({ length: days }, (_, n) => {
    const date = addDays(first, n);
    const { reason, working, provisional } = dayIn(calendar, date);
    const counts = isNear && date > today && working;
    if (counts) passed += 1;
    return { date, reason, working, provisional, nth: counts ? passed : null, endsAt: endOfWork(date, workingTime) };
  });
}
