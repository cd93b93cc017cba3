import type { DataSource, QueryRunner } from 'typeorm';
import type { Db } from '#persistence/database/database.js';
import { one, rows } from '#persistence/database/rows.js';
import { DAY, instantOf } from '#domain/time/time.js';
import { Reader } from '#persistence/reading/reader.js';
import { Directory } from '#persistence/people/directory.js';
import { soughtBy } from '#persistence/reading/sought.js';
import { readingsOf } from '#persistence/record/search-text.js';
import { Vault } from '#persistence/vault/vault.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { NO_COST, dailyReads, explaining, readingSource, statistics, type Read } from '../test/support/daily-reads.js';

/**
 * The same open disputes over ever more that were closed: what a daily read costs must not grow with the years.
 *
 * The first size is real lives, decided and recorded. What is added are copies of those that are closed, moved to any day
 * of three years, with a number of their own. A copy differs from a real one in this: it has no entries of the record, no
 * receipts, notices and keys, and so could not be proved or opened; what it owed, was offered and was asked has its
 * columns and no documents; people's names and texts are those of what it is a copy of.
 */

/** In milliseconds and in pages, over the first size. */
const GROWTH_BAR = 1.3;
const READ_BAR_MS = 100;
const YEAR_BAR_MS = 1_000;
const SAMPLES = 40;
const RARE_SAMPLES = 12;
const YEARS = 3;
/** Rows of one statement: each is a few seconds, so that a fill says where it is and holds little. */
const AT_ONCE = 20_000;

/** Its rows, and what says nothing to anybody who reads lists: left out of the copies, where it takes the most. */
const COPIED: Record<string, { id: string; without: Record<string, string> }> = {
  dispute: { id: 'id', without: { state: `'{}'::json` } },
  dispute_words: { id: 'dispute_id', without: {} },
  obligation: { id: 'dispute_id', without: { row: `'{}'::jsonb` } },
  transfer: { id: 'dispute_id', without: { row: `'{}'::jsonb` } },
  visit: { id: 'dispute_id', without: {} },
  visit_revision: { id: 'dispute_id', without: {} },
  tally: { id: 'dispute_id', without: {} },
};

/** The columns of a table, each as it is in a copy: `c` has the copy's own id, number and how far it is moved. */
async function columnsOf(db: Db, table: string): Promise<{ names: string; values: string }> {
  const { id, without } = COPIED[table]!;
  const columns = await rows<{ name: string; type: string }>(
    db,
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [table],
  );
  const valueOf = ({ name, type }: { name: string; type: string }) => {
    if (without[name]) return without[name];
    if (name === id) return 'c.id';
    if (name === 'id') return `replace(t.id, t.dispute_id::text, c.id::text)`;
    if (name === 'number') return 'c.number';
    if (name === 'sought') return `replace(t.${name}, c.old_number, c.number)`;
    if (type.startsWith('timestamp') && !type.endsWith('[]')) return `t."${name}" + c.moved`;
    return `t."${name}"`;
  };
  return { names: columns.map(({ name }) => `"${name}"`).join(', '), values: columns.map(valueOf).join(', ') };
}

