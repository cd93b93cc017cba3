export { disputeWorkflow } from './dispute/dispute.workflow.js';
export { itemWorkflow } from './item/item.workflow.js';
