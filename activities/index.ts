import type { EventStore } from '#persistence/event-store.js';
import type { ItemStore } from '#persistence/item-store.js';
import { createRecord, createRecordItem, type RecordActivity, type RecordItemActivity } from './record.js';

/** What workflows may do to the world. Workflows import this type only. */
export interface Activities {
  record: RecordActivity;
  recordItem: RecordItemActivity;
}

export interface Stores {
  disputes: EventStore;
  items: ItemStore;
}

export function createActivities({ disputes, items }: Stores): Activities {
  return { record: createRecord(disputes), recordItem: createRecordItem(items) };
}
