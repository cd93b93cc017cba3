import { createHash } from 'node:crypto';
import { canonical } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { RunsAtHand } from '../keeping/runs.js';
import type { Vault } from '../vault/vault.js';

/**
 * Rows that come of no record (people, places, what was published and carried out), noted whenever a round of checkpoints
 * finds them other than before: who alters one has either no entry that says so, or altered what never changes.
 */

interface NotedTable {
  name: string;
  table: string;
  key: string;
  /** As SQL whose text is the same whatever the zone of a connection. */
  columns: string[];
  where?: string;
  /** Actions of the access log of which each tells of one such change; null where nothing ever changes. */
  by: string[] | null;
  /** By which member of its data such an entry names the row; `userId` where it is not said. */
  named?: string;
  /** Its columns as they stand in whatever is new: that there is one more is told of by another line of these. */
  begins?: string;
}

const moment = (column: string) => `extract(epoch FROM ${column})`;

const NOTED: NotedTable[] = [
  {
    name: 'account',
    table: 'account',
    key: 'id',
    columns: ['name', 'department_id', 'roles', 'active', 'demo', 'oidc_subject'],
    by: ['person-changed'],
  },
  {
    name: 'deputy',
    table: 'account',
    key: 'id',
    columns: [moment('away_until'), 'deputy_id'],
    by: ['deputy-changed'],
    begins: '[null, null]',
  },
  {
    name: 'department',
    table: 'department',
    key: 'id',
    columns: ['parent_id', 'name', 'name_en', 'has_desk', 'is_village', 'active'],
    by: ['department-changed'],
    named: 'departmentId',
  },
  {
    name: 'region and successor of a department',
    table: 'department',
    key: 'id',
    columns: ['region', 'successor_id'],
    by: ['department-changed'],
    named: 'departmentId',
  },
  {
    name: 'region',
    table: 'region',
    key: 'id',
    columns: ['name', 'prefix'],
    by: null,
  },
  {
    name: 'policy',
    table: 'policy',
    key: 'version',
    columns: ['region', 'hash', moment('published_at')],
    where: `state <> 'draft'`,
    by: null,
  },
  {
    name: 'calendar',
    table: 'calendar',
    key: 'version',
    columns: ['region', 'hash', moment('published_at')],
    by: null,
  },
  // What came to those later is noted beside them, so that what was noted before stays true.
  {
    name: 'publication of a policy',
    table: 'policy',
    key: 'version',
    columns: ['published_by', 'reason'],
    where: `state <> 'draft'`,
    by: null,
  },
  {
    name: 'publication of a calendar',
    table: 'calendar',
    key: 'version',
    columns: ['published_by', 'reason'],
    by: null,
  },
  {
    name: 'retention table',
    table: 'retention_table',
    key: 'version',
    columns: [moment('published_at'), 'published_by', 'department_id', 'reason', 'document'],
    by: null,
  },
  {
    name: 'retention run',
    table: 'retention_run',
    key: 'name',
    columns: ['table_version', moment('began_at'), moment('ended_at'), 'erased'],
    by: null,
  },
  {
    // As one row, so that it is noted in the first round, also where there are none, and none is added later.
    name: 'list of unsigned runs',
    table: `(SELECT coalesce(jsonb_agg(name ORDER BY name COLLATE "C"), '[]') AS names FROM unsigned_run) all_of_them`,
    key: `'all'`,
    columns: ['names'],
    by: null,
  },
];

interface NotedRow {
  name: string;
  id: string;
  run: number;
  hash: Buffer | null;
  takenAt: Date;
  accepted: boolean;
  mac: string;
}

const macOf = (vault: Vault, { name, id, run, hash, takenAt, accepted }: Omit<NotedRow, 'mac'>) =>
  vault.match(
    'row-checkpoint',
    canonical({ name, id, run, hash: hash?.toString('hex') ?? null, takenAt: takenAt.toISOString(), accepted }),
  );

const ROWS = `SELECT name, id, run, hash, taken_at AS "takenAt", accepted, mac FROM row_checkpoint`;

async function rowsNow(db: Db, { table, key, columns, where = 'true' }: NotedTable): Promise<Map<string, Buffer>> {
  const found = await rows<{ id: string; hash: Buffer }>(
    db,
    `SELECT ${key}::text AS id, sha256(convert_to(jsonb_build_array(${columns.join(', ')})::text, 'UTF8')) AS hash
     FROM ${table} WHERE ${where}`,
  );
  return new Map(found.map(({ id, hash }) => [id, hash]));
}

const same = (a: Buffer | null, b: Buffer | null) => (a && b ? a.equals(b) : a === b);

