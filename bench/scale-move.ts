import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { PolicyDocument } from '#domain/policy/document.js';
import { HOUR, instantOf } from '#domain/time/time.js';
import { one } from '#persistence/database/rows.js';
import { sowStorm } from '../test/support/storm.js';
import { Tokens } from '../test/support/tokens.js';
import { Crowd, percentile, type Machine } from './scale-storm.js';

/**
 * Open disputes that go on under rules that were published while people work on others: how long it takes, what people wait,
 * whether all are moved, and each once. MOVE_SIZE how many (10000).
 */
const SIZE = Number(process.env.MOVE_SIZE ?? 10_000);
const QUIET_SECONDS = 60;
/** Nothing else happens to them while this runs. */
const AHEAD_MS = 8 * HOUR;
/** How much longer the slowest hundredth of people may wait beside it (issue 20). */
const BAR_BESIDE = 2;
const LOOKED_EVERY_MS = 2_000;

interface Rollout {
  id: string;
  state: string;
  total: number;
  moved: number;
  unchanged: number;
  failed: number;
}

/** @returns how many bars were missed */
export async function measureMove({ url, owner, installation }: Machine): Promise<number> {
  const tokens = new Tokens(() => url);
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokens.of('admin')}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const ids = await sowStorm(installation, 'days', SIZE, instantOf(Date.now() + AHEAD_MS));
  const crowd = new Crowd(url);
  await crowd.begin();
  const quietUntil = Date.now() + QUIET_SECONDS * 1000;
  const quiet = await crowd.work(() => Date.now() >= quietUntil);

  const { document } = await ask<{ document: PolicyDocument }>('GET', '/policies/current');
  const [visit] = document.visits.blue;
  const after = { amount: visit!.after.amount + 2, unit: visit!.after.unit };
  const later = { ...document, visits: { ...document.visits, blue: [{ ...visit!, after }] } };
  const { version } = await ask<{ version: string }>('POST', '/policies', { document: later });
  let isOver = false;
  const working = crowd.work(() => isOver);
  const began = performance.now();
  const told = { moveOpen: true, allowShorter: true, reason: '回访推后两天' };
  let { rollout } = await ask<{ rollout: Rollout }>('POST', `/policies/${version}/publish`, told);
  const foretoldSeconds = (performance.now() - began) / 1000;
  while (rollout.state === 'running') {
    await pause(LOOKED_EVERY_MS);
    rollout = await ask<Rollout>('GET', `/rollouts/${rollout.id}`);
  }
  const seconds = (performance.now() - began) / 1000;
  isOver = true;
  const beside = await working;

  const [usual, slowest] = [quiet, beside].map(({ took }) => percentile(took, 0.99)) as [number, number];
  const wrong = [
    ...(await wrongIn(owner, ids, version)),
    rollout.failed > 0 && `${rollout.failed} failed`,
    beside.unavailable > 0 && `${beside.unavailable} were answered 503`,
    ...new Set(beside.failed),
  ].filter((each) => each !== false);
  console.log(
    `moved: ${rollout.moved} of ${rollout.total} in ${seconds.toFixed(0)} s, ${(rollout.moved / seconds).toFixed(1)} a second`,
  );
  console.log(`published: answered after ${foretoldSeconds.toFixed(1)} s`);
  console.log(
    `people, slowest hundredth: ${usual.toFixed(0)} ms before (${quiet.took.length}), ${slowest.toFixed(0)} ms beside it (${beside.took.length}), at most ${BAR_BESIDE} times`,
  );
  for (const each of wrong) console.log(`**${each}**`);
  return wrong.length + Number(slowest > usual * BAR_BESIDE);
}

/** Each of them once, and with the date that the new rules say. */
async function wrongIn(owner: DataSource, ids: readonly string[], version: string): Promise<(string | false)[]> {
  const { entries, cases, dates } = await one<{ entries: number; cases: number; dates: number }>(
    owner,
    `SELECT count(*) FILTER (WHERE type = 'RulesMoved')::int AS entries,
       count(DISTINCT dispute_id) FILTER (WHERE type = 'RulesMoved')::int AS cases,
       count(DISTINCT dispute_id) FILTER (WHERE type = 'ObligationMoved')::int AS dates
     FROM event WHERE dispute_id = ANY ($1::uuid[]) AND
       (type = 'RulesMoved' AND data ->> 'policyVersion' = $2 OR type = 'ObligationMoved')`,
    [ids, version],
  );
  return [
    cases !== ids.length && `${ids.length - cases} were not moved`,
    entries !== cases && `${entries - cases} were moved more than once`,
    dates !== ids.length && `${ids.length - dates} have the date of before`,
  ];
}
