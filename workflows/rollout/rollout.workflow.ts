import { continueAsNew, proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '#activities/index.js';
import { ROLLOUT_PRIORITY } from './messages.js';

const { rollOut } = proxyActivities<Pick<Required<Activities>, 'rollOut'>>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '20s',
  // What keeps it from going on is waited for: whatever it is, it ends.
  retry: { initialInterval: '1s', maximumInterval: '30s' },
  priority: ROLLOUT_PRIORITY,
});

/** A round is some ten entries of its history. */
const ROUNDS = 100;

/**
 * One act on many things, round by round. How far it came is in the record, not here: who takes it up, after whatever
 * death, goes on with what waits.
 */
export async function rolloutWorkflow(rolloutId: string): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { isOver, restMs } = await rollOut({ rolloutId });
    if (isOver) return;
    if (restMs > 0) await sleep(restMs);
  }
  await continueAsNew<typeof rolloutWorkflow>(rolloutId);
}
