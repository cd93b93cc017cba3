import type { CivilDate } from '#domain/time/time.js';
import type { Db } from '../database/database.js';
import { one } from '../database/rows.js';

/** What is numbered, each counted over all years. */
export type Series = 'dispute' | 'rehearsal' | 'item';

const WRITTEN: Record<Series, (day: CivilDate, n: string) => string> = {
  dispute: (day, n) => `${day.slice(0, 4)}-${n}`,
  // Rehearsals take none of the others' numbers.
  rehearsal: (day, n) => `R-${day.slice(0, 4)}-${n}`,
  item: (day, n) => `X${day.slice(2, 4)}-${n}`,
};

/**
 * The next number of a region: `2026-00017`, `R-2026-00003`, `X26-00102`; of a region that is not the first behind its
 * letters: `YUNSHAN-2026-00017`. So each region counts for itself, and a number is of one case in the installation.
 *
 * @param day on which it is given, as that is in the region
 */
export async function nextNumber(db: Db, region: string, series: Series, day: CivilDate): Promise<string> {
  const { prefix, n } = await one<{ prefix: string; n: string }>(db, `SELECT prefix, n FROM next_number($1, $2)`, [
    region,
    series,
  ]);
  return prefix + WRITTEN[series](day, n.padStart(5, '0'));
}
