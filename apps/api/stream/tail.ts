import { casesSince, noticesSince, position } from '#persistence/reading/stream-reader.js';
import { workerOf } from '#domain/people/readers.js';
import { Reader } from '#persistence/reading/reader.js';
import { inboxCounts, type InboxCounts } from '#persistence/reading/work-reader.js';
import type { Rulebook } from '#persistence/rules/rulebook.js';
import type { Change } from '../engine/changes.js';
import type { Actor } from '../http/actor.js';
import { overlap, worksAs, type Batch } from './batch.js';

/** Of many changes in a row so many readings at most; what changes in between comes in one go. */
const PAUSE_MS = 100;
/** After so long it is looked again where the database was away. */
export const AWAY_MS = 2_000;
/** What is counted changes with the time of day too: a visit comes to be due. */
const CLOCK_MS = 60_000;

export interface Audience {
  /** Those who listen, as they are now. */
  listening(): Promise<Actor[]>;
  hear(batch: Batch): void;
  /** More happened than is told: each reads for itself. */
  missed(): void;
  failed(error: unknown): void;
}

/** Whose counts the next reading makes anew. */
interface Wanted {
  scopes: Set<string>;
  users: Set<string>;
  all: boolean;
}

/** What changes, read once and handed to all who listen. */
export class Tail {
  /** Up to which everything was handed on; null while nobody listens. */
  place: string | null = null;
  private wanted: Wanted | null = null;
  private beginning: Promise<string> | null = null;
  private isReading = false;
  private readonly clock: NodeJS.Timeout;

  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly audience: Audience,
  ) {
    this.clock = setInterval(() => this.heard({}), CLOCK_MS).unref();
  }

  stop(): void {
    clearInterval(this.clock);
  }

  /** Nobody listens any more. */
  forget(): void {
    this.place = null;
    this.wanted = null;
  }

  /** Takes the place from which to go on, before anybody reads for themself. */
  async begin(): Promise<void> {
    if (this.place !== null) return;
    this.beginning ??= this.reader.as({ userId: '', scopes: [] }, position).finally(() => (this.beginning = null));
    const at = await this.beginning;
    this.place ??= at;
  }

  /** Of a change that says of nobody, nobody knows whom it concerns. */
  heard({ scopes, users }: Change): void {
    this.wanted ??= { scopes: new Set(), users: new Set(), all: false };
    for (const each of scopes ?? []) this.wanted.scopes.add(each);
    for (const each of users ?? []) this.wanted.users.add(each);
    this.wanted.all ||= !scopes && !users;
    if (!this.isReading) void this.readOn();
  }

  private async readOn(): Promise<void> {
    this.isReading = true;
    while (this.wanted) {
      const wanted = this.wanted;
      this.wanted = null;
      let pause = PAUSE_MS;
      try {
        await this.read(wanted);
      } catch (error) {
        this.audience.failed(error);
        this.heard({});
        pause = AWAY_MS;
      }
      await new Promise((over) => setTimeout(over, pause).unref());
    }
    this.isReading = false;
  }

  private async read(wanted: Wanted): Promise<void> {
    const since = this.place;
    // Who listens has not begun: they read for themselves what there is.
    if (since === null) return;
    const actors = await this.audience.listening();
    const scopes = [...new Set(actors.flatMap((each) => each.scopes))];
    const read = await this.reader.as({ userId: '', scopes }, async (db) => ({
      next: await position(db),
      cases: await casesSince(db, since),
      notices: await noticesSince(
        db,
        actors.map(({ userId }) => userId),
        since,
      ),
    }));
    const { next, cases, notices } = read;
    if (!cases || !notices) this.audience.missed();
    else this.audience.hear({ since, next, ...cases, notices, counts: await this.countsOf(actors, wanted) });
    this.place = next;
  }

  /** Counted once for all whose work is the same. */
  private async countsOf(actors: Actor[], { scopes, users, all }: Wanted): Promise<Map<string, InboxCounts>> {
    const counts = new Map<string, InboxCounts>();
    const changed = [...scopes];
    for (const actor of actors) {
      const key = worksAs(actor);
      if (counts.has(key) || !(all || users.has(actor.userId) || overlap(actor.scopes, changed))) continue;
      const today = await this.rulebook.today(actor.region);
      counts.set(key, await this.reader.as(actor, (db) => inboxCounts(db, workerOf(actor), today)));
    }
    return counts;
  }
}
