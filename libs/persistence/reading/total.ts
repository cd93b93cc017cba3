import type { Db } from '../database/database.js';
import { one } from '../database/rows.js';
import type { Conditions } from './conditions.js';

/** Beyond so many a list says that there are more: a look at each of a million for a number that nobody reads is none. */
const MOST_COUNTED = 10_000;

/** How many a list has in all. */
export interface Total {
  count: number;
  /** There are more than that. */
  more: boolean;
}

/** @param found what stands behind FROM of the list, with what it is narrowed by */
export async function totalOf(db: Db, found: string, { parameters }: Conditions): Promise<Total> {
  return one<Total>(
    db,
    `SELECT least(count(*), ${MOST_COUNTED})::int AS count, count(*) > ${MOST_COUNTED} AS more
     FROM (SELECT FROM ${found} LIMIT ${MOST_COUNTED + 1}) counted`,
    parameters,
  );
}
