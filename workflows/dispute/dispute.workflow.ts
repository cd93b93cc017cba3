import { DISPUTE_LAW } from '#domain/dispute/decide.js';
import { isOver, type DisputeState } from '#domain/dispute/state.js';
import { CORE } from '#domain/dispute/editions.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { evolve } from '#domain/dispute/evolve.js';
import { nextMoment, turn } from '#domain/dispute/moments.js';
import { recorded, run, type Core } from '../shell.js';
import type { DisputeInput, Submitted } from './messages.js';

const dispute: Core<DisputeState, Submitted, DisputeEvent> = {
  law: DISPUTE_LAW,
  evolve,
  nextMoment,
  turn,
  isOver,
  rules: CORE,
  record: ({ id: disputeId, seq: after }, head, events, deed) =>
    recorded((by) => by.record({ disputeId, after, head, events, deed })),
};

/** One dispute, from its registration to its last return visit. */
export async function disputeWorkflow(input: DisputeInput): Promise<void> {
  await run(dispute, input);
}
