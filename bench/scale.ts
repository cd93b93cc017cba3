import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DataSource } from 'typeorm';
import { migrate } from '#persistence/database/migrate.js';
import { PROGRAMS, leash, type Child } from '../apps/local/child.js';
import { seedReference } from '../apps/local/reference.js';
import { freePort, startPostgres, startTemporal } from '../apps/local/servers.js';
import { measureBrowser } from './scale-browser.js';
import { cpuMillis } from './cpu.js';
import { measureDisk } from './disk.js';
import { growTo, measureReads, sayGrowth } from './growth.js';
import { Client, measureHttp } from './scale-http.js';
import { measureMove } from './scale-move.js';
import { measureNumbers } from './scale-numbers.js';
import { measureSimulation } from './scale-simulate.js';
import { measureStorm } from './scale-storm.js';
import { measureStreams } from './scale-streams.js';
import { one, rows } from '#persistence/database/rows.js';

/**
 * A township of many years: fills a database of its own with 50,000 disputes, then measures what people wait for, over
 * HTTP and in a real Chromium, against the bars of the design. Prints the figures of docs/performance.md. Loopback only.
 *
 * SCALE_DISPUTES how many (50000); SCALE_DIR a folder that keeps the filled database for the next run; SCALE_PARTS which
 * parts, of `http`, `numbers`, `browser`, `streams`, `storm`, `simulate`, `move`, `disk` and `serve`, which goes on serving
 * until SIGTERM (http,numbers,browser).
 * `--storm` is `storm` alone, over a town that has nothing else, and `--move` `move`; `--streams` is `streams` alone, over the disputes of
 * SCALE_DISPUTES. scale-storm.ts and scale-streams.ts say what they may be told, and print their ratio to the smallest size.
 *
 * `--to 1000000` asks another question: what daily reads and the statistics of a year cost over 10,000 disputes (`--from`),
 * over five times as many, and over so many, with the same ones open (growth.ts). It measures statements; with SCALE_PARTS
 * the parts are measured afterwards, over the last size.
 */
const { values: asked } = parseArgs({
  // After the command's own name.
  args: process.argv.slice(3),
  options: {
    to: { type: 'string' },
    from: { type: 'string', default: '10000' },
    storm: { type: 'boolean', default: false },
    move: { type: 'boolean', default: false },
    streams: { type: 'boolean', default: false },
  },
});
const grown = asked.to === undefined ? null : { from: Number(asked.from), to: Number(asked.to) };
const DISPUTES = grown?.from ?? Number(process.env.SCALE_DISPUTES ?? 50_000);
/** How many of them are under way; of those that began before some are not over either. */
const PRESENT = Math.floor(DISPUTES * (grown ? 0.5 : 0.06));
const PASSWORD = 'scale';
const say = (line: string) => console.error(`· ${line}`);
const program = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const kept = process.env.SCALE_DIR;
/** What sows its own. */
const sows = asked.storm ? 'storm' : asked.move ? 'move' : undefined;
const alone = sows ?? (asked.streams ? 'streams' : undefined);
const parts = (alone ?? process.env.SCALE_PARTS ?? (grown ? '' : 'http,numbers,browser')).split(',');
const WORKERS = Number(process.env.STORM_WORKERS ?? 1);

