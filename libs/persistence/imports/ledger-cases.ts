import type { DisputeRow } from '#domain/dispute/row.js';
import type { Tree } from '#domain/people/tree.js';
import type { LedgerCase } from '#domain/sheet/disputes.js';
import { canonical } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { uuidOf } from '../database/named-id.js';
import { rows } from '../database/rows.js';

/** Which cases are here already of those that a ledger tells. */

type Named = Pick<LedgerCase, 'source' | 'externalNumber' | 'desk'>;

/** Ledgers of two counties may have one name, and are two. @param prefix of the numbers of its region */
export const ledgerCaseId = (prefix: string, { source, externalNumber }: Omit<Named, 'desk'>): string =>
  uuidOf(`${prefix}ledger ${canonical([source, externalNumber])}`);

/** What a desk was called before: its own ledger goes on under the name of whoever goes on in its place. */
const sourcesOf = ({ source }: Named, tree: Tree): string[] => [source, ...tree.predecessorsOf(source)];

/**
 * The number of a case is one of its ledger's; our own is known as well, since we write it into the sheets that we make.
 *
 * @param db in whose sight all of them are
 */
export async function casesTold<T extends Named>(
  db: Db,
  { prefix, tree }: { prefix: string; tree: Tree },
  told: readonly T[],
): Promise<Map<T, DisputeRow>> {
  const idsOf = (each: T) => sourcesOf(each, tree).map((source) => ledgerCaseId(prefix, { ...each, source }));
  const found = await rows<{ row: DisputeRow }>(
    db,
    `SELECT row FROM dispute WHERE id = ANY($1::uuid[]) OR (number = ANY($2) AND NOT row ? 'ledger')`,
    [told.flatMap(idsOf), told.map(({ externalNumber }) => externalNumber)],
  );
  const byId = new Map(found.map(({ row }) => [row.id, row]));
  const byNumber = new Map(found.filter(({ row }) => !row.ledger).map(({ row }) => [`${row.number} ${row.desk}`, row]));
  return new Map(
    told.flatMap((each): [T, DisputeRow][] => {
      const ids = idsOf(each).flatMap((id) => byId.get(id) ?? []);
      const row = ids[0] ?? byNumber.get(`${each.externalNumber} ${each.desk}`);
      return row ? [[each, row]] : [];
    }),
  );
}
