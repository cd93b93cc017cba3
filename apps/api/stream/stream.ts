import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '#persistence/database/database.js';
import { changesSince, isKnown, position } from '#persistence/reading/stream-reader.js';
import { workerOf } from '#domain/people/readers.js';
import { inboxCounts } from '#persistence/reading/work-reader.js';
import type { Actor } from '../http/actor.js';
import { disputeSummary, nowOf } from '../disputes/view.js';

/** One client reads at most so often; what changes in between comes in one go. */
const PAUSE_MS = 100;
/** A line that takes nothing for so long is dead. */
const STALLED_MS = 60_000;
const MOST_TRANSACTIONS = 2n ** 64n - 1n;

/**
 * One open stream. It keeps no queue: it remembers a place in the order of transactions and reads what changed since,
 * so a slow line costs no memory, and a broken one goes on from its `Last-Event-ID`. Repeats are harmless.
 */
export class Stream {
  /** A reading waits for it. */
  asked = false;
  /** It reads or writes; and it was asked to look meanwhile. */
  busy = false;
  again = false;
  /** A sign of life is due, with what is read next. */
  beatDue = false;
  private place: string | null = null;
  private counts = '';
  /** What was sent since `place`: transactions that ran on are read again. */
  private sent = new Map<string, number | string>();
  private out: string[] = [];

  constructor(
    public actor: Actor,
    readonly token: string,
    private readonly response: ServerResponse,
    private readonly last: string | undefined,
  ) {}

  /** Reads what changed since its place, inside one transaction of its reader. */
  async read(db: Db): Promise<void> {
    const next = await position(db);
    const events: { type: string; data: unknown }[] = [];
    const sent = new Map<string, number | string>();
    const add = (type: string, key: string, version: number | string, data: unknown) => {
      sent.set(key, version);
      if (this.sent.get(key) !== version) events.push({ type, data });
    };
    const since = await this.since(db, next);
    const changes = since === null ? null : await changesSince(db, this.actor.userId, since);
    if (changes === null) events.push({ type: 'resync', data: {} });
    for (const row of changes?.disputes ?? []) add('dispute', row.id, row.seq, disputeSummary(row, nowOf(row)));
    for (const id of changes?.gone ?? []) add('dispute', id, 'gone', { id, gone: true });
    for (const notice of changes?.notices ?? []) add('notice', `notice ${notice.id}`, 0, notice);
    const counts = await inboxCounts(db, workerOf(this.actor));
    if (JSON.stringify(counts) !== this.counts) events.push({ type: 'counts', data: counts });
    this.counts = JSON.stringify(counts);
    // Only the last event moves the client's place: a line that breaks before it reads all of them again.
    const before = since ?? next;
    events.forEach(({ type, data }, index) => {
      const id = index === events.length - 1 ? next : before;
      this.out.push(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
    });
    this.place = next;
    this.sent = sent;
  }

  /** Where to read from: its place, the client's, or now; null when the client's is not of this database. */
  private async since(db: Db, now: string): Promise<string | null> {
    if (this.place !== null) return this.place;
    if (this.last === undefined || this.last === '') return now;
    const usable = /^\d{1,20}$/.test(this.last) && BigInt(this.last) <= MOST_TRANSACTIONS;
    return usable && (await isKnown(db, this.last)) ? this.last : null;
  }

  async flush(): Promise<void> {
    // An id without data moves the client's place and reaches no handler.
    if (this.beatDue) this.out.push(`id: ${this.place}\n: beat\n\n`);
    this.beatDue = false;
    const frames = this.out.splice(0).join('');
    if (frames !== '' && !this.response.destroyed && !this.response.write(frames)) {
      const taken = await new Promise<boolean>((done) => {
        const stalled = setTimeout(() => done(false), STALLED_MS);
        const settle = (result: boolean) => {
          clearTimeout(stalled);
          done(result);
        };
        this.response.once('drain', () => settle(true)).once('close', () => settle(true));
      });
      if (!taken) this.response.destroy();
    }
    await pause(PAUSE_MS, undefined, { ref: false });
    this.busy = false;
  }

  /** A sign of life where nothing could be read: it moves nothing. */
  flushBeat(): void {
    if (this.beatDue && !this.response.destroyed) this.response.write(': beat\n\n');
    this.beatDue = false;
  }

  end(): void {
    this.response.end();
  }
}
