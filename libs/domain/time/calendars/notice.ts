import type { CalendarYear } from '../calendar.js';
import { addDays, type CivilDate } from '../time.js';

/** A year as its notice is written: one row a holiday, with the days off from first to last. */
export interface Notice {
  region: string;
  year: number;
  /** False where only the law is known yet, and no notice. */
  official: boolean;
  source: string;
  holidays: {
    name: string;
    /** First and last day off, weekends in between included; absent until the notice appears. */
    off?: [CivilDate, CivilDate];
    /** Off by law in any case. */
    statutory: CivilDate[];
    /** Weekends that are worked for it 调休. */
    makeUpDays?: CivilDate[];
  }[];
}

/** The same year day by day, as it is published and counted with. */
export function yearOf({ holidays, ...about }: Notice): CalendarYear {
  return {
    ...about,
    holidays: holidays.flatMap(({ off }) => (off ? daysFrom(...off) : [])),
    makeUpDays: holidays.flatMap(({ makeUpDays = [] }) => makeUpDays),
    statutory: holidays.flatMap(({ statutory }) => statutory),
  };
}

function daysFrom(first: CivilDate, last: CivilDate): CivilDate[] {
  const days: CivilDate[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) days.push(date);
  return days;
}
