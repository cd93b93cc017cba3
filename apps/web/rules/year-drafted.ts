import { get } from '../base/api.js';
import type { CalendarList, CalendarYear } from '../contract.js';

/** The draft of a year, as the list of calendars has it. */
export const findYear = (
  { drafted }: Pick<CalendarList, 'drafted'>,
  year: number,
): CalendarList['drafted'][number] | undefined => drafted.find((each) => each.year === year);

/** A year as it is known, and as it is drafted; null what there is none of. */
export async function yearAndDraft(
  there: CalendarList,
  path: { region: string; year: number },
  signal: AbortSignal,
): Promise<{ known: CalendarYear | null; draft: CalendarYear | null }> {
  const isKnown = there.items.some((each) => each.year === path.year);
  const [known, drafted] = await Promise.all([
    isKnown ? get('/calendars/{region}/{year}', { path, signal }) : null,
    findYear(there, path.year) ? get('/calendars/{region}/{year}/draft', { path, signal }) : null,
  ]);
  return { known, draft: drafted && drafted.document };
}
