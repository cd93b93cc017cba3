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
import { eventsOf, type Deed, type Law } from '#domain/dispute/deed.js';
import { answerOf, type AnsweredKey } from '#domain/dispute/state.js';
import { demandKnownCore } from '#domain/dispute/editions.js';
import { DomainError, NOT_SIGNED, RECORD_BEHIND, type RefusalCode } from '#domain/errors.js';
import type { Answered } from '#domain/dispute/events.js';
import type { Turn } from '#domain/obligation/spread.js';
import { instantOf, type Instant } from '#domain/time/time.js';
import { Alarm } from './alarm.js';
import { Bell } from './bell.js';
import { knowledge, submit, submitLater, wake, type Answer, type Input } from './messages.js';
import { asFailure, notSigned, recordBehind, refusalBy, toldBy } from './refusal.js';

/** What a case remembers, whatever kind it is. */
interface State {
  id: string;
  core: number;
  seq: number;
  keys: readonly AnsweredKey[];
}

/** The pure core of a kind of case, as the shell sees it. */
export interface Core<S extends State, C extends Answered, E> {
  law: Law<S, C, E>;
  evolve(state: S, event: E): S;
  /** When it changes by itself next; null when nothing is owed any more. */
  nextMoment(state: S): Instant | null;
  /** When it looks after that moment, where nobody called it before. */
  turn(state: S, moment: Instant): Turn;
  /** Nothing more comes by itself, and a run may end. */
  isOver(state: S): boolean;
  /** The number of today's rules. */
  rules: number;
  /** Makes the events of a deed durable, or with none only looks; answers what another attempt wrote first, or null. */
  record(
    after: S,
    head: string | undefined,
    events: E[],
    deed?: Deed<C>,
  ): Promise<{ others: E[] | null; head?: string }>;
}

const local = proxyLocalActivities<Activities>({ startToCloseTimeout: '2s', retry: { maximumAttempts: 1 } });
const regular = proxyActivities<Activities>({ startToCloseTimeout: '10s', retry: { maximumInterval: '5s' } });

/** Whoever reaches Temporal may send anything at all. */
function isCommand(sent: unknown): sent is Answered {
  const { key, bodyHmac } = (sent ?? {}) as Partial<Answered>;
  return typeof key === 'string' && typeof bodyHmac === 'string';
}

const isSame = (a: Answered, b: Answered | undefined): boolean =>
  a.key === b?.key && a.bodyHmac === b.bodyHmac && a.signature?.mac === b.signature?.mac;

/** The local attempt commits inside this workflow task; when it fails, the same function waits for the database. */
export async function recorded<R>(record: (by: Pick<Activities, 'record' | 'recordItem'>) => Promise<R>): Promise<R> {
  try {
    return await record(local);
  } catch (error) {
    if (isCancellation(error) || toldBy(error)) throw error;
    return record(regular);
  }
}

/** Only a replay reports its state, so that a test can hold it against the record (architecture.md §1, "Change of rules in code"). */
export interface ReplaySinks extends Sinks {
  replay: { folded(state: unknown): void };
}
const { replay } = proxySinks<ReplaySinks>();

interface Pending<C> {
  command: C;
  /** Who waits; null by signal, where a refusal becomes an event. */
  waiting: { resolve: (answer: Answer) => void; reject: (refusal: ApplicationFailure) => void } | null;
  /** Whether its sender told what it saw, or signed it; those of before that was so did neither. */
  isNew: boolean;
  /** What the record refused it with, where nobody waits for it. */
  refused?: RefusalCode | undefined;
}

