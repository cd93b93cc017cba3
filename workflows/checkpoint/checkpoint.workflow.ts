import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index.js';

const { checkpoint } = proxyActivities<Pick<Required<Activities>, 'checkpoint'>>({
  startToCloseTimeout: '10 minutes',
  // The next hour notes what this one did not.
  retry: { maximumAttempts: 3 },
});

/** Notes where every chain stands; a Schedule asks for it every hour. Answers how many had grown. */
export async function checkpointWorkflow(): Promise<number> {
  return checkpoint();
}
