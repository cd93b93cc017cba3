import {
  Client,
  Connection,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  WorkflowNotFoundError,
  type ScheduleOptions,
} from '@temporalio/client';
import type { Wake } from '#activities/reconcile.js';
import { lineOf, type TemporalSettings } from '#config/temporal.js';
import { RECONCILE_SECONDS } from '#persistence/record/watch.js';
import { CHECKPOINT_WORKFLOW } from '#workflows/checkpoint/messages.js';
import { DELIVERY_WORKFLOW } from '#workflows/delivery/messages.js';
import { DISPUTE_WORKFLOW, workflowIdOf } from '#workflows/dispute/messages.js';
import { HOUSEKEEPING_WORKFLOW } from '#workflows/housekeeping/messages.js';
import { ITEM_WORKFLOW, itemWorkflowIdOf } from '#workflows/item/messages.js';
import { wake } from '#workflows/messages.js';
import { RECONCILER_WORKFLOW } from '#workflows/reconciler/messages.js';

const REACH_MS = 4_000;

type ScheduleEvery = `${number} seconds` | '1 minute' | '1 hour' | '1 day';
/** A day of Temporal's begins at eight in the morning of China: three at night there. */
const AT_NIGHT = '19 hours';

/** What the worker asks of Temporal as a client: its Schedules, and the waking of cases. The only file that does. */
export class Rhythms {
  private isKept = false;

  private constructor(
    private readonly connection: Connection,
    private readonly client: Client,
    private readonly settings: TemporalSettings,
  ) {}

  static connect(settings: TemporalSettings, channelArgs = {}): Rhythms {
    const connection = Connection.lazy({ ...lineOf(settings), channelArgs });
    return new Rhythms(connection, new Client({ connection, namespace: settings.namespace }), settings);
  }

  /** Sends `wake`; a case without a running workflow gets one from its folded state on the way. */
  readonly wake: Wake = async ({ kind, id, state, head }) => {
    const [type, workflowId] =
      kind === 'dispute' ? [DISPUTE_WORKFLOW, workflowIdOf(id)] : [ITEM_WORKFLOW, itemWorkflowIdOf(id)];
    await this.client.workflow.signalWithStart(type, {
      workflowId,
      taskQueue: this.settings.taskQueue,
      args: [{ state, head }],
      signal: wake,
      // A workflow that knows less than the record, or otherwise, looks there first.
      signalArgs: [state.seq, head],
    });
  };

  /** Has a case look at its clock. @returns whether it has a workflow that can */
  async call({ kind, id }: Pick<Parameters<Wake>[0], 'kind' | 'id'>): Promise<boolean> {
    try {
      await this.client.workflow.getHandle(kind === 'dispute' ? workflowIdOf(id) : itemWorkflowIdOf(id)).signal(wake);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /**
   * The Schedules of this installation: made where they are missing, as on a server that was replaced by an empty one, and
   * brought to date once by each worker where they are not.
   */
  async keep(): Promise<void> {
    const { taskQueue } = this.settings;
    const rhythm = (
      name: string,
      workflowType: string,
      every: ScheduleEvery,
      offset?: typeof AT_NIGHT,
    ): ScheduleOptions => ({
      scheduleId: `${name}-${taskQueue}`,
      spec: { intervals: [{ every, ...(offset && { offset }) }] },
      action: { type: 'startWorkflow', workflowType, taskQueue, workflowId: name, args: [] },
      // What was missed while nothing ran is caught up with by the next round, once.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      // Whoever made it anew does not know what was missed.
      state: { triggerImmediately: true },
    });
    for (const wanted of [
      // A round without work costs two queries.
      rhythm('reconciler', RECONCILER_WORKFLOW, `${RECONCILE_SECONDS} seconds`),
      rhythm('delivery', DELIVERY_WORKFLOW, '1 minute'),
      rhythm('checkpoint', CHECKPOINT_WORKFLOW, '1 hour'),
      rhythm('housekeeping', HOUSEKEEPING_WORKFLOW, '1 day', AT_NIGHT),
    ]) {
      try {
        await this.client.schedule.create(wanted);
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        if (this.isKept) continue;
        const handle = this.client.schedule.getHandle(wanted.scheduleId);
        await handle.update(({ state }) => ({ ...wanted, state }) as never);
      }
    }
    this.isKept = true;
  }

  /** One small question over a connection of somebody's. */
  async describe({ workflowService }: Pick<Connection, 'workflowService'>): Promise<unknown> {
    return workflowService.describeNamespace({ namespace: this.settings.namespace });
  }

  /** The same over a connection that nobody had before: else all of a process to one address share one. */
  static async reach(settings: TemporalSettings): Promise<void> {
    const rhythms = Rhythms.connect(settings, { 'grpc.use_local_subchannel_pool': 1 });
    try {
      await rhythms.connection.withDeadline(Date.now() + REACH_MS, () => rhythms.describe(rhythms.connection));
    } finally {
      await rhythms.close();
    }
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}
