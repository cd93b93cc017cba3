import { randomUUID } from 'node:crypto';
import {
  ApplicationFailure,
  Client,
  Connection,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type WorkflowHandle,
} from '@temporalio/client';
import type { DisputeState } from '#domain/dispute.js';
import { DomainError, type RefusalCode } from '#domain/errors.js';
import { millisOf, type Instant } from '#domain/time.js';
import type { Answered } from '#domain/events.js';
import type { Item, ItemCommand } from '#domain/item.js';
import { DISPUTE_WORKFLOW, workflowIdOf, type Submitted } from '#workflows/dispute/messages.js';
import { ITEM_WORKFLOW, itemWorkflowIdOf } from '#workflows/item/messages.js';
import { REFUSAL_TYPE, submit, type Answer, type Input } from '#workflows/messages.js';

/** The engine did not answer in time. The command may still come to pass; the same key finds its answer later. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

export interface GatewaySettings {
  address: string;
  namespace: string;
  taskQueue: string;
}

/** How long a caller waits for a command (architecture.md §1, "Attempts"). */
const DEADLINE_MS = 10_000;
/** One call of fast-forward moves at most this many timers; longer ways are gone in sessions. */
const FAST_FORWARD_MINUTES = 5;

type StartedWith<S> = (input: Input<S>) => Promise<void>;

/** A workflow that a command goes to: its type and its id. */
interface Target {
  type: string;
  workflowId: string;
}

const disputeTarget = (id: string): Target => ({ type: DISPUTE_WORKFLOW, workflowId: workflowIdOf(id) });
const itemTarget = (id: string): Target => ({ type: ITEM_WORKFLOW, workflowId: itemWorkflowIdOf(id) });

/** The only place that talks to Temporal for the API. */
export class TemporalGateway {
  private readonly client: Client;

  constructor(
    private readonly connection: Connection,
    private readonly settings: GatewaySettings,
  ) {
    this.client = new Client({ connection, namespace: settings.namespace });
  }

