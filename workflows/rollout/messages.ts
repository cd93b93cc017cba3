export const ROLLOUT_WORKFLOW = 'rolloutWorkflow';

export const rolloutWorkflowIdOf = (rolloutId: string): string => `rollout-${rolloutId}`;

/** Behind whatever people wait for: Temporal hands out its tasks last (1 is first, 3 what everything else has). */
export const ROLLOUT_PRIORITY = { priorityKey: 5 };
