import { expect, it } from '@jest/globals';
import type { PolicyDocument } from '#domain/policy/document.js';
import { HOUR, instantOf } from '#domain/time/time.js';
import { kill } from '../support/rig/harms.js';
import type { PartName, Rig } from '../support/rig/rig.js';
import { suffer } from '../support/rig/scenario.js';
import { FAULT_MS, describeFull, rigs } from '../support/rig/suite.js';
import { sowStorm } from '../support/storm.js';

const COUNT = Number(process.env.ROLLOUT_CASES ?? 300);
/** Who dies in the middle of it, one after the other. */
const DYING: readonly PartName[] = ['worker', 'worker', 'temporal', 'worker'];
const AHEAD_MS = 8 * HOUR;
const PATIENCE_MS = 240_000;

const ask = async <T>(rig: Rig, method: string, path: string, body?: object): Promise<T> => {
  const answer = await rig.call<T>('admin', method, path, body);
  expect({ path, status: answer?.status }).toMatchObject({ path, status: expect.any(Number) });
  if (answer!.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer!.body)}`);
  return answer!.body;
};

/** Rules by which a visit of a blue case is made two days later. */
async function publish(rig: Rig): Promise<{ version: string; rollout: { id: string } }> {
  const { document } = await ask<{ document: PolicyDocument }>(rig, 'GET', '/policies/current');
  const [visit] = document.visits.blue;
  const after = { amount: visit!.after.amount + 2, unit: visit!.after.unit };
  const later = { ...document, visits: { ...document.visits, blue: [{ ...visit!, after }] } };
  const { version } = await ask<{ version: string }>(rig, 'POST', '/policies', { document: later });
  return ask(rig, 'POST', `/policies/${version}/publish`, { moveOpen: true, allowShorter: true, reason: '推后两天' });
}

const until = async (holds: () => Promise<boolean>, what: string) => {
  for (const end = Date.now() + PATIENCE_MS; !(await holds().catch(() => false));) {
    if (Date.now() > end) throw new Error(`it never came to ${what}`);
    await new Promise((tick) => setTimeout(tick, 250));
  }
};

describeFull('open cases that move to later rules while people work', () => {
  const on = rigs();

  it(
    'are each moved once, though the worker is killed three times and Temporal once',
    () =>
      on(async (rig) => {
        const ids = await sowStorm(rig.installation, 'days', COUNT, instantOf(Date.now() + AHEAD_MS));
        let version = '';
        const moved = async () => {
          const [found] = await rig.sql<{ n: number }>(
            `SELECT count(DISTINCT dispute_id)::int AS n FROM event
             WHERE dispute_id = ANY ($1::uuid[]) AND type = 'RulesMoved' AND data ->> 'policyVersion' = $2`,
            [ids, version],
          );
          return found!.n;
        };
        const figures = await suffer(rig, {
          name: `${COUNT} cases are moved, killed in the middle: ${DYING.join(', ')}`,
          hurt: async (_, work) => {
            const { rollout, ...published } = await publish(rig);
            version = published.version;
            for (const [n, part] of DYING.entries()) {
              await until(async () => (await moved()) >= (COUNT * (n + 1)) / (DYING.length + 2), `part ${n + 1}`);
              await kill([part]).hurt(rig, work);
              await rig.whole();
            }
            // It was in the middle each time.
            expect(await moved()).toBeLessThan(COUNT);
            await until(
              async () => (await rig.get<{ state: string }>('admin', `/rollouts/${rollout.id}`))?.body.state === 'done',
              'its end',
            );
            const { failed } = await ask<{ failed: number }>(rig, 'GET', `/rollouts/${rollout.id}`);
            expect(failed).toBe(0);
          },
        });
        expect(figures.complaints).toEqual([]);
        const [told] = await rig.sql<{ entries: number; cases: number; dates: number }>(
          `SELECT count(*) FILTER (WHERE type = 'RulesMoved')::int AS entries,
             count(DISTINCT dispute_id) FILTER (WHERE type = 'RulesMoved')::int AS cases,
             count(*) FILTER (WHERE type = 'ObligationMoved')::int AS dates
           FROM event WHERE dispute_id = ANY ($1::uuid[])`,
          [ids],
        );
        expect(told).toEqual({ entries: COUNT, cases: COUNT, dates: COUNT });
      }),
    2 * FAULT_MS,
  );
});