/** Copies closed disputes until there are so many; with the indexes made anew at the end where that is quicker. */
export async function growTo(owner: DataSource, size: number, say: (line: string) => void): Promise<void> {
  const runner = owner.createQueryRunner();
  const started = Date.now();
  try {
    // Nobody listens, and what a crash takes away is filled again.
    await runner.query(`SET session_replication_role = replica; SET synchronous_commit = off;
      SET maintenance_work_mem = '512MB'; SET work_mem = '64MB'`);
    const { n: there } = await one<{ n: number }>(runner, `SELECT count(*)::int AS n FROM dispute`);
    await runner.query(
      `CREATE TEMP TABLE original AS SELECT id, number, created_at, closed_at - created_at AS took,
         row_number() OVER (ORDER BY id) - 1 AS n FROM dispute WHERE status = 'closed'`,
    );
    const { n: originals } = await one<{ n: number }>(runner, `SELECT count(*)::int AS n FROM original`);
    const isMany = size > there * 2;
    const indexes = isMany ? await indexesOf(runner) : [];
    for (const { name } of indexes) await runner.query(`DROP INDEX ${name}`);
    for (let from = there; from < size; from += AT_ONCE) {
      await copy(runner, { from, until: Math.min(size, from + AT_ONCE), first: there, last: size }, originals);
      say(`${Math.min(size, from + AT_ONCE)} of ${size} disputes`);
    }
    for (const { definition } of indexes) await runner.query(definition);
    await runner.query(`DROP TABLE original`);
  } finally {
    await runner.query(`RESET ALL`);
    await runner.release();
  }
  await owner.query(`VACUUM ANALYZE`);
  say(`grown to ${size} disputes in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

const indexesOf = (db: Db) =>
  rows<{ name: string; definition: string }>(
    db,
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE schemaname = 'public' AND tablename = ANY ($1) AND indexdef NOT LIKE 'CREATE UNIQUE%'`,
    [Object.keys(COPIED)],
  );

/** Those of one statement, of all that a size adds. */
interface Span {
  from: number;
  until: number;
  first: number;
  last: number;
}

async function copy(db: QueryRunner, span: Span, originals: number): Promise<void> {
  // Through the years in the order of time, as rows lie on a disk that were written as they came; over by now.
  await db.query(
    `CREATE TEMP TABLE copy AS
     SELECT o.id AS old_id, o.number AS old_number, gen_random_uuid() AS id,
       to_char(o.created_at + m.moved, 'YYYY') || '-' || lpad((k + 1)::text, 7, '0') AS number, m.moved
     FROM generate_series($1::int, $2::int - 1) k JOIN original o ON o.n = k % $5::int,
       LATERAL (SELECT now() - o.took - interval '1 day'
         - (1 - (k - $3::int) / ($4::int - $3::int)::float8) * ${YEARS} * interval '365 days' - o.created_at AS moved) m
     ORDER BY k`,
    [span.from, span.until, span.first, span.last, originals],
  );
  await db.query(`ANALYZE copy`);
  for (const [table, { id }] of Object.entries(COPIED)) {
    const { names, values } = await columnsOf(db, table);
    await db.query(
      `INSERT INTO ${table} (${names}) SELECT ${values} FROM copy c JOIN ${table} t ON t.${id} = c.old_id`,
    );
  }
  await db.query(`DROP TABLE copy`);
}

interface Measured {
  p50: number;
  p95: number;
  buffers: number;
}
const RARE = /^statistics/;

/** Each read as the API's role, alone and warm. */
export async function measureReads(
  owner: DataSource,
  readerUrl: string,
  masterKey: string,
): Promise<Map<string, Measured>> {
  const source = await readingSource(readerUrl);
  try {
    const today = await new Rulebook(owner).today('default');
    const known = await one<{ number: string; name: string; telephone: string; villageId: string }>(
      owner,
      `SELECT number, party_names ->> 0 AS name, village AS "villageId",
         coalesce(jsonb_path_query_first(row, '$.parties[*].phone') #>> '{}', '13800009876') AS telephone
       FROM dispute WHERE status = 'handling' AND holder = 'justice' AND NOT rehearsal ORDER BY id LIMIT 1`,
    );
    const tree = await new Directory(owner).load();
    const vault = await Vault.open(owner, () => masterKey);
    const sought = (q: string) => soughtBy(q, 'justice', tree, vault);
    const asked = {
      ...known,
      part: known.name.slice(-1),
      reading: readingsOf(known.name)[0] ?? known.name,
      letters: readingsOf(known.name)[1] ?? known.name,
      village: tree.departments.get(known.villageId)!.name,
    };
    const now = Date.now();
    const year = { from: instantOf(now - 365 * DAY), to: instantOf(now) };
    const reads: Record<string, [string, Read]> = {
      ...dailyReads(today, asked, sought),
      'statistics of a year': ['^centre', statistics(year)],
      'statistics by department': ['^centre', statistics(year, 'department')],
      'statistics by village': ['^centre', statistics(year, 'village')],
      'statistics by month': ['^centre', statistics(year, 'month')],
    };
    const found = new Map<string, Measured>();
    for (const [name, [scope, read]] of Object.entries(reads)) {
      found.set(name, await measured(new Reader(source), scope, read, RARE.test(name) ? RARE_SAMPLES : SAMPLES));
    }
    return found;
  } finally {
    await source.destroy();
  }
}

async function measured(reader: Reader, scope: string, read: Read, samples: number): Promise<Measured> {
  const as = { userId: 'x', scopes: [scope] };
  const times: number[] = [];
  // The first two make the pages warm.
  for (let n = -2; n < samples; n++) {
    const from = performance.now();
    await reader.as(as, (db) => read(db));
    if (n >= 0) times.push(performance.now() - from);
  }
  const total = { ...NO_COST };
  await reader.as(as, (db) => read(explaining(db, total)));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return { p50: at(0.5), p95: at(0.95), buffers: total.buffers };
}

const figure = (value: number) => value.toFixed(value < 10 ? 1 : 0);

/** Prints a row a read: at each size what it took, and how that is to the first one. Answers how many bars are missed. */
export function sayGrowth(found: Map<number, Map<string, Measured>>): number {
  const sizes = [...found.keys()];
  const [first] = sizes as [number];
  console.log(`\n| read | ${sizes.map((size) => `${size}: p50 ms | p95 ms | pages`).join(' | ')} | ms × | pages × |`);
  console.log(`| --- | ${'---: | '.repeat(sizes.length * 3 + 2)}`);
  let missed = 0;
  for (const [name, small] of found.get(first)!) {
    const each = sizes.map((size) => found.get(size)!.get(name)!);
    const last = each.at(-1)!;
    const ratios = [last.p50 / small.p50, last.buffers / small.buffers];
    const isMissed = RARE.test(name)
      ? last.p95 > YEAR_BAR_MS
      : last.p95 > READ_BAR_MS || ratios.some((ratio) => ratio > GROWTH_BAR);
    if (isMissed) missed += 1;
    const cells = each.map(({ p50, p95, buffers }) => `${figure(p50)} | ${figure(p95)} | ${buffers}`);
    const shown = ratios.map((ratio) => ratio.toFixed(2)).join(' | ');
    console.log(`| ${isMissed ? `**${name}**` : name} | ${cells.join(' | ')} | ${shown} |`);
  }
  return missed;
}
