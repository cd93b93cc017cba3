import {
  allHandlersFinished,
  CancellationScope,
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
import type { PassMoment } from '#domain/commands.js';
import { answerOf, type AnsweredKey } from '#domain/dispute.js';
import { DomainError, type RefusalCode } from '#domain/errors.js';
import type { Answered } from '#domain/events.js';
import { instantOf, type Instant } from '#domain/time.js';
import { Alarm } from './alarm.js';
import { Bell } from './bell.js';
import { submit, submitLater, wake, type Answer, type Input } from './messages.js';
import { asFailure } from './refusal.js';

/** What a case remembers, whatever kind it is. */
interface State {
  id: string;
  core: number;
  seq: number;
  keys: readonly AnsweredKey[];
}

/** The pure core of a kind of case, as the shell sees it. */
export interface Core<S extends State, C extends Answered, E> {
  decide(command: C | PassMoment, state: S, now: Instant): E[];
  evolve(state: S, event: E): S;
  /** When it changes by itself next; null when nothing is owed any more. */
  nextMoment(state: S): Instant | null;
  /** Nothing more comes by itself, and a run may end. */
  isOver(state: S): boolean;
  /** The event that tells of a refusal to whoever could not wait for it; null where there is nothing to tell it to. */
  refused(command: C, state: S, code: RefusalCode, now: Instant): E[] | null;
  /** The number of today's rules, and the event that a case goes on under a later one than its own; none where it does. */
  rules: number;
  raised(state: S, to: number, now: Instant): E[];
  /** Makes events durable; answers what another attempt wrote first, or null. */
  record(after: S, events: E[]): Promise<{ others: E[] | null }>;
}

const local = proxyLocalActivities<Activities>({ startToCloseTimeout: '2s', retry: { maximumAttempts: 1 } });
const regular = proxyActivities<Activities>({ startToCloseTimeout: '10s', retry: { maximumInterval: '5s' } });

/** The local attempt commits inside this workflow task; when it fails, the same function waits for the database. */
export async function recorded<R>(record: (by: Pick<Activities, 'record' | 'recordItem'>) => Promise<R>): Promise<R> {
  try {
    return await record(local);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return record(regular);
  }
}

/** Only a replay reports its state, so that a test can hold it against the record (architecture.md §1, "Change of rules"). */
export interface ReplaySinks extends Sinks {
  replay: { folded(state: unknown): void };
}
const { replay } = proxySinks<ReplaySinks>();

interface Pending<C> {
  command: C;
  /** Who waits; null by signal, where a refusal becomes an event. */
  waiting: { resolve: (answer: Answer) => void; reject: (refusal: ApplicationFailure) => void } | null;
}

const HISTORY_LIMIT = 800;
/** How long a run that was started for one command waits for it before it ends again. */
const LINGER_MS = 10_000;

/**
 * The durable shell around a pure core. It takes one command at a time, or the next moment that falls due, decides,
 * records, and folds what the record holds.
 */
export async function run<S extends State, C extends Answered, E>(core: Core<S, C, E>, input: Input<S>): Promise<void> {
  let { state } = input;
  const queue: Pending<C>[] = [];
  const bell = new Bell();
  const alarm = new Alarm(bell);
  CancellationScope.current().cancelRequested.catch((error: Error) => bell.break(error));
  let taken = 0;
  const now = (): Instant => instantOf(Date.now());
  // The validator's dry decision is the handler's, when neither the state nor the clock moved in between. A replay has
  // no validator and decides again: the same events, since `decide` is pure.
  let dry: { command: C; state: S; at: Instant; events: E[] } | undefined;

  setHandler(
    submit,
    (submitted) =>
      new Promise<Answer>((resolve, reject) => {
        queue.push({ command: submitted as C, waiting: { resolve, reject } });
        bell.ring();
      }),
    {
      validator: (submitted) => {
        try {
          const command = submitted as C;
          dry = { command, state, at: now(), events: core.decide(command, state, now()) };
        } catch (error) {
          throw asFailure(error);
        }
      },
    },
  );
  setHandler(submitLater, (command) => {
    queue.push({ command: command as C, waiting: null });
    bell.ring();
  });
  setHandler(wake, () => bell.ring());

  const raised = input.takeUp === undefined ? [] : core.raised(state, input.takeUp, now());
  if (raised.length > 0) {
    const { others } = await core.record(state, raised);
    state = (others ?? raised).reduce<S>((folded, event) => core.evolve(folded, event), state);
    if (workflowInfo().unsafe.isReplaying) replay.folded(state);
  }

  const started = Date.now();
  for (;;) {
    const pending = queue[0];
    const moment = core.nextMoment(state);
    if (!pending && (moment === null || moment > now())) {
      const over = core.isOver(state);
      const lingering = over && taken === 0 && Date.now() - started < LINGER_MS;
      const full = workflowInfo().historyLength >= (input.historyLimit ?? HISTORY_LIMIT) && taken > 0;
      if ((over && !lingering) || full || workflowInfo().continueAsNewSuggested) {
        // Nothing is awaited between this test and the end of the run.
        if (allHandlersFinished() && queue.length === 0) {
          if (over) return;
          const takeUp = state.core < core.rules ? core.rules : undefined;
          return continueAsNew<(input: Input<S>) => Promise<void>>({ ...input, state, takeUp });
        }
        await condition(() => allHandlersFinished() || queue.length > 0);
        continue;
      }
      alarm.at(lingering ? instantOf(started + LINGER_MS) : moment, Date.now());
      await bell.listen();
      continue;
    }

    taken += 1;
    let events;
    try {
      const command = pending?.command;
      const isDecided =
        dry?.state === state &&
        dry.at === now() &&
        dry.command.key === command?.key &&
        dry.command.bodyHmac === command.bodyHmac;
      events = isDecided ? dry!.events : core.decide(command ?? { type: 'PassMoment', upTo: now() }, state, now());
    } catch (error) {
      if (!(error instanceof DomainError) || !pending) throw error;
      const told = pending.waiting ? null : core.refused(pending.command, state, error.code, now());
      if (told === null) {
        queue.shift();
        pending.waiting?.reject(asFailure(error));
        continue;
      }
      events = told;
    }
    if (events.length > 0) {
      const { others } = await core.record(state, events);
      state = (others ?? events).reduce<S>((folded, event) => core.evolve(folded, event), state);
      if (workflowInfo().unsafe.isReplaying) replay.folded(state);
      // Another attempt was first: what it wrote counts, and the command is decided again on top of it.
      if (others) continue;
    }
    if (pending) {
      const known = answerOf(state, pending.command.key);
      queue.shift();
      pending.waiting?.resolve({ seq: known?.seq ?? state.seq, bodyHmac: pending.command.bodyHmac });
    }
  }
}
