import { Context } from '@temporalio/activity';
import type { EventStore } from '#persistence/event-store.js';
import { createDeliver, type DeliverActivity, type DeliverDeps } from './deliver.js';
import { createRecord, type RecordActivity } from './record.js';

export type { DeliverDeps } from './deliver.js';
export { mailSender, webhookSender, wecomSender, type MailSettings } from './channels/senders.js';

/** What workflows may do to the world. Workflows import this type only. */
export interface Activities {
  record: RecordActivity;
  /** Only where this process has somewhere to deliver to. */
  deliver?: DeliverActivity;
}

export function createActivities({ store, deliver }: { store: EventStore; deliver?: DeliverDeps }): Activities {
  return {
    record: createRecord(store),
    ...(deliver && { deliver: createDeliver({ alive: () => Context.current().heartbeat(), ...deliver }) }),
  };
}
