import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { instantOf, millisOf, type Instant } from '#domain/time/time.js';
import { one, rows } from '#persistence/database/rows.js';
import { sowStorm, type Installation, type Limits } from '../test/support/storm.js';
import { Tokens } from '../test/support/tokens.js';

/**
 * Monday at nine: disputes with a limit that ends at one moment, and people who work on others meanwhile. What they wait,
 * what they are refused, when the last rung is recorded, and what memory the workers keep.
 *
 * STORM_SIZES how many, and whether their limits are in days or in hours and red (200d,2000d,600h); STORM_WORKERS how
 * many workers share them (1); STORM_RATE commands of people a second (3); STORM_REST seconds after which a storm is over
 * for memory (60).
 */
const SIZES = (process.env.STORM_SIZES ?? '200d,2000d,600h').split(',');
const RATE = Number(process.env.STORM_RATE ?? 3);
const REST_SECONDS = Number(process.env.STORM_REST ?? 60);
/** Filling takes so long on a machine that is busy, a case and at least. */
const FILL_MS = Number(process.env.STORM_FILL_MS ?? 45);
const LEAD_MS = 40_000;
const PEOPLE = 12;
const QUIET_SECONDS = 15;
const SAMPLE_MS = 500;

/** Milliseconds that the slowest hundredth of people may wait, and seconds to the last rung by size. */
const PEOPLE_BAR = 1_000;
const LAST_BARS: Record<string, number> = { '2000d': 100, '600h': 30, '10000d': 360 };
/** What workers hold when a storm is over, as a share of what they held before. */
const MEMORY_BAR = 1.15;
const GIVE_UP_MS = 1_800_000;

interface Size {
  name: string;
  count: number;
  limits: Limits;
}

interface Waited {
  took: number[];
  unavailable: number;
  failed: string[];
}

const sizeOf = (name: string): Size => ({
  name,
  count: Number.parseInt(name),
  limits: name.endsWith('h') ? 'hours' : 'days',
});

export const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

/** People who work on cases of their own, a command a third of a second, whatever became of the one before. */
export class Crowd {
  private readonly tokens = new Tokens(() => this.url);
  private readonly cases: string[] = [];
  private turn = 0;

  constructor(private readonly url: string) {}

  private async post(who: string, path: string, body: object): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.tokens.of(who)}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text() };
  }

  async begin(): Promise<void> {
    for (let n = 0; n < PEOPLE; n++) {
      const registered = await this.post('desk', '/disputes', {
        title: `院墙占地，有人在办 ${n}`,
        narrative: '两户因修建围墙占地发生争执。',
        category: 'neighbours',
        grade: 'blue',
        place: { village: 'village-shixi' },
        parties: [{ name: `甲${n}`, role: 'applicant' }],
        source: { channel: 'walk-in' },
      });
      const { dispute } = JSON.parse(registered.text) as { dispute: { id: string } };
      await this.post('desk', `/disputes/${dispute.id}/transfer`, { to: 'justice', reason: '请调解' });
      await this.post('justice', `/disputes/${dispute.id}/accept`, { transferId: 't1' });
      this.cases.push(dispute.id);
    }
    for (let n = 0; n < 2 * PEOPLE; n++) await this.act();
  }

  private act(): Promise<{ status: number; text: string }> {
    const n = this.turn++;
    return this.post('justice', `/disputes/${this.cases[n % PEOPLE]!}/progress`, { note: `跟进 ${n}` });
  }

  /** Begins a command at each beat until it is told to end, and waits for them all. */
  async work(isOver: () => boolean): Promise<Waited> {
    const waited: Waited = { took: [], unavailable: 0, failed: [] };
    const began = performance.now();
    const all: Promise<void>[] = [];
    for (let n = 0; !isOver(); n++) {
      const meant = began + (n * 1000) / RATE;
      await pause(Math.max(0, meant - performance.now()));
      const asked = this.act().then(({ status, text }) => {
        waited.took.push(performance.now() - meant);
        if (status === 503) waited.unavailable += 1;
        else if (status > 299) waited.failed.push(text);
      });
      all.push(asked);
    }
    await Promise.all(all);
    return waited;
  }
}

/** Megabytes that processes hold. */
const memoryOf = (pids: readonly number[]) =>
  pids.reduce((sum, pid) => {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return sum + Number(kilobytes ?? 0) / 1024;
  }, 0);

export interface Machine {
  url: string;
  owner: DataSource;
  installation: Installation;
  workers: readonly number[];
  /** CPU of everything but this process so far. */
  cpuMillis: () => number;
}

interface Storm {
  size: Size;
  lastSeconds: number;
  quiet: Waited;
  people: Waited;
  cpuEach: number;
  memory: { before: number; peak: number; after: number };
  wrong: string[];
}

