export { disputeWorkflow } from './dispute/dispute.workflow.js';
export { deliveryWorkflow } from './delivery/delivery.workflow.js';
