import {
  Client,
  Connection,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  type ScheduleOptions,
} from '@temporalio/client';
import type { Wake } from '#activities/reconcile.js';
import { CHECKPOINT_WORKFLOW } from '#workflows/checkpoint/messages.js';
import { DELIVERY_WORKFLOW } from '#workflows/delivery/messages.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { ITEM_WORKFLOW, itemWorkflowIdOf } from '#workflows/item/messages.js';
import { wake } from '#workflows/messages.js';
import { RECONCILER_WORKFLOW } from '#workflows/reconciler/messages.js';

export interface RhythmSettings {
  address: string;
  namespace: string;
  taskQueue: string;
}

/** What the worker asks of Temporal as a client: its Schedules, and the waking of cases. The only file that does. */
export class Rhythms {
  private constructor(
    private readonly connection: Connection,
    private readonly client: Client,
    private readonly settings: RhythmSettings,
  ) {}

  static connect(settings: RhythmSettings): Rhythms {
    const connection = Connection.lazy({ address: settings.address });
    return new Rhythms(connection, new Client({ connection, namespace: settings.namespace }), settings);
  }

  /** Sends `wake`; a case without a running workflow gets one from its folded state on the way. */
  readonly wake: Wake = async ({ kind, id, state }) => {
    const [type, workflowId] =
      kind === 'dispute' ? [DISPUTE_WORKFLOW, workflowIdOf(id)] : [ITEM_WORKFLOW, itemWorkflowIdOf(id)];
    await this.client.workflow.signalWithStart(type, {
      workflowId,
      taskQueue: this.settings.taskQueue,
      args: [{ state }],
      signal: wake,
      // A workflow that knows less than the record looks there first.
      signalArgs: [state.seq],
    });
  };

  /** The Schedules of this installation: made where they are missing, brought to date where they are not. */
  async keep(): Promise<void> {
    const { taskQueue } = this.settings;
    const rhythm = (name: string, workflowType: string, every: '1 minute' | '1 hour'): ScheduleOptions => ({
      scheduleId: `${name}-${taskQueue}`,
      spec: { intervals: [{ every }] },
      action: { type: 'startWorkflow', workflowType, taskQueue, workflowId: name, args: [] },
      // What was missed while nothing ran is caught up with by the next round, once.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    });
    for (const wanted of [
      // A round without work costs two queries.
      rhythm('reconciler', RECONCILER_WORKFLOW, '1 minute'),
      rhythm('delivery', DELIVERY_WORKFLOW, '1 minute'),
      rhythm('checkpoint', CHECKPOINT_WORKFLOW, '1 hour'),
    ]) {
      try {
        await this.client.schedule.create(wanted);
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        const handle = this.client.schedule.getHandle(wanted.scheduleId);
        await handle.update(({ state }) => ({ ...wanted, state }) as never);
      }
    }
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
