import type { DataSource } from 'typeorm';
import { one } from '../database/rows.js';

/** So many cases are rewritten together: each takes some milliseconds, and who commands one waits half a second for its row. */
const TOGETHER = 50;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Who is above a department that moved sees its cases, and who was above it no more. What was cut off begins anew, and looks
 * at what is right already without writing it.
 */
export async function settleMoves(source: DataSource): Promise<void> {
  const { until, places } = await one<{ until: string | null; places: string[] | null }>(
    source,
    `SELECT until::text, places FROM moved_places()`,
  );
  if (until === null) return;
  const handOn = async (behind: string) =>
    (await one<{ last: string | null }>(source, `SELECT hand_sight_on($1, $2, $3) AS last`, [places, behind, TOGETHER]))
      .last;
  let behind: string | null = FIRST;
  while (behind !== null) behind = await handOn(behind);
  await source.query(`SELECT moves_settled($1)`, [until]);
}
