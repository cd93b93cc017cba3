import { Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Registered } from '#domain/dispute.js';
import type { Item } from '#domain/item.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { ITEM_WORKFLOW, itemWorkflowIdOf } from '#workflows/item/messages.js';
import type { Input } from '#workflows/messages.js';

/**
 * Gives a recorded case its workflow again, from the folded state: an import, the demo data, a lost Temporal server.
 * Harmless when it runs already.
 */
export function adopt(client: Client, taskQueue: string, state: Registered): Promise<boolean> {
  return start(client, taskQueue, DISPUTE_WORKFLOW, workflowIdOf(state.id), state);
}

export function adoptItem(client: Client, taskQueue: string, state: Item): Promise<boolean> {
  return start(client, taskQueue, ITEM_WORKFLOW, itemWorkflowIdOf(state.id), state);
}

async function start<S>(
  client: Client,
  taskQueue: string,
  type: string,
  workflowId: string,
  state: S,
): Promise<boolean> {
  try {
    await client.workflow.start<(input: Input<S>) => Promise<void>>(type, { workflowId, taskQueue, args: [{ state }] });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
