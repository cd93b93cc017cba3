import { weekdayOf, type CivilDate } from './time.js';

/**
 * One year of a region's working calendar, as published: days off (including moved weekends), make-up workdays 调休,
 * and the statutory days that are off in any case. `official: false` is a year whose notice has not appeared yet; only
 * weekends and the statutory days are known of it.
 */
export interface CalendarYear {
  region: string;
  year: number;
  official: boolean;
  source: string;
  holidays: CivilDate[];
  makeUpDays: CivilDate[];
  statutory: CivilDate[];
}

/** The years that a dispute carries with it, under one version. */
export interface Calendar {
  region: string;
  version: string;
  years: CalendarYear[];
}

export type DayReason = 'workday' | 'weekend' | 'holiday' | 'make-up' | 'statutory';

export interface Day {
  working: boolean;
  /** True where the year of this date has no official calendar: the answer may change when it is published. */
  provisional: boolean;
  reason: DayReason;
  source?: string;
}

/** What kind of day a date is. A date beyond the published years is answered provisionally, never silently. */
export function dayIn(calendar: Calendar, date: CivilDate): Day {
  // A notice may name days of the neighbouring year (New Year's eve), so every carried year is asked.
  for (const year of calendar.years) {
    if (!year.official) continue;
    if (year.makeUpDays.includes(date)) {
      return { working: true, provisional: false, reason: 'make-up', source: year.source };
    }
    if (year.holidays.includes(date)) {
      return { working: false, provisional: false, reason: 'holiday', source: year.source };
    }
  }
  const own = calendar.years.find((year) => year.year === Number(date.slice(0, 4)));
  const provisional = !own?.official;
  if (provisional && own?.statutory.includes(date)) {
    return { working: false, provisional, reason: 'statutory', source: own.source };
  }
  const weekday = weekdayOf(date);
  const weekend = weekday === 0 || weekday === 6;
  return { working: !weekend, provisional, reason: weekend ? 'weekend' : 'workday' };
}
