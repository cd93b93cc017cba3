import type { ServerResponse } from 'node:http';
import { workerOf } from '#domain/people/readers.js';
import type { Db } from '#persistence/database/database.js';
import type { Today } from '#persistence/reading/board-reader.js';
import { casesSince, isKnown, noticesSince, position } from '#persistence/reading/stream-reader.js';
import { inboxCounts } from '#persistence/reading/work-reader.js';
import type { Actor } from '../http/actor.js';
import { toldTo, worksAs, type Batch, type Told } from './batch.js';

/** A line that takes nothing for so long is dead. */
const STALLED_MS = 60_000;
/** What is kept for a line that reads or writes; after more it reads for itself what it missed. */
const MOST_KEPT = 20;
/** So many of what was told are remembered. */
const MOST_TOLD = 200;
const MOST_TRANSACTIONS = 2n ** 64n - 1n;

const later = (one: string, other: string) => (BigInt(one) > BigInt(other) ? one : other);

/**
 * One open stream. It remembers a place in the order of transactions: it reads for itself what came before it listened and
 * what it was too slow for, so a slow line costs no memory, and a broken one goes on from its `Last-Event-ID`. Repeats are
 * harmless.
 */
export class Stream {
  /** It waits for its turn to read, or reads. */
  catching = false;
  private place: string | null = null;
  /** What was told last, by key: what two readings have in common is said once. */
  private readonly told = new Map<string, string | number>();
  private kept: Batch[] = [];
  /** More came than is kept. */
  private isBehind = false;
  private isWriting = false;

  constructor(
    public actor: Actor,
    readonly token: string,
    private readonly response: ServerResponse,
    private readonly last: string | undefined,
    /** Asks for a turn of `catchUp`. */
    private readonly behind: () => void,
  ) {}

  /** Reads what it has not heard, inside one transaction of its reader. */
  async catchUp(db: Db, today: Today): Promise<void> {
    const next = await position(db);
    const since = await this.since(db, next);
    const cases = since === null ? null : await casesSince(db, since);
    const notices = since === null ? null : await noticesSince(db, [this.actor.userId], since);
    const counts = new Map([[worksAs(this.actor), await inboxCounts(db, workerOf(this.actor), today)]]);
    if (since === null || !cases || !notices) {
      const none = { since: next, next, disputes: [], gone: [], notices: [], counts };
      return this.write(none, [{ type: 'resync', key: 'resync', version: next, data: '{}' }]);
    }
    this.write({ since, next, ...cases, notices, counts });
  }

  /** @returns whether they see or do anything else than before */
  become(actor: Actor): boolean {
    const isOther = worksAs(actor) !== worksAs(this.actor);
    this.actor = actor;
    return isOther;
  }

  /** It has read; what came meanwhile is told after it. */
  caughtUp(): void {
    this.catching = false;
    this.goOn();
  }

  /** What all hear. */
  hear(batch: Batch): void {
    if (!this.catching && !this.isWriting) this.write(batch);
    else if (this.kept.length < MOST_KEPT) this.kept.push(batch);
    else this.miss();
  }

  /** Something happened that is not told: it reads for itself, once more where it does so now. */
  miss(): void {
    this.kept = [];
    this.isBehind = true;
    this.goOn();
  }

  /**
   * A sign of life, and a place to go on from.
   *
   * @param place up to which everybody who listens has heard everything; null where nobody read it
   */
  beat(place: string | null): void {
    if (this.isOver || this.isWriting) return;
    if (this.catching || this.place === null) return void this.response.write(': beat\n\n');
    if (place !== null) this.place = later(this.place, place);
    // An id without data moves the client's place and reaches no handler.
    this.response.write(`id: ${this.place}\n: beat\n\n`);
  }

  end(): void {
    this.response.end();
  }

  /** Its end may be on its way still, to a line that takes nothing. */
  private get isOver(): boolean {
    return this.response.destroyed || this.response.writableEnded;
  }

  /** Where to read from: its place, the client's, or now; null when the client's is not of this database. */
  private async since(db: Db, now: string): Promise<string | null> {
    if (this.place !== null) return this.place;
    if (this.last === undefined || this.last === '') return now;
    const usable = /^\d{1,20}$/.test(this.last) && BigInt(this.last) <= MOST_TRANSACTIONS;
    return usable && (await isKnown(db, this.last)) ? this.last : null;
  }

  private write(batch: Batch, before: Told[] = []): void {
    const { since, next } = batch;
    const events = [...before, ...toldTo(this.actor, batch)].filter((each) => this.isNews(each));
    const from = this.place ?? since;
    this.place = later(from, next);
    if (events.length === 0 || this.isOver) return;
    // Only the last event moves the client's place: a line that breaks before it reads all of them again.
    const frames = events.map(({ type, data }, index) => {
      const id = index === events.length - 1 ? this.place : from;
      return `id: ${id}\nevent: ${type}\ndata: ${data}\n\n`;
    });
    if (!this.response.write(frames.join(''))) void this.untilTaken();
  }

  private isNews({ key, version }: Told): boolean {
    const isNews = this.told.get(key) !== version;
    // What is told last stands last.
    this.told.delete(key);
    this.told.set(key, version);
    if (this.told.size > MOST_TOLD) this.told.delete(this.told.keys().next().value!);
    return isNews;
  }

  private async untilTaken(): Promise<void> {
    this.isWriting = true;
    const taken = await new Promise<boolean>((done) => {
      const settle = (isTaken: boolean) => () => {
        clearTimeout(stalled);
        this.response.off('drain', drained).off('close', drained);
        done(isTaken);
      };
      const drained = settle(true);
      const stalled = setTimeout(settle(false), STALLED_MS);
      this.response.on('drain', drained).on('close', drained);
    });
    this.isWriting = false;
    if (!taken) this.response.destroy();
    else this.goOn();
  }

  /** With what came meanwhile. */
  private goOn(): void {
    while (!this.catching && !this.isWriting && !this.isOver) {
      if (this.isBehind) {
        this.isBehind = false;
        return this.behind();
      }
      const batch = this.kept.shift();
      if (!batch) return;
      this.write(batch);
    }
  }
}
