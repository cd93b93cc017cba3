import type { Db } from '../database/database.js';
import { one } from '../database/rows.js';
import type { Conditions } from './conditions.js';

/**
 * What stands behind FROM for what the reader sees, `d`, without a search. Of few that somebody sees a list is sorted;
 * of many it is walked, which meets a page of them soon, where it would walk past a million disputes for few or none.
 */
export async function seenDisputes(db: Db, { place }: Conditions): Promise<string> {
  const { ids } = await one<{ ids: string[] | null }>(db, `SELECT few_seen() AS ids`);
  // Read before they are narrowed and sorted: by an index of the order they would be walked to all the same.
  return ids ? `(SELECT * FROM dispute WHERE id = ANY (${place(ids)}::uuid[]) OFFSET 0) d` : 'dispute d';
}
