import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { BareActivities } from './bare-worker.js';

/** The least that a durable command can be: one update, one local activity, one INSERT. What the product is held against. */
const { insert } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '2s' });

export const step = defineUpdate<number, [string]>('step');

export async function bareWorkflow(steps: number): Promise<void> {
  let done = 0;
  setHandler(step, async (body) => {
    await insert(body);
    return ++done;
  });
  await condition(() => done >= steps);
}

/** Which step ends a wait, and after how long it is late: as the other peers keep them (peers/peers.ts). */
const WAITS = [
  { until: 2, limit: '1 day' },
  { until: 3, limit: '1 day' },
  { until: 4, limit: '30 days' },
  { until: 6, limit: '7 days' },
] as const;

/** The same with a timer for each wait, which writes down once that it is late. */
export async function limitedWorkflow(): Promise<void> {
  let done = 0;
  setHandler(step, async (body) => {
    await insert(body);
    return ++done;
  });
  for (const { until, limit } of WAITS) {
    const isOver = () => done >= until;
    if (await condition(isOver, limit)) continue;
    await insert('late');
    await condition(isOver);
  }
}
