import type { EventStore } from '#persistence/event-store.js';
import type { ItemStore } from '#persistence/item-store.js';
import type { OverdueReader } from '#persistence/overdue.js';
import { createReconcile, type ReconcileActivity, type Wake } from './reconcile.js';
import { createRecord, createRecordItem, type RecordActivity, type RecordItemActivity } from './record.js';

/** What workflows may do to the world. Workflows import this type only. */
export interface Activities {
  record: RecordActivity;
  recordItem: RecordItemActivity;
  reconcile: ReconcileActivity;
}

export interface ActivityDeps {
  disputes: EventStore;
  items: ItemStore;
  overdue: OverdueReader;
  wake: Wake;
}

export function createActivities({ disputes, items, overdue, wake }: ActivityDeps): Activities {
  return {
    record: createRecord(disputes),
    recordItem: createRecordItem(items),
    reconcile: createReconcile(overdue, wake),
  };
}
