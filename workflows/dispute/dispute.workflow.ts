import { DISPUTE_LAW } from '#domain/decide.js';
import { CORE, isOver, type DisputeState } from '#domain/dispute.js';
import type { DisputeEvent } from '#domain/events.js';
import { evolve } from '#domain/evolve.js';
import { nextMoment } from '#domain/moments.js';
import { recorded, run, type Core } from '../shell.js';
import type { DisputeInput, Submitted } from './messages.js';

const dispute: Core<DisputeState, Submitted, DisputeEvent> = {
  law: DISPUTE_LAW,
  evolve,
  nextMoment,
  isOver,
  rules: CORE,
  record: ({ id: disputeId, seq: after }, head, events, deed) =>
    recorded((by) => by.record({ disputeId, after, head, events, deed })),
};

/** One dispute, from its registration to its last return visit. */
export async function disputeWorkflow(input: DisputeInput): Promise<void> {
  await run(dispute, input);
}
