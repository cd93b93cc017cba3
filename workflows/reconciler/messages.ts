export const RECONCILER_WORKFLOW = 'reconcilerWorkflow';
