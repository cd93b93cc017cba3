import { randomUUID } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import { workflowIdOf } from '#workflows/dispute/messages.js';
import { Tokens } from '../test/support/tokens.js';
import { Bare } from './bare.js';
import { Installation } from './installation.js';
import { STEPS, stepsOf } from './life.js';
import { allCpu, cpuCells, inTurns, measure, percentile, ratios, summary, timed, type Life, type Run } from './load.js';
import { measurePeers } from './peers/peers.js';

/**
 * The product against a bare SDK workflow with as many updates, interleaved in one run on the same servers. Prints the
 * figures of docs/performance.md. Loopback only; ends by itself.
 *
 * `--peers` lives the same life also on what one would take instead (peers/peers.ts).
 */
const isPeers = process.argv.slice(3).includes('--peers');
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const ONLY = process.env.BENCH_CLIENTS?.split(',').map(Number);
const LOADS = [
  { clients: 1, lives: 40 },
  { clients: 4, lives: 32 },
  { clients: 40, lives: 120 },
].filter(({ clients }) => ONLY?.includes(clients) ?? true);
/** V8 compiles what runs often; with fewer of them before, the first loads measure that (docs/performance.md). */
const WARMING = { clients: 8, lives: Number(process.env.BENCH_WARMING ?? 240) };
const say = (line: string) => console.error(`· ${line}`);

const installation = await Installation.start();
const { base, client } = installation;
const cpuOfAll = () => installation.cpu();
const tokens = new Tokens(() => base);
await Promise.all(['desk', 'justice', 'visitor', 'supervisor'].map((who) => tokens.of(who)));

let lives = 0;

async function productLife(): Promise<Life> {
  const millis: number[] = [];
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
  const [first, ...later] = stepsOf((lives += 1));
  let dispute = await post(first!.who, '', first!.body);
  for (const { who, verb, body } of later) dispute = await post(who, `/${dispute.id}/${verb}`, body);
  if (dispute.status !== 'closed') throw new Error(`a life ended ${dispute.status}`);
  return { id: workflowIdOf(dispute.id), millis };
}

const bare = new Bare(client, 'bareWorkflow', [STEPS]);

async function bareLife(): Promise<Life> {
  const millis: number[] = [];
  const body = 'x'.repeat(500);
  const id = await timed(millis, () => bare.begin(body));
  for (let n = 1; n < STEPS; n++) await timed(millis, () => bare.step(id, body));
  return { id, millis };
}

/** What is to be reached beside the bare SDK in one run (docs/performance.md). */
const TARGETS: { what: string; clients: number; of: (run: Run) => number; least?: number; most?: number }[] = [
  { what: 'lives/s', clients: 40, of: (run) => run.livesPerSecond, least: 0.75 },
  { what: 'CPU a life', clients: 40, of: allCpu, most: 1.35 },
  { what: 'command p50', clients: 1, of: (run) => run.p50, most: 1 },
];

interface Pair {
  product: Run[];
  bare: Run[];
}

function tellTargets(pairs: ReadonlyMap<number, Pair>): void {
  console.log('\n| target, as a share of bare | measured | |\n|---|---|---|');
  for (const { what, clients, of, least, most } of TARGETS) {
    const bar = least === undefined ? `≤ ${most}` : `≥ ${least}`;
    const at = `${what} at ${clients === 1 ? 'one client' : `${clients} clients`} ${bar} ×`;
    const runs = pairs.get(clients);
    if (!runs) {
      console.log(`| ${at} | not run | |`);
      continue;
    }
    const measured = ratios(runs.product, runs.bare, of).sort((a, b) => a - b);
    const median = percentile(measured, 0.5);
    const isMet = least === undefined ? median <= most! : median >= least;
    console.log(`| ${at} | ${summary(measured)} | ${isMet ? 'met' : '**not met**'} |`);
  }
}

async function historyOf(workflowId: string): Promise<{ events: number; tasks: number }> {
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  const events = history.events ?? [];
  return { events: events.length, tasks: events.filter((event) => event.workflowTaskCompletedEventAttributes).length };
}

async function besideBare(): Promise<void> {
  console.log(`a life: ${STEPS} commands; ${ROUNDS} rounds, product and bare taking turns; median (least–most)\n`);
  console.log('| clients | | lives/s | command p50 ms | command p99 ms |');
  console.log('|---|---|---|---|---|');
  const pairs = new Map<number, Pair>();
  const cpuLines: string[] = [];
  for (const load of LOADS) {
    const pair: Pair = { product: [], bare: [] };
    for (let round = 0; round < ROUNDS; round++) {
      pair.product.push(await measure(inTurns(productLife), load, cpuOfAll));
      pair.bare.push(await measure(inTurns(bareLife), load, cpuOfAll));
    }
    pairs.set(load.clients, pair);
    for (const [name, runs] of Object.entries(pair) as [string, Run[]][]) {
      const cells = [(r: Run) => r.livesPerSecond, (r: Run) => r.p50, (r: Run) => r.p99].map((of) =>
        summary(runs.map(of)),
      );
      console.log(`| ${load.clients} | ${name} | ${cells.join(' | ')} |`);
      cpuLines.push(`| ${load.clients} | ${name} | ${cpuCells(runs)} |`);
    }
    const ratio = (pick: (r: Run) => number) => summary(ratios(pair.product, pair.bare, pick));
    console.log(
      `| ${load.clients} | **ratio** | ${ratio((r) => r.livesPerSecond)} | ${ratio((r) => r.p50)} | ${ratio((r) => r.p99)} |`,
    );
  }
  console.log('\n| clients | | CPU-ms a life | of which |\n|---|---|---|---|');
  cpuLines.forEach((line) => console.log(line));
  tellTargets(pairs);
  const samples = pairs.get(LOADS.at(-1)!.clients)!;
  const [ours, theirs] = [await historyOf(samples.product[0]!.sample), await historyOf(samples.bare[0]!.sample)];
  console.log(
    `\nworkflow tasks a life: product ${ours.tasks}, bare ${theirs.tasks}; history events a life: product ${ours.events}, bare ${theirs.events}`,
  );
  console.log(
    `history events a command: product ${(ours.events / STEPS).toFixed(1)}, bare ${(theirs.events / STEPS).toFixed(1)}`,
  );
}

try {
  console.log(
    `machine: ${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  if (isPeers) await measurePeers(installation, inTurns(productLife), { loads: LOADS, warming: WARMING, say });
  else {
    say('warming up …');
    await inTurns(productLife)(WARMING);
    await inTurns(bareLife)(WARMING);
    await besideBare();
  }
} finally {
  await installation.stop();
}
process.exit(0);
