import type { DisputeEvent } from '#domain/events.js';
import type { ItemEvent } from '#domain/item.js';
import type { Recorded } from '#persistence/chain.js';
import type { EventStore } from '#persistence/event-store.js';
import type { ItemStore } from '#persistence/item-store.js';

export interface RecordInput {
  disputeId: string;
  /** The last seq that the workflow knows to be recorded. */
  after: number;
  events: DisputeEvent[];
}

/**
 * Makes a dispute's events durable and visible: the record, the rows, the keys and the notices, in one transaction.
 * The workflow tries it as a local activity first and as a regular one with unlimited retries after that; both may
 * even run at once, which the dispute's lock and the answer with what is stored make harmless.
 */
export type RecordActivity = (input: RecordInput) => Promise<Recorded<DisputeEvent>>;

export function createRecord(store: EventStore): RecordActivity {
  return ({ disputeId, after, events }) => store.append(disputeId, after, events);
}

export interface RecordItemInput {
  itemId: string;
  after: number;
  events: ItemEvent[];
}

/** The same promise for an information item. */
export type RecordItemActivity = (input: RecordItemInput) => Promise<Recorded<ItemEvent>>;

export function createRecordItem(store: ItemStore): RecordItemActivity {
  return ({ itemId, after, events }) => store.append(itemId, after, events);
}
