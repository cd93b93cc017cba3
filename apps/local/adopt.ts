import { Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Registered } from '#domain/dispute/state.js';
import type { Item } from '#domain/item/item.js';
import type { CaseRef } from '#persistence/reading/reach.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { ITEM_WORKFLOW, itemWorkflowIdOf } from '#workflows/item/messages.js';
import { wake, type Input } from '#workflows/messages.js';

/**
 * Gives a recorded case its workflow again, from the folded state: an import, the demo data, a lost Temporal server.
 * Harmless when it runs already.
 */
export async function adopt(client: Client, taskQueue: string, which: CaseRef, found: Adopted): Promise<boolean> {
  const { type, workflowId } = workflowOf(which);
  try {
    await client.workflow.start<StartedWith>(type, { workflowId, taskQueue, args: [found] });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** What the record has of a case: its folded state, and the hash of the last entry. */
export type Adopted = Pick<Input<Registered | Item>, 'state' | 'head'>;
type StartedWith = (input: Input<Registered | Item>) => Promise<void>;

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
  { state, head }: Adopted,
): Promise<void> {
  const { type, workflowId } = workflowOf(which);
  await client.workflow.signalWithStart<StartedWith, [number?, string?]>(type, {
    workflowId,
    taskQueue,
    args: [{ state, head }],
    signal: wake,
    signalArgs: [state.seq, head],
  });
}
