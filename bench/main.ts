import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { DataSource } from 'typeorm';
import { migrate } from '#persistence/database/migrate.js';
import { workflowIdOf } from '#workflows/dispute/messages.js';
import { PROGRAMS, leash, type Child } from '../apps/local/child.js';
import { seedReference } from '../apps/local/reference.js';
import { freePort, startPostgres, startTemporal } from '../apps/local/servers.js';
import { Tokens } from '../test/support/tokens.js';
import { cpuMillis } from './cpu.js';

/**
 * The product against a bare SDK workflow with as many updates, interleaved in one run on the same servers. Prints the
 * figures of docs/performance.md. Loopback only; ends by itself.
 */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ONLY = process.env.BENCH_CLIENTS?.split(',').map(Number);
const LOADS = [
  { clients: 1, lives: 40 },
  { clients: 4, lives: 32 },
  { clients: 40, lives: 120 },
].filter(({ clients }) => ONLY?.includes(clients) ?? true);
/** V8 compiles what runs often; with fewer of them before, the first loads measure that (docs/performance.md). */
const WARMING = { clients: 8, lives: 240 };
const STEPS = 6;
const VILLAGES = ['village-shixi', 'village-baitang', 'village-helin'];
const CATEGORIES = ['neighbours', 'homestead', 'debt', 'labour', 'contract', 'family'];
const PASSWORD = 'bench';
const say = (line: string) => console.error(`· ${line}`);

const folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-bench-'));
chmodSync(folder, 0o755);
const [postgres, temporal] = await Promise.all([
  startPostgres({ dataDir: folder, password: PASSWORD }),
  startTemporal({ binary: process.env.TEMPORAL_CLI_PATH ?? 'temporal', file: join(folder, 'temporal.db') }),
]);
await migrate(postgres.url, { owner: PASSWORD, writer: PASSWORD, reader: PASSWORD });
const owner = await new DataSource({ type: 'postgres', url: postgres.url }).initialize();
await seedReference(owner);
await owner.query(
  `CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL, at timestamptz DEFAULT now())`,
);

const as = (role: string) => postgres.url.replace('//postgres:', `//dispute_${role}:`);
const port = await freePort();
const env = {
  PORT: String(port),
  MASTER_KEY: randomBytes(32).toString('hex'),
  DATABASE_WRITER_URL: as('writer'),
  DATABASE_READER_URL: as('reader'),
  TEMPORAL_ADDRESS: temporal.url,
  REHEARSALS: 'off',
  // A few callers ask as much as the machine gives: they are not held back, whatever the environment of this run says.
  RATE_LIMITS: 'off',
  TZ: 'UTC',
};
const program = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const quiet = () => undefined;
const children: Record<string, Child> = {
  worker: leash(process.execPath, PROGRAMS.worker, { env, onLine: quiet }),
  api: leash(process.execPath, PROGRAMS.api, { env, onLine: quiet }),
};
await new Promise<void>((ready) => {
  children['bare worker'] = leash(process.execPath, [program('./bare-worker.js'), temporal.url, postgres.url], {
    onLine: (line) => line === 'ready' && ready(),
  });
});
const base = `http://127.0.0.1:${port}`;
for (;;) {
  const answer = await fetch(`${base}/readyz`).catch(() => null);
  if (answer?.ok) break;
  await new Promise((tick) => setTimeout(tick, 100));
}
const client = new Client({ connection: await Connection.connect({ address: temporal.url }) });

const tokens = new Tokens(() => base);
await Promise.all(['desk', 'justice', 'visitor', 'supervisor'].map((who) => tokens.of(who)));

interface Life {
  workflowId: string;
  millis: number[];
}

async function timed<T>(millis: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  millis.push(performance.now() - started);
  return result;
}

let lives = 0;

