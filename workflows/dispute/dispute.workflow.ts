import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  proxySinks,
  setHandler,
  workflowInfo,
  type ApplicationFailure,
  type Sinks,
} from '@temporalio/workflow';
import type { Activities } from '#activities/index.js';
import type { RecordInput } from '#activities/record.js';
import { answerOf, decide, refusedCommand } from '#domain/decide.js';
import { isRegistered, type DisputeState } from '#domain/dispute.js';
import { DomainError } from '#domain/errors.js';
import type { DisputeEvent } from '#domain/events.js';
import { evolve } from '#domain/evolve.js';
import { nextMoment } from '#domain/moments.js';
import { instantOf, type Instant } from '#domain/time.js';
import { asFailure } from '../refusal.js';
import { Alarm } from './alarm.js';
import { submit, submitLater, wake, type Answer, type DisputeInput, type Submitted } from './messages.js';

const local = proxyLocalActivities<Activities>({ startToCloseTimeout: '2s', retry: { maximumAttempts: 1 } });
const regular = proxyActivities<Activities>({ startToCloseTimeout: '10s', retry: { maximumInterval: '5s' } });

/** Only a replay reports its state, so that a test can hold it against the record (architecture.md §1, "Change of rules"). */
export interface ReplaySinks extends Sinks {
  replay: { folded(state: DisputeState): void };
}
const { replay } = proxySinks<ReplaySinks>();

/** The local attempt commits inside this workflow task; when it fails, the same function waits for the database. */
async function record(input: RecordInput) {
  try {
    return await local.record(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return await regular.record(input);
  }
}

interface Pending {
  command: Submitted;
  /** By signal: nobody waits, so a refusal becomes an event. */
  later: boolean;
  outcome?: Answer | ApplicationFailure;
}

const HISTORY_LIMIT = 800;
/** How long a run that was started for one command waits for it before it ends again. */
const LINGER_MS = 10_000;

/**
 * One dispute, from its registration to its last return visit: the durable shell around the pure core. It takes one
 * command at a time, or the next moment that falls due, decides, records, and folds what the record holds.
 */
export async function disputeWorkflow(input: DisputeInput): Promise<void> {
  let { state } = input;
  const queue: Pending[] = [];
  const alarm = new Alarm();
  let woken = false;
  let taken = 0;
  const now = (): Instant => instantOf(Date.now());
  // The validator's dry decision is the handler's, when neither the state nor the clock moved in between. A replay has
  // no validator and decides again: the same events, since `decide` is pure.
  let dry: { command: Submitted; state: DisputeState; at: Instant; events: DisputeEvent[] } | undefined;

  setHandler(
    submit,
    async (command) => {
      const pending: Pending = { command, later: false };
      queue.push(pending);
      await condition(() => pending.outcome !== undefined);
      const { outcome } = pending;
      if (outcome && 'seq' in outcome) return outcome;
      throw outcome as ApplicationFailure;
    },
    {
      validator: (command: Submitted) => {
        try {
          dry = { command, state, at: now(), events: decide(command, state, now()) };
        } catch (error) {
          throw asFailure(error);
        }
      },
    },
  );
  setHandler(submitLater, (command) => void queue.push({ command, later: true }));
  setHandler(wake, () => void (woken = true));

  const started = Date.now();
  for (;;) {
    const pending = queue[0];
    const moment = nextMoment(state);
    if (!pending && (moment === null || moment > now())) {
      const over = state.status === 'closed' || !isRegistered(state);
      const lingering = over && taken === 0 && Date.now() - started < LINGER_MS;
      const full = workflowInfo().historyLength >= (input.historyLimit ?? HISTORY_LIMIT) && taken > 0;
      if ((over && !lingering) || full || workflowInfo().continueAsNewSuggested) {
        // Nothing is awaited between this test and the end of the run.
        if (allHandlersFinished() && queue.length === 0) {
          if (over) return;
          return continueAsNew<typeof disputeWorkflow>({ ...input, state });
        }
        await condition(() => allHandlersFinished() || queue.length > 0);
        continue;
      }
      alarm.at(lingering ? instantOf(started + LINGER_MS) : moment, Date.now());
      await condition(() => queue.length > 0 || alarm.rang || woken);
      alarm.rang = woken = false;
      continue;
    }

    taken += 1;
    let events;
    try {
      const command = pending?.command ?? { type: 'PassMoment', upTo: now() };
      const isDecided =
        command.type !== 'PassMoment' &&
        dry?.state === state &&
        dry.at === now() &&
        dry.command.key === command.key &&
        dry.command.bodyHmac === command.bodyHmac;
      events = isDecided ? dry!.events : decide(command, state, now());
    } catch (error) {
      if (!(error instanceof DomainError) || !pending) throw error;
      if (!pending.later || !isRegistered(state)) {
        settle(pending, asFailure(error));
        continue;
      }
      events = refusedCommand(pending.command, state, error.code, now());
    }
    if (events.length > 0) {
      const { others } = await record({ disputeId: state.id, after: state.seq, events });
      state = (others ?? events).reduce(evolve, state);
      if (workflowInfo().unsafe.isReplaying) replay.folded(state);
      // Another attempt was first: what it wrote counts, and the command is decided again on top of it.
      if (others) continue;
    }
    if (pending) {
      const known = answerOf(state, pending.command.key);
      settle(pending, { seq: known?.seq ?? state.seq, bodyHmac: pending.command.bodyHmac });
    }
  }

  function settle(pending: Pending, outcome: Answer | ApplicationFailure): void {
    queue.shift();
    pending.outcome = outcome;
  }
}
