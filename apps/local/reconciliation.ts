import { setTimeout as pause } from 'node:timers/promises';
import {
  Client,
  Connection,
  isGrpcServiceError,
  QueryNotRegisteredError,
  QueryRejectedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { lineOf, type TemporalSettings } from '#config/temporal.js';
import type { Db } from '#persistence/database/database.js';
import { clockOf, keepDivergences, ReachReader, type CaseRef, type Reach } from '#persistence/reading/reach.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { DISPUTE_WORKFLOW } from '#workflows/dispute/messages.js';
import { ITEM_WORKFLOW } from '#workflows/item/messages.js';
import { knowledge, type Knowledge } from '#workflows/messages.js';
import { awaken, caseOf, workflowOf } from './adopt.js';
import { answering } from './servers.js';

/** Holds every case of the record against its workflow, and brings them together again. The record counts. */

/** How a case's workflow and its record do not go together, and what heals it. */
const FAULTS = {
  ahead: 'is ended and given a new one from the record',
  beside: 'is ended and given a new one from the record',
  behind: 'is told to read the record up',
  missing: 'is ended',
  'without a workflow': 'is given one from the record',
  stuck: 'is left as it is: what it says has to be mended',
} as const;
export type Fault = keyof typeof FAULTS;

export interface Finding extends CaseRef {
  fault: Fault;
  /** Null where the record has nothing of it. */
  record: Reach | null;
  /** Null where nothing runs, or nothing answers. */
  known: Knowledge | null;
  /** Why it does not answer. */
  cause?: string;
}

export interface Outcome {
  /** How many cases were looked at. */
  cases: number;
  faults: Record<Fault, number>;
}

export const wrongOf = ({ faults }: Outcome): number => Object.values(faults).reduce((a, b) => a + b, 0);

export interface Speaker {
  line(text: string): void;
  progress(text: string): void;
}

/** It could not look, so nothing is said of any case. */
export class CannotLook extends Error {
  override readonly name = 'CannotLook';
}

/** Cases that are looked at together. */
const TOGETHER = 2_000;
/**
 * How many are asked at the same moment. A worker takes no more a second from forty, and falls behind: with a question that
 * waits for more than a second Temporal sends it again, and a worker that is just letting that case go from its cache then
 * lost it until its next start (seen twice in 2,000 questions).
 */
const AT_ONCE = 8;
/** A case without a worker's cache is first played again from its history; a machine at work takes its time. */
const ANSWER_MS = 30_000;
/** Who seems wrong is asked again: most of them are in the middle of a command, which a local attempt ends in two seconds. */
const MORE_LOOKS = 2;
const BETWEEN_MS = 1_100;
const AGAIN_MS = 200;
const PROGRESS_MS = 5_000;
const CONNECT_MS = 5_000;
/** A worker asks for work at least once a minute. */
const POLLED_WITHIN_MS = 70_000;

const NO_ANSWER = 4;
const NOT_READY = 9;

type Said = Knowledge | { stuck: string } | null;

export class Reconciliation {
  private readonly reach: ReachReader;
  private isWarned = false;

  private constructor(
    private readonly connection: Connection,
    private readonly client: Client,
    private readonly source: Db,
    private readonly around: TemporalSettings,
    private readonly say: Speaker,
  ) {
    this.reach = new ReachReader(source, new Rulebook(source));
  }

  /**
   * @param source of the record, as its owner
   * @throws CannotLook where nobody could answer
   */
  static async begin(source: Db, around: TemporalSettings, say: Speaker): Promise<Reconciliation> {
    const { address, namespace } = around;
    const line = lineOf(around);
    try {
      await answering(line, namespace, CONNECT_MS);
    } catch (error) {
      throw new CannotLook(`Temporal does not answer at ${address} for ${namespace}: ${(error as Error).message}`);
    }
    const connection = await Connection.connect(line);
    const client = new Client({ connection, namespace, workflow: { queryRejectCondition: 'NOT_OPEN' } });
    const reconciliation = new Reconciliation(connection, client, source, around, say);
    try {
      await reconciliation.demandWorker();
    } catch (error) {
      await reconciliation.close();
      throw error;
    }
    return reconciliation;
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  /** Names every case that is wrong and changes none. */
  async check(): Promise<Outcome> {
    const outcome = await this.look(() => Promise.resolve());
    for (const [fault, cure] of Object.entries(FAULTS)) {
      if (outcome.faults[fault as Fault] > 0) this.say.line(`healing: what is ${fault} ${cure}`);
    }
    if (outcome.faults.ahead + outcome.faults.beside + outcome.faults.missing > 0) this.warn();
    return outcome;
  }

  /**
   * Heals what can be healed and looks once more. It may be cut off anywhere and begun again: each case is by then as it
   * was, or without a workflow, or well.
   *
   * @returns what is left
   */
  async heal(): Promise<Outcome> {
    const outcome = await this.look((each) => this.mend(each));
    if (wrongOf(outcome) === 0) return outcome;
    this.say.line(`found ${sayOutcome(outcome)}; looking once more`);
    return this.look(() => Promise.resolve());
  }

  private async look(then: (finding: Finding) => Promise<void>): Promise<Outcome> {
    const since = await clockOf(this.source);
    const outcome: Outcome = { cases: 0, faults: { ...NONE } };
    const divergent = new Map<string, number>();
    const progress = setInterval(() => this.say.progress(`${outcome.cases} cases looked at`), PROGRESS_MS);
    try {
      for await (const cases of together(this.cases())) {
        const findings = await this.certain(await this.looked(cases, () => (outcome.cases += 1)));
        for (const each of findings) {
          outcome.faults[each.fault] += 1;
          this.say.line(sayFinding(each));
          if (isDivergent(each)) divergent.set(workflowOf(each).workflowId, each.known!.seq);
        }
        await pooled(findings, then);
      }
    } finally {
      clearInterval(progress);
    }
    await keepDivergences(this.source, divergent, since);
    return outcome;
  }

  /** Those whose workflow should run, and then those that run though the record does not ask for it. */
  private async *cases(): AsyncGenerator<CaseRef> {
    yield* this.reach.running();
    for await (const running of together(this.running())) {
      const recorded = await this.reach.of(running);
      yield* running.filter(({ id }) => !recorded.get(id)?.runs);
    }
  }

  private async *running(): AsyncGenerator<CaseRef> {
    /* eslint-disable no-restricted-syntax -- Temporal's own language, which knows no parameters. */
    const query = `TaskQueue = '${this.around.taskQueue}' AND ExecutionStatus = 'Running'
      AND WorkflowType IN ('${DISPUTE_WORKFLOW}', '${ITEM_WORKFLOW}')`;
    /* eslint-enable no-restricted-syntax */
    for await (const { workflowId } of this.client.workflow.list({ query })) {
      const found = caseOf(workflowId);
      if (found) yield found;
    }
  }

  /** Those that seem wrong at one look. */
  private async looked(cases: readonly CaseRef[], asked: () => void = () => undefined): Promise<Finding[]> {
    const said = await pooled(cases, async (each) => {
      const answer = await this.ask(each);
      asked();
      return answer;
    });
    // After the question: in health the record is never older than what a workflow told.
    const recorded = await this.reach.of(cases);
    const found: Finding[] = [];
    for (const [index, { kind, id }] of cases.entries()) {
      const record = recorded.get(id) ?? null;
      const answer = said[index]!;
      if (answer && 'stuck' in answer) {
        found.push({ kind, id, fault: 'stuck', record, known: null, cause: answer.stuck });
        continue;
      }
      const fault = await this.faultOf(record, answer, { kind, id });
      if (fault) found.push({ kind, id, fault, record, known: answer });
    }
    return found;
  }

  private async faultOf(record: Reach | null, known: Knowledge | null, which: CaseRef): Promise<Fault | null> {
    if (!known) return record?.runs ? 'without a workflow' : null;
    // A registration under way, or one that was refused: neither knows anything.
    if (known.seq === 0 && !record) return null;
    if (!record) return 'missing';
    if (known.seq > record.seq) return 'ahead';
    if (known.seq === record.seq && known.head === record.head) return null;
    if (known.seq > 0 && known.head && !(await this.reach.holds(which, known.seq, known.head))) return 'beside';
    return known.seq < record.seq ? 'behind' : null;
  }

  /** Those that stay just as wrong while they are looked at again; who is in the middle of a command moves on. */
  private async certain(found: Finding[]): Promise<Finding[]> {
    let left = found;
    for (let looks = 0; looks < MORE_LOOKS && left.length > 0; looks++) {
      await pause(BETWEEN_MS);
      const before = new Map(left.map((each) => [each.id, each]));
      left = (await this.looked(left)).filter((each) => {
        const { fault, known } = before.get(each.id)!;
        return each.fault === fault && each.known?.seq === known?.seq;
      });
    }
    return pooled(left, async (each) => (each.cause ? { ...each, cause: await this.causeOf(each) } : each));
  }

  /** What a case's workflow knows; null where none runs. */
  private async ask(which: CaseRef): Promise<Said> {
    const handle = this.client.workflow.getHandle(workflowOf(which).workflowId);
    const until = Date.now() + ANSWER_MS;
    for (;;) {
      try {
        return await this.client.withDeadline(until, () => handle.query(knowledge));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError || error instanceof QueryRejectedError) return null;
        if (error instanceof QueryNotRegisteredError) return { stuck: error.message };
        const { cause } = error as Error;
        if (!isGrpcServiceError(cause)) throw error;
        const code: number = cause.code;
        const isLonely = code === NOT_READY && cause.details.includes('no poller');
        if (isLonely && Date.now() < until - AGAIN_MS) {
          // Temporal says so too of a worker that was idle and is asked for more at once than it listens for.
          await pause(AGAIN_MS);
          continue;
        }
        if (code === NO_ANSWER || isLonely) {
          // Of a worker that died a moment ago only the next look can tell.
          await this.demandWorker();
          return { stuck: `no answer within ${ANSWER_MS / 1_000} s` };
        }
        if (code === NOT_READY) return { stuck: cause.details };
        throw new CannotLook(`Temporal does not answer any more: ${cause.details}`);
      }
    }
  }

  /** What its last task failed with, where one failed. */
  private async causeOf(finding: Finding): Promise<string> {
    const { namespace } = this.around;
    const { history } = await this.connection.workflowService.getWorkflowExecutionHistoryReverse({
      namespace,
      execution: { workflowId: workflowOf(finding).workflowId },
      maximumPageSize: 10,
    });
    const failed = history?.events?.find((each) => each.workflowTaskFailedEventAttributes);
    return failed?.workflowTaskFailedEventAttributes?.failure?.message ?? finding.cause!;
  }

  private async demandWorker(): Promise<void> {
    const { namespace, taskQueue } = this.around;
    const { pollers } = await this.connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: 1,
    });
    const polledAt = (pollers ?? []).map((each) => Number(each.lastAccessTime?.seconds ?? 0) * 1_000);
    if (Date.now() - Math.max(0, ...polledAt) <= POLLED_WITHIN_MS) return;
    throw new CannotLook(
      `no worker takes tasks of ${taskQueue}: start one, since only a worker can say what a case knows`,
    );
  }

  private async mend(finding: Finding): Promise<void> {
    const { fault, known, record } = finding;
    if (fault === 'stuck') return;
    if (isDivergent(finding)) {
      this.warn();
      await this.end(workflowOf(finding).workflowId, known!.runId);
    }
    // Of what is over in the record nothing need run.
    if (fault !== 'behind' && !record?.runs) return;
    const recorded = await this.reach.state(finding);
    if (!recorded) return;
    await awaken(this.client, this.around.taskQueue, finding, recorded);
    // It stands before the next one is begun: people at work wait behind no thousands of first tasks.
    await this.ask(finding);
  }

  /** Just the run that told what it knows: one that somebody began meanwhile began from the record. */
  private async end(workflowId: string, runId: string): Promise<void> {
    try {
      await this.client.workflow.getHandle(workflowId, runId).terminate('it knew what the record does not hold');
      this.say.line(`ended: --workflow-id ${workflowId} --run-id ${runId}`);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }

  private warn(): void {
    if (this.isWarned) return;
    this.isWarned = true;
    const { address, namespace } = this.around;
    this.say.line(
      'What people did after the moment to which the record was put back is not in the record any more and has to be ' +
        'entered again. A run that was ended still tells it, the texts sealed, as long as Temporal keeps it:\n' +
        `  temporal workflow show --address ${address} --namespace ${namespace} --workflow-id <id> --run-id <run>`,
    );
  }
}

