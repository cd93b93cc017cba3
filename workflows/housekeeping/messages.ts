export const HOUSEKEEPING_WORKFLOW = 'housekeepingWorkflow';
