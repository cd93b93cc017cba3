import { existsSync } from 'node:fs';
import type { Proxy } from '../proxy.js';
import type { Disk } from './disk.js';
import { TRUTH_MS } from './health.js';
import type { Part } from './part.js';
import type { LineName, PartName, Rig } from './rig.js';
import type { Scenario } from './scenario.js';
import type { Work } from './work.js';

/** The harms that scenarios are made of. */

export const seconds = (count: number) => new Promise((done) => setTimeout(done, count * 1_000));

const each = (rig: Rig, names: readonly PartName[], work: (part: Part) => Promise<void>) =>
  Promise.all(names.map((name) => work(rig.parts[name])));

/** Killed, and started again at once, or only when somebody has looked for the reason. */
async function down(rig: Rig, names: readonly PartName[], forSeconds: number, then = () => {}): Promise<void> {
  await each(rig, names, (part) => part.hold());
  then();
  await seconds(forSeconds);
  for (const name of names) rig.parts[name].start();
}

async function still(rig: Rig, names: readonly PartName[], forSeconds: number): Promise<void> {
  await each(rig, names, (part) => part.pause());
  await seconds(forSeconds);
  await each(rig, names, (part) => part.resume());
}

const titled = (what: string, names: readonly PartName[], forSeconds: number) =>
  `${what}${forSeconds > 0 ? ` ${forSeconds} s` : ''}: ${names.join(' and ')}`;

/** What readyz must name: one part alone, that is gone for long enough to be missed. */
const toldOf = ([name, ...others]: readonly PartName[], forSeconds: number): Pick<Scenario, 'told'> =>
  name && name !== 'api' && others.length === 0 && forSeconds * 1_000 > TRUTH_MS ? { told: name } : {};

export const kill = (names: readonly PartName[], forSeconds = 0, times = 1): Scenario => ({
  name: `${titled('killed', names, forSeconds)}${times > 1 ? `, ${times} times` : ''}`,
  hurt: async (rig, work) => {
    for (let n = 1; n <= times; n++) {
      // They do not die in the same instant: each time another one is the first.
      await down(rig, [...names.slice(n % names.length), ...names.slice(0, n % names.length)], forSeconds);
      if (n === times) return;
      // The next time in the middle of work again.
      await rig.whole();
      await work.takenSince(Date.now(), BETWEEN, 60_000);
    }
  },
  ...toldOf(names, forSeconds),
});

const BETWEEN = 10;

export const hang = (names: readonly PartName[], forSeconds: number): Scenario => ({
  name: titled('hangs', names, forSeconds),
  hurt: (rig) => still(rig, names, forSeconds),
  ...toldOf(names, forSeconds),
});

/** Commands are answered at the commit while nothing that the worker says reaches Temporal; then somebody dies. */
export const untold = (names: readonly PartName[], forSeconds = 0): Scenario => ({
  name: `committed, Temporal never told, then ${titled('killed', names, forSeconds)}`,
  hurt: async (rig, work) => {
    rig.lines['worker-temporal'].hurt('unheard');
    await answeredMeanwhile(work);
    // Not before: the worker would say it all again.
    await down(rig, names, forSeconds, () => rig.lines['worker-temporal'].cut());
  },
});

/** …or hangs for so long that it is forgotten. */
export const untoldHang = (forSeconds: number): Scenario => ({
  name: `committed, Temporal never told, then the worker hangs ${forSeconds} s`,
  hurt: async (rig, work) => {
    rig.lines['worker-temporal'].hurt('unheard');
    await answeredMeanwhile(work);
    await rig.parts.worker.pause();
    await seconds(forSeconds);
    rig.lines['worker-temporal'].cut();
    await rig.parts.worker.resume();
  },
  ...toldOf(['worker'], forSeconds),
});

/** Each case can take one command more, and then nobody is answered any longer. */
async function answeredMeanwhile(work: Work): Promise<void> {
  const before = work.taken.length;
  await work.until(() => work.taken.length >= before + 6, 6_000);
}

/** How far the worker is from Temporal where that matters: what it did is known there a moment later than in the record. */
const FAR_MS = 50;

