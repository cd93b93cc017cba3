import { dayIn, type DayReason } from '../time/calendar.js';
import { endOfWork, type Clock } from '../time/limit.js';
import { addDays, civilDateAt, type CivilDate, type Instant } from '../time/time.js';

export interface DayAhead {
  date: CivilDate;
  reason: DayReason;
  working: boolean;
  /** Its year is not published: it may still become another one. */
  provisional: boolean;
  /** The how-manieth working day after today it is; null of today, and of a day off. */
  nth: number | null;
  /** When work ends on it. */
  endsAt: Instant;
}

/** Today and the days after it, each as what it is in the calendar: what is due in so many working days is due at its end. */
export function daysAhead(now: Instant, clock: Clock, days: number): DayAhead[] {
  const { calendar, workingTime } = clock;
  const today = civilDateAt(now, workingTime.zone);
  let passed = 0;
  return Array.from({ length: days }, (_, n) => {
    const date = addDays(today, n);
    const { reason, working, provisional } = dayIn(calendar, date);
    // The day from which one counts is not counted.
    const counts = n > 0 && working;
    if (counts) passed += 1;
    return { date, reason, working, provisional, nth: counts ? passed : null, endsAt: endOfWork(date, workingTime) };
  });
}
