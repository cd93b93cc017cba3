import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApplicationFailure,
  Client,
  Connection,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  isGrpcServiceError,
  type WorkflowHandle,
} from '@temporalio/client';
import { lineOf, type TemporalSettings } from '#config/temporal.js';
import type { DisputeState } from '#domain/dispute/state.js';
import { DomainError, NOT_SIGNED, RECORD_BEHIND, type RefusalCode } from '#domain/errors.js';
import { millisOf, type Instant } from '#domain/time/time.js';
import type { Answered } from '#domain/dispute/events.js';
import type { Item, ItemCommand } from '#domain/item/item.js';
import type { Known } from '#persistence/record/chain.js';
import { signed, type Signable } from '#persistence/vault/signing.js';
import type { Vault } from '#persistence/vault/vault.js';
import { DISPUTE_WORKFLOW, workflowIdOf, type Submitted } from '#workflows/dispute/messages.js';
import { ITEM_WORKFLOW, itemWorkflowIdOf } from '#workflows/item/messages.js';
import { ROLLOUT_PRIORITY, ROLLOUT_WORKFLOW, rolloutWorkflowIdOf } from '#workflows/rollout/messages.js';
import { REFUSAL_TYPE, submit, type Answer, type Input } from '#workflows/messages.js';
import { Flow } from './flow.js';

/** The engine did not answer in time. The command may still come to pass; the same key finds its answer later. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

/**
 * The record ends before what the case's workflow knows: PostgreSQL was put back to an earlier moment. Nothing can be
 * judged until the operator has said what counts (docs/operations.md).
 */
export class RecordBehind extends Error {
  override readonly name = 'RecordBehind';
  /** @param seq how far the workflow knows */
  constructor(
    readonly workflowId: string,
    readonly seq: number,
    options?: ErrorOptions,
  ) {
    super(`${workflowId} knows of ${seq} entries, and the record does not hold them`, options);
  }
}

/** How the sender of a command saw the case in the record; seq 0 where there was nothing of it. */
export interface Sight<S> extends Known {
  /** The folded state as it is now, with the hash of its last entry; null where there is none; asked only when it is needed. */
  state: () => Promise<{ state: S; head: string } | null>;
}

export interface EngineHealth {
  temporal: boolean;
  worker: boolean;
  /** Several cases wait for their answers, and nobody gets any. */
  stands: boolean;
}

/**
 * What a wall on the way forgot is noticed in a quarter of a minute, not in the SDK's three quarters. Temporal takes more
 * than one of these in ten seconds for an attack.
 */
const KEEP_ALIVE = { 'grpc.keepalive_time_ms': 12_000, 'grpc.keepalive_timeout_ms': 4_000 };
/** How long a caller waits for a command (architecture.md §1, "Attempts"). */
const DEADLINE_MS = 10_000;
/** One call of fast-forward moves at most this many timers; longer ways are gone in sessions. */
const FAST_FORWARD_MINUTES = 5;

/** With the two seconds of the question still within the ten that health may take to be true. */
const ANSWERED_LATELY_MS = 6_000;

type StartedWith<S> = (input: Input<S>) => Promise<void>;

/** A workflow that a command goes to: its type and its id. */
interface Target {
  type: string;
  workflowId: string;
  caseId: string;
}

const disputeTarget = (id: string): Target => ({
  type: DISPUTE_WORKFLOW,
  workflowId: workflowIdOf(id),
  caseId: id,
});
const itemTarget = (id: string): Target => ({ type: ITEM_WORKFLOW, workflowId: itemWorkflowIdOf(id), caseId: id });

/** The only place that talks to Temporal for the API. */
export class TemporalGateway {
  private readonly client: Client;
  private readonly flow = new Flow();

  constructor(
    private readonly connection: Connection,
    private readonly settings: TemporalSettings,
    private readonly vault: Pick<Vault, 'vouch'>,
  ) {
    this.client = new Client({ connection, namespace: settings.namespace });
  }

