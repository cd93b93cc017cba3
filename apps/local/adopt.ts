import { Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Registered } from '#domain/dispute.js';
import { DISPUTE_WORKFLOW, workflowIdOf, type DisputeInput } from '#workflows/dispute/messages.js';

/**
 * Gives a recorded dispute its workflow again, from the folded state: an import, the demo data, a lost Temporal server.
 * Harmless when it runs already.
 */
export async function adopt(client: Client, taskQueue: string, state: Registered): Promise<boolean> {
  try {
    await client.workflow.start<(input: DisputeInput) => Promise<void>>(DISPUTE_WORKFLOW, {
      workflowId: workflowIdOf(state.id),
      taskQueue,
      args: [{ state }],
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