async function productLife(): Promise<Life> {
  const millis: number[] = [];
  // Everybody quarrels once: who looks for similar disputes finds a few, as in a county, and not all of this run.
  const n = (lives += 1);
  const post = (who: string, path: string, body: object) =>
    timed(millis, async () => {
      const answer = await fetch(`${base}/api/v1/disputes${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await tokens.of(who)}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify(body),
      });
      const result = (await answer.json()) as { dispute: { id: string; status: string } };
      if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(result)}`);
      return result.dispute;
    });
  const { id } = await post('desk', '', {
    title: `邻里围墙纠纷 ${n}`,
    narrative: '两户因修建围墙占地发生争执，多次口角，希望实地测量后划定界线。',
    category: CATEGORIES[n % CATEGORIES.length]!,
    grade: 'blue',
    place: { village: VILLAGES[n % VILLAGES.length]!, address: `${n} 组` },
    parties: [
      { name: `甲${n}`, role: 'applicant', phone: `138${String(n).padStart(8, '0')}` },
      { name: `乙${n}`, role: 'respondent' },
    ],
    source: { channel: 'walk-in' },
  });
  await post('desk', `/${id}/transfer`, { to: 'justice', reason: '邻里纠纷由司法所调解' });
  await post('justice', `/${id}/accept`, { transferId: 't1' });
  await post('justice', `/${id}/resolve`, { outcome: 'mediated', summary: '双方实地测量后达成一致。' });
  // Its visit would come in a week: what is measured is the machine, not the quarrel.
  await post('visitor', `/${id}/note`, { text: '一方仍有顾虑，暂时住在外地。' });
  const last = await post('supervisor', `/${id}/waive-visit`, { n: 1, reason: '当事人已外迁。' });
  if (last.status !== 'closed') throw new Error(`a life ended ${last.status}`);
  return { workflowId: workflowIdOf(id), millis };
}

