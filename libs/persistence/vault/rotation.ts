import type { DataSource } from 'typeorm';
import { transaction, type Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import type { KeyRing } from './key-ring.js';
import { checked, ownKey } from './vault.js';

/** Puts the newest master key of the ring in the place of all others. */

const AT_ONCE = 500;

export interface Rotated {
  /** Keys that were wrapped anew by this run. */
  rewrapped: number;
  /** Master keys that wrap nothing any more. */
  retired: string[];
}

interface Row {
  id: string;
  wrapped: Buffer | null;
  wrappedBy: string | null;
}

/** Where keys lie, and how one is taken out of its wrapping. */
const PLACES = [
  { table: 'own_key', id: 'purpose', type: 'text', unwrap: (ring: KeyRing, row: Row) => ownKey(ring, row.id, row) },
  {
    table: 'dispute_key',
    id: 'dispute_id',
    type: 'uuid',
    unwrap: (ring: KeyRing, row: Row) => ring.unwrap(row.wrappedBy, row.wrapped!, row.id),
  },
] as const;

/**
 * Wraps every key anew, in batches of one transaction each: cut off anywhere and begun again it goes on, and a second
 * run finds nothing to do. What others register meanwhile under the old key is met by a further look; an old master key
 * is retired only when nothing refers to it, which the database itself holds.
 */
export async function rotate(
  source: DataSource,
  ring: KeyRing,
  each: (rewrapped: number) => void = () => undefined,
): Promise<Rotated> {
  // Nothing is begun that could not be finished.
  await checked(source, ring);
  await opensUnnamed(source, ring);
  await transaction(source, async (db) => {
    await db.query(`UPDATE master_key SET current = false WHERE current AND id <> $1`, [ring.newest]);
    await db.query(
      `INSERT INTO master_key (id, current) VALUES ($1, true) ON CONFLICT (id) DO UPDATE SET current = true
       WHERE NOT master_key.current`,
      [ring.newest],
    );
  });
  let rewrapped = 0;
  for (;;) {
    for (const place of PLACES) {
      for (let batch = -1; batch !== 0;) {
        batch = await transaction(source, (db) => rewrap(db, ring, place));
        if (batch > 0) each((rewrapped += batch));
      }
    }
    const retired = await retire(source, ring.newest);
    if (retired) return { rewrapped, retired };
  }
}

/** What was wrapped before keys had names must open with the oldest of the ring. */
async function opensUnnamed(db: Db, ring: KeyRing): Promise<void> {
  const [row] = await rows<{ id: string; wrapped: Buffer }>(
    db,
    `SELECT dispute_id AS id, wrapped FROM dispute_key WHERE wrapped_by IS NULL LIMIT 1`,
  );
  if (!row) return;
  try {
    ring.unwrap(null, row.wrapped, row.id);
  } catch (error) {
    throw new Error('MASTER_KEY: the last key of the ring is not the one that wrapped what is there', { cause: error });
  }
}

async function rewrap(db: Db, ring: KeyRing, { table, id, type, unwrap }: (typeof PLACES)[number]): Promise<number> {
  const found = await rows<Row>(
    db,
    `SELECT ${id} AS id, wrapped, wrapped_by AS "wrappedBy" FROM ${table}
     WHERE wrapped_by IS DISTINCT FROM $1 ORDER BY ${id} LIMIT $2 FOR UPDATE`,
    [ring.newest, AT_ONCE],
  );
  const anew = found.map((row) => ({
    id: row.id,
    wrapped: ring.wrap(ring.newest, unwrap(ring, row), row.id).toString('base64'),
  }));
  await db.query(
    `UPDATE ${table} k SET wrapped = decode(n.wrapped, 'base64'), wrapped_by = $2
     FROM jsonb_to_recordset($1::jsonb) AS n(id ${type}, wrapped text) WHERE k.${id} = n.id`,
    [JSON.stringify(anew), ring.newest],
  );
  return found.length;
}

/** Null when somebody wrapped something by an old key after it was looked for. */
async function retire(db: Db, newest: string): Promise<string[] | null> {
  const left = await one<{ any: boolean }>(
    db,
    `SELECT EXISTS (SELECT FROM dispute_key WHERE wrapped_by IS DISTINCT FROM $1) AS "any"`,
    [newest],
  );
  if (left.any) return null;
  try {
    // As rows of one shape, however many they are.
    const gone = await rows<{ id: string }>(
      db,
      `WITH gone AS (DELETE FROM master_key WHERE id <> $1 RETURNING id) SELECT id FROM gone ORDER BY id`,
      [newest],
    );
    return gone.map(({ id }) => id);
  } catch (error) {
    if ((error as { code?: string }).code === '23503') return null;
    throw error;
  }
}
