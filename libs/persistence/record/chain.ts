import type { DisputeEvent } from '#domain/dispute/events.js';
import type { ItemEvent } from '#domain/item/item.js';
import { canonical, sha256 } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

/** What the records of disputes and of items have in common: their entries, and the hashes that chain them. */

/**
 * The record does not hold what the workflow knows: it was put back to before that, or goes on otherwise since. An
 * operator's case, not a retry's.
 */
export class RecordGap extends Error {
  override readonly name = 'RecordGap';
}

type Kind = 'dispute' | 'item';

export function gapOf(kind: Kind, id: string, seq: number, after: number): RecordGap {
  const how = seq < after ? `ends at ${seq}, not at ${after}` : `has another entry ${after} than the workflow knows`;
  return new RecordGap(`${kind} ${id}: the record ${how}`);
}

/** Up to where a workflow knows the record: the last seq, and the hash of that entry, where it was told. */
export interface Known {
  seq: number;
  /** In base64; from runs of before it was kept there is none, and then only numbers are compared. */
  head?: string | undefined;
}

/**
 * What the record holds after what is known: `others` is `null` when it is just what was given, now or by an earlier
 * attempt; else what another attempt wrote first, and the giver has to decide anew. `head` is the hash of its last entry.
 */
export interface Recorded<E = DisputeEvent> {
  others: E[] | null;
  head: string;
}

const TABLES = { dispute: ['event', 'dispute_id'], item: ['item_event', 'item_id'] } as const;

/**
 * The entries after what is known.
 *
 * @throws RecordGap where the record does not hold what is known
 */
export async function recordedAfter<E>(
  db: Db,
  kind: Kind,
  id: string,
  known: Known,
): Promise<{ entries: E[]; head: string }> {
  const [table, column] = TABLES[kind];
  const found = await rows<EventRow & { hash: Buffer }>(
    db,
    `SELECT seq, at, type, actor, data, text, answers, hash FROM ${table}
     WHERE ${column} = $1 AND seq >= $2 ORDER BY seq`,
    [id, known.seq],
  );
  if (known.seq > 0) {
    const last = found[0] ?? (await lastOf(db, kind, id));
    if (last?.seq !== known.seq || isOther(last.hash, known)) throw gapOf(kind, id, last?.seq ?? 0, known.seq);
  }
  const hash = found.at(-1)?.hash ?? NO_HASH;
  const entries = found.filter((each) => each.seq > known.seq).map((row) => eventOf(row) as unknown as E);
  return { entries, head: hash.toString('base64') };
}

/** The answer to who gave `events`, or none: what the record holds in their place. */
export function others<E>({ entries, head }: { entries: E[]; head: string }, events: E[] = []): Recorded<E> {
  return { others: canonical(entries) === canonical(events) ? null : entries, head };
}

/** Only to say how far the record reaches. */
async function lastOf(db: Db, kind: Kind, id: string): Promise<{ seq: number; hash: Buffer } | undefined> {
  const [table, column] = TABLES[kind];
  const sql = `SELECT seq, hash FROM ${table} WHERE ${column} = $1 ORDER BY seq DESC LIMIT 1`;
  const [last] = await rows<{ seq: number; hash: Buffer }>(db, sql, [id]);
  return last;
}

/** Whether the entry that is known is not the one that the record has in its place. */
export function isOther(hash: Buffer, { head }: Known): boolean {
  return head !== undefined && hash.toString('base64') !== head;
}

export const NO_HASH = Buffer.alloc(32);

/** What is hashed of an event: everything but the chain itself, with the text as ciphertext. */
export function eventHash(previous: Buffer, event: DisputeEvent | ItemEvent): Buffer {
  return sha256(previous, canonical(event));
}

export interface EventRow {
  seq: number;
  at: Date;
  type: DisputeEvent['type'];
  actor: DisputeEvent['actor'];
  data: DisputeEvent['data'];
  text: string | null;
  answers: DisputeEvent['answers'] | null;
}

export function eventOf({ seq, at, type, actor, data, text, answers }: EventRow): DisputeEvent {
  return {
    seq,
    at: at.toISOString(),
    type,
    actor,
    data,
    ...(text !== null && { text }),
    ...(answers !== null && { answers }),
  } as DisputeEvent;
}

/** Departments that entries bring in, of which one may have been made a moment ago: who acts, whose desk it is, to whom it goes. */
export function departmentsIn(events: readonly (DisputeEvent | ItemEvent)[]): string[] {
  return events.flatMap((event) => [
    ...(event.actor.kind === 'person' ? [event.actor.departmentId] : []),
    ...(event.type === 'DisputeRegistered' || event.type === 'ItemReported' ? [event.data.desk] : []),
    ...(event.type === 'TransferOffered' ? [event.data.to] : []),
  ]);
}