const NONE: Outcome['faults'] = { ahead: 0, beside: 0, behind: 0, missing: 0, 'without a workflow': 0, stuck: 0 };

/** Its workflow knows what the record does not hold. */
const isDivergent = ({ fault }: Finding) => fault === 'ahead' || fault === 'beside' || fault === 'missing';

function sayFinding({ fault, kind, id, record, known, cause }: Finding): string {
  const number = record ? `${record.number} ` : '';
  const knows = known
    ? `its workflow knows ${fault === 'beside' ? 'another ' : ''}${known.seq}`
    : cause
      ? `its workflow does not answer: ${cause}`
      : 'nothing runs';
  return `${fault}: ${kind} ${number}${id}: the record ends at ${record?.seq ?? 0}, ${knows}`;
}

export function sayOutcome({ cases, faults }: Outcome): string {
  const counts = Object.entries(faults).map(([fault, n]) => `${n} ${fault}`);
  return `${cases} cases: ${counts.join(', ')}`;
}

async function* together<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let some: T[] = [];
  for await (const each of all) {
    if (some.push(each) < TOGETHER) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** All at once, but never more than a few. */
async function pooled<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    try {
      while (next < all.length) {
        const index = next++;
        results[index] = await work(all[index]!);
      }
    } catch (error) {
      next = all.length;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
