import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { Client, type QueryResultRow } from 'pg';
import { DataSource } from 'typeorm';
import { migrate } from '#persistence/database/migrate.js';
import { Vault } from '#persistence/vault/vault.js';
import { seedReference } from '../../../apps/local/reference.js';
import { masterKeyFile, rolePasswords } from '../../../apps/local/secrets.js';
import { answering, freePort } from '../../../apps/local/servers.js';
import { Proxy } from '../proxy.js';
import type { Installation } from '../storm.js';
import { Tokens } from '../tokens.js';
import { Part } from './part.js';

export type PartName = 'postgres' | 'temporal' | 'worker' | 'api';
export type LineName = 'worker-postgres' | 'api-postgres' | 'worker-temporal' | 'api-temporal';

export const PARTS: readonly PartName[] = ['postgres', 'temporal', 'worker', 'api'];
export const LINES: readonly LineName[] = ['worker-postgres', 'api-postgres', 'worker-temporal', 'api-temporal'];

/** What was answered; null stands for silence. */
export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
}

export interface RigSettings {
  /** Where a server keeps its data, for disks of a size of their own. */
  postgresFolder?: string;
  temporalFile?: string;
  /** Updates that one case may have in flight on Temporal; its own default is ten. */
  updatesInFlight?: number;
}

const dist = (path: string) => fileURLToPath(new URL(`../../../dist/${path}`, import.meta.url));
/** Longer than the API's own deadlines: whoever says nothing for so long says nothing. */
const SILENCE_MS = 20_000;

/**
 * The product in parts, as docs/operations.md runs it apart: each a process of its own, and on each line between them a
 * proxy of ours, so that every one of them can be hurt alone.
 */
export class Rig {
  private constructor(
    readonly folder: string,
    readonly parts: Record<PartName, Part>,
    readonly lines: Record<LineName, Proxy>,
    readonly url: string,
    private readonly owner: string,
    readonly temporal: string,
    private readonly keyFile: string,
    private readonly postgresFolder: string,
    private readonly temporalFile: string,
  ) {
    this.tokens = new Tokens(() => url);
  }

  private readonly tokens: Tokens;

  static async start(settings: RigSettings = {}): Promise<Rig> {
    const folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-rig-'));
    chmodSync(folder, 0o755);
    const { postgresFolder = join(folder, 'postgres'), temporalFile = join(folder, 'temporal', 'temporal.db') } =
      settings;
    mkdirSync(dirname(temporalFile), { recursive: true });
    const passwords = rolePasswords(folder);
    const keyFile = masterKeyFile(folder);
    const ports = { postgres: await freePort(), temporal: await freePort(), api: await freePort() };
    const before = (port: number) => Proxy.before(port);
    const lines: Record<LineName, Proxy> = {
      'worker-postgres': await before(ports.postgres),
      'api-postgres': await before(ports.postgres),
      'worker-temporal': await before(ports.temporal),
      'api-temporal': await before(ports.temporal),
    };
    const as = (role: 'writer' | 'reader') =>
      `postgresql://dispute_${role}:${passwords[role]}@127.0.0.1:${lines[role === 'writer' ? 'worker-postgres' : 'api-postgres'].port}/postgres`;
    const admin = `postgresql://postgres:${passwords.superuser}@127.0.0.1:${ports.postgres}/postgres`;
    const temporal = `127.0.0.1:${ports.temporal}`;
    const ours = { MASTER_KEY_FILE: keyFile, REHEARSALS: 'on', DEMO_ACCOUNTS: 'on', RATE_LIMITS: 'off', TZ: 'UTC' };
    const url = `http://127.0.0.1:${ports.api}`;
    const log = (name: PartName) => join(folder, `${name}.log`);
    const parts: Record<PartName, Part> = {
      postgres: new Part(
        'postgres',
        {
          command: process.execPath,
          args: [dist('apps/local/postgres-process.js'), postgresFolder, String(ports.postgres)],
          env: { POSTGRES_PASSWORD: passwords.superuser },
        },
        log('postgres'),
        () => asked(admin, 'SELECT 1').then(() => true),
      ),
      temporal: new Part(
        'temporal',
        {
          command: process.env.TEMPORAL_CLI_PATH ?? 'temporal',
          args: temporalArguments(ports.temporal, temporalFile, settings.updatesInFlight ?? 200),
        },
        log('temporal'),
        () => answering({ address: temporal }, 'default', 0).then(() => true),
      ),
      worker: new Part(
        'worker',
        {
          command: process.execPath,
          args: [
            ...['--import', new URL('../../../dist/apps/worker/workflow-threads.js', import.meta.url).href],
            dist('apps/worker/main.js'),
          ],
          env: {
            ...ours,
            WORKER_PORT: String(await freePort()),
            DATABASE_WRITER_URL: as('writer'),
            TEMPORAL_ADDRESS: `127.0.0.1:${lines['worker-temporal'].port}`,
          },
        },
        log('worker'),
        ({ pids }) => polls(temporal, pids),
      ),
      api: new Part(
        'api',
        {
          command: process.execPath,
          args: [dist('apps/api/main.js')],
          env: {
            ...ours,
            HOST: '127.0.0.1',
            PORT: String(ports.api),
            DATABASE_READER_URL: as('reader'),
            TEMPORAL_ADDRESS: `127.0.0.1:${lines['api-temporal'].port}`,
          },
        },
        log('api'),
        () => fetch(`${url}/livez`, { signal: AbortSignal.timeout(2_000) }).then(({ ok }) => ok),
      ),
    };
    const rig = new Rig(folder, parts, lines, url, admin, temporal, keyFile, postgresFolder, temporalFile);
    try {
      parts.postgres.start();
      parts.temporal.start();
      await Promise.all([parts.postgres.there(), parts.temporal.there()]);
      const owner = await migrate(admin, passwords);
      const source = await new DataSource({ type: 'postgres', url: owner }).initialize();
      await seedReference(source);
      await Vault.open(source, () => readFileSync(keyFile, 'utf8'));
      await source.destroy();
      parts.worker.start();
      parts.api.start();
      await rig.whole();
      return rig;
    } catch (error) {
      await rig.remove();
      throw error;
    }
  }

