import type { Span } from './checker.js';
import type { PartName, Rig } from './rig.js';
import type { Taken } from './work.js';

/** One look at /readyz. */
export interface Look extends Span {
  /** 0 when nobody answered. */
  status: number;
  parts: Partial<Record<PartName, boolean>>;
  /** What an operator should look at, by code. */
  warnings: string[];
}

/** What readyz answers, now and before it had warnings. */
export interface Said {
  parts: Look['parts'];
  warnings?: { code: string; clock?: string; cases?: number }[];
}

const EVERY_MS = 250;
const SILENCE_MS = 4_000;
/** What readyz says must be true so soon. */
export const TRUTH_MS = 10_000;

/** Looks at /readyz all the time, and afterwards holds what it said against what happened. */
export class Health {
  readonly looks: Look[] = [];
  private isOver = false;
  private readonly looking: Promise<void>;

  constructor(private readonly rig: Rig) {
    this.looking = this.look();
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.looking;
  }

  private async look(): Promise<void> {
    while (!this.isOver) {
      const from = Date.now();
      const said = await fetch(`${this.rig.url}/readyz`, { signal: AbortSignal.timeout(SILENCE_MS) })
        .then(async (answer) => ({ status: answer.status, ...lookOf((await answer.json()) as Said) }))
        .catch(() => ({ status: 0, parts: {}, warnings: [] }));
      this.looks.push({ from, to: Date.now(), ...said });
      await new Promise((tick) => setTimeout(tick, EVERY_MS));
    }
  }

  /** For how long it was said that all is well beyond the time for truth, while people asked and nobody was answered. */
  wellWhileStill(taken: readonly Taken[], span: Span): number {
    let since = span.from;
    let longest = 0;
    for (const { to, status } of this.looks.filter((look) => look.to >= span.from && look.to <= span.to)) {
      const answered = taken.map((step) => step.answered).filter((at) => at <= to);
      since = status === 200 ? Math.max(since, ...answered) : to;
      longest = Math.max(longest, to - since - TRUTH_MS);
    }
    return longest;
  }

  /** For how long it was said that something is away beyond the time for truth, while steps were taken all along. */
  illWhileMoving(taken: readonly Taken[]): number {
    const steps = taken.map(({ answered }) => answered).sort((a, b) => a - b);
    let since: number | null = null;
    let longest = 0;
    for (const { from, to, status } of this.looks) {
      const isMoving = steps.some((at) => at >= from - MOVING_MS && at <= to);
      if (status === 200 || !isMoving) since = null;
      else since ??= from;
      if (since !== null) longest = Math.max(longest, to - since - TRUTH_MS);
    }
    return longest;
  }

  /** How long after a moment it was said first. */
  saidAfter(moment: number, what: (look: Look) => boolean): number | null {
    const look = this.looks.find((each) => each.from >= moment && what(each));
    return look ? look.to - moment : null;
  }
}

export const well = ({ status }: Look) => status === 200;

const lookOf = ({ parts, warnings = [] }: Said): Pick<Look, 'parts' | 'warnings'> => ({
  parts,
  warnings: warnings.map(({ code, clock }) => (clock ? `${code} ${clock}` : code)),
});

/** Between two steps of many people so much time may pass. */
const MOVING_MS = 1_000;
