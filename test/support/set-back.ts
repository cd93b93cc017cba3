import type { DataSource } from 'typeorm';

const TABLES = [
  'event',
  'dispute',
  'obligation',
  'transfer',
  'visit',
  'notice',
  'command_key',
  'dispute_words',
  'tally',
] as const;
const columnOf = (table: string) => (table === 'dispute' ? 'id' : 'dispute_id');

/** What a restored PostgreSQL would have of one case: its rows of this moment, put back later past all triggers. */
export async function keptRows(admin: DataSource, id: string): Promise<() => Promise<void>> {
  const kept = new Map<string, string>();
  for (const table of TABLES) {
    const [{ rows }] = (await admin.query(
      `SELECT coalesce(json_agg(t), '[]')::text AS rows FROM ${table} t WHERE ${columnOf(table)} = $1`,
      [id],
    )) as [{ rows: string }];
    kept.set(table, rows);
  }
  return () =>
    admin.transaction(async (db) => {
      // Neither triggers nor foreign keys: this is a restoration, and nobody's deed.
      await db.query(`SET LOCAL session_replication_role = replica`);
      for (const table of TABLES) {
        await db.query(`DELETE FROM ${table} WHERE ${columnOf(table)} = $1`, [id]);
        const written = (await db.query(
          `SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
           WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = ''`,
          [table],
        )) as [{ columns: string }];
        const [{ columns }] = written;
        await db.query(
          `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
          [kept.get(table)],
        );
      }
    });
}
