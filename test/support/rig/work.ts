import { randomUUID } from 'node:crypto';
import { PEOPLE, WRITERS, type Act, type View } from './lives.js';
import type { Rig } from './rig.js';

/** A step as its sender knows it. */
export interface Step {
  who: string;
  verb: string;
  /** What it was about, where that was known. */
  dispute: string | null;
  item: string | null;
  /** When it was sent first, and when the last try was sent. */
  firstSent: number;
  sent: number;
}

/** …that was answered with yes. */
export interface Taken extends Step {
  /** The entry that the answer named; an item's answer names none. */
  seq: number | null;
  answered: number;
}

/** …that was refused at least once although the record allows it. */
export interface Refused extends Step {
  /** What was said instead of yes, and how often. */
  said: Record<string, number>;
  since: number;
  /** From the first refusal to the yes, or to when its sender gave up. */
  forMs: number;
  gaveUp: boolean;
}

/** Whoever waits longer is told that it will never be. */
const PATIENCE_MS = 120_000;
/** A refusal that lasts longer than this is not taken for a hiccup by anybody. */
const REFUSED_MS = 45_000;
const AGAIN_MS = 100;
/** A person reads a refusal before the button is pressed again. */
const READ_MS = 400;
/** Longer than a clock may be late. */
const LATE_MS = 120_000;

/** People at work: each takes a case through its life, each step sent with one key until it is answered. */
export class Work {
  readonly taken: Taken[] = [];
  readonly refused: Refused[] = [];
  /** Those that may or may not stand in the record. */
  readonly unanswered: Step[] = [];
  unavailable = 0;
  silent = 0;
  /** By which an administrator finds the fault in the log. */
  readonly references: string[] = [];
  /** Cases that somebody works on just now. */
  readonly current = new Map<number, string>();
  private isOver = false;
  private isPoised = false;
  private isHarmed = false;
  private readonly writers: Promise<void>[];
  private readonly listeners = new Set<() => void>();

  constructor(private readonly rig: Rig) {
    this.writers = WRITERS.map((_, n) => this.write(n));
  }

  static async begin(rig: Rig): Promise<Work> {
    await rig.admit(PEOPLE);
    return new Work(rig);
  }

  /** Waits until so much is going on that harm can be done, with somebody waiting for it. */
  isUnderWay(steps: number, withinMs: number): Promise<boolean> {
    return this.until(() => this.taken.length >= steps && this.isPoised, withinMs);
  }

  /** From now on things go wrong; those who waited for it act. */
  beginHarm(): void {
    this.isHarmed = true;
    this.changed();
  }

  /** Waits until so many steps were taken that were sent after a moment. @returns false when they were not, in time */
  async takenSince(moment: number, steps: number, withinMs: number): Promise<boolean> {
    return this.until(() => this.since(moment).length >= steps, withinMs);
  }

  since(moment: number): Taken[] {
    return this.taken.filter(({ sent }) => sent >= moment);
  }

  /** Waits until something holds that the work can change. @returns false when it does not, in time */
  async until(holds: () => boolean, withinMs?: number): Promise<boolean> {
    if (holds()) return true;
    return new Promise((done) => {
      const end = (answer: boolean) => {
        clearTimeout(late);
        this.listeners.delete(look);
        done(answer);
      };
      const look = () => void (holds() && end(true));
      const late = withinMs === undefined ? undefined : setTimeout(() => end(holds()), withinMs);
      this.listeners.add(look);
    });
  }

  private changed(): void {
    for (const look of [...this.listeners]) look();
  }

  /** Nobody begins another case; those that were begun are taken to their end. */
  async end(): Promise<void> {
    this.isOver = true;
    this.isHarmed = true;
    this.changed();
    await Promise.all(this.writers);
  }

  private async write(n: number): Promise<void> {
    const { lives, once } = WRITERS[n]!;
    for (let turn = 0; !this.isOver && !(once && turn > 0); turn++) await this.live(n, lives[turn % lives.length]!);
    this.current.delete(n);
  }

