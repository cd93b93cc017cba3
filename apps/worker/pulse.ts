import type { DataSource } from 'typeorm';
import { PULSE_MS, endPulse, notePulse, unknownCore } from '#persistence/record/watch.js';

/** What says nothing in time is not there: a frozen server takes connections and never answers. */
const DEADLINE_MS = 2_000;
/** After so long without Temporal over the worker's own line it is tried over a new one. */
const PATIENCE_MS = 8_000;
const FAIR_MS = 4_000;

export interface Lines {
  worker: string;
  source: DataSource;
  /** Whether the worker runs. */
  isRunning(): boolean;
  /** Asks Temporal over the very connection that the worker works on. */
  ask(): Promise<unknown>;
  /** The same over a connection of its own, made anew. */
  askAnew(): Promise<unknown>;
  /** The worker's line is dead and will not heal: whoever watches the process starts another one. */
  giveUp(why: string): void;
}

export interface Condition {
  temporal: boolean;
  postgres: boolean;
  /** Whether it takes tasks. */
  tasks: boolean;
  /** Whether it knows the rules that all cases go by. */
  core: boolean;
  /** Milliseconds that its clock is ahead of PostgreSQL's. */
  skewMs: number;
  /** When it was last well, by its own clock. */
  wellAt: number;
}

/** @returns whether an answer came in time */
function answers(asked: Promise<unknown>, withinMs = DEADLINE_MS): Promise<boolean> {
  return new Promise((resolve) => {
    const silent = setTimeout(() => resolve(false), withinMs);
    void asked
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => clearTimeout(silent));
  });
}

/**
 * A worker is there as long as it says so itself, every two seconds and only while it reaches Temporal over its own
 * connection and runs: what polls no more, hangs or is cut off falls silent, and everybody can see that in the database.
 */
export class Pulse {
  readonly condition: Condition = {
    temporal: false,
    postgres: false,
    tasks: false,
    core: true,
    skewMs: 0,
    wellAt: Date.now(),
  };
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private ended = false;
  private reachedAt = Date.now();

  constructor(private readonly lines: Lines) {}

  start(): void {
    this.beating = this.beat().finally(() => {
      if (!this.ended) this.timer = setTimeout(() => this.start(), PULSE_MS);
    });
  }

  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.beating;
    await answers(endPulse(this.lines.source, this.lines.worker));
  }

  private async beat(): Promise<void> {
    const { lines, condition } = this;
    condition.tasks = lines.isRunning();
    condition.temporal = await answers(lines.ask());
    if (condition.temporal) this.reachedAt = Date.now();
    else await this.tryAnew();
    condition.postgres = await answers(condition.temporal && condition.tasks ? this.say() : this.look());
    if (condition.temporal && condition.postgres && condition.tasks && condition.core) condition.wellAt = Date.now();
  }

  private async say(): Promise<void> {
    const asked = Date.now();
    const at = await notePulse(this.lines.source, this.lines.worker, this.condition.skewMs);
    this.condition.skewMs = (asked + Date.now()) / 2 - at.getTime();
    await this.look();
  }

  private async look(): Promise<void> {
    this.condition.core = (await unknownCore(this.lines.source)) === null;
  }

  /** The line's own keep-alive takes 45 s to notice what a wall on the way has forgotten. */
  private async tryAnew(): Promise<void> {
    if (Date.now() - this.reachedAt < PATIENCE_MS) return;
    // Side by side: on a machine that is busy with something else both are slow.
    const { lines } = this;
    const [own, anew] = await Promise.all([answers(lines.ask(), FAIR_MS), answers(lines.askAnew(), FAIR_MS)]);
    if (anew && !own) lines.giveUp('the connection to Temporal is dead, and a new one works');
  }
}
