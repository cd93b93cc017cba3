export const CHECKPOINT_WORKFLOW = 'checkpointWorkflow';
