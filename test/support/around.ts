import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type { PassMoment } from '#domain/dispute/commands.js';
import { DomainError, RECORD_BEHIND, REFUSED, type RefusalCode } from '#domain/errors.js';
import type { Answered } from '#domain/dispute/events.js';
import { instantOf, millisOf, type Instant } from '#domain/time/time.js';
import type { Answer, Input, Knowledge } from '#workflows/messages.js';
import { ContinuedAsNew, Sandbox } from './sandbox.js';

/**
 * What is around the workflow of a case, small enough to be read: the record and how it is put back, senders with their
 * sight of it, Temporal that forgets, time. It holds every answer and every entry against the record alone.
 */

interface State {
  seq: number;
  core: number;
}

interface Event {
  seq: number;
  type: string;
  at: Instant;
  answers?: Answered;
}

/** A kind of case: its workflow, and its pure core to judge it by. */
export interface Kind<S extends State, C, E extends Event> {
  workflow: (input: Input<S>) => Promise<void>;
  blank: S;
  /** The type of the only event that begins a record. */
  begins: string;
  decide(command: C | PassMoment, state: S, now: Instant): E[];
  evolve(state: S, event: E): S;
  nextMoment(state: S): Instant | null;
  refused(command: C, state: S, code: RefusalCode, now: Instant): E[] | null;
  raised(state: S, now: Instant): E[];
  /** What only the record can refuse: entries that are about what it holds of another case. */
  refuses?(events: readonly E[]): RefusalCode | null;
}

/** An entry with all that is before it: its hash, and the state that it folds to. */
interface Entry<S, E> {
  event: E;
  hash: string;
  state: S;
  /** The last one of its commit: nobody ever knows the record up to any other. */
  ends: boolean;
}
type Version<S, E> = readonly Entry<S, E>[];

class Gap extends Error {}

class Refusal extends Error {
  constructor(readonly code: RefusalCode) {
    super(code);
  }
}

interface Known {
  seq: number;
  head: string | undefined;
}

/** The promises of `EventStore.append`, and the versions that the record has had: a restoration brings one of them back. */
class PaperRecord<S extends State, E extends Event> {
  readonly versions: Version<S, E>[] = [[]];

  constructor(private readonly kind: Pick<Kind<S, never, E>, 'blank' | 'begins' | 'evolve' | 'refuses'>) {}

  get now(): Version<S, E> {
    return this.versions.at(-1)!;
  }

  stateOf(version: Version<S, E> = this.now): S {
    return version.at(-1)?.state ?? this.kind.blank;
  }

  append(after: number, events: E[], head?: string): { others: E[] | null; head: string } {
    const { now } = this;
    const isKnown = after === 0 || (now.length >= after && (head === undefined || now[after - 1]!.hash === head));
    const isBegun = now.length > 0 || events.length === 0 || events[0]!.type === this.kind.begins;
    if (!isKnown || !isBegun) throw new Gap();
    const later = now.slice(after).map((each) => each.event);
    const code = later.length === 0 ? this.kind.refuses?.(events) : null;
    if (code) throw new Refusal(code);
    if (later.length === 0 && events.length > 0) this.write(events);
    const isSame = later.length === 0 || isDeepStrictEqual(later, events);
    return { others: isSame ? null : later, head: this.now.at(-1)?.hash ?? '' };
  }

  write(events: E[]): void {
    const grown = [...this.now];
    for (const [index, event] of events.entries()) {
      const before = grown.at(-1);
      const hash = createHash('sha1')
        .update(`${before?.hash}${JSON.stringify(event)}`)
        .digest('hex');
      const state = this.kind.evolve(before?.state ?? this.kind.blank, event);
      grown.push({ event, hash, state, ends: index === events.length - 1 });
    }
    this.versions.push(grown);
  }
}

/** What happens to an attempt to record. */
export interface Fate {
  how:
    | 'answered'
    | 'hangs'
    | 'fails'
    | 'fails behind its commit'
    | 'fails before it commits'
    | 'dies'
    | 'dies behind its commit';
  /** How many commits more than the last that it knew are forgotten by a run that dies. */
  back: number;
}

