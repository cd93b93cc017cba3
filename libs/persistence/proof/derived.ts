import type { DisputeEvent } from '#domain/dispute/events.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { canonical } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { columnsOf } from '../record/columns.js';
import type { Folded } from '../record/fold.js';
import { formerTokens, matchTokens } from '../record/repeats.js';
import { formerSearchTextOf } from '../record/search-text.js';
import { stored } from '../rules/rulebook.js';
import type { Vault } from '../vault/vault.js';

/**
 * Every column that comes of the record, derived from it again and compared. PostgreSQL itself reads what was derived, so
 * that both are of one form. A column that is not derived here is named in `test/integration/alterations.spec.ts`, with why.
 */

export type Columns = Record<string, unknown>;

/** As PostgreSQL reads it. */
export const bytes = (value: Buffer) => `\\x${value.toString('hex')}`;

/** A set whose order says nothing. */
const SETS = ['visible_to'];

const plain = (name: string, value: unknown) =>
  canonical(SETS.includes(name) && Array.isArray(value) ? value.toSorted() : value);

/** Those columns of one row that are not what was derived; null when there is no row. */
export async function wrongColumns(
  db: Db,
  table: 'dispute' | 'item',
  id: string,
  derived: Columns,
): Promise<string[] | null> {
  const [row] = await rows<{ kept: Columns; derived: Columns }>(
    db,
    `SELECT to_jsonb(k) AS kept, to_jsonb(jsonb_populate_record(k, $2::jsonb)) AS derived FROM ${table} k WHERE id = $1`,
    [id, JSON.stringify(derived)],
  );
  if (!row) return null;
  return Object.keys(row.kept)
    .filter((name) => plain(name, row.kept[name]) !== plain(name, row.derived[name]))
    .sort();
}

/** Writes over one row what was derived of it. */
export async function rewrite(db: Db, table: 'item', id: string, derived: Columns): Promise<void> {
  const names = Object.keys(derived).join(', ');
  await db.query(
    `UPDATE ${table} k SET (${names}) = (SELECT ${names} FROM jsonb_populate_record(k, $2::jsonb)) WHERE id = $1`,
    [id, JSON.stringify(derived)],
  );
}

/**
 * Whether a dispute's rows of one table are just those that were derived.
 *
 * @param ofDispute what each of them has of its dispute
 */
async function isWhole(
  db: Db,
  table: 'obligation' | 'transfer' | 'visit' | 'dispute_words',
  id: string,
  derived: Columns[],
  ofDispute: Columns,
): Promise<boolean> {
  const found = await rows<{ row: Columns; kept: boolean }>(
    db,
    `SELECT to_jsonb(k) AS row, true AS kept FROM ${table} k WHERE dispute_id = $1
     UNION ALL SELECT to_jsonb(d), false FROM jsonb_populate_recordset(NULL::${table}, $2::jsonb) d`,
    [id, JSON.stringify(derived.map((each) => ({ ...each, ...ofDispute, dispute_id: id })))],
  );
  const those = (kept: boolean) =>
    canonical(
      found
        .filter((each) => each.kept === kept)
        .map(({ row }) => canonical(Object.entries(row).map(([name, value]) => [name, plain(name, value)])))
        .sort(),
    );
  return those(true) === those(false);
}

/** By what the search finds it: as it is kept today, or as releases of before kept it, until it is made anew. */
async function isSought(db: Db, row: DisputeRow, ofDispute: Columns): Promise<boolean> {
  if (await isWhole(db, 'dispute_words', row.id, [columnsOf.words(row)], ofDispute)) return true;
  const words = formerSearchTextOf(row);
  const { sought } = await one<{ sought: string }>(db, `SELECT spread_words($1) AS sought`, [words]);
  return isWhole(db, 'dispute_words', row.id, [{ words, sought, village: null }], ofDispute);
}

export function disputeColumns(folded: Folded): Columns {
  return {
    ...columnsOf.dispute(folded),
    clock_ahead: `${folded.row.aheadMs} milliseconds`,
    head_hash: bytes(folded.hash),
    state: stored(folded.state),
    row: folded.row,
  };
}