/** Where somebody saw the record of a case. */
interface Seen {
  seq: number;
  head?: string | undefined;
}
const NOTHING: Seen = { seq: 0 };
const seenBy = (seq = 0, head?: string): Seen => ({ seq, head });

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
  /** The hash of the last entry that is known; runs of before it was told do not know it. */
  let { head } = input;
  let taken = 0;
  /** How far anybody saw the record: nothing is judged, and nobody sleeps, before this case has seen that, too. */
  let seen: Seen = NOTHING;
  /** The record ends before what this case knows; tried again whenever somebody rings. */
  let ahead = false;
  const now = (): Instant => instantOf(Date.now());
  // The validator's dry decision is the handler's, when neither the state nor the clock moved in between. A replay has
  // no validator and decides again: the same events, since `decide` is pure.
  let dry: { command: C; state: S; at: Instant; events: E[] } | undefined;

  /** Whether the record that somebody saw holds more than this case knows, or has another entry in its last one's place. */
  const isNews = (by: Seen): boolean =>
    by.seq > state.seq || (by.seq === state.seq && head !== undefined && (by.head ?? head) !== head);
  const arrive = (pending: Pending<C> | null, by: Seen): void => {
    if (isNews(by) && by.seq >= seen.seq) seen = by;
    if (pending) queue.push(pending);
    bell.ring();
  };
  setHandler(
    submit,
    (submitted, seq, hash) =>
      new Promise<Answer>((resolve, reject) => {
        const isNew = seq !== undefined || submitted.signature !== undefined;
        arrive({ command: submitted as C, waiting: { resolve, reject }, isNew }, seenBy(seq, hash));
      }),
    {
      validator: (submitted, seq?: number, hash?: string) => {
        if (!isCommand(submitted)) throw notSigned();
        // Who saw what this case does not know is judged when it has looked there.
        if (isNews(seenBy(seq, hash))) return;
        try {
          const command = submitted as C;
          dry = { command, state, at: now(), events: core.law.decide(command, state, now()) };
        } catch (error) {
          throw asFailure(error, state.seq);
        }
      },
    },
  );
  setHandler(submitLater, (command, seq, hash) => {
    if (isCommand(command))
      arrive({ command: command as C, waiting: null, isNew: seq !== undefined }, seenBy(seq, hash));
  });
  setHandler(wake, (seq, hash) => arrive(null, seenBy(seq, hash)));
  setHandler(knowledge, () => ({ seq: state.seq, ...(head !== undefined && { head }), runId: workflowInfo().runId }));

  /** Folds what the record holds after the events that it was given, or after none; tells whether it holds just these. */
  const fold = (events: E[], recorded: { others: E[] | null; head?: string }): boolean => {
    head = recorded.head;
    state = (recorded.others ?? events).reduce<S>((folded, event) => core.evolve(folded, event), state);
    demandKnownCore(state, core.rules);
    if (workflowInfo().unsafe.isReplaying) replay.folded(state);
    return recorded.others === null;
  };

  demandKnownCore(state, core.rules);
  const started = Date.now();
  for (;;) {
    const pending = ahead ? undefined : queue[0];
    const moment = ahead ? null : core.nextMoment(state);
    const isBehind = !ahead && isNews(seen);
    const raising: Deed<C> = { at: now(), core: input.takeUp };
    const raised = ahead || isBehind || !raising.core ? [] : core.law.raised(state, raising.core, raising.at);
    if (!pending && !isBehind && raised.length === 0 && (moment === null || moment > now())) {
      const over = core.isOver(state);
      const lingering = over && taken === 0 && Date.now() - started < LINGER_MS;
      const full = workflowInfo().historyLength >= (input.historyLimit ?? HISTORY_LIMIT) && taken > 0;
      // What came by signal and could not be recorded is kept here, and is in no state that a next run would begin with.
      const isHolding = ahead && queue.length > 0;
      if (!isHolding && ((over && !lingering) || full || workflowInfo().continueAsNewSuggested)) {
        // Nothing is awaited between this test and the end of the run.
        if (allHandlersFinished() && queue.length === 0) {
          if (over) return;
          const takeUp = state.core < core.rules ? core.rules : undefined;
          return continueAsNew<(input: Input<S>) => Promise<void>>({ ...input, state, head, takeUp });
        }
        await condition(() => allHandlersFinished() || queue.length > 0);
        continue;
      }
      if (lingering) alarm.at(instantOf(started + LINGER_MS), Date.now());
      else alarm.at(moment, Date.now(), moment ? core.turn(state, moment).aloneMs : 0);
      await bell.listen();
      ahead = false;
      continue;
    }

    try {
      if (isBehind) {
        const looked = seen;
        fold([], await core.record(state, head, []));
        // What the record does not hold by now was taken back; it is the record that counts.
        if (seen === looked) seen = NOTHING;
        continue;
      }
      if (raised.length > 0) {
        fold(raised, await core.record(state, head, raised, raising));
        continue;
      }
      taken += 1;
      const deed: Deed<C> = { at: now(), command: pending?.command, refused: pending?.refused };
      const events = decided(deed, pending);
      if (events === null) continue;
      // Another attempt was first: what it wrote counts, and the command is decided again on top of it. A repeat has
      // nothing to write, but is answered only where the record still holds what it was answered.
      const isWorthIt = events.length > 0 || pending?.isNew;
      if (isWorthIt && !fold(events, await core.record(state, head, events, deed))) {
        if (pending) pending.refused = undefined;
        continue;
      }
      if (pending) {
        const known = answerOf(state, pending.command.key);
        queue.shift();
        pending.waiting?.resolve({ seq: known?.seq ?? state.seq, bodyHmac: pending.command.bodyHmac });
      }
    } catch (error) {
      const refusal = pending && refusalBy(error);
      if (refusal) {
        // By signal it becomes an event, as any refusal does.
        if (pending.waiting) queue.shift();
        else pending.refused = refusal.code;
        pending.waiting?.reject(asFailure(refusal, state.seq));
        continue;
      }
      const told = toldBy(error) ?? (pending && (await doubted(pending.command)));
      if (told === NOT_SIGNED) {
        if (pending) queue.shift();
        pending?.waiting?.reject(notSigned());
      } else if (told === RECORD_BEHIND) {
        ahead = true;
        for (const each of queue) each.waiting?.reject(recordBehind(state.seq));
        queue.splice(0, queue.length, ...queue.filter((each) => each.waiting === null));
      } else {
        // Also where what this run knows is not what its record leads to: the next one begins from there.
        throw error;
      }
    }
  }

  /** What the door signed and the law cannot read is our fault; anything else is its sender's. */
  async function doubted(command: C): Promise<ReturnType<typeof toldBy>> {
    try {
      await core.record(state, head, [], { at: now(), command });
      return null;
    } catch (error) {
      return toldBy(error);
    }
  }

  /** The events of a command, or of time passing; null where it was refused and its sender knows it. */
  function decided(deed: Deed<C>, pending: Pending<C> | undefined): E[] | null {
    const isDry = dry?.state === state && dry.at === deed.at && deed.refused === undefined;
    if (isDry && isSame(dry!.command, deed.command)) return dry!.events;
    try {
      return pending?.waiting ? core.law.decide(pending.command, state, deed.at) : eventsOf(core.law, deed, state);
    } catch (error) {
      if (!(error instanceof DomainError) || !pending) throw error;
      queue.shift();
      pending.waiting?.reject(asFailure(error, state.seq));
      return null;
    }
  }
}
