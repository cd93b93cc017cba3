import { Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Registered } from '#domain/dispute.js';
import type { Item } from '#domain/item.js';
import type { CaseRef } from '#persistence/reach.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { ITEM_WORKFLOW, itemWorkflowIdOf } from '#workflows/item/messages.js';
import { wake, type Input } from '#workflows/messages.js';

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

export const workflowOf = ({ kind, id }: CaseRef): { type: string; workflowId: string } =>
  kind === 'dispute'
    ? { type: DISPUTE_WORKFLOW, workflowId: workflowIdOf(id) }
    : { type: ITEM_WORKFLOW, workflowId: itemWorkflowIdOf(id) };

/** The case that a workflow of this installation is of; null where it is none. */
export function caseOf(workflowId: string): CaseRef | null {
  const [, kind, id] = /^(dispute|item)-(.*)$/.exec(workflowId) ?? [];
  return kind && id ? { kind: kind as CaseRef['kind'], id } : null;
}

/**
 * Has a case look at its record, and gives it a workflow where none runs. Whoever does the same at this moment, a person
 * with a command or a worker, begins from the same record and reaches the same workflow.
 */
export async function awaken(
  client: Client,
  taskQueue: string,
  which: CaseRef,
  { state, head }: { state: Registered | Item; head: string },
): Promise<void> {
  const { type, workflowId } = workflowOf(which);
  await client.workflow.signalWithStart<(input: Input<Registered | Item>) => Promise<void>, [number?]>(type, {
    workflowId,
    taskQueue,
    args: [{ state, head }],
    signal: wake,
    signalArgs: [state.seq],
  });
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
