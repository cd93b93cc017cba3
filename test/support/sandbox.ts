import { ApplicationFailure, CancelledFailure, TemporalFailure } from '@temporalio/common';

/**
 * What a case's workflow sees of Temporal, in plain memory and without Temporal: handlers, timers, conditions, activities
 * that somebody else answers, and a clock that only a test moves.
 */

/** What a workflow asks of an activity: which, whether it is a local attempt, and what it gives. */
export type Asked = (isLocal: boolean, input: unknown) => Promise<unknown>;

interface Handler {
  handle: (...args: unknown[]) => unknown;
  validator?: (...args: unknown[]) => void;
}

interface Timer {
  at: number;
  fire: () => void;
}

interface Condition {
  holds: () => boolean;
  resolve: () => void;
}

/** The end of a run by which the next one begins. */
export class ContinuedAsNew extends Error {
  constructor(readonly input: unknown) {
    super('continued as new');
  }
}

/** A turn that asks the clock or the world so often is one that never ends. */
const SPINS = 5_000;

let asked = 0;

function counted<T>(value: T): T {
  if (++asked > SPINS) throw new Error('the workflow spins');
  return value;
}

/** A module of workflows that asks this sandbox where the others ask Temporal (native/hooks.mjs). */
export const inSandbox = <T>(specifier: string) => import(`${specifier}?sandboxed`) as Promise<T>;

/** One run of a workflow. Only the last that was begun is ever moved; a run that died stays where it was. */
export class Sandbox {
  static current: Sandbox;
  historyLength = 3;
  private readonly handlers = new Map<string, Handler>();
  private timers: Timer[] = [];
  private conditions: Condition[] = [];
  private unfinished = 0;

  constructor(
    readonly clock: { now: number },
    private readonly ask: Asked,
  ) {}

  begin(workflow: () => Promise<void>): Promise<void> {
    Sandbox.current = this;
    asked = 0;
    return workflow();
  }

  /**
   * As Temporal does it: what the validator throws is the answer, and leaves no trace.
   *
   * @throws what the validator throws
   */
  update(name: string, args: unknown[], answered: (answer: unknown) => void, failed: (error: unknown) => void): void {
    const { handle, validator } = this.handlers.get(name)!;
    validator?.(...args);
    this.historyLength += 2;
    this.unfinished += 1;
    // As the SDK does it: it is answered first, and counts as finished then.
    void (handle(...args) as Promise<unknown>).then(answered, failed).finally(() => (this.unfinished -= 1));
  }

  signal(name: string, args: unknown[]): void {
    this.historyLength += 1;
    this.handlers.get(name)!.handle(...args);
  }

  query(name: string): unknown {
    return this.handlers.get(name)!.handle();
  }

  /** The moment of the next timer, where there is one. */
  get next(): number {
    return Math.min(...this.timers.map((each) => each.at));
  }

  /** Lets the workflow run until it waits for the world: for an activity, a timer, a message. */
  async drain(): Promise<void> {
    asked = 0;
    for (const timer of this.timers.filter((each) => each.at <= this.clock.now)) this.fire(timer);
    do await new Promise(setImmediate);
    while (this.unblock());
    counted(null);
  }

  private fire(timer: Timer): void {
    this.timers = this.timers.filter((each) => each !== timer);
    this.historyLength += 1;
    timer.fire();
  }

  private unblock(): boolean {
    const held = this.conditions.filter((each) => each.holds());
    this.conditions = this.conditions.filter((each) => !held.includes(each));
    for (const { resolve } of held) resolve();
    return held.length > 0;
  }

  /** What the workflow imports in the place of Temporal. */
  static readonly module = {
    ApplicationFailure,
    TemporalFailure,
    isCancellation: (error: unknown) => error instanceof CancelledFailure,
    defineUpdate: (name: string) => ({ name }),
    defineSignal: (name: string) => ({ name }),
    defineQuery: (name: string) => ({ name }),
    setHandler: ({ name }: { name: string }, handle: Handler['handle'], more: Pick<Handler, 'validator'> = {}) =>
      void Sandbox.current.handlers.set(name, { handle, ...more }),
    allHandlersFinished: () => Sandbox.current.unfinished === 0,
    workflowInfo: () =>
      counted({
        historyLength: Sandbox.current.historyLength,
        continueAsNewSuggested: false,
        unsafe: { isReplaying: false },
      }),
    continueAsNew: (input: unknown) => Promise.reject(new ContinuedAsNew(input)),
    condition: (holds: () => boolean) =>
      new Promise<void>((resolve) => void Sandbox.current.conditions.push({ holds, resolve })),
    sleep: (millis: number) => Scope.sleep(Sandbox.current, millis),
    get CancellationScope() {
      return Scope;
    },
    proxyLocalActivities: () => activities(true),
    proxyActivities: () => activities(false),
    proxySinks: () => ({}),
  };

  /** The clock that `Date.now` shows inside the workflow. */
  static readonly now = (): number => counted(Sandbox.current.clock.now);

  add(timer: Timer): void {
    this.historyLength += 1;
    this.timers.push(timer);
  }

  remove(timer: Timer): void {
    this.timers = this.timers.filter((each) => each !== timer);
  }

  do(isLocal: boolean, input: unknown): Promise<unknown> {
    this.historyLength += isLocal ? 1 : 3;
    // What spins around an activity may catch whatever it throws: it waits until the end of its turn tells of it.
    return ++asked > SPINS ? new Promise(() => undefined) : this.ask(isLocal, input);
  }
}

function activities(isLocal: boolean) {
  const record = (input: unknown) => Sandbox.current.do(isLocal, input);
  return { record, recordItem: record };
}

/** Cancels what sleeps in it; nobody cancels a run from without. */
class Scope {
  private static inner: Scope | null = null;
  readonly cancelRequested = new Promise<never>(() => undefined);
  private cancelling: (() => void)[] = [];

  static current(): Scope {
    return new Scope();
  }

  static sleep(run: Sandbox, millis: number): Promise<void> {
    const scope = Scope.inner;
    return new Promise((resolve, reject) => {
      const timer = { at: run.clock.now + millis, fire: resolve };
      run.add(timer);
      scope?.cancelling.push(() => {
        run.remove(timer);
        reject(new CancelledFailure('the timer was cancelled'));
      });
    });
  }

  run<T>(work: () => T): T {
    Scope.inner = this;
    try {
      return work();
    } finally {
      Scope.inner = null;
    }
  }

  cancel(): void {
    for (const cancel of this.cancelling) cancel();
  }
}
