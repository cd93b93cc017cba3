import { Client, Connection, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
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

export const RECONCILER = 'reconciler';
export const DELIVERY = 'delivery';
export const CHECKPOINT = 'checkpoint';

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
    });
  };

  /** Makes the Schedules that are not there yet. */
  async begin(): Promise<void> {
    await this.keep(RECONCILER, RECONCILER_WORKFLOW, '1 minute', '3 minutes');
    await this.keep(DELIVERY, DELIVERY_WORKFLOW, '1 minute', '30 minutes');
    await this.keep(CHECKPOINT, CHECKPOINT_WORKFLOW, '1 hour', '30 minutes');
  }

  /** Never two at once; what was not done while nothing ran is done by the next round. */
  private async keep(
    id: string,
    workflowType: string,
    every: '1 minute' | '1 hour',
    longest: '3 minutes' | '30 minutes',
  ): Promise<void> {
    try {
      await this.client.schedule.create({
        scheduleId: id,
        spec: { intervals: [{ every }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
        action: {
          type: 'startWorkflow',
          workflowType,
          workflowId: id,
          taskQueue: this.settings.taskQueue,
          args: [],
          workflowExecutionTimeout: longest,
        },
      });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