async function storm({ owner, installation, workers, cpuMillis }: Machine, crowd: Crowd, size: Size): Promise<Storm> {
  const due = instantOf(Math.ceil((Date.now() + LEAD_MS + size.count * FILL_MS) / 1000) * 1000);
  await sowStorm(installation, size.limits, size.count, due);
  const early = millisOf(due) - Date.now();
  if (early < (QUIET_SECONDS + 2) * 1000) throw new Error(`filled ${early} ms before the moment: set STORM_FILL_MS`);
  // Their first tasks are done, and nothing of the filling is left.
  await pause(early - (QUIET_SECONDS + 1) * 1000);
  const quietUntil = millisOf(due) - 1_000;
  const quiet = await crowd.work(() => Date.now() >= quietUntil);
  await pause(Math.max(0, millisOf(due) - Date.now()));

  const before = memoryOf(workers);
  const cpu = cpuMillis();
  let peak = before;
  let isOver = false;
  const working = crowd.work(() => isOver);
  const owed = `SELECT count(*)::int AS left FROM dispute WHERE next_moment = $1`;
  for (let left = size.count; left > 0 && Date.now() - millisOf(due) < GIVE_UP_MS;) {
    await pause(SAMPLE_MS);
    left = (await one<{ left: number }>(owner, owed, [due])).left;
    peak = Math.max(peak, memoryOf(workers));
  }
  const lastSeconds = (Date.now() - millisOf(due)) / 1000;
  const spent = cpuMillis() - cpu;
  isOver = true;
  const people = await working;
  await pause(REST_SECONDS * 1000);
  const memory = { before, peak, after: memoryOf(workers) };
  const cpuEach = spent / size.count;
  return { size, lastSeconds, quiet, people, cpuEach, memory, wrong: await wrongIn(owner, due, size.count) };
}

/** Each lateness once, none before its moment, each dated at it. */
async function wrongIn(owner: DataSource, due: Instant, count: number): Promise<string[]> {
  const late = await one<{ all: number; cases: number; early: number }>(
    owner,
    `SELECT count(*)::int AS all, count(DISTINCT dispute_id)::int AS cases,
       count(*) FILTER (WHERE recorded_at < at)::int AS early FROM event WHERE type = 'ObligationLate' AND at = $1`,
    [due],
  );
  const twice = await rows(
    owner,
    `SELECT FROM event WHERE type = 'LadderStepFired' AND at = $1
     GROUP BY dispute_id, data ->> 'obligationId', data ->> 'step' HAVING count(*) > 1`,
    [due],
  );
  return [
    late.cases !== count && `${count - late.cases} are not known to be late`,
    late.all !== late.cases && `${late.all - late.cases} are late twice`,
    late.early > 0 && `${late.early} were late early`,
    twice.length > 0 && `${twice.length} rungs came twice`,
  ].filter((each) => each !== false);
}

/** @returns how many bars were missed */
export async function measureStorm(machine: Machine): Promise<number> {
  const crowd = new Crowd(machine.url);
  await crowd.begin();
  let missed = 0;
  let smallest: Storm | undefined;
  const bold = (figure: string, isMissed: boolean) => {
    if (isMissed) missed += 1;
    return isMissed ? `**${figure}**` : figure;
  };
  console.log(
    `| ${machine.workers.length} at work | last rung, s | people p50, quiet → storm, ms | p99, ms | 503 | of | CPU-ms a case | worker, MB before, peak, after | × smallest: last, p99, CPU |`,
  );
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|---:|');
  for (const name of SIZES) {
    const one = await storm(machine, crowd, sizeOf(name));
    const { lastSeconds, quiet, people, cpuEach, memory, wrong } = one;
    smallest ??= one;
    const p99 = percentile(people.took, 0.99);
    const times = [
      lastSeconds / smallest.lastSeconds,
      p99 / percentile(smallest.people.took, 0.99),
      cpuEach / smallest.cpuEach,
    ];
    const cells = [
      name,
      bold(lastSeconds.toFixed(1), lastSeconds > (LAST_BARS[name] ?? Infinity)),
      `${percentile(quiet.took, 0.5).toFixed(0)} → ${percentile(people.took, 0.5).toFixed(0)}`,
      bold(p99.toFixed(0), p99 > PEOPLE_BAR),
      bold(String(people.unavailable), people.unavailable > 0),
      people.took.length,
      cpuEach.toFixed(1),
      `${memory.before.toFixed(0)}, ${memory.peak.toFixed(0)}, ${bold(memory.after.toFixed(0), memory.after > memory.before * MEMORY_BAR)}`,
      times.map((each) => each.toFixed(2)).join(', '),
    ];
    console.log(`| ${cells.join(' | ')} |`);
    for (const each of [...wrong, ...new Set(people.failed)]) console.log(bold(`${name}: ${each}`, true));
  }
  return missed;
}
