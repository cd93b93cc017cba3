export { disputeWorkflow } from './dispute/dispute.workflow.js';