async function bareLife(): Promise<Life> {
  const millis: number[] = [];
  const workflowId = `bare-${randomUUID()}`;
  const body = 'x'.repeat(500);
  await timed(millis, () =>
    client.workflow.executeUpdateWithStart('step', {
      args: [body],
      startWorkflowOperation: new WithStartWorkflowOperation('bareWorkflow', {
        workflowId,
        taskQueue: 'bare',
        args: [STEPS],
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
    }),
  );
  const handle = client.workflow.getHandle(workflowId);
  for (let n = 1; n < STEPS; n++) await timed(millis, () => handle.executeUpdate('step', { args: [body] }));
  return { workflowId, millis };
}

interface Run {
  livesPerSecond: number;
  p50: number;
  p99: number;
  cpu: Record<string, number>;
  sample: string;
}

const allCpu = ({ cpu }: Run) => Object.values(cpu).reduce((sum, ms) => sum + ms, 0);

/** What is to be reached beside the bare SDK in one run (docs/performance.md). */
const TARGETS: { what: string; clients: number; of: (run: Run) => number; least?: number; most?: number }[] = [
  { what: 'lives/s', clients: 40, of: (run) => run.livesPerSecond, least: 0.75 },
  { what: 'CPU a life', clients: 40, of: allCpu, most: 1.35 },
  { what: 'command p50', clients: 1, of: (run) => run.p50, most: 1 },
];

const ratios = (pairs: [Run, Run][], of: (run: Run) => number) => pairs.map(([ours, bare]) => of(ours) / of(bare));

function tellTargets(pairs: ReadonlyMap<number, [Run, Run][]>): void {
  console.log('\n| target, as a share of bare | measured | |\n|---|---|---|');
  for (const { what, clients, of, least, most } of TARGETS) {
    const bar = least === undefined ? `≤ ${most}` : `≥ ${least}`;
    const at = `${what} at ${clients === 1 ? 'one client' : `${clients} clients`} ${bar} ×`;
    const runs = pairs.get(clients);
    if (!runs) {
      console.log(`| ${at} | not run | |`);
      continue;
    }
    const measured = ratios(runs, of).sort((a, b) => a - b);
    const median = percentile(measured, 0.5);
    const isMet = least === undefined ? median <= most! : median >= least;
    console.log(`| ${at} | ${summary(measured)} | ${isMet ? 'met' : '**not met**'} |`);
  }
}

const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

function summary(values: number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const f = (value: number) => value.toFixed(2);
  return `${f(percentile(sorted, 0.5))} (${f(sorted[0]!)}–${f(sorted[sorted.length - 1]!)})`;
}

async function run(life: () => Promise<Life>, clients: number, lives: number): Promise<Run> {
  const before = cpuOfAll();
  const started = performance.now();
  const done: Life[] = [];
  let begun = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (begun < lives) {
        begun += 1;
        done.push(await life());
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const after = cpuOfAll();
  const millis = done.flatMap((each) => each.millis).sort((a, b) => a - b);
  return {
    livesPerSecond: done.length / seconds,
    p50: percentile(millis, 0.5),
    p99: percentile(millis, 0.99),
    cpu: Object.fromEntries(
      Object.keys(after).map((name) => [name, (after[name]! - (before[name] ?? 0)) / done.length]),
    ),
    sample: done[done.length - 1]!.workflowId,
  };
}

/** CPU milliseconds of every process so far, by part. */
function cpuOfAll(): Record<string, number> {
  const own = process.cpuUsage();
  return {
    bench: (own.user + own.system) / 1000,
    ...cpuMillis(
      new Map([
        [postgres.pid!, 'postgres'],
        [temporal.pid!, 'temporal'],
        ...Object.entries(children).map(([name, child]) => [child.process.pid!, name] as [number, string]),
      ]),
    ),
  };
}

async function historyOf(workflowId: string): Promise<{ events: number; tasks: number }> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const events = history.events ?? [];
  return { events: events.length, tasks: events.filter((event) => event.workflowTaskCompletedEventAttributes).length };
}

try {
  say('warming up …');
  await run(productLife, WARMING.clients, WARMING.lives);
  await run(bareLife, WARMING.clients, WARMING.lives);
  console.log(
    `machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  console.log(`a life: ${STEPS} commands; ${ROUNDS} rounds, product and bare taking turns; median (least–most)\n`);
  console.log('| clients | | lives/s | command p50 ms | command p99 ms |');
  console.log('|---|---|---|---|---|');
  const samples: { product: string; bare: string } = { product: '', bare: '' };
  const pairs = new Map<number, [product: Run, bare: Run][]>();
  const cpuLines: string[] = [];
  for (const { clients, lives } of LOADS) {
    const product: Run[] = [];
    const bare: Run[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      product.push(await run(productLife, clients, lives));
      bare.push(await run(bareLife, clients, lives));
    }
    pairs.set(
      clients,
      product.map((each, index) => [each, bare[index]!]),
    );
    samples.product = product[0]!.sample;
    samples.bare = bare[0]!.sample;
    const row = (name: string, runs: Run[]) =>
      console.log(
        `| ${clients} | ${name} | ${summary(runs.map((r) => r.livesPerSecond))} | ${summary(runs.map((r) => r.p50))} | ${summary(runs.map((r) => r.p99))} |`,
      );
    row('product', product);
    row('bare', bare);
    const ratio = (pick: (r: Run) => number) => summary(ratios(pairs.get(clients)!, pick));
    console.log(
      `| ${clients} | **ratio** | ${ratio((r) => r.livesPerSecond)} | ${ratio((r) => r.p50)} | ${ratio((r) => r.p99)} |`,
    );
    for (const [name, runs] of [
      ['product', product],
      ['bare', bare],
    ] as const) {
      const parts = Object.keys(runs[0]!.cpu)
        .map((part) => ({
          part,
          ms: percentile(
            runs.map((r) => r.cpu[part]!).sort((a, b) => a - b),
            0.5,
          ),
        }))
        .filter(({ ms }) => ms >= 0.5);
      const total = parts.reduce((sum, { ms }) => sum + ms, 0);
      cpuLines.push(
        `| ${clients} | ${name} | ${total.toFixed(0)} | ${parts.map(({ part, ms }) => `${part} ${ms.toFixed(0)}`).join(', ')} |`,
      );
    }
  }
  console.log('\n| clients | | CPU-ms a life | of which |\n|---|---|---|---|');
  cpuLines.forEach((line) => console.log(line));
  tellTargets(pairs);
  const [ours, theirs] = [await historyOf(samples.product), await historyOf(samples.bare)];
  console.log(
    `\nworkflow tasks a life: product ${ours.tasks}, bare ${theirs.tasks}; history events a life: product ${ours.events}, bare ${theirs.events}`,
  );
  console.log(
    `history events a command: product ${(ours.events / STEPS).toFixed(1)}, bare ${(theirs.events / STEPS).toFixed(1)}`,
  );
} finally {
  await client.connection.close();
  await owner.destroy();
  for (const child of Object.values(children)) await child.stop();
  await temporal.stop();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