  /** Waits until every part is there again, by our own look. */
  async whole(): Promise<void> {
    await Promise.all(PARTS.map((name) => this.parts[name].there()));
  }

  /** Ends what was done to it, whatever it was. Lines that lost something end: nobody can go on with them. */
  async heal(): Promise<void> {
    for (const name of PARTS) await this.parts[name].resume();
    for (const name of LINES) {
      await this.lines[name].heal();
      this.lines[name].cut(({ harm }) => harm !== 'none');
    }
  }

  /** A start with another environment, such as another clock. */
  async restart(name: PartName, env: NodeJS.ProcessEnv = {}): Promise<void> {
    await this.parts[name].stop();
    this.parts[name].start(env);
  }

  async remove(): Promise<void> {
    for (const name of ['api', 'worker', 'temporal', 'postgres'] as const) await this.parts[name].stop();
    for (const name of LINES) this.lines[name].stop();
    if (!process.env.RIG_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }

  /** On the owner's own connection, around every proxy. */
  sql<R extends QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> {
    return asked<R>(this.owner, text, values);
  }

  /** Locks a case's row, as a rebuild, a retention or a slow disk does. @returns what lets it go */
  async lock(id: string): Promise<() => Promise<void>> {
    const client = new Client({ connectionString: this.owner });
    // PostgreSQL may be killed under it.
    client.on('error', () => undefined);
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM dispute WHERE id = $1 FOR UPDATE', [id]);
    return () => client.end();
  }

  /** A cold copy of PostgreSQL's data. @returns what puts it back */
  async copy(): Promise<() => Promise<void>> {
    const { postgres } = this.parts;
    const kept = `${this.postgresFolder}.kept`;
    const away = async (work: () => void) => {
      await postgres.stop();
      work();
      postgres.start();
      await postgres.there();
    };
    // Its own user's files stay that user's.
    await away(() => execFileSync('cp', ['-a', this.postgresFolder, kept]));
    return () =>
      away(() => {
        rmSync(this.postgresFolder, { recursive: true });
        renameSync(kept, this.postgresFolder);
      });
  }

  /** Temporal comes back with nothing, under the others that live on. */
  async emptyTemporal(): Promise<void> {
    const { temporal } = this.parts;
    await temporal.hold();
    for (const end of ['', '-wal', '-shm']) rmSync(this.temporalFile + end, { force: true });
    temporal.start();
    await temporal.there();
  }

  /** One of the operator's tools, as `npm run <name> -- <args>` starts it beside a product in parts. */
  /** Beside this process and not instead of it: the lines between the parts are here. */
  async tool(name: string, ...args: string[]): Promise<{ code: number | null; said: string }> {
    const env = {
      ...process.env,
      DATA_DIR: this.folder,
      DATABASE_URL: this.owner,
      MASTER_KEY_FILE: this.keyFile,
      TEMPORAL_ADDRESS: this.temporal,
    };
    const run = spawn(process.execPath, [dist(`apps/local/${name}.js`), name, ...args], { env });
    let said = '';
    for (const stream of [run.stdout, run.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
    const code = await new Promise<number | null>((ended) => run.once('close', ended));
    return { code, said };
  }

  /** As who writes the record, and reaches Temporal, around every proxy. */
  get installation(): Installation {
    return { database: this.owner, masterKey: readFileSync(this.keyFile, 'utf8').trim(), temporal: this.temporal };
  }

  /** Everything that a part said so far. */
  said(name: PartName): string {
    return readFileSync(join(this.folder, `${name}.log`), 'utf8');
  }

  /** Signs people in while all is well, so that nobody has to in the middle of an outage. */
  async admit(people: readonly string[]): Promise<void> {
    await Promise.all(people.map((who) => this.tokens.of(who)));
  }

  async call<T>(who: string, method: string, path: string, body?: unknown, key?: string): Promise<Answer<T> | null> {
    const token = await this.tokens.of(who);
    try {
      const answer = await fetch(`${this.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(SILENCE_MS),
      });
      return { status: answer.status, body: (await answer.json()) as T };
    } catch {
      return null;
    }
  }

  post<T>(who: string, path: string, body: unknown, key?: string): Promise<Answer<T> | null> {
    return this.call<T>(who, 'POST', path, body, key);
  }

  get<T>(who: string, path: string): Promise<Answer<T> | null> {
    return this.call<T>(who, 'GET', path);
  }
}

async function asked<R extends QueryResultRow>(url: string, text: string, values: unknown[] = []): Promise<R[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<R>(text, values)).rows;
  } finally {
    void client.end().catch(() => undefined);
  }
}

/** As apps/local/servers.ts starts it. */
function temporalArguments(port: number, file: string, updatesInFlight: number): string[] {
  return [
    ...['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port), '--db-filename', file],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL', '--log-level', 'error'],
    ...['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'],
    ...['--dynamic-config-value', `history.maxInFlightUpdates=${updatesInFlight}`],
  ];
}

/** Whether one of these processes asks Temporal for tasks; a worker's name there begins with its own number. */
async function polls(address: string, pids: number[]): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 });
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: 'default',
      taskQueue: { name: 'disputes' },
      taskQueueType: 1,
    });
    return (pollers ?? []).some(({ identity }) => pids.includes(Number(identity?.split('@')[0])));
  } finally {
    await connection.close();
  }
}
