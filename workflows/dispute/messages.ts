import type { SentCommand } from '#domain/dispute/commands.js';
import type { DisputeState } from '#domain/dispute/state.js';
import type { Input } from '../messages.js';

/** How a dispute's workflow is called, and what it takes. */

export const DISPUTE_WORKFLOW = 'disputeWorkflow';

export function workflowIdOf(disputeId: string): string {
  return `dispute-${disputeId}`;
}

export type DisputeInput = Input<DisputeState>;
export type Submitted = SentCommand;