/**
 * Notes each row that is another than it was noted last; answers how many are.
 *
 * @param accepted rows as `<name>:<id>` that are well as they are, whatever became of them before
 */
export async function noteRows(
  db: Db,
  vault: Vault,
  run: number,
  now: Date,
  accepted: readonly string[] = [],
): Promise<number> {
  let noted = 0;
  const unknown = new Set(accepted);
  for (const each of NOTED) {
    const { name } = each;
    const found = await rowsNow(db, each);
    const last = new Map(
      (
        await rows<NotedRow>(db, `SELECT DISTINCT ON (id) * FROM (${ROWS} WHERE name = $1) r ORDER BY id, run DESC`, [
          name,
        ])
      ).map((row) => [row.id, row]),
    );
    for (const id of new Set([...found.keys(), ...last.keys()])) {
      const row = {
        name,
        id,
        run,
        hash: found.get(id) ?? null,
        takenAt: now,
        accepted: accepted.includes(`${name}:${id}`),
      };
      if (row.accepted) unknown.delete(`${name}:${id}`);
      if (!row.accepted && same(row.hash, last.get(id)?.hash ?? null)) continue;
      await db.query(
        `INSERT INTO row_checkpoint (name, id, run, hash, taken_at, accepted, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [name, id, run, row.hash, now, row.accepted, macOf(vault, row)],
      );
      noted += 1;
    }
  }
  if (unknown.size > 0) throw new Error(`there is no ${[...unknown].join(', no ')} to accept`);
  return noted;
}

/** What a round noted, a line each. */
export async function rowsIn(db: Db, run: number): Promise<string[]> {
  const found = await rows<NotedRow>(db, `${ROWS} WHERE run = $1`, [run]);
  return found.map(({ name, id, hash }) => canonical([name, id, hash?.toString('hex') ?? null])).sort();
}

/** A clock of a process that wrote the entry, and the round's. */
const SLACK = `interval '5 minutes'`;

/** Whether an entry of the access log tells of a change between two times; and where those so old went since. */
async function isTold(
  db: Db,
  runs: RunsAtHand,
  { by, named = 'userId' }: NotedTable,
  id: string,
  from: Date,
  to: Date,
): Promise<boolean> {
  const { told, gone } = await one<{ told: boolean; gone: boolean }>(
    db,
    `SELECT EXISTS (SELECT FROM access_log WHERE action = ANY ($1) AND at BETWEEN $2::timestamptz - ${SLACK} AND $3::timestamptz + ${SLACK}
       AND data ->> $5 = $4) AS told,
     NOT EXISTS (SELECT FROM access_log WHERE at <= $3) AS gone`,
    [by, from, to, id, named],
  );
  return told || (gone && (await runs.haveLetGo(db, 'access-log', to)));
}

/** What is wrong with rows that were noted, as they are now and as they became. For who sees every row. */
export async function falseRows(db: Db, vault: Vault, now: Date): Promise<string[]> {
  const problems: string[] = [];
  const runs = new RunsAtHand(vault);
  for (const each of NOTED) {
    const { name, by, begins } = each;
    const atFirst = begins === undefined ? null : createHash('sha256').update(begins).digest();
    const found = await rows<NotedRow>(db, `${ROWS} WHERE name = $1 ORDER BY id, run`, [name]);
    const [first] = found.toSorted((a, b) => a.run - b.run);
    // Nothing was noted yet.
    if (!first) continue;
    const altered = found.find((row) => macOf(vault, row) !== row.mac);
    if (altered) problems.push(`the checkpoint ${altered.run} of ${name} ${altered.id} was altered`);
    const current = await rowsNow(db, each);
    for (const id of new Set([...found.map((row) => row.id), ...current.keys()])) {
      const known = found.filter((row) => row.id === id);
      const from = known.findLastIndex((row) => row.accepted);
      const states = [
        // One that came later was not there in the first round.
        ...(from < 0 && known[0]?.run !== first.run ? [{ ...first, hash: atFirst }] : []),
        ...known.slice(Math.max(from, 0)),
        { run: null, hash: current.get(id) ?? null, takenAt: now },
      ];
      for (const [index, state] of states.slice(1).entries()) {
        const before = states[index]!;
        if (same(before.hash, state.hash)) continue;
        // What is published, or carried out, is added and stays.
        const isRight =
          by === null ? before.hash === null : await isTold(db, runs, each, id, before.takenAt, state.takenAt);
        if (!isRight) problems.push(`${name} ${id} is not what checkpoint ${before.run} knew, and nothing says why`);
      }
    }
  }
  return problems;
}
