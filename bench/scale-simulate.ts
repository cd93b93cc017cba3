import { setTimeout as sleep } from 'node:timers/promises';
import type { PolicyDocument } from '#domain/policy/document.js';
import { DAY, instantOf } from '#domain/time/time.js';
import { Tokens } from '../test/support/tokens.js';
import { atWork } from './at-work.js';

/** A year of the record told once more under a draft, while somebody is at work. */

/** For five thousand cases (issue 20). */
const BAR_SECONDS = 60;
const BAR_CASES = 5_000;
/** How much longer a command of somebody at work may take beside it. */
const BAR_BESIDE = 2;
const ACT_EVERY_MS = 200;
const QUIET_MS = 20_000;

interface Simulation {
  rollout: { state: string; total: number; moved: number; failed: number };
  cases: number;
  changed: number;
  late: { before: number; after: number };
  notices: { before: number; after: number };
  visits: { before: number; after: number };
}

/** @returns how many bars were missed */
export async function measureSimulation(url: string): Promise<number> {
  const tokens = new Tokens(() => url);
  const ask = async <T>(who: string, method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${await tokens.of(who)}`, ...(body !== undefined && JSON_TYPE) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { items } = await ask<{ items: { id: string }[] }>('desk', 'GET', '/disputes?status=handling&limit=1');
  const { id } = items[0]!;
  const note = () => ask('desk', 'POST', `/disputes/${id}/note`, { text: '记' });
  const before = atWork(note, ACT_EVERY_MS);
  await sleep(QUIET_MS);
  const usual = await before.stop();
  const { document } = await ask<{ document: PolicyDocument }>('admin', 'GET', '/policies/current');
  const limit = { amount: 5, unit: 'workingDays' as const };
  const each = { simple: limit, ordinary: limit, complex: limit };
  const drafted = { ...document, handle: { ...document.handle, blue: each, yellow: each } };
  const { version } = await ask<{ version: string }>('admin', 'POST', '/policies', { document: drafted });
  const now = Date.now();
  const year = { from: instantOf(now - 365 * DAY), to: instantOf(now) };
  const beside = atWork(note, ACT_EVERY_MS);
  const began = performance.now();
  const { rollout } = await ask<{ rollout: { id: string } }>('admin', 'POST', `/policies/${version}/simulate`, year);
  let told: Simulation;
  do {
    await sleep(500);
    told = await ask<Simulation>('admin', 'GET', `/simulations/${rollout.id}`);
  } while (told.rollout.state === 'running');
  const seconds = (performance.now() - began) / 1000;
  const slowest = await beside.stop();
  const bar = (BAR_SECONDS * Math.max(told.cases, BAR_CASES)) / BAR_CASES;
  console.log(`simulated: ${told.cases} cases of a year in ${seconds.toFixed(1)} s (at most ${bar.toFixed(0)})`);
  console.log(
    JSON.stringify({ late: told.late, notices: told.notices, visits: told.visits, changed: told.changed }, brief),
  );
  console.log(`a command, slowest hundredth: ${usual.toFixed(0)} ms before, ${slowest.toFixed(0)} ms beside it`);
  if (told.rollout.failed > 0) console.log(`${told.rollout.failed} of ${told.rollout.total} parts failed`);
  return [seconds > bar, slowest > usual * BAR_BESIDE, told.rollout.failed > 0].filter(Boolean).length;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sums alone. */
const brief = (key: string, value: unknown) => (Array.isArray(value) ? undefined : value);
