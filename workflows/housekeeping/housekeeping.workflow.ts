import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index.js';

const { housekeeping } = proxyActivities<Pick<Required<Activities>, 'housekeeping'>>({
  startToCloseTimeout: '4 hours',
  heartbeatTimeout: '2 minutes',
  // What is left is found by the next night.
  retry: { maximumAttempts: 3 },
});

/** Lets go of what has an age; a Schedule asks for it every night. Answers how much was done, by kind. */
export async function housekeepingWorkflow(): Promise<Awaited<ReturnType<typeof housekeeping>>> {
  return housekeeping();
}