  /** Does not wait for the server: the API serves its reads while Temporal is away. */
  static connect(settings: TemporalSettings, vault: Pick<Vault, 'vouch'>): TemporalGateway {
    const connection = Connection.lazy({ ...lineOf(settings), channelArgs: KEEP_ALIVE });
    return new TemporalGateway(connection, settings, vault);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /**
   * Sends a command and answers when the record has it. A dispute without a running workflow (closed, adopted, or lost
   * with its server) is woken from its folded state on the way.
   *
   * @throws DomainError where a rule refuses, RecordBehind where the record does not hold what was judged from,
   *   EngineUnavailable where nothing answered in time
   */
  submit(disputeId: string, command: Submitted, sight: Sight<DisputeState>): Promise<Answer> {
    return this.send(disputeTarget(disputeId), command, sight);
  }

  /** Registers a dispute: starts its workflow with the command in hand. A repeat reaches the same workflow. */
  register(disputeId: string, command: Submitted, blank: DisputeState, sight: Sight<DisputeState>): Promise<Answer> {
    return this.begin(disputeTarget(disputeId), command, blank, sight);
  }

  /** As `submit`. */
  submitToItem(itemId: string, command: ItemCommand, sight: Sight<Item>): Promise<Answer> {
    return this.send(itemTarget(itemId), command, sight);
  }

  /** As `register`. */
  reportItem(itemId: string, command: ItemCommand, blank: Item, sight: Sight<Item>): Promise<Answer> {
    return this.begin(itemTarget(itemId), command, blank, sight);
  }

  /**
   * Moves a rehearsal's own time to a moment; everything that falls due on the way happens on the real engine. Returns
   * when the workflow's clock stands there, however many sessions it takes. Does nothing when no workflow runs.
   *
   * @throws EngineUnavailable where it is not there within five minutes, or nothing answers
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

  /**
   * Has somebody go on with a rollout that has begun; nothing where somebody does already.
   *
   * @throws EngineUnavailable where nobody answered: whoever looks for what was left takes it up
   */
  async startRollout(rolloutId: string): Promise<void> {
    try {
      await this.client.withDeadline(Date.now() + DEADLINE_MS, () =>
        this.client.workflow.start(ROLLOUT_WORKFLOW, {
          workflowId: rolloutWorkflowIdOf(rolloutId),
          taskQueue: this.settings.taskQueue,
          args: [rolloutId],
          priority: ROLLOUT_PRIORITY,
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw unavailable(error);
    }
  }

  /** Whether the server answers, a worker polls, and commands come through. */
  async health(): Promise<EngineHealth> {
    const { stands } = this.flow;
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
      return { temporal: true, worker: fresh, stands };
    } catch {
      // Why it does not answer is the server's matter; that it does not is the whole news here. A slow line is none: what was
      // answered a moment ago tells.
      const isSlow = this.flow.quietFor < ANSWERED_LATELY_MS;
      return { temporal: isSlow, worker: isSlow, stands };
    }
  }

  /**
   * Each try has an update id of its own: Temporal keeps the outcome of an id, a refusal too, even beyond the end of the
   * run. That a command is one deed however often it is sent is the business of its key.
   */
  private send<S extends { seq: number }>(target: Target, unsigned: Signable, sight: Sight<S>): Promise<Answer> {
    const command = signed(this.vault, target.caseId, unsigned);
    return this.answered(target, sight, async () => {
      try {
        const handle: WorkflowHandle = this.client.workflow.getHandle(target.workflowId);
        return await handle.executeUpdate(submit, { args: [command, sight.seq, sight.head] });
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
      const input = await sight.state();
      // The record that the sender saw is not there any more.
      if (!input) throw new RecordBehind(target.workflowId, sight.seq);
      return this.updateWithStart(target, command, input, sight);
    });
  }

  private begin<S extends { seq: number }>(
    target: Target,
    unsigned: Signable,
    blank: S,
    sight: Sight<S>,
  ): Promise<Answer> {
    const command = signed(this.vault, target.caseId, unsigned);
    return this.answered(target, sight, () => this.updateWithStart(target, command, { state: blank }, sight));
  }

  private updateWithStart<S>(
    { type, workflowId }: Target,
    command: Answered,
    input: Input<S>,
    { seq, head }: Sight<S>,
  ): Promise<Answer> {
    return this.client.workflow.executeUpdateWithStart(submit, {
      args: [command, seq, head],
      startWorkflowOperation: new WithStartWorkflowOperation<StartedWith<S>>(type, {
        workflowId,
        taskQueue: this.settings.taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    });
  }

  private answered<S extends { seq: number }>(
    target: Target,
    sight: Sight<S>,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const isSilence = (error: unknown) => error instanceof EngineUnavailable;
    return this.flow.watch(target.workflowId, () => this.asked(target, sight, work), isSilence);
  }

  private async asked<S extends { seq: number }>(
    { workflowId }: Target,
    sight: Sight<S>,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const until = Date.now() + DEADLINE_MS;
    for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
      try {
        return await this.client.withDeadline(until, work);
      } catch (error) {
        const said = saidBy(error);
        if (said) {
          // In health the record is never older than what a workflow judges from. Only where that is more than the sender
          // saw is it worth a look.
          const isKnown = said.seq <= sight.seq || said.seq <= ((await sight.state())?.state.seq ?? 0);
          if (said.refusal && isKnown) throw said.refusal;
          throw new RecordBehind(workflowId, said.seq, { cause: error });
        }
        // Its key makes it one deed, however often it is asked for.
        if (!isNotNow(error) || Date.now() + pause > until) throw unavailable(error);
        await sleep(pause * (1 + Math.random()));
      }
    }
  }
}

/** Doubled from try to try, so that a crowd that was turned away does not come back as one. */
const FIRST_PAUSE_MS = 30;

/** What a case said in place of an answer, and the seq that it said it from; null when it was something else. */
function saidBy(error: unknown): { refusal: DomainError | null; seq: number } | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return null;
  if (cause.type === RECORD_BEHIND) return { refusal: null, seq: (cause.details as [number])[0] };
  if (cause.type !== REFUSAL_TYPE) return null;
  // A worker of before the seq was told tells none.
  const [code, facts, seq = 0] = (cause.details ?? []) as [RefusalCode, Record<string, unknown>, number?];
  return { refusal: new DomainError(code, facts), seq };
}

function isNotFound(error: unknown): boolean {
  return error instanceof WorkflowNotFoundError || (error as { code?: unknown }).code === 5;
}

/** gRPC: what was asked is wrong, unknown here, not allowed, not offered; asking again changes nothing. */
const NEVER = [3, 5, 7, 12, 16];

/**
 * Whether Temporal could not do it now: away, too slow, too busy, in the middle of a change, or its worker did not get
 * to it. Anything that it says of itself and that is no answer of ours is of that kind, whatever name it has.
 */
function isNotNow(error: unknown): boolean {
  const { cause } = error as Error;
  if (error instanceof WorkflowUpdateFailedError) return cause instanceof ApplicationFailure && isOfServer(cause);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const grpc = isGrpcServiceError(error) ? error : isGrpcServiceError(cause) ? cause : null;
  return grpc !== null && !NEVER.includes(grpc.code);
}

/** An update that no worker processed, or whose run ended before it was answered. */
const OF_SERVER = ['UnprocessedUpdate', 'AcceptedUpdateCompletedWorkflow'];

function isOfServer({ type }: ApplicationFailure): boolean {
  return OF_SERVER.includes(type ?? '');
}

/** The record did not know this door's signature: it was sent before there was one, or their keys are not the same. */
function isDistrusted(error: unknown): boolean {
  const { cause } = error as Error;
  return error instanceof WorkflowUpdateFailedError && cause instanceof ApplicationFailure && cause.type === NOT_SIGNED;
}

function unavailable(error: unknown): unknown {
  if (error instanceof EngineUnavailable || (!isNotNow(error) && !isDistrusted(error))) return error;
  return new EngineUnavailable((error as Error).name, { cause: error });
}
