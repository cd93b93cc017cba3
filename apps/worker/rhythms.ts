import { Client, Connection, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Wake } from '#activities/reconcile.js';
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

  /** Sets the Schedules that are not there yet. */
  async begin(): Promise<void> {
    try {
      await this.client.schedule.create({
        scheduleId: RECONCILER,
        spec: { intervals: [{ every: '1 minute' }] },
        policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
        action: {
          type: 'startWorkflow',
          workflowType: RECONCILER_WORKFLOW,
          workflowId: RECONCILER,
          taskQueue: this.settings.taskQueue,
          args: [],
          workflowExecutionTimeout: '3 minutes',
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
