import type { DisputeEvent } from '#domain/dispute/events.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { NO_HASH, eventHash, eventOf, type EventRow } from './chain.js';

/** The entries of a dispute after a seq, sealed as they were recorded. */
export async function eventsAfter(db: Db, disputeId: string, after: number): Promise<DisputeEvent[]> {
  const found = await rows<EventRow>(
    db,
    `SELECT seq, at, type, actor, data, text, answers FROM event WHERE dispute_id = $1 AND seq > $2 ORDER BY seq`,
    [disputeId, after],
  );
  return found.map(eventOf);
}

/** An entry with its place in the chain. */
export interface StoredEvent {
  event: DisputeEvent;
  previous: Buffer;
  hash: Buffer;
}

export async function storedEvents(db: Db, id: string): Promise<StoredEvent[]> {
  const found = await rows<EventRow & { prev_hash: Buffer; hash: Buffer }>(
    db,
    `SELECT seq, at, type, actor, data, text, answers, prev_hash, hash FROM event WHERE dispute_id = $1 ORDER BY seq`,
    [id],
  );
  return found.map((row) => ({ event: eventOf(row), previous: row.prev_hash, hash: row.hash }));
}

export async function storedItemEvents(db: Db, id: string): Promise<StoredEvent[]> {
  const found = await rows<EventRow & { prev_hash: Buffer; hash: Buffer }>(
    db,
    `SELECT seq, at, type, actor, data, text, answers, prev_hash, hash FROM item_event WHERE item_id = $1 ORDER BY seq`,
    [id],
  );
  return found.map((row) => ({ event: eventOf(row), previous: row.prev_hash, hash: row.hash }));
}

/** The first entry that is not what its hash says, or does not follow the one before; null when all is well. */
export function firstBroken(events: readonly StoredEvent[]): number | null {
  let previous: Buffer = NO_HASH;
  for (const [index, stored] of events.entries()) {
    if (stored.event.seq !== index + 1 || !stored.previous.equals(previous)) return index + 1;
    if (!eventHash(previous, stored.event).equals(stored.hash)) return stored.event.seq;
    previous = stored.hash;
  }
  return null;
}
