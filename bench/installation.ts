import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DataSource } from 'typeorm';
import { migrate } from '#persistence/database/migrate.js';
import { PROGRAMS, leash, type Child } from '../apps/local/child.js';
import { seedReference } from '../apps/local/reference.js';
import { freePort, startPostgres, startTemporal } from '../apps/local/servers.js';
import { cpuMillis } from './cpu.js';

const PASSWORD = 'bench';
const program = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** PostgreSQL and Temporal of a bench's own, the product on them, and the bare worker beside it. Loopback only. */
export class Installation {
  private readonly children = new Map<string, Child>();

  private constructor(
    private readonly folder: string,
    readonly postgres: Awaited<ReturnType<typeof startPostgres>>,
    readonly temporal: Awaited<ReturnType<typeof startTemporal>>,
    readonly owner: DataSource,
    readonly client: Client,
    /** Of the product's API. */
    readonly base: string,
  ) {}

  static async start(): Promise<Installation> {
    const folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-bench-'));
    chmodSync(folder, 0o755);
    const [postgres, temporal] = await Promise.all([
      startPostgres({ dataDir: folder, password: PASSWORD }),
      startTemporal({ binary: process.env.TEMPORAL_CLI_PATH ?? 'temporal', file: join(folder, 'temporal.db') }),
    ]);
    await migrate(postgres.url, { owner: PASSWORD, writer: PASSWORD, reader: PASSWORD });
    const owner = await new DataSource({ type: 'postgres', url: postgres.url }).initialize();
    await seedReference(owner);
    await owner.query(
      `CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL, at timestamptz DEFAULT now())`,
    );
    const client = new Client({ connection: await Connection.connect({ address: temporal.url }) });
    const port = await freePort();
    const made = new Installation(folder, postgres, temporal, owner, client, `http://127.0.0.1:${port}`);
    await made.serve(port);
    return made;
  }

  private async serve(port: number): Promise<void> {
    const as = (role: string) => this.postgres.url.replace('//postgres:', `//dispute_${role}:`);
    const env = {
      PORT: String(port),
      MASTER_KEY: randomBytes(32).toString('hex'),
      DATABASE_WRITER_URL: as('writer'),
      DATABASE_READER_URL: as('reader'),
      TEMPORAL_ADDRESS: this.temporal.url,
      REHEARSALS: 'off',
      // A few callers ask as much as the machine gives: they are not held back, whatever the environment of this run says.
      RATE_LIMITS: 'off',
      TZ: 'UTC',
    };
    const onLine = () => undefined;
    this.children.set('worker', leash(process.execPath, PROGRAMS.worker, { env, onLine }));
    this.children.set('api', leash(process.execPath, PROGRAMS.api, { env, onLine }));
    await this.begin('bare worker', process.execPath, [
      program('./bare-worker.js'),
      this.temporal.url,
      this.postgres.url,
    ]);
    while (!(await fetch(`${this.base}/readyz`).catch(() => null))?.ok) {
      await new Promise((tick) => setTimeout(tick, 100));
    }
  }

  /**
   * A process that is counted and ended with the others, once it said that it is ready.
   *
   * @throws Error when it ends before
   */
  async begin(name: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
    await new Promise<void>((ready, fail) => {
      const child = leash(command, args, { env, onLine: (line) => line === 'ready' && ready() });
      this.children.set(name, child);
      void child.exited.then((code) => fail(new Error(`${name} ended with ${code}`)));
    });
  }

  /** CPU milliseconds of every process so far, by part. */
  cpu(): Record<string, number> {
    const own = process.cpuUsage();
    return {
      bench: (own.user + own.system) / 1000,
      ...cpuMillis(
        new Map([
          [this.postgres.pid!, 'postgres'],
          [this.temporal.pid!, 'temporal'],
          ...[...this.children].map(([name, child]) => [child.process.pid!, name] as [number, string]),
        ]),
      ),
    };
  }

  async stop(): Promise<void> {
    await this.client.connection.close();
    await this.owner.destroy();
    for (const child of this.children.values()) await child.stop();
    await this.temporal.stop();
    await this.postgres.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