const folder = kept ?? mkdtempSync(join(tmpdir(), 'dispute-circulation-scale-'));
mkdirSync(folder, { recursive: true });
chmodSync(folder, 0o755);
const keyFile = join(folder, 'master-key');
if (!existsSync(keyFile)) writeFileSync(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
const masterKey = readFileSync(keyFile, 'utf8');
const [postgres, temporal] = await Promise.all([
  startPostgres({ dataDir: folder, password: PASSWORD }),
  startTemporal({ binary: process.env.TEMPORAL_CLI_PATH ?? 'temporal', file: join(folder, 'temporal.db') }),
]);
const as = (role: string) => postgres.url.replace('//postgres:', `//dispute_${role}:`);
const children: Child[] = [];
/** The process at the head of each part's group. */
const heads = new Map([
  [postgres.pid!, 'postgres'],
  [temporal.pid!, 'temporal'],
]);

/** All its columns, of what they are reckoned from. */
const TALLY = `dispute_id, created_at, visible_to, holder, village, category, grade, reopened, resolved, stable, circulated,
  seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited,
  visitors, visits, waived`;

/** The same open disputes over ever more closed ones. */
async function grow(owner: DataSource, { from, to }: { from: number; to: number }): Promise<number> {
  const found = new Map<number, Awaited<ReturnType<typeof measureReads>>>();
  for (const size of [from, from * 5, to].filter((each, n) => n !== 1 || each < to)) {
    if (size > from) await growTo(owner, size, say);
    else await measureDisk(owner);
    found.set(size, await measureReads(owner, as('reader'), masterKey));
  }
  const { bytes } = await one<{ bytes: string }>(owner, `SELECT pg_database_size(current_database()) AS bytes`);
  say(`${(Number(bytes) / 2 ** 30).toFixed(1)} GB`);
  return sayGrowth(found);
}

async function fill(owner: DataSource): Promise<void> {
  const started = Date.now();
  // Nobody reads or listens while it is filled, and what a crash takes away is filled again: no waiting for the disk, no
  // triggers that announce, and the indexes in one go at the end.
  await owner.query(`ALTER DATABASE postgres SET synchronous_commit = off`);
  await owner.query(`ALTER DATABASE postgres SET session_replication_role = replica`);
  const indexes = await rows<{ name: string; definition: string }>(
    owner,
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE schemaname = 'public' AND indexdef NOT LIKE 'CREATE UNIQUE%'`,
  );
  for (const { name } of indexes) await owner.query(`DROP INDEX ${name}`);
  const writers = Math.max(2, cpus().length);
  const ends = Array.from({ length: writers }, (_, first) => {
    const child = leash(
      process.execPath,
      [program('./fill.js'), as('writer'), String(first), String(writers), String(DISPUTES), String(PRESENT)],
      { env: { MASTER_KEY: masterKey, TZ: 'UTC' }, onLine: (line) => first === 0 && say(`${line} of ${DISPUTES}`) },
    );
    children.push(child);
    return child.exited;
  });
  const codes = await Promise.all(ends);
  if (codes.some((code) => code !== 0)) throw new Error(`filling ended with ${codes.join(', ')}`);
  await owner.query(`ALTER DATABASE postgres RESET ALL`);
  for (const { definition } of indexes) await owner.query(definition);
  // What the trigger on visits would have written.
  await owner.query(
    `INSERT INTO visit_revision
     SELECT v.dispute_id, v.n, d.number, d.desk, 0, v.due_at, v.tolerance_until, v.row ->> 'mode', v.state, now()
     FROM visit v JOIN dispute d ON d.id = v.dispute_id`,
  );
  await owner.query(
    `INSERT INTO tally (${TALLY}) SELECT ${TALLY} FROM tallied WHERE status = 'closed' ON CONFLICT DO NOTHING`,
  );
  await owner.query(`SELECT setval('dispute_number', ${DISPUTES})`);
  await owner.query(`UPDATE notice SET read_at = at WHERE at < now() - interval '3 days'`);
  await owner.query(`VACUUM ANALYZE`);
  say(`${DISPUTES} disputes in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

async function serve(): Promise<string> {
  const port = await freePort();
  const env = {
    PORT: String(port),
    MASTER_KEY: masterKey,
    DATABASE_WRITER_URL: as('writer'),
    DATABASE_READER_URL: as('reader'),
    TEMPORAL_ADDRESS: temporal.url,
    DEMO_ACCOUNTS: 'on',
    // Three hundred sign in from one address.
    ...(['streams', 'storm', 'move'].some((part) => parts.includes(part)) && { RATE_LIMITS: 'off' }),
    TZ: 'UTC',
  };
  const begin = (part: 'worker' | 'api') => {
    const child = leash(process.execPath, PROGRAMS[part], { env, onLine: () => undefined });
    children.push(child);
    heads.set(child.process.pid!, part);
  };
  for (let n = 0; n < WORKERS; n++) begin('worker');
  begin('api');
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) await new Promise((tick) => setTimeout(tick, 100));
  return url;
}

try {
  await migrate(postgres.url, { owner: PASSWORD, writer: PASSWORD, reader: PASSWORD });
  const owner = await new DataSource({ type: 'postgres', url: postgres.url }).initialize();
  const { empty } = await seedReference(owner);
  if (empty && !sows) await fill(owner);
  let missed = grown ? await grow(owner, grown) : 0;
  if (parts.includes('disk')) await measureDisk(owner);
  const isServed = parts.some((each) => each !== '' && each !== 'disk');
  const url = isServed ? await serve() : '';
  if (parts.includes('http')) missed += await measureHttp(new Client(url));
  if (parts.includes('numbers')) missed += await measureNumbers(new Client(url));
  if (parts.includes('browser')) missed += await measureBrowser(url);
  if (parts.includes('simulate')) missed += await measureSimulation(url);
  if (parts.includes('streams')) {
    missed += await measureStreams(url, owner, () => cpuMillis(heads).postgres!);
  }
  if (parts.includes('storm') || parts.includes('move')) {
    const installation = { database: as('writer'), masterKey, temporal: temporal.url };
    const workers = [...heads].flatMap(([pid, part]) => (part === 'worker' ? [pid] : []));
    const spent = () => Object.values(cpuMillis(heads)).reduce((sum, each) => sum + each, 0);
    const machine = { url, owner, installation, workers, cpuMillis: spent };
    if (parts.includes('storm')) missed += await measureStorm(machine);
    if (parts.includes('move')) missed += await measureMove(machine);
  }
  await owner.destroy();
  if (parts.includes('serve')) {
    say(`${url} ${postgres.url}`);
    await new Promise((end) => process.once('SIGTERM', end));
  }
  say(missed === 0 ? 'every bar holds' : `${missed} bars are missed`);
} finally {
  for (const child of children) await child.stop();
  await temporal.stop();
  await postgres.stop();
  if (!kept) rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
