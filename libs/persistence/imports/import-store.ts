import type { Remark } from '#domain/sheet/check.js';
import type { Column } from '#domain/sheet/columns.js';
import type { SheetLine } from '#domain/sheet/check.js';
import type { ImportKind } from '#domain/words.js';
import { hashOf } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import type { Vault } from '../vault/vault.js';

/** Sheets that were handed in. What stands in their cells is sealed, and goes once it has been brought in. */

/** Bound in with the text: a row cannot be put into the place of another. */
const purposeOf = (importId: string, n: number) => `import ${importId} ${n}`;
/** What was never run is not kept for ever. */
const KEPT_DAYS = 30;

export interface Import {
  id: string;
  kind: ImportKind;
  source: string;
  headRow: number;
  heads: string[];
  /** What was said of the heads: the place of each column, null for none. */
  chosen: Partial<Record<Column, number | null>>;
  remarks: Remark[];
  rolloutId: string | null;
}

type Sealing = Pick<Vault, 'sealOwn' | 'openOwn'>;

export async function keepImport(
  db: Db,
  vault: Sealing,
  madeBy: string,
  { id, kind, source, headRow, heads, remarks }: Omit<Import, 'chosen' | 'rolloutId'>,
  lines: readonly SheetLine[],
): Promise<void> {
  await db.query(
    `DELETE FROM import WHERE made_by = $1 AND rollout_id IS NULL AND made_at < now() - make_interval(days => $2)`,
    [madeBy, KEPT_DAYS],
  );
  await db.query(
    `INSERT INTO import (id, kind, source, made_by, head_row, heads, remarks) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [id, kind, source, madeBy, headRow, JSON.stringify(heads), JSON.stringify(remarks)],
  );
  await db.query(`INSERT INTO import_row (import_id, n, cells) SELECT $1, * FROM unnest($2::int[], $3::text[])`, [
    id,
    lines.map(({ n }) => n),
    lines.map(({ n, cells }) => vault.sealOwn(JSON.stringify(cells), purposeOf(id, n))),
  ]);
}

/** Null where there is none that the reader handed in. */
export async function findImport(db: Db, id: string): Promise<Import | null> {
  const [found] = await rows<Import>(
    db,
    `SELECT id, kind, source, head_row AS "headRow", heads, chosen, remarks, rollout_id AS "rolloutId"
     FROM import WHERE id = $1`,
    [id],
  );
  return found ?? null;
}

/** All rows, or just this one; none where they have gone. */
export async function linesOf(db: Db, vault: Sealing, id: string, n: number | null = null): Promise<SheetLine[]> {
  const found = await rows<{ n: number; cells: string }>(
    db,
    `SELECT n, cells FROM import_row WHERE import_id = $1 AND ($2::int IS NULL OR n = $2) ORDER BY n`,
    [id, n],
  );
  return found.map(({ n: own, cells }) => ({
    n: own,
    cells: JSON.parse(vault.openOwn(cells, purposeOf(id, own))) as string[],
  }));
}

export async function chooseColumns(db: Db, id: string, chosen: Import['chosen']): Promise<void> {
  await db.query(`UPDATE import SET chosen = $2 WHERE id = $1`, [id, JSON.stringify(chosen)]);
}

export async function ranAs(db: Db, id: string, rolloutId: string): Promise<void> {
  await db.query(`UPDATE import SET rollout_id = $2 WHERE id = $1`, [id, rolloutId]);
}

/** What a row means hangs on its sheet's heads and on what was said of them: one text for all that. */
export function readingOf({
  kind,
  source,
  headRow,
  heads,
  chosen,
}: Omit<Import, 'id' | 'remarks' | 'rolloutId'>): string {
  return hashOf({ kind, source, headRow, heads, chosen });
}

/** What it brought in stands where it belongs; the sheet's own copy goes. */
export async function forgetLines(db: Db, id: string): Promise<void> {
  await db.query(`DELETE FROM import_row WHERE import_id = $1`, [id]);
}
