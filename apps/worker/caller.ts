import type { Called, Coming } from '#persistence/reading/turns.js';

export interface Calling {
  /** What is due soon, and not recorded yet, of this worker's share. */
  coming(): Promise<Coming[]>;
  turns(of: readonly Coming[]): Promise<Called[]>;
  /** Which of these are due still, and the clock that all this goes by. */
  due(of: readonly Coming[]): Promise<{ now: number; ids: Set<string> }>;
  /** Has a case look at its clock. */
  call(which: Coming): Promise<unknown>;
  tell(line: string): void;
}

/** Between two looks at what comes, where a look costs nothing. */
const LOOK_MS = 1_000;
/** Of the time a look may take so much. */
const LOOK_SHARE = 0.02;
const TICK_MS = 50;
/** So many are read for their turns at a time, ahead of them. */
const READ = 50;

/** How many are called at once: one more for as long as they answer quickly, fewer as soon as they do not. */
const FIRST = 4;
const MOST = 16;
const QUICK_MS = 250;
const SLOW_MS = 750;
/** Whoever says nothing for so long keeps nobody else from being called… */
const LOST_MS = 5_000;
/** …and is called once more after so long, as is who could not be called. */
const AGAIN_MS = 15_000;

type InTurn = Called & { turnAt: number };
const byTurn = (a: InTurn, b: InTurn) => a.turnAt - b.turnAt;

/**
 * People come first: what falls due by the hundred at one moment is not begun by hundreds of timers, before which a command
 * would stand in Temporal's queue, but called here, each in its turn (`turnOf`) and few at once. How few says the time
 * that they take, which is what a person waits for, too. A case that nobody calls looks by itself, later.
 */
export class Caller {
  private readonly known = new Map<string, Called | Coming>();
  private unread: Coming[] = [];
  private waiting: InTurn[] = [];
  private readonly called = new Map<string, { which: InTurn; since: number }>();
  /** By the clock that turns go by. */
  private now = 0;
  private nowAt = Date.now();
  private isTold = false;
  private atOnce = FIRST;
  private slowedAt = 0;
  private lookAt = 0;
  private ended = false;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();

  constructor(
    private readonly calling: Calling,
    private readonly againMs = AGAIN_MS,
  ) {}

  start(): void {
    this.beating = this.beat()
      .catch((error: unknown) => {
        this.calling.tell(`nobody is called: ${String(error)}`);
        this.lookAt = Date.now() + LOOK_MS;
      })
      .finally(() => {
        if (!this.ended) this.timer = setTimeout(() => this.start(), this.pauseMs);
      });
  }

  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.beating;
  }

  /** Until there is something to do: an answer to look for, somebody's turn, or another look at what comes. */
  private get pauseMs(): number {
    if (this.unread.length + this.called.size > 0) return TICK_MS;
    const [first] = this.waiting;
    if (!first) return LOOK_MS;
    const left = first.turnAt - this.now - (Date.now() - this.nowAt);
    return Math.min(LOOK_MS, Math.max(TICK_MS, left));
  }

  /** One round: what comes, whose turn it is, who answered, who is next. */
  async beat(): Promise<void> {
    if (Date.now() >= this.lookAt) await this.look();
    if (this.unread.length > 0) await this.read();
    if (this.waiting.length + this.called.size > 0) await this.next();
  }

  private async look(): Promise<void> {
    const began = Date.now();
    const coming = await this.calling.coming();
    const there = new Set(coming.map(({ id }) => id));
    for (const id of this.known.keys()) if (!there.has(id)) this.known.delete(id);
    this.waiting = this.waiting.filter(({ id }) => there.has(id));
    this.unread = coming.filter(({ id, at }) => this.known.get(id)?.at !== at && !this.called.has(id));
    this.lookAt = Date.now() + Math.max(LOOK_MS, (Date.now() - began) / LOOK_SHARE);
  }

  private async read(): Promise<void> {
    const turns = await this.calling.turns(this.unread.splice(0, READ));
    const fresh = new Set(turns.map(({ id }) => id));
    for (const each of turns) this.known.set(each.id, each);
    const isCalled = (each: Called): each is InTurn => each.turnAt !== null;
    this.waiting = [...this.waiting.filter(({ id }) => !fresh.has(id)), ...turns.filter(isCalled)].sort(byTurn);
  }

  private async next(): Promise<void> {
    const free = Math.max(0, Math.floor(this.atOnce) - this.called.size);
    const asked = [...this.called.values()].map(({ which }) => which);
    const { now, ids } = await this.calling.due([...asked, ...this.waiting.slice(0, free)]);
    this.now = now;
    this.nowAt = Date.now();
    for (const each of asked) this.settle(each, ids.has(each.id));
    for (const each of this.waiting.slice(0, free)) {
      if (each.turnAt > now) break;
      this.waiting.shift();
      // It moved, or somebody else was there first.
      if (ids.has(each.id)) this.call(each);
    }
  }

  private call(which: InTurn): void {
    this.called.set(which.id, { which, since: Date.now() });
    this.calling.call(which).catch((error: unknown) => {
      this.callAgain(which);
      // Once for all that fail for the same reason.
      if (!this.isTold && !this.ended)
        this.calling.tell(`${which.kind} ${which.id} cannot be called: ${String(error)}`);
      this.isTold = true;
    });
  }

  private settle(which: InTurn, isDue: boolean): void {
    const call = this.called.get(which.id);
    // It failed meanwhile.
    if (!call) return;
    const took = Date.now() - call.since;
    if (took > SLOW_MS) this.slow();
    else if (!isDue && took < QUICK_MS) this.atOnce = Math.min(MOST, this.atOnce + 1 / this.atOnce);
    if (isDue && took > LOST_MS) this.callAgain(which);
    if (isDue) return;
    this.called.delete(which.id);
    this.known.delete(which.id);
    this.isTold = false;
  }

  private callAgain(which: InTurn): void {
    this.called.delete(which.id);
    this.slow();
    this.waiting = [...this.waiting, { ...which, turnAt: this.now + this.againMs }].sort(byTurn);
  }

  /** Once for all that wait for the same reason. */
  private slow(): void {
    if (Date.now() - this.slowedAt < SLOW_MS) return;
    this.slowedAt = Date.now();
    this.atOnce = Math.max(1, this.atOnce / 2);
  }
}
