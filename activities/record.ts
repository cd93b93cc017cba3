import { ApplicationFailure } from '@temporalio/activity';
import type { Deed } from '#domain/dispute/deed.js';
import { DomainError, TOLD_BY_RECORD, type ToldByRecord } from '#domain/errors.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import type { ItemCommand, ItemEvent } from '#domain/item/item.js';
import { isOver } from '#domain/dispute/state.js';
import { RecordGap, type Recorded } from '#persistence/record/chain.js';
import type { DisputeDeed, EventStore } from '#persistence/record/event-store.js';
import type { ItemStore } from '#persistence/record/item-store.js';
import { NotSigned, Unlawful } from '#persistence/vault/signing.js';
import type { Wake } from './reconcile.js';

export interface RecordInput {
  disputeId: string;
  /** The last seq that the workflow knows to be recorded. */
  after: number;
  /** The hash of that entry, as the record last told it. */
  head?: string;
  /** None: nothing is made durable, and what the record holds after `after` is answered. */
  events: DisputeEvent[];
  /** What they were decided on. Whoever tells none is not believed. */
  deed?: DisputeDeed;
}

/**
 * Makes a dispute's events durable and visible: the record, the rows, the keys and the notices, in one transaction.
 * The workflow tries it as a local activity first and as a regular one with unlimited retries after that; both may
 * even run at once, which the dispute's lock and the answer with what is stored make harmless.
 */
export type RecordActivity = (input: RecordInput) => Promise<Recorded<DisputeEvent>>;

/** @param wake of another case to which something was added; one that nobody woke reads it up before it acts again */
export function createRecord(store: EventStore, wake: Wake, tell: (line: string) => void): RecordActivity {
  return async ({ disputeId, after, head, events, deed }) => {
    const appended = await told(() => store.append(disputeId, after, events, head, demanded(disputeId, deed, events)));
    const { beside, ...recorded } = appended;
    // Nobody waits for it: what is committed is committed.
    if (beside && !isOver(beside.state))
      void wake({ kind: 'dispute', ...beside }).catch((error: unknown) =>
        tell(`${beside.id} sleeps on: ${String(error)}`),
      );
    return recorded;
  };
}

const SAID_AS: Record<ToldByRecord, new (...args: never[]) => Error> = {
  RECORD_BEHIND: RecordGap,
  NOT_SIGNED: NotSigned,
  UNLAWFUL: Unlawful,
  REFUSED: DomainError,
};

async function told<R>(record: () => Promise<R>): Promise<R> {
  try {
    return await record();
  } catch (error) {
    const type = TOLD_BY_RECORD.find((code) => error instanceof SAID_AS[code]);
    if (!type) throw error;
    const details = error instanceof DomainError ? [error.code, error.facts] : [];
    throw ApplicationFailure.create({ type, message: (error as Error).message, nonRetryable: true, details });
  }
}

function demanded<D>(id: string, deed: D | undefined, events: readonly unknown[]): D | undefined {
  if (!deed && events.length > 0) throw new NotSigned(`entries of ${id} come without what they were decided on`);
  return deed;
}

export interface RecordItemInput {
  itemId: string;
  after: number;
  head?: string;
  events: ItemEvent[];
  deed?: Deed<ItemCommand>;
}

/** The same promise for an information item. */
export type RecordItemActivity = (input: RecordItemInput) => Promise<Recorded<ItemEvent>>;

export function createRecordItem(store: ItemStore): RecordItemActivity {
  return ({ itemId, after, head, events, deed }) =>
    told(() => store.append(itemId, after, events, head, demanded(itemId, deed, events)));
}
