import type { Server } from 'node:http';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { DataSource } from 'typeorm';
import { createActivities, type ActivityDeps, type DeliverDeps } from '#activities/index.js';
import type { Config } from '#config/config.js';
import { whenThere } from '#config/patience.js';
import { lineOf, type TemporalSettings } from '#config/temporal.js';
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
  private doors: Server | undefined;
  private threads: ThreadWatch | undefined;

  constructor(
    private readonly settings: TemporalSettings,
    private readonly deps: Omit<ActivityDeps, 'wake' | 'deliver'>,
    private readonly deliver: DeliverDeps & { close(): void },
    private readonly source: DataSource,
    private readonly door: { host: string; port: number | undefined },
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
    const { host, port } = this.door;
    if (port !== undefined) this.doors = await openDoors(host, port, pulse.condition);
    this.keep(rhythms);
  }

  /** The Schedules are looked at each minute: Temporal may have been replaced by an empty one meanwhile. */
  private keep(rhythms: Rhythms): void {
    rhythms
      .keep()
      .catch((error: unknown) => this.logger.warn(`the Schedules could not be looked at: ${String(error)}`))
      .finally(() => {
        if (this.pulse) this.keeping = setTimeout(() => this.keep(rhythms), KEEP_MS);
      });
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { pulse } = this;
    this.pulse = undefined;
    clearTimeout(this.keeping);
    this.doors?.close();
    await pulse?.stop();
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.running?.catch(() => undefined);
    this.threads?.close();
    await this.rhythms?.close();
    await this.connection?.close();
    this.deliver.close();
  }
}

/** Before any connection: the application owns the signals, not the SDK. */
export function installRuntime(config: Config): void {
  const level = ({ error: 'ERROR', warn: 'WARN', log: 'INFO', debug: 'DEBUG' } as const)[config.LOG_LEVEL];
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger(level) });
}