interface Attempt<S, E> {
  after: number;
  events: E[];
  head?: string;
  /** What the run knew and when it was, as it decided. */
  known: Version<S, E>;
  at: Instant;
  isLocal: boolean;
  resolve: (recorded: unknown) => void;
  reject: (error: Error) => void;
}

interface Sender<C> {
  command: C;
  /** What it saw of the record, and since which of its versions it waits. */
  sight: Known;
  since: number;
}

interface Run<S, C, E> {
  input: Input<S>;
  sandbox: Sandbox;
  /** The record as far as this run was told of it. */
  known: Version<S, E>;
  /** When it decided what it is recording. */
  decidedAt: Instant;
  waiting: Set<Sender<C>>;
}

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const isWithin = (part: Version<unknown, unknown>, whole: Version<unknown, unknown>) =>
  part.length === 0 || whole[part.length - 1]?.hash === part.at(-1)!.hash;

/** One case, and everybody and everything around it. */
export class Around<S extends State, C extends Answered, E extends Event> {
  readonly record: PaperRecord<S, E>;
  private readonly clock: { now: number };
  run: Run<S, C, E> | null = null;
  /** What happens to the next attempts; those after them are answered. */
  fates: Fate[] = [];
  /** Every command that anybody ever sent. */
  readonly sent: C[] = [];
  readonly met = new Map<string, number>();
  /** A run that died, as Temporal brings it back. */
  private dead: { input: Input<S>; known: Version<S, E> } | null = null;
  private hanging: Attempt<S, E> | null = null;
  /** Attempts that were given up and commit all the same. */
  private late: Attempt<S, E>[] = [];
  /** What came by signal: Temporal keeps it for a run that dies. */
  private signalled: { command: C; sight: Known }[] = [];
  /** The keys that were answered, and those that were handed in by signal, since the record was put back or given up. */
  private acknowledged: string[] = [];
  private handedIn: string[] = [];
  private fault: Error | null = null;

  constructor(
    private readonly kind: Kind<S, C, E>,
    start: Instant,
    private readonly historyLimit: number,
  ) {
    this.record = new PaperRecord(kind);
    this.clock = { now: millisOf(start) };
  }

  get now(): Instant {
    return instantOf(this.clock.now);
  }

  /** What a sender sees of the record. */
  private get sight(): Known {
    const { now } = this.record;
    return { seq: now.length, head: now.at(-1)?.hash };
  }

  /** Whether the run knows what the record does not hold. */
  get isAstray(): boolean {
    return this.run !== null && !isWithin(this.run.known, this.record.now);
  }

  /** Nothing is on its way to the record. */
  private get isCalm(): boolean {
    return this.hanging === null;
  }

