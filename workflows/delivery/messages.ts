export const DELIVERY_WORKFLOW = 'deliveryWorkflow';
