import { setTimeout as pause } from 'node:timers/promises';
import { one } from '../database/rows.js';
import type { Db } from '../database/database.js';

/** A walk once through a whole table that nobody waits for. */

export interface Pace {
  /** Pages of 8 kB that one transaction looks at. */
  pages: number;
  /** Milliseconds between two of them, in which everybody else goes on. */
  pauseMs: number;
}
export const GENTLY: Pace = { pages: 32, pauseMs: 25 };

/** Pages of the table from the one up to the other, which is none of it. */
export interface Stretch {
  from: number;
  until: number;
}

/** A stretch a transaction: no index is needed for it, and none waits for long. What is written meanwhile may be left out. */
export async function eachStretch(
  db: Db,
  table: string,
  { pages, pauseMs }: Pace,
  visit: (stretch: Stretch) => Promise<void>,
): Promise<void> {
  const { all } = await one<{ all: number }>(
    db,
    `SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int AS all`,
    [table],
  );
  for (let from = 0; from < all; from += pages) {
    await visit({ from, until: from + pages });
    if (from + pages < all) await pause(pauseMs);
  }
}
