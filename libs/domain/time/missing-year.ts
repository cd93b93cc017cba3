import type { CalendarYear } from './calendar.js';
import type { CivilDate } from './time.js';

type Known = Pick<CalendarYear, 'year' | 'official'>;

/** Notices for the next year appear in these days: from then on somebody should look for it. */
const LOOKED_FOR_FROM = '11-01';

/**
 * The year that somebody has to publish: this one while it is not there, and from 1 November the next one.
 *
 * @param years of the calendar that counts now
 */
export function missingYear(years: readonly Known[], today: CivilDate): number | null {
  const thisYear = Number(today.slice(0, 4));
  const wanted = today.slice(5) >= LOOKED_FOR_FROM ? [thisYear, thisYear + 1] : [thisYear];
  return wanted.find((each) => !years.some(({ year, official }) => year === each && official)) ?? null;
}

/** Of the years that a release brings those that are official and that a calendar does not have as such. */
export function unknownYears(shipped: readonly CalendarYear[], years: readonly Known[]): CalendarYear[] {
  return shipped.filter((each) => each.official && !years.some(({ year, official }) => year === each.year && official));
}
