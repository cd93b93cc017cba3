import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ForwardClock, PersonCommand } from '#domain/commands.js';
import type { DisputeState } from '#domain/dispute.js';

/** What the world may send to a dispute, and what starts one. The only file of this room that others import. */

export const DISPUTE_WORKFLOW = 'disputeWorkflow';
export const REFUSAL_TYPE = 'DisputeRefusal';

export function workflowIdOf(disputeId: string): string {
  return `dispute-${disputeId}`;
}

/** One value: an unregistered state for a new dispute, the folded state for an adopted, woken or continued one. */
export interface DisputeInput {
  state: DisputeState;
  /** History events after which the run continues as new. */
  historyLimit?: number;
}

export type Submitted = PersonCommand | ForwardClock;

/** The seq at which the command stands in the record, and the body it answered. */
export interface Answer {
  seq: number;
  bodyHmac: string;
}

export const submit = defineUpdate<Answer, [Submitted]>('submit');
/** The same door for senders that cannot wait; a refusal becomes an event. */
export const submitLater = defineSignal<[Submitted]>('submitLater');
/** Look at the clock again. */
export const wake = defineSignal('wake');