/** Rows of cases are locked in the middle of their lives, as a rebuild, a retention or a slow disk does it. */
export const locked = (which: 'one case' | 'all cases', forSeconds: number, times = 1): Scenario => ({
  name: `row of ${which} locked ${forSeconds} s, ${times} times`,
  hurt: async (rig, work) => {
    rig.lines['worker-temporal'].delayMs = FAR_MS;
    for (let n = 0; n < times; n++) {
      await work.until(() => work.current.size > 0, 30_000);
      const ids = [...work.current.values()].slice(0, which === 'one case' ? 1 : undefined);
      const releases = await Promise.all(ids.map((id) => rig.lock(id)));
      await seconds(forSeconds);
      await Promise.all(releases.map((release) => release()));
      await work.takenSince(Date.now(), ids.length, 10_000);
    }
  },
});

/** What befalls a line: for a while, or once and for good for the connections that are open, while new ones pass. */
export const WOUNDS: { what: string; hurt: (line: Proxy) => unknown; forSeconds?: number; slow?: boolean }[] = [
  { what: 'open connections are forgotten', hurt: (line) => line.hurt('swallowed') },
  { what: 'open connections bring no answer', hurt: (line) => line.hurt('unanswered') },
  { what: 'open connections are cut', hurt: (line) => line.cut() },
  { what: 'nothing gets through', hurt: (line) => line.hurtAll('held'), forSeconds: 15 },
  { what: 'nothing gets through, and all is lost', hurt: (line) => line.hurtAll('swallowed'), forSeconds: 15 },
  { what: 'nobody gets in', hurt: (line) => (line.refuse(), line.cut()), forSeconds: 15 },
  { what: 'all is 3 s late each way', hurt: (line) => (line.delayMs = 3_000), forSeconds: 30, slow: true },
];

/** How long silence may last until it is taken for what it is. */
const SILENCE_SECONDS = { postgres: 15, temporal: 30 };

export const onLine = (line: LineName, { what, hurt, forSeconds, slow }: (typeof WOUNDS)[number]): Scenario => ({
  name: `${line}: ${what}${forSeconds ? `, ${forSeconds} s` : ''}`,
  hurt: async (rig) => {
    hurt(rig.lines[line]);
    await seconds(forSeconds ?? 0);
  },
  ...(forSeconds === undefined && {
    unmended: true,
    within: SILENCE_SECONDS[line.endsWith('postgres') ? 'postgres' : 'temporal'],
  }),
  ...(slow && { slow }),
});

/** Where libfaketime is, which gives a process another clock; null where it is not. */
export const FAKETIME =
  [process.env.FAKETIME_LIB, '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? null;

/** One process has lost its time service; all others are right. */
export const clockOff = (name: 'api' | 'worker', by: string): Scenario => ({
  name: `clock ${by}: ${name}`,
  hurt: async (rig, work) => {
    const env = { LD_PRELOAD: FAKETIME!, FAKETIME: by, FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' };
    await rig.restart(name, env);
    await rig.whole();
    const since = Date.now();
    await work.takenSince(since, MANY, 60_000);
    await seconds(10);
  },
  heal: (rig) => rig.restart(name),
  warned: `CLOCK_SKEW ${name}`,
});

const MANY = 60;

export const diskFull = (name: PartName, disk: Disk, forSeconds: number): Scenario => ({
  name: titled('disk full', [name], forSeconds),
  hurt: async () => {
    disk.fill();
    await seconds(forSeconds);
    disk.free();
  },
});

/** As after a failover to a replica: everything is there to be read. */
export const readOnly = (forSeconds: number): Scenario => ({
  name: titled('read-only', ['postgres'], forSeconds),
  hurt: async (rig) => {
    await rig.sql('ALTER DATABASE postgres SET default_transaction_read_only = on');
    await endSessions(rig);
    await seconds(forSeconds);
    await rig.sql('BEGIN READ WRITE; ALTER DATABASE postgres RESET default_transaction_read_only; COMMIT');
    await endSessions(rig);
  },
  warned: 'READ_ONLY',
});

/** What is set for a database holds for sessions that begin afterwards. */
function endSessions(rig: Rig): Promise<unknown> {
  return rig.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN ('dispute_writer', 'dispute_reader')`,
  );
}
