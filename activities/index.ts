import type { EventStore } from '#persistence/event-store.js';
import { createRecord, type RecordActivity } from './record.js';

/** What workflows may do to the world. Workflows import this type only. */
export interface Activities {
  record: RecordActivity;
}

export function createActivities(deps: { store: EventStore }): Activities {
  return { record: createRecord(deps.store) };
}