/** What of the rows of a dispute is not what its record says. */
export async function wrongRows(db: Db, folded: Folded): Promise<string[]> {
  const { row, visibleTo } = folded;
  const { rehearsal } = row;
  const sought = { visible_to: visibleTo };
  const owed = { visible_to: visibleTo, rehearsal };
  const handed = { visible_to: visibleTo, live: row.status !== 'closed' && !rehearsal };
  const wrong = await wrongColumns(db, 'dispute', row.id, disputeColumns(folded));
  if (!wrong) return ['has no row'];
  const others = wrong.filter((name) => !(name in SAID));
  const lists = [
    ['obligations', await isWhole(db, 'obligation', row.id, row.obligations.map(columnsOf.obligation), owed)],
    ['transfers', await isWhole(db, 'transfer', row.id, row.transfers.map(columnsOf.transfer), handed)],
    ['visits', await isWhole(db, 'visit', row.id, row.visits.map(columnsOf.visit), owed)],
    ['words of search', await isSought(db, row, sought)],
  ] as const;
  return [
    ...wrong.flatMap((name) => SAID[name] ?? []),
    ...(others.length > 0 ? [`the columns of its row are not the fold: ${others.join(', ')}`] : []),
    ...lists.flatMap(([name, whole]) => (whole ? [] : [`its ${name} are not the fold`])),
  ];
}

const SAID: Record<string, string> = {
  state: 'its state is not the fold',
  row: 'its document is not the fold',
  head_hash: 'the record does not end where the row says',
};

/** What calendars are told of visits is what the visits are. */
export async function isRevised(db: Db, id: string): Promise<boolean> {
  const found = await rows(
    db,
    `SELECT FROM dispute d JOIN visit v ON v.dispute_id = d.id LEFT JOIN visit_revision r ON r.dispute_id = d.id AND r.n = v.n
     WHERE d.id = $1 AND NOT d.rehearsal AND (r.number, r.department, r.due_at, r.tolerance_until, r.mode, r.state)
       IS DISTINCT FROM (d.number, d.desk, v.due_at, v.tolerance_until, v.row ->> 'mode', v.state)
     UNION ALL SELECT FROM visit_revision r WHERE r.dispute_id = $1 AND r.state <> 'gone'
       AND NOT EXISTS (SELECT FROM visit v WHERE v.dispute_id = r.dispute_id AND v.n = r.n)`,
    [id],
  );
  return found.length === 0;
}

/** What a closed dispute adds to the statistics is kept, and is what its rows say; of no other anything is kept. */
export async function isTallied(db: Db, id: string): Promise<boolean> {
  const { right } = await one<{ right: boolean }>(
    db,
    `SELECT (SELECT to_jsonb(k) FROM tally k WHERE dispute_id = $1) IS NOT DISTINCT FROM
       (SELECT to_jsonb(t) - '{open,status}'::text[] FROM tallied t WHERE dispute_id = $1 AND status = 'closed') AS right`,
    [id],
  );
  return right;
}

/**
 * By what a dispute is found again: of what stands in it now, and of nothing else. As it is told today, or as it was before,
 * until it is remade.
 */
export async function isFindable(db: Db, vault: Vault, row: DisputeRow): Promise<boolean> {
  const found = await rows<{ token: string }>(db, `SELECT token FROM dispute_match WHERE dispute_id = $1`, [row.id]);
  const kept = new Set(found.map(({ token }) => token));
  const told = [matchTokens(row, vault), formerTokens(row, vault)];
  const known = new Set(told.flat());
  return told.some((tokens) => tokens.every((each) => kept.has(each))) && [...kept].every((each) => known.has(each));
}

/** A key that was answered stands at the entry that answers it. Receipts end before their cases do; none is invented. */
export async function falseReceipts(
  db: Db,
  id: string,
  events: readonly Pick<DisputeEvent, 'answers'>[],
): Promise<number[]> {
  const found = await rows<{ key: string; bodyHmac: string; seq: number }>(
    db,
    `SELECT key, body_hmac AS "bodyHmac", seq FROM command_key WHERE dispute_id = $1 AND seq IS NOT NULL ORDER BY seq`,
    [id],
  );
  return found
    .filter(({ key, bodyHmac, seq }) => {
      const answers = events[seq - 1]?.answers;
      return answers?.key !== key || answers.bodyHmac !== bodyHmac;
    })
    .map(({ seq }) => seq);
}
