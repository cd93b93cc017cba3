export { disputeWorkflow } from './dispute/dispute.workflow.js';
export { reconcilerWorkflow } from './reconciler/reconciler.workflow.js';
export { itemWorkflow } from './item/item.workflow.js';
export { deliveryWorkflow } from './delivery/delivery.workflow.js';
export { housekeepingWorkflow } from './housekeeping/housekeeping.workflow.js';
export { checkpointWorkflow } from './checkpoint/checkpoint.workflow.js';
export { rolloutWorkflow } from './rollout/rollout.workflow.js';
