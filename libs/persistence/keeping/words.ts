import type { DataSource } from 'typeorm';
import type { DisputeRow } from '#domain/dispute/row.js';
import { transaction, type Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { columnsOf } from '../record/columns.js';
import { eachStretch, GENTLY, type Pace } from './stretches.js';

/**
 * Makes anew by what the search finds each case that a release of before wrote, which kept no village beside it. Cut off
 * anywhere and begun again it goes on, and a second run finds nothing to do.
 *
 * @param alive said after each stretch
 * @returns how many cases were remade
 */
export async function remakeWords(
  source: DataSource,
  pace: Pace = GENTLY,
  alive: () => void = () => undefined,
): Promise<number> {
  let remade = 0;
  await eachStretch(source, 'dispute_words', pace, async ({ from, until }) => {
    remade += await transaction(source, (db) => remake(db, from, until));
    alive();
  });
  return remade;
}

async function remake(db: Db, from: number, until: number): Promise<number> {
  // Whoever is at work on one has it the next night, or writes it anew.
  const found = await rows<{ row: DisputeRow }>(
    db,
    `SELECT d.row FROM dispute_words w JOIN dispute d ON d.id = w.dispute_id
     WHERE w.ctid >= $1::tid AND w.ctid < $2::tid AND w.village IS NULL ORDER BY d.id FOR SHARE OF d SKIP LOCKED`,
    [`(${from},0)`, `(${until},0)`],
  );
  if (found.length === 0) return 0;
  const made = found.map(({ row }) => ({ id: row.id, ...columnsOf.words(row) }));
  await db.query(
    `UPDATE dispute_words w SET words = m.words, sought = m.sought, village = m.village
     FROM jsonb_to_recordset($1::jsonb) AS m(id uuid, words text, sought text, village text) WHERE w.dispute_id = m.id`,
    [JSON.stringify(made)],
  );
  return made.length;
}