  /** What the rules say on what the record holds: the events, or the code of a refusal. */
  judged(command: C, version = this.record.now): E[] | RefusalCode {
    try {
      const events = this.kind.decide(command, this.record.stateOf(version), this.now);
      return this.kind.refuses?.(events) ?? events;
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }

  /**
   * The door: sees the record, sends, and begins a run from the record's state where there is none.
   *
   * @returns whether it came to the workflow's knowledge: what its validator refuses does not
   */
  send(command: C): boolean {
    const sender: Sender<C> = { command, sight: this.sight, since: this.record.versions.length - 1 };
    const run = this.reach();
    this.sent.push(command);
    run.waiting.add(sender);
    const told = (what: () => void) => {
      if (run.waiting.delete(sender)) this.hold(what);
    };
    const refused = (error: unknown) => told(() => this.checkRefusal(sender, error));
    try {
      run.sandbox.update(
        'submit',
        [json(command), sender.sight.seq, sender.sight.head],
        (answer) => told(() => this.checkAnswer(sender, answer as Answer)),
        refused,
      );
      return true;
    } catch (error) {
      refused(error);
      return false;
    }
  }

  /** The same for who cannot wait; goes only to a run. */
  signal(command: C): boolean {
    const run = this.living();
    if (!run) return false;
    const { sight } = this;
    this.sent.push(command);
    this.signalled.push({ command, sight });
    this.handedIn.push(command.key);
    run.sandbox.signal('submitLater', [json(command), sight.seq, sight.head]);
    return true;
  }

  /** The reconciler wakes what the record says is overdue; an operator may wake anything of which there is a record. */
  wake(by: 'reconciler' | 'operator' = 'reconciler'): boolean {
    const moment = this.kind.nextMoment(this.record.stateOf());
    const isDue = by === 'operator' ? this.record.now.length > 0 : moment !== null && moment <= this.now;
    const { seq, head } = this.sight;
    if (isDue) this.reach().sandbox.signal('wake', [seq, head]);
    return isDue;
  }

  /** The next things happen to the workflow one after the other, each when the one before has been dealt with. */
  async drain(): Promise<void> {
    await this.living()?.sandbox.drain();
    if (this.fault) throw this.fault;
    const run = this.run as Run<S, C, E> | null;
    if (!run || !this.isCalm) return;
    this.must(run.waiting.size === 0, () => `${[...run.waiting][0]!.command.key} got no answer`);
    const { seq } = run.sandbox.query('knowledge') as Knowledge;
    this.must(seq === run.known.length, () => `the run knows ${seq} of ${run.known.length} entries`);
  }

  /** Whoever was woken, or took a command, knows the record, and no moment of it has passed in vain. */
  checkConverged(): void {
    if (!this.run || !this.isCalm || this.isAstray) return;
    const { now } = this.record;
    this.must(
      this.run.known.length === now.length,
      () => `the run knows ${this.run!.known.length} of ${now.length} entries`,
    );
    const moment = this.kind.nextMoment(this.record.stateOf());
    this.must(moment === null || moment > this.now, () => `its clock stands at ${moment}`);
    this.saw('converged');
  }

  /** @param asleep nobody works meanwhile: each timer is noticed only afterwards */
  async pass(millis: number, asleep = false): Promise<void> {
    const end = this.clock.now + millis;
    while (!asleep) {
      const next = this.living()?.sandbox.next ?? Infinity;
      if (next > end) break;
      this.clock.now = Math.max(this.clock.now, next);
      await this.drain();
    }
    this.clock.now = end;
    if (!asleep) await this.drain();
  }

  /** Whatever hangs comes back, and whatever was given up commits. */
  settle(): void {
    for (const attempt of this.late.splice(0)) this.commit(attempt);
    const { hanging } = this;
    this.hanging = null;
    if (hanging) this.meet(hanging);
  }

  /** Worker or server are gone, and Temporal's history ends some commits before what the run knew. */
  die(back: number): void {
    const { run } = this;
    if (!run) return;
    let length = run.known.length;
    for (let n = 0; n < back && length > 0; n++) {
      length = run.known.findLastIndex((each, index) => each.ends && index < length - 1) + 1;
    }
    const known = run.known.slice(0, length);
    const { seq } = run.input.state;
    const head = length === seq ? run.input.head : known.at(-1)?.hash;
    this.leave();
    this.dead = { input: { ...run.input, state: this.record.stateOf(known), head }, known };
    this.saw('died');
  }

  /** The operator: the record counts, whatever its workflow knows. */
  terminate(): void {
    this.leave();
    this.signalled = [];
    this.handedIn = [];
  }

  /** PostgreSQL is put to what it was once, earlier or later than now. */
  restore(version: Version<S, E>): void {
    this.record.versions.push(version);
    this.acknowledged = [];
    this.handedIn = [];
    this.saw(this.isAstray ? 'astray' : 'restored');
  }

  /** Somebody else writes into the record. */
  otherwise(events: E[]): void {
    if (events.length > 0) this.record.write(events);
    this.saw(this.isAstray ? 'beside' : 'behind');
  }

  saw(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  /** What nobody took back is there, and once. */
  checkKept(): void {
    const keys = this.record.now.flatMap(({ event }) => event.answers?.key ?? []);
    this.must(new Set(keys).size === keys.length, () => 'a key is answered twice');
    for (const key of this.acknowledged) this.must(keys.includes(key), () => `${key} was answered and is lost`);
    for (const key of this.handedIn) this.must(keys.includes(key), () => `${key} was handed in and is lost`);
    this.record.now.forEach(({ event }, index) =>
      this.must(event.seq === index + 1, () => `seq ${event.seq} at ${index + 1}`),
    );
  }

  private must(holds: boolean, what: () => string): void {
    if (!holds) throw new Error(what());
  }

  /** A fault inside the workflow's turn is thrown at its end. */
  private hold(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.fault ??= error as Error;
    }
  }

  /** The run that is there, or that Temporal brings back. */
  private living(): Run<S, C, E> | null {
    const { run, dead } = this;
    if (run || !dead) return run;
    this.dead = null;
    const again = this.begin(dead.input, dead.known);
    // It may die of the first thing that it does.
    if (this.dead) return this.living();
    for (const { command, sight } of this.signalled)
      again.sandbox.signal('submitLater', [json(command), sight.seq, sight.head]);
    return again;
  }

  /** The run that is there, or one that begins from the record's state. */
  private reach(): Run<S, C, E> {
    const { historyLimit, record } = this;
    const { head } = this.sight;
    const run = this.living() ?? this.begin({ state: record.stateOf(), head, historyLimit }, record.now);
    return this.run === run ? run : this.reach();
  }

  private begin(input: Input<S>, known: Version<S, E>): Run<S, C, E> {
    const sandbox = new Sandbox(this.clock, (isLocal, asked) => this.attempt(run, isLocal, asked as Attempt<S, E>));
    const run: Run<S, C, E> = { input, sandbox, known, decidedAt: '', waiting: new Set() };
    this.run = run;
    sandbox
      .begin(() => this.kind.workflow(input))
      .then(
        () => this.ended(run, null),
        (error: unknown) => this.ended(run, error),
      );
    return run;
  }

  /** A run ends when its case is over, or for the next one to go on; whatever else it throws would end the case. */
  private ended(run: Run<S, C, E>, error: unknown): void {
    if (run !== this.run) return;
    this.run = null;
    this.hold(() => {
      if (error !== null && !(error instanceof ContinuedAsNew)) throw error as Error;
      this.must(run.waiting.size === 0, () => 'a run ended before its answers');
      this.saw(error ? 'continued as new' : 'ended');
      if (error) this.begin(error.input as Input<S>, run.known);
    });
  }

  /** Nobody hears of this run again, not even what it said in its last turn. */
  private leave(): void {
    this.run?.waiting.clear();
    if (this.hanging) this.late.push(this.hanging);
    this.run = null;
    this.dead = null;
    this.hanging = null;
  }

  private attempt(run: Run<S, C, E>, isLocal: boolean, asked: Pick<Attempt<S, E>, 'after' | 'events' | 'head'>) {
    if (isLocal) run.decidedAt = this.now;
    const { known, decidedAt: at } = run;
    return new Promise((resolve, reject) => {
      const { after, events, head } = json(asked);
      // A run that is gone may still be on its way here.
      if (run === this.run) this.meet({ after, events, head, known, at, isLocal, resolve, reject });
    });
  }

  private meet(attempt: Attempt<S, E>): void {
    const { how, back } = this.fates.shift() ?? { how: 'answered', back: 0 };
    if (how !== 'answered') this.saw(how);
    switch (how) {
      case 'answered':
        return this.answer(attempt);
      case 'hangs':
        this.hanging = attempt;
        return;
      case 'dies behind its commit':
      case 'dies':
        if (how !== 'dies') this.commit(attempt);
        return this.die(back);
      case 'fails behind its commit':
        this.commit(attempt);
        break;
      case 'fails before it commits':
        this.late.push(attempt);
        break;
      case 'fails':
        break;
    }
    // A local attempt is made once; the regular one is Temporal's to repeat.
    if (attempt.isLocal) attempt.reject(activityFailure(new ApplicationFailure('the database is away')));
    else this.meet(attempt);
  }

  private answer(attempt: Attempt<S, E>): void {
    const recorded = this.commit(attempt);
    if (!recorded) return attempt.reject(activityFailure(ApplicationFailure.nonRetryable('', RECORD_BEHIND)));
    if (recorded instanceof Refusal)
      return attempt.reject(activityFailure(ApplicationFailure.nonRetryable('', REFUSED, recorded.code, {})));
    if (this.run) this.run.known = this.record.now;
    attempt.resolve(json(recorded));
  }

  private commit(attempt: Attempt<S, E>) {
    const { after, events, head } = attempt;
    const before = this.record.now;
    try {
      const recorded = this.record.append(after, events, head);
      if (this.record.now !== before) this.hold(() => this.checkWritten(attempt, before));
      return recorded;
    } catch (error) {
      if (error instanceof Refusal) {
        this.saw('refused by the record');
        return error;
      }
      if (!(error instanceof Gap)) throw error;
      this.saw('gap');
      return null;
    }
  }

  /** What is written is what the rules say of what the record holds, and of nothing else. */
  private checkWritten({ events, known, at }: Attempt<S, E>, before: Version<S, E>): void {
    this.must(isWithin(known, before), () => `${events[0]!.type} is written on top of what its run did not know`);
    const state = this.record.stateOf(before);
    const { type, answers } = events.at(-1)!;
    const command = this.sent.find(({ key, bodyHmac }) => key === answers?.key && bodyHmac === answers.bodyHmac);
    const said = (): E[] | null => {
      if (type === 'CoreRaised') return this.kind.raised(state, at);
      if (!command) return this.kind.decide({ type: 'PassMoment', upTo: at }, state, at);
      try {
        const told = this.kind.decide(command, state, at);
        const code = this.kind.refuses?.(told);
        return code ? this.kind.refused(command, state, code, at) : told;
      } catch (error) {
        return this.kind.refused(command, state, (error as DomainError).code, at);
      }
    };
    this.must(isDeepStrictEqual(json(said()), events), () => `${type} is not what the rules say`);
    const isTwice = before.some(({ event }) => answers && event.answers?.key === answers.key);
    this.must(!isTwice, () => `${answers!.key} is answered twice`);
  }

  /** What is answered stands in the record, if nobody put it back since. */
  private checkAnswer({ command: { key, bodyHmac }, since }: Sender<C>, answer: Answer): void {
    const isHeld = (version: Version<S, E>) => version[answer.seq - 1]?.event.answers?.key === key;
    this.must(this.record.versions.slice(since).some(isHeld), () => `${key} is said to stand at ${answer.seq}`);
    this.must(answer.bodyHmac === bodyHmac, () => `${key} is answered for another body`);
    if (isHeld(this.record.now)) this.acknowledged.push(key);
    this.saw('answered');
  }

  /** A refusal is the record's, or tells a seq beyond it, for which the door says that the record is behind. */
  private checkRefusal({ command, sight, since }: Sender<C>, error: unknown): void {
    if (!(error instanceof ApplicationFailure)) throw error;
    if (error.type === RECORD_BEHIND) {
      this.must(this.isAstray, () => `${command.key} is told that the record is behind, and it is not`);
      return this.saw(RECORD_BEHIND);
    }
    const [code, , seq] = error.details as [RefusalCode, unknown, number];
    const isRight = this.record.versions.slice(since).some((each) => this.judged(command, each) === code);
    const isBeyond = seq > sight.seq && seq > this.record.now.length && this.isAstray;
    this.must(isRight || isBeyond, () => `${command.key} is refused with ${code} from ${seq}, and wrongly`);
    this.saw(isRight ? 'refused' : 'refused beyond the record');
  }
}

function activityFailure(cause: Error): ActivityFailure {
  return new ActivityFailure('', 'record', undefined, 'NON_RETRYABLE_FAILURE', undefined, cause);
}
