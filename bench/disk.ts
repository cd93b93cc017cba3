import type { Db } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';

/** What a dispute takes on the disk, by table and index. */

interface Piece {
  table: string;
  index: string | null;
  bytes: string;
  documents: string;
  rows: string;
}

/** Below this share of the whole an index or a table is left to the last line. */
const SHOWN = 0.002;

/** Prints the bytes of each table (with what is stored beside it) and of each of its indexes, as parts of one dispute. */
export async function measureDisk(db: Db): Promise<void> {
  const pieces = await rows<Piece>(
    db,
    `SELECT c.relname AS table, NULL AS index, pg_relation_size(c.oid) AS bytes,
       coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0) AS documents, greatest(c.reltuples, 0)::bigint AS rows
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
     UNION ALL
     SELECT c.relname, x.relname, pg_relation_size(x.oid), 0, 0
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
     WHERE c.relnamespace = 'public'::regnamespace`,
  );
  const sizeOf = (each: Piece) => Number(each.bytes) + Number(each.documents);
  const disputes = Number(pieces.find((each) => each.table === 'dispute' && each.index === null)!.rows);
  const total = pieces.reduce((sum, each) => sum + sizeOf(each), 0);
  const ofOne = (bytes: number) => (bytes / disputes / 1024).toFixed(2);
  const tables = [...new Set(pieces.map((each) => each.table))]
    .map((name) => ({ name, own: pieces.filter((each) => each.table === name) }))
    .map((each) => ({ ...each, bytes: each.own.reduce((sum, piece) => sum + sizeOf(piece), 0) }))
    .sort((a, b) => b.bytes - a.bytes);
  console.log(`\n| kB a dispute, of ${disputes} | rows a dispute | whole | rows | documents beside | indexes |`);
  console.log('| --- | ---: | ---: | ---: | ---: | --- |');
  for (const { name, own, bytes } of tables.filter((each) => each.bytes > total * SHOWN)) {
    const table = own.find((each) => each.index === null)!;
    const indexes = own
      .filter((each) => each.index !== null)
      .sort((a, b) => sizeOf(b) - sizeOf(a))
      .filter((each) => sizeOf(each) > total * SHOWN)
      .map((each) => `${each.index} ${ofOne(sizeOf(each))}`);
    const perDispute = (Number(table.rows) / disputes).toFixed(1);
    console.log(
      `| ${name} | ${perDispute} | ${ofOne(bytes)} | ${ofOne(Number(table.bytes))} | ${ofOne(Number(table.documents))} | ${indexes.join(', ')} |`,
    );
  }
  console.log(`| all | | ${ofOne(total)} | | | |`);
}
