import { ApplicationFailure } from '@temporalio/activity';
import { RECORD_BEHIND } from '#domain/errors.js';
import type { DisputeEvent } from '#domain/events.js';
import type { ItemEvent } from '#domain/item.js';
import { RecordGap, type Recorded } from '#persistence/chain.js';
import type { EventStore } from '#persistence/event-store.js';
import type { ItemStore } from '#persistence/item-store.js';

export interface RecordInput {
  disputeId: string;
  /** The last seq that the workflow knows to be recorded. */
  after: number;
  /** The hash of that entry, as the record last told it. */
  head?: string;
  /** None: nothing is made durable, and what the record holds after `after` is answered. */
  events: DisputeEvent[];
}

/**
 * Makes a dispute's events durable and visible: the record, the rows, the keys and the notices, in one transaction.
 * The workflow tries it as a local activity first and as a regular one with unlimited retries after that; both may
 * even run at once, which the dispute's lock and the answer with what is stored make harmless.
 */
export type RecordActivity = (input: RecordInput) => Promise<Recorded<DisputeEvent>>;

export function createRecord(store: EventStore): RecordActivity {
  return ({ disputeId, after, head, events }) => gapTold(store.append(disputeId, after, events, head));
}

/** A gap does not heal by asking again: the case has to say so at once. */
async function gapTold<R>(recorded: Promise<R>): Promise<R> {
  try {
    return await recorded;
  } catch (error) {
    if (!(error instanceof RecordGap)) throw error;
    throw ApplicationFailure.create({ type: RECORD_BEHIND, message: error.message, nonRetryable: true });
  }
}

export interface RecordItemInput {
  itemId: string;
  after: number;
  head?: string;
  events: ItemEvent[];
}

/** The same promise for an information item. */
export type RecordItemActivity = (input: RecordItemInput) => Promise<Recorded<ItemEvent>>;

export function createRecordItem(store: ItemStore): RecordItemActivity {
  return ({ itemId, after, head, events }) => gapTold(store.append(itemId, after, events, head));
}
