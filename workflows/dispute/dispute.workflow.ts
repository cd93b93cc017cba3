import { decide, raiseCore, refusedCommand } from '#domain/decide.js';
import { CORE, isOver, isRegistered, type DisputeState } from '#domain/dispute.js';
import type { DisputeEvent } from '#domain/events.js';
import { evolve } from '#domain/evolve.js';
import { nextMoment } from '#domain/moments.js';
import { recorded, run, type Core } from '../shell.js';
import type { DisputeInput, Submitted } from './messages.js';

const dispute: Core<DisputeState, Submitted, DisputeEvent> = {
  decide,
  evolve,
  nextMoment,
  isOver,
  refused: (command, state, code, now) => (isRegistered(state) ? refusedCommand(command, state, code, now) : null),
  rules: CORE,
  raised: raiseCore,
  record: ({ id: disputeId, seq: after }, head, events) =>
    recorded((by) => by.record({ disputeId, after, head, events })),
};

/** One dispute, from its registration to its last return visit. */
export async function disputeWorkflow(input: DisputeInput): Promise<void> {
  await run(dispute, input);
}