  private async live(n: number, life: Act[]): Promise<void> {
    let view = {} as View;
    let item: string | null = null;
    for (const act of life) {
      if (act.once === 'harm') {
        this.isPoised = true;
        this.changed();
        await this.until(() => this.isHarmed);
      }
      if (act.once === 'late') await this.untilLate(view.id);
      const answer = await this.take(act, { dispute: view.id ?? null, item }, act.body(view));
      if (answer === null) return;
      if (act.verb === 'report') item = answer.id!;
      if (answer.dispute) {
        view = answer.dispute;
        this.current.set(n, view.id);
      }
    }
  }

  /** Until the record itself knows that something of a case is late, or should have known long ago. */
  private async untilLate(id: string): Promise<void> {
    const known = `SELECT 1 FROM event WHERE dispute_id = $1 AND type = 'ObligationLate'`;
    for (const until = Date.now() + LATE_MS; Date.now() < until;) {
      const found = await this.rig.sql(known, [id]).catch(() => []);
      if (found.length > 0) return;
      await new Promise((tick) => setTimeout(tick, READ_MS));
    }
  }

  /** Sends a step with one key until it is answered with yes, or its sender gives up. */
  private async take(
    { who, verb }: Act,
    about: Pick<Step, 'dispute' | 'item'>,
    body: object,
  ): Promise<Answered | null> {
    const key = randomUUID();
    const path = pathOf(verb, about);
    const step: Step = { who, verb, ...about, firstSent: Date.now(), sent: 0 };
    let refusal: Refused | null = null;
    for (;;) {
      step.sent = Date.now();
      const answer = await this.rig.post<Answered>(who, path, body, key);
      const now = Date.now();
      if (answer && answer.status < 300) {
        const { id = null, seq = null, dispute } = answer.body;
        if (refusal) refusal.forMs = now - refusal.since;
        const subject = dispute ? { dispute: dispute.id, seq } : { item: id, seq: null };
        this.taken.push({ ...step, ...subject, answered: now });
        this.changed();
        return answer.body;
      }
      if (answer?.body.reference) this.references.push(answer.body.reference);
      if (answer === null) this.silent += 1;
      else if (answer.status === 503) this.unavailable += 1;
      else {
        if (!refusal) this.refused.push((refusal = { ...step, said: {}, since: now, forMs: 0, gaveUp: false }));
        const said = `${answer.status} ${answer.body.code ?? ''}`;
        refusal.said[said] = (refusal.said[said] ?? 0) + 1;
        refusal.forMs = now - refusal.since;
      }
      if (now - step.firstSent > PATIENCE_MS || (refusal && refusal.forMs > REFUSED_MS)) {
        if (refusal) refusal.gaveUp = true;
        this.unanswered.push(step);
        return null;
      }
      await new Promise((tick) => setTimeout(tick, answer && answer.status !== 503 ? READ_MS : AGAIN_MS));
    }
  }
}

interface Answered {
  id?: string;
  seq?: number;
  dispute?: View;
  /** Of a problem. */
  code?: string;
  reference?: string;
}

function pathOf(verb: string, { dispute, item }: Pick<Step, 'dispute' | 'item'>): string {
  if (verb === 'register') return '/disputes';
  if (verb === 'report') return '/items';
  if (verb === 'promote' || verb === 'discard') return `/items/${item}/${verb}`;
  return `/disputes/${dispute}/${verb}`;
}

/** Takes a case so far in a product that is well. */
export async function begun(rig: Rig, acts: readonly Act[]): Promise<View> {
  await rig.admit(PEOPLE);
  let view = {} as View;
  for (const { who, verb, body } of acts) {
    const answer = await rig.post<Answered>(who, pathOf(verb, { dispute: view.id, item: null }), body(view));
    if (!answer?.body.dispute) throw new Error(`${who} ${verb}: ${JSON.stringify(answer)}`);
    view = answer.body.dispute;
  }
  return view;
}
