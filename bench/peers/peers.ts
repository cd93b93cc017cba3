import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../apps/local/servers.js';
import type { Installation } from '../installation.js';
import { stepsOf } from '../life.js';
import {
  allCpu,
  cpuCells,
  inTurns,
  measure,
  ratios,
  summary,
  timed,
  type Living,
  type Load,
  type Run,
} from '../load.js';
import { buildFlowable, startFlowable } from './flowable.js';
import { Bare } from '../bare.js';
import { Table } from './table.js';

/**
 * The same life on what one would take instead of the product, in turns on the same servers: Flowable embedded in a Java
 * process over PostgreSQL, a table of PostgreSQL with a look every second, and the bare SDK of Temporal. Each once with
 * HTTP in front (the least that it can be), and once without: called in the process that asks. All commit each step,
 * with fsync, and keep a limit for each wait. What none of them does stands in docs/performance.md.
 *
 * BENCH_ROUNDS how many rounds (3), BENCH_CLIENTS of the loads of the bench (1,40), BENCH_SECONDS how long one turn takes
 * at least (5).
 */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const IDLE_SECONDS = 10;
const CLIENTS = process.env.BENCH_CLIENTS?.split(',').map(Number) ?? [1, 40];

interface Contender {
  name: string;
  hasHttp: boolean;
  live: Living;
}

let lives = 0;

/** A life through a door that knows `POST /cases` and `POST /cases/{id}/{verb}`. */
const overHttp = (base: string): Living =>
  inTurns(async () => {
    const millis: number[] = [];
    const post = (path: string, body: object) =>
      timed(millis, async () => {
        const answer = await fetch(`${base}/cases${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        const said = (await answer.json()) as { id: string; closed?: boolean | null; error?: string };
        if (!answer.ok) throw new Error(`${path}: ${said.error}`);
        return said;
      });
    const [first, ...later] = stepsOf((lives += 1));
    const { id } = await post('', first!.body);
    let last: { closed?: boolean | null } = {};
    for (const { verb, body } of later) last = await post(`/${id}/${verb}`, body);
    if (last.closed === false) throw new Error('a life did not end');
    return { id, millis };
  });

/** The same called in this process. */
const inProcess = (
  begin: (body: object) => Promise<string>,
  step: (id: string, verb: string, body: object) => unknown,
) =>
  inTurns(async () => {
    const millis: number[] = [];
    const [first, ...later] = stepsOf((lives += 1));
    const id = await timed(millis, () => begin(first!.body));
    let isOver: unknown;
    for (const { verb, body } of later) isOver = await timed(millis, async () => step(id, verb, body));
    if (isOver === false) throw new Error('a life did not end');
    return { id, millis };
  });

async function contendersOf(
  installation: Installation,
  product: Living,
  say: (line: string) => void,
): Promise<{ contenders: Contender[]; close: () => Promise<void> }> {
  const { postgres, temporal, owner, client } = installation;
  await Table.prepare(owner);
  const table = await Table.open(postgres.url);
  const bare = new Bare(client, 'limitedWorkflow', []);
  const door = async (kind: string, where: string) => {
    const port = await freePort();
    const program = fileURLToPath(new URL('./door.js', import.meta.url));
    await installation.begin(`door of ${kind}`, process.execPath, [program, kind, where, String(port)]);
    return overHttp(`http://127.0.0.1:${port}`);
  };
  const contenders: Contender[] = [
    { name: 'product', hasHttp: true, live: product },
    { name: 'bare Temporal', hasHttp: true, live: await door('bare', temporal.url) },
    {
      name: 'bare Temporal',
      hasHttp: false,
      live: inProcess(
        (body) => bare.begin(JSON.stringify(body)),
        (id, _verb, body) => bare.step(id, JSON.stringify(body)),
      ),
    },
    { name: 'table and poller', hasHttp: true, live: await door('table', postgres.url) },
    {
      name: 'table and poller',
      hasHttp: false,
      live: inProcess(
        (body) => table.begin(body),
        (id, verb, body) => table.step(id, verb, body),
      ),
    },
  ];
  const missing = buildFlowable(say);
  if (missing === undefined) {
    const { base, embedded } = await startFlowable(installation);
    contenders.push({ name: 'Flowable', hasHttp: true, live: overHttp(base) });
    contenders.push({ name: 'Flowable', hasHttp: false, live: embedded });
  } else {
    console.log(`Flowable is left out: ${missing}.`);
  }
  return { contenders, close: () => table.close() };
}

/** Prints a row for each of them and load: its figures, and the product's as a multiple of them. */
export async function measurePeers(
  installation: Installation,
  product: Living,
  { loads, warming, say }: { loads: Load[]; warming: Load; say: (line: string) => void },
): Promise<void> {
  const { contenders, close } = await contendersOf(installation, product, say);
  try {
    for (const { name, hasHttp, live } of contenders) {
      say(`warming up: ${name}${hasHttp ? ', over HTTP' : ''} …`);
      await live({ ...warming, seconds: SECONDS });
    }
    console.log(
      `a life: ${stepsOf(0).length} steps; ${ROUNDS} rounds of at least ${SECONDS} s, all taking turns; median (least–most)\n`,
    );
    console.log('| clients | | HTTP | lives/s | step p50 ms | step p99 ms | product: lives/s × | CPU × | p50 × |');
    console.log('|---|---|---|---|---|---|---|---|---|');
    const cpuLines: string[] = [];
    for (const load of loads.filter(({ clients }) => CLIENTS.includes(clients))) {
      const runs = contenders.map(() => [] as Run[]);
      for (let round = 0; round < ROUNDS; round++) {
        for (const [n, { live }] of contenders.entries()) {
          runs[n]!.push(await measure(live, { ...load, seconds: SECONDS }, () => installation.cpu()));
        }
      }
      for (const [n, { name, hasHttp }] of contenders.entries()) {
        const own = runs[n]!;
        const times = (of: (run: Run) => number) => (n === 0 ? '' : summary(ratios(runs[0]!, own, of)));
        const head = `| ${load.clients} | ${name} | ${hasHttp ? 'yes' : 'no'} |`;
        const figures = [
          ...[(run: Run) => run.livesPerSecond, (run: Run) => run.p50, (run: Run) => run.p99].map((of) =>
            summary(own.map(of)),
          ),
          times((run) => run.livesPerSecond),
          times(allCpu),
          times((run) => run.p50),
        ];
        console.log(`${head} ${figures.join(' | ')} |`);
        cpuLines.push(`${head} ${cpuCells(own)} |`);
      }
    }
    console.log(`\nnobody asks for anything, CPU-ms a second: ${await idleCells(installation)}`);
    console.log('\n| clients | | HTTP | CPU-ms a life | of which |\n|---|---|---|---|---|');
    for (const line of cpuLines) console.log(line);
  } finally {
    await close();
  }
}

/** What all of them cost while none has its turn: whoever has it is counted so much more. */
async function idleCells(installation: Installation): Promise<string> {
  const before = installation.cpu();
  await pause(IDLE_SECONDS * 1000);
  return Object.entries(installation.cpu())
    .map(([part, ms]) => `${part} ${((ms - (before[part] ?? 0)) / IDLE_SECONDS).toFixed(1)}`)
    .join(', ');
}
