import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index.js';

const { deliver } = proxyActivities<Pick<Required<Activities>, 'deliver'>>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '2 minutes',
  // What is left over is for the next run: it begins within a minute.
  retry: { maximumAttempts: 2 },
});

/** One round of bringing notices to people; a Schedule starts it, and never two at once. */
export async function deliveryWorkflow(): Promise<{ sent: number; failed: number; dropped: number }> {
  return deliver();
}
