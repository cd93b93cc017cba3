import { CIRCULATION } from './chapters/circulation/evolve.js';
import { CLOSING } from './chapters/closing/evolve.js';
import { ENTRY, register } from './chapters/entry/evolve.js';
import { EXTENDING } from './chapters/extending/evolve.js';
import { FILES } from './chapters/files/evolve.js';
import { HANDLING } from './chapters/handling/evolve.js';
import { KEEPING } from './chapters/keeping/evolve.js';
import { LEADING } from './chapters/leading/evolve.js';
import { merged } from './chapters/merged.js';
import { MERGING } from './chapters/merging/evolve.js';
import { OWING } from './chapters/owing/evolve.js';
import { PAUSING } from './chapters/pausing/evolve.js';
import { RULING } from './chapters/ruling/evolve.js';
import { RUNNING } from './chapters/running/evolve.js';
import { SUCCESSION } from './chapters/succession/evolve.js';
import { VISITS } from './chapters/visits/evolve.js';
import { follows } from './editions.js';
import type { DisputeEvent, EventOf, EventType } from './events.js';
import { isRegistered, remembered, type DisputeState, type Evolutions, type Registered } from './state.js';

const EVOLUTIONS: Evolutions = merged(
  ENTRY,
  CIRCULATION,
  HANDLING,
  PAUSING,
  LEADING,
  EXTENDING,
  VISITS,
  CLOSING,
  FILES,
  KEEPING,
  MERGING,
  OWING,
  RULING,
  RUNNING,
  SUCCESSION,
);

/**
 * The fold. It judges nothing: what `decide` let happen has happened. Workflow, record and rebuild all call this one
 * function, so that their states are equal (invariant 8).
 */
export function evolve(state: DisputeState, event: DisputeEvent): DisputeState {
  const next = apply(state, event);
  return {
    ...next,
    seq: event.seq,
    keys: event.answers ? remembered(next.keys, event.answers, event.seq) : next.keys,
    ...(isRegistered(next) && {
      at: event.at,
      materialSeq: isMaterial(event, next) ? event.seq : next.materialSeq,
    }),
  };
}

/** Whether somebody who has not seen this event decides on a stale picture (api.md, "If-Match"). */
function isMaterial(event: DisputeEvent, after: Registered): boolean {
  // Whoever moves a rehearsal's time has done nothing to the case; what falls due on the way counts for itself.
  if (event.type === 'ClockForwarded' && follows(after, 'forwardingIsNoNews')) return false;
  // What it moves says so itself; whoever acts for who is on the case goes on doing so.
  if (event.type === 'RulesMoved' || event.type === 'DepartmentSucceeded') return false;
  if (event.actor.kind === 'person') return true;
  return (
    event.type === 'TransferLapsed' ||
    (event.type === 'TransferAccepted' && event.data.bySilence === true) ||
    event.type === 'DisputeReopened' ||
    event.type === 'DisputeResumed' ||
    event.type === 'DisputeClosed' ||
    event.type === 'DisputeAbsorbed' ||
    event.type === 'DisputeSplitOff' ||
    event.type === 'ObligationMoved'
  );
}

function apply(state: DisputeState, event: DisputeEvent): DisputeState {
  if (isRegistered(state)) return changed(state, event);
  return event.type === 'DisputeRegistered' ? register(state, event) : state;
}

function changed<T extends EventType>(state: Registered, event: EventOf<T>): Registered {
  return EVOLUTIONS[event.type](state, event);
}
