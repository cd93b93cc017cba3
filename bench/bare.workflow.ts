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
