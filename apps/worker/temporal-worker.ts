import type { Server } from 'node:http';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { DataSource } from 'typeorm';
import { createActivities, type ActivityDeps, type DeliverDeps } from '#activities/index.js';
import type { Config } from '#config/config.js';
import { whenThere } from '#config/patience.js';
import { lineOf, type TemporalSettings } from '#config/temporal.js';
import { TurnReader } from '#persistence/reading/turns.js';
import type { Rulebook } from '#persistence/rules/rulebook.js';
import { PULSE_SECONDS_KEPT } from '#persistence/record/watch.js';
import { Caller, type Calling } from './caller.js';
import { runningRollouts } from '#persistence/rollouts/rollout-store.js';
import type { TemporalGateway } from '../engine/gateway.js';
import { openDoors } from './doors.js';
import { Pulse } from './pulse.js';
import { Rhythms } from './rhythms.js';
import { ThreadWatch } from './thread-watch.js';
import { workflowBundle } from './workflow-bundle.js';

/** What every worker of ours is made of; tests make theirs of the same. */
export async function createWorker(
  connection: NativeConnection,
  settings: Omit<TemporalSettings, 'address'>,
  deps: ActivityDeps,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue: settings.taskQueue,
    workflowBundle: workflowBundle(),
    activities: createActivities(deps),
    // Only the replay tests listen to it.
    sinks: { replay: { folded: { fn: () => undefined, callDuringReplay: false } } },
    // A caller waits at most this long for a worker that is gone: 2.7 s were seen instead of 10.
    stickyQueueScheduleToStartTimeout: '1s',
    shutdownGraceTime: '5s',
    shutdownForceTime: '15s',
    maxCachedWorkflows: 1_000,
    maxConcurrentWorkflowTaskExecutions: 40,
    // As many ask for the first tasks of disputes as for the later ones: with the SDK's fifth a registration waits behind
    // all commands of a crowd (docs/performance.md: the slowest hundredth 2.0 s and more instead of 5.7).
    maxConcurrentWorkflowTaskPolls: 20,
    nonStickyToStickyPollRatio: 0.5,
    maxConcurrentLocalActivityExecutions: 40,
    maxConcurrentActivityTaskExecutions: 40,
  });
}

const KEEP_MS = 60_000;
/** What falls due so soon is read before it does. */
const AHEAD_SECONDS = 60;

/** What a worker calls of its share of the record's cases. */
export function callingOf(
  source: DataSource,
  rulebook: Rulebook,
  rhythms: Pick<Rhythms, 'call' | 'wake'>,
  worker: string,
  tell: Calling['tell'],
): Calling {
  const turns = new TurnReader(source, rulebook);
  return {
    coming: () => turns.coming(worker, AHEAD_SECONDS, PULSE_SECONDS_KEPT),
    turns: (of) => turns.turns(of),
    due: (of) => turns.due(of),
    call: async (which) => {
      if (await rhythms.call(which)) return;
      const found = await turns.state(which);
      if (found) await rhythms.wake(found);
    },
    tell,
  };
}

/** A fault of the process: end it, so that whoever watches starts a new one. */
function giveUp(why: string): never {
  console.error(why);
  process.exit(1);
}

/** Starts with the application, drains before its pools end. */
@Injectable()
export class TemporalWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('worker');
  private connection: NativeConnection | undefined;
  private worker: Worker | undefined;
  private running: Promise<void> | undefined;
  private rhythms: Rhythms | undefined;
  private keeping: NodeJS.Timeout | undefined;
  private pulse: Pulse | undefined;
  private caller: Caller | undefined;
  private doors: Server | undefined;
  private threads: ThreadWatch | undefined;

  constructor(
    private readonly settings: TemporalSettings,
    private readonly deps: Omit<ActivityDeps, 'wake' | 'deliver'>,
    private readonly deliver: DeliverDeps & { close(): void },
    private readonly source: DataSource,
    private readonly rulebook: Rulebook,
    private readonly door: { host: string; port: number | undefined },
    private readonly gateway: TemporalGateway,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.connection = await whenThere('Temporal', () => NativeConnection.connect(lineOf(this.settings)));
    const { connection } = this;
    const rhythms = (this.rhythms = Rhythms.connect(this.settings));
    const { wake } = rhythms;
    this.worker = await createWorker(this.connection, this.settings, {
      ...this.deps,
      deliver: this.deliver,
      wake,
    });
    this.threads = new ThreadWatch({ warn: (why) => this.logger.error(why), giveUp });
    this.running = this.worker.run();
    this.running.catch((error: unknown) => giveUp(`the worker ended: ${String(error)}`));
    const pulse = (this.pulse = new Pulse({
      worker: this.worker.options.identity,
      source: this.source,
      isRunning: () => this.worker?.getState() === 'RUNNING',
      ask: () => rhythms.describe(connection),
      askAnew: () => Rhythms.reach(this.settings),
      giveUp,
    }));
    pulse.start();
    const tell = (line: string) => this.logger.warn(line);
    this.caller = new Caller(callingOf(this.source, this.rulebook, rhythms, this.worker.options.identity, tell));
    this.caller.start();
    const { host, port } = this.door;
    if (port !== undefined) this.doors = await openDoors(host, port, pulse.condition);
    this.keep(rhythms);
  }

  /** Schedules and rollouts are looked at each minute: Temporal may have been replaced by an empty one meanwhile. */
  private keep(rhythms: Rhythms): void {
    Promise.all([rhythms.keep(), this.keepRollouts()])
      .catch((error: unknown) => this.logger.warn(`Schedules and rollouts could not be looked at: ${String(error)}`))
      .finally(() => {
        if (this.pulse) this.keeping = setTimeout(() => this.keep(rhythms), KEEP_MS);
      });
  }

  /** One that was begun while Temporal was away, or whose server was lost, is taken up here. */
  private async keepRollouts(): Promise<void> {
    for (const id of await runningRollouts(this.source)) await this.gateway.startRollout(id);
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { pulse } = this;
    this.pulse = undefined;
    clearTimeout(this.keeping);
    this.doors?.close();
    await this.caller?.stop();
    await pulse?.stop();
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running?.catch(() => undefined);
    this.threads?.close();
    await this.rhythms?.close();
    await this.gateway.close();
    await this.connection?.close();
    this.deliver.close();
  }
}

/** Before any connection: the application owns the signals, not the SDK. */
export function installRuntime(config: Config): void {
  const level = ({ error: 'ERROR', warn: 'WARN', log: 'INFO', debug: 'DEBUG' } as const)[config.LOG_LEVEL];
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger(level) });
}
