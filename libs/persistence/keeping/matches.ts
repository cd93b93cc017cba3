import type { DataSource } from 'typeorm';
import type { DisputeRow } from '#domain/dispute/row.js';
import { transaction, type Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { FORMER, matchTokens } from '../record/repeats.js';
import type { Vault } from '../vault/vault.js';
import { eachStretch, GENTLY, type Pace } from './stretches.js';

/**
 * Puts the tokens by which parties are known today in the place of those of before, of every case that has some. Cut off
 * anywhere and begun again it goes on, and a second run finds nothing to do. A case under a hold keeps what it has besides
 * until the hold is lifted: nothing goes from those.
 *
 * @param alive said after each stretch
 * @returns how many cases were remade; one whose tokens lie in two stretches counts in both
 */
export async function remakeMatches(
  source: DataSource,
  vault: Vault,
  pace: Pace = GENTLY,
  alive: () => void = () => undefined,
): Promise<number> {
  let remade = 0;
  await eachStretch(source, 'dispute_match', pace, async ({ from, until }) => {
    remade += await transaction(source, (db) => remake(db, vault, from, until));
    alive();
  });
  return remade;
}

async function remake(db: Db, vault: Vault, from: number, until: number): Promise<number> {
  const former = await rows<{ token: string; id: string }>(
    db,
    `SELECT token, dispute_id AS id FROM dispute_match
     WHERE ctid >= $1::tid AND ctid < $2::tid AND left(token, 2) = ANY ($3)`,
    [`(${from},0)`, `(${until},0)`, FORMER],
  );
  if (former.length === 0) return 0;
  // An erasure holds the case first: what it takes away does not come back. Whoever is at work on one has it the next night.
  const cases = await rows<Pick<DisputeRow, 'id' | 'category' | 'place' | 'parties'>>(
    db,
    `SELECT id, category, row -> 'place' AS place, row -> 'parties' AS parties
     FROM dispute WHERE id = ANY ($1::uuid[]) ORDER BY id FOR SHARE SKIP LOCKED`,
    [[...new Set(former.map(({ id }) => id))]],
  );
  const found = new Set(cases.map(({ id }) => id));
  await db.query(
    `INSERT INTO dispute_match (token, dispute_id)
     SELECT t.token, t.id FROM jsonb_to_recordset($1::jsonb) AS t(token text, id uuid) ON CONFLICT DO NOTHING`,
    [JSON.stringify(cases.flatMap((each) => matchTokens(each, vault).map((token) => ({ token, id: each.id }))))],
  );
  await db.query(
    `DELETE FROM dispute_match m USING jsonb_to_recordset($1::jsonb) AS t(token text, id uuid)
     WHERE m.token = t.token AND m.dispute_id = t.id AND NOT is_held(m.dispute_id)`,
    [JSON.stringify(former.filter(({ id }) => found.has(id)))],
  );
  return cases.length;
}
