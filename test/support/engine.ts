import { randomUUID } from 'node:crypto';
import { NativeConnection, Runtime, type Worker } from '@temporalio/worker';
import { DataSource } from 'typeorm';
import { openDatabase, RECORD_TIMEOUTS } from '#persistence/database.js';
import { Directory } from '#persistence/directory.js';
import { EventStore } from '#persistence/event-store.js';
import { Rulebook } from '#persistence/rulebook.js';
import { Vault } from '#persistence/vault.js';
import { TemporalGateway } from '../../apps/api/temporal-gateway.js';
import { createWorker } from '../../apps/worker/temporal-worker.js';
import { freshDatabase, type TestDatabase } from './database.js';

export const MASTER_KEY = '00'.repeat(32);

let installed = false;

/** The engine as it serves: a database of its own, a task queue of its own, a worker and a gateway. */
export class Engine {
  worker!: Worker;
  private running: Promise<void> | undefined;
  private connection: NativeConnection | undefined;

  private constructor(
    readonly database: TestDatabase,
    readonly source: DataSource,
    readonly store: EventStore,
    readonly vault: Vault,
    readonly rulebook: Rulebook,
    readonly gateway: TemporalGateway,
    readonly taskQueue: string,
  ) {}

  static async start(wrap: (store: EventStore) => EventStore = (store) => store): Promise<Engine> {
    const database = await freshDatabase();
    const source = await openDatabase(database.writerUrl, RECORD_TIMEOUTS).initialize();
    const vault = new Vault(Buffer.from(MASTER_KEY, 'hex'));
    const rulebook = new Rulebook(source);
    const store = new EventStore(source, vault, rulebook, new Directory(source));
    const taskQueue = `test-${randomUUID()}`;
    const gateway = TemporalGateway.connect({
      address: process.env.TEST_TEMPORAL_ADDRESS!,
      namespace: 'default',
      taskQueue,
    });
    const engine = new Engine(database, source, wrap(store), vault, rulebook, gateway, taskQueue);
    await engine.startWorker();
    return engine;
  }

  async startWorker(): Promise<void> {
    if (!installed) Runtime.install({ shutdownSignals: [], logger: quiet });
    installed = true;
    this.connection = await NativeConnection.connect({ address: process.env.TEST_TEMPORAL_ADDRESS! });
    this.worker = await createWorker(this.connection, { namespace: 'default', taskQueue: this.taskQueue }, this.store);
    this.running = this.worker.run();
  }

  async stopWorker(): Promise<void> {
    if (this.worker.getState() === 'RUNNING') this.worker.shutdown();
    await this.running;
    await this.connection?.close();
  }

  async stop(): Promise<void> {
    await this.stopWorker();
    await this.gateway.close();
    await this.source.destroy();
    await this.database.drop();
  }
}

const nothing = () => undefined;
const quiet = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: console.error, log: nothing };
