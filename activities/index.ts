import { Context } from '@temporalio/activity';
import type { EventStore } from '#persistence/record/event-store.js';
import type { ItemStore } from '#persistence/record/item-store.js';
import type { OverdueReader } from '#persistence/reading/overdue.js';
import { createCheckpoint, type CheckpointActivity, type CheckpointDeps } from './checkpoint.js';
import { createDeliver, type DeliverActivity, type DeliverDeps } from './deliver.js';
import { createHousekeeping, type HousekeepingActivity } from './housekeeping.js';
import { createReconcile, type ReconcileActivity, type Wake } from './reconcile.js';
import { createRecord, createRecordItem, type RecordActivity, type RecordItemActivity } from './record.js';
import { createRollOut, type RollOutActivity, type RollOutDeps } from './rollouts/rollout.js';

export type { DeliverDeps } from './deliver.js';
export type { Acts, RollOutDeps } from './rollouts/rollout.js';
export type { ActDeps } from './rollouts/bringing-in.js';
export { actsOf } from './rollouts/acts.js';
export type { Keepers } from './checkpoint.js';
export { robotSenders } from './channels/robots.js';
export { mailSender, webhookSender, type MailSettings } from './channels/senders.js';

/** What workflows may do to the world. Workflows import this type only. */
export interface Activities {
  record: RecordActivity;
  recordItem: RecordItemActivity;
  reconcile: ReconcileActivity;
  /** Only where this process has somewhere to deliver to. */
  deliver?: DeliverActivity;
  checkpoint?: CheckpointActivity;
  housekeeping?: HousekeepingActivity;
  rollOut?: RollOutActivity;
}

export interface ActivityDeps {
  disputes: EventStore;
  items: ItemStore;
  overdue: OverdueReader;
  wake: Wake;
  deliver?: DeliverDeps;
  checkpoint?: CheckpointDeps;
  rollOut?: RollOutDeps;
}

export function createActivities(deps: ActivityDeps): Activities {
  const { disputes, items, overdue, wake, deliver, checkpoint, rollOut } = deps;
  return {
    record: createRecord(disputes, wake, (line) => void Context.current().log.warn(line)),
    recordItem: createRecordItem(items),
    reconcile: createReconcile(overdue, wake, {
      tell: (line) => void Context.current().log.warn(line),
      askedAt: () => new Date(Context.current().info.currentAttemptScheduledTimestampMs),
    }),
    ...(checkpoint && {
      checkpoint: createCheckpoint(checkpoint),
      housekeeping: createHousekeeping(checkpoint, () => Context.current().heartbeat()),
    }),
    ...(rollOut && {
      rollOut: createRollOut({
        tell: (line) => void Context.current().log.warn(line),
        alive: () => Context.current().heartbeat(),
        isCalledOff: () => Context.current().cancellationSignal.aborted,
        ...rollOut,
      }),
    }),
    ...(deliver && { deliver: createDeliver({ alive: () => Context.current().heartbeat(), ...deliver }) }),
  };
}