  /** Does not wait for the server: the API serves its reads while Temporal is away. */
  static connect(settings: GatewaySettings): TemporalGateway {
    return new TemporalGateway(Connection.lazy({ address: settings.address }), settings);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /**
   * Sends a command and answers when the record has it. A dispute without a running workflow (closed, adopted, or lost
   * with its server) is woken from its folded state on the way.
   *
   * @param state the folded state to wake it with; asked only when it is needed
   */
  submit(disputeId: string, command: Submitted, state: () => Promise<DisputeState>): Promise<Answer> {
    return this.send(disputeTarget(disputeId), command, state);
  }

  /** Registers a dispute: starts its workflow with the command in hand. A repeat reaches the same workflow. */
  register(disputeId: string, command: Submitted, state: DisputeState): Promise<Answer> {
    return this.begin(disputeTarget(disputeId), command, state);
  }

  submitToItem(itemId: string, command: ItemCommand, state: () => Promise<Item>): Promise<Answer> {
    return this.send(itemTarget(itemId), command, state);
  }

  reportItem(itemId: string, command: ItemCommand, state: Item): Promise<Answer> {
    return this.begin(itemTarget(itemId), command, state);
  }

  /**
   * Moves a rehearsal's own time to a moment; everything that falls due on the way happens on the real engine. Returns
   * when the workflow's clock stands there, however many sessions it takes. Does nothing when no workflow runs.
   */
  async fastForward(disputeId: string, target: Instant): Promise<void> {
    const workflowExecution = { workflowId: workflowIdOf(disputeId) };
    const { namespace } = this.settings;
    const { workflowService } = this.connection;
    const until = Date.now() + FAST_FORWARD_MINUTES * 60_000;
    try {
      for (;;) {
        const described = await workflowService.describeWorkflowExecution({ namespace, execution: workflowExecution });
        const info = described.workflowExtendedInfo?.timeSkippingInfo;
        const virtual = info?.currentTime ? Number(info.currentTime.seconds) * 1000 : Date.now();
        const left = millisOf(target) - virtual;
        // 2 is COMPLETED of the status enumeration: only a running workflow has a clock to move.
        if (left <= 0 || (described.workflowExecutionInfo?.status ?? 1) !== 1) return;
        if (Date.now() > until) throw new EngineUnavailable('the rehearsal did not reach its moment in time');
        const id = randomUUID();
        await workflowService.updateWorkflowExecutionOptions({
          namespace,
          workflowExecution,
          workflowExecutionOptions: {
            timeSkippingConfig: {
              enabled: true,
              fastForwardConfig: { id, duration: { seconds: Math.ceil(left / 1000) as never } },
            },
          },
          updateMask: { paths: ['time_skipping_config'] },
        });
        await this.client.withDeadline(Date.now() + FAST_FORWARD_MINUTES * 60_000, () =>
          workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id }),
        );
      }
    } catch (error) {
      if (isNotFound(error)) return;
      throw unavailable(error);
    }
  }

  /** Whether the server answers and a worker polls; says per part what is not. */
  async health(): Promise<{ temporal: boolean; worker: boolean }> {
    try {
      const { pollers } = await this.client.withDeadline(Date.now() + 2_000, () =>
        this.connection.workflowService.describeTaskQueue({
          namespace: this.settings.namespace,
          taskQueue: { name: this.settings.taskQueue },
          taskQueueType: 1,
        }),
      );
      const fresh = (pollers ?? []).some(
        (poller) => Date.now() - Number(poller.lastAccessTime?.seconds ?? 0) * 1000 < 70_000,
      );
      return { temporal: true, worker: fresh };
    } catch {
      // Why it does not answer is the server's matter; that it does not is the whole news here.
      return { temporal: false, worker: false };
    }
  }

  private send<S>(target: Target, command: Answered, state: () => Promise<S>): Promise<Answer> {
    return this.answered(async () => {
      try {
        const handle: WorkflowHandle = this.client.workflow.getHandle(target.workflowId);
        return await handle.executeUpdate(submit, { args: [command], updateId: command.key });
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
      return this.updateWithStart(target, command, await state());
    });
  }

  private begin<S>(target: Target, command: Answered, state: S): Promise<Answer> {
    return this.answered(() => this.updateWithStart(target, command, state));
  }

  private updateWithStart<S>({ type, workflowId }: Target, command: Answered, state: S): Promise<Answer> {
    return this.client.workflow.executeUpdateWithStart(submit, {
      args: [command],
      updateId: command.key,
      startWorkflowOperation: new WithStartWorkflowOperation<StartedWith<S>>(type, {
        workflowId,
        taskQueue: this.settings.taskQueue,
        args: [{ state }],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    });
  }

  private async answered(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.client.withDeadline(Date.now() + DEADLINE_MS, work);
    } catch (error) {
      throw refusalIn(error) ?? unavailable(error);
    }
  }
}

/** The core's refusal that an update carried; null when it was something else. */
function refusalIn(error: unknown): DomainError | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || cause.type !== REFUSAL_TYPE) return null;
  const [code, facts] = (cause.details ?? []) as [RefusalCode, Record<string, unknown>];
  return new DomainError(code, facts);
}

function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || (error as { code?: unknown }).code === 5;
}

/** gRPC codes that mean "not now": cancelled, deadline, exhausted, aborted, unavailable. */
const NOT_NOW = [1, 4, 8, 10, 14];

function unavailable(error: unknown): unknown {
  if (error instanceof EngineUnavailable) return error;
  const name = (error as Error).name;
  const code = (error as { code?: unknown }).code ?? ((error as Error).cause as { code?: unknown } | undefined)?.code;
  if (name === 'WorkflowUpdateRPCTimeoutOrCancelledError' || NOT_NOW.includes(code as number)) {
    return new EngineUnavailable(name, { cause: error });
  }
  return error;
}
