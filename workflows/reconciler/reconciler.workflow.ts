import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index.js';

const { reconcile } = proxyActivities<Activities>({
  startToCloseTimeout: '50s',
  // The next look comes by itself.
  retry: { maximumAttempts: 3 },
});

/** One look at what should have happened by now; a Schedule asks for it every minute. */
export async function reconcilerWorkflow(): Promise<{ found: number; woken: number }> {
  return reconcile();
}
