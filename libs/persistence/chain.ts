import type { DisputeEvent } from '#domain/events.js';
import type { ItemEvent } from '#domain/item.js';
import { canonical, sha256 } from './canonical.js';

/** What the records of disputes and of items have in common: their entries, and the hashes that chain them. */

/** A gap in the numbers: the record was put back to before what the workflow knows. An operator's case, not a retry's. */
export class RecordGap extends Error {
  override readonly name = 'RecordGap';
}

/**
 * What the record holds after `after`: `null` when it is just what was given, now or by an earlier attempt; else what
 * another attempt wrote first, and the giver has to decide anew.
 */
export type Recorded<E = DisputeEvent> = { others: E[] | null };

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
