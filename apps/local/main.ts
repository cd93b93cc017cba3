import { DataSource } from 'typeorm';
import { configOfProcess, required } from '#config/config.js';
import { migrate } from '#persistence/migrate.js';
import { Vault } from '#persistence/vault.js';
import { PROGRAMS, leash, type Child } from './child.js';
import { DEMO_PASSWORD, DEMO_USERNAMES, seedReference } from './reference.js';
import { rolePasswords } from './secrets.js';
import { seedTownship } from './seed.js';
import { freePort, startPostgres, startTemporal, temporalFile, type Server } from './servers.js';
import { masterKeysOf } from './tools.js';

/** Everything in one command: PostgreSQL, Temporal, worker, API; started in order, watched, ended in order. */

const say = (line: string) => console.error(`· ${line}`);
const config = configOfProcess();
// First: what an old data folder has not yet is derived from its master key.
const passwords = rolePasswords(config.DATA_DIR);
const { masterKeys, keyFile } = masterKeysOf(config);

let ending = false;
const stops: (() => Promise<void>)[] = [];

async function end(code: number, error?: unknown): Promise<never> {
  ending = true;
  if (error) console.error(error instanceof Error ? error.message : error);
  // Last started, first ended: nobody loses what they lean on.
  for (const stop of stops.reverse()) await stop();
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!ending) void end(0);
  });
}

async function timed<T>(name: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await work;
  say(`${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

/** How long to wait before what died is started again. */
const RESTART_MS = 500;

/** Starts a server and starts it again, on the same port and data, whenever it dies; everybody else waits for it. */
async function keepServing(name: string, start: (port?: number) => Promise<Server>): Promise<string> {
  let server = await timed(name, start());
  const watch = () =>
    void server.exited.then(async (code) => {
      if (ending) return;
      say(`${name} ended (exit code ${code}); it is started again`);
      try {
        server = await start(server.port);
        watch();
      } catch (error) {
        await end(1, error);
      }
    });
  watch();
  stops.push(() => server.stop());
  return server.url;
}

async function startServers(): Promise<{ postgres: string; temporal: string }> {
  const { DATA_DIR: dataDir, DATABASE_URL: postgres, TEMPORAL_ADDRESS: temporal } = config;
  const [postgresUrl, temporalUrl] = await Promise.all([
    postgres ??
      keepServing('PostgreSQL', (port = config.POSTGRES_PORT) =>
        startPostgres({ dataDir, port, password: passwords.owner, say }),
      ),
    temporal ??
      keepServing('Temporal', (port = config.TEMPORAL_PORT) =>
        startTemporal({ binary: required(config, 'TEMPORAL_CLI_PATH'), file: temporalFile(dataDir), port }),
      ),
  ]);
  return { postgres: postgresUrl, temporal: temporalUrl };
}

/** Starts one of our own programs and starts it again whenever it dies. */
function keepRunning(name: keyof typeof PROGRAMS, env: NodeJS.ProcessEnv): void {
  let child: Child;
  const run = () => {
    child = leash(process.execPath, PROGRAMS[name], { env });
    void child.exited.then((code) => {
      if (ending) return;
      say(`the ${name} ended (exit code ${code}); it is started again`);
      setTimeout(run, RESTART_MS);
    });
  };
  run();
  stops.push(() => child.stop());
}

async function ready(url: string): Promise<void> {
  let parts = 'no answer';
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    try {
      const answer = await fetch(`${url}/readyz`);
      if (answer.ok) return;
      parts = await answer.text();
    } catch {
      // Not listening yet.
    }
    await new Promise((tick) => setTimeout(tick, 100));
  }
  throw new Error(`it did not become ready within a minute: ${parts}`);
}

try {
  const servers = await startServers();
  await timed('schema', migrate(servers.postgres, passwords));
  const as = (role: 'writer' | 'reader') => {
    const url = new URL(servers.postgres);
    url.username = `dispute_${role}`;
    url.password = passwords[role];
    return url.href;
  };
  const port = config.PORT || (await freePort());
  const env: NodeJS.ProcessEnv = {
    HOST: config.HOST,
    PORT: String(port),
    // Else they have it from where this process has it.
    ...(keyFile && { MASTER_KEY_FILE: keyFile }),
    DATABASE_WRITER_URL: as('writer'),
    DATABASE_READER_URL: as('reader'),
    TEMPORAL_ADDRESS: servers.temporal,
    REHEARSALS: process.env.REHEARSALS ?? 'on',
    DEMO_ACCOUNTS: process.env.DEMO_ACCOUNTS ?? 'on',
    // Workflow code must not see the zone of this machine.
    TZ: 'UTC',
  };
  const owner = await new DataSource({ type: 'postgres', url: servers.postgres }).initialize();
  const production = config.NODE_ENV === 'production';
  const { empty, password } = await seedReference(owner, !production);
  if (password) say(`the account admin was made; its first password, shown this once: ${password}`);
  // Said once and here, rather than by every process again and again: a master key that is missing.
  await Vault.open(owner, masterKeys);
  await owner.destroy();
  keepRunning('worker', env);
  if (empty && config.SEED === 'demo') {
    await timed(
      'demo township',
      seedTownship({
        writerUrl: as('writer'),
        masterKeys,
        temporal: servers.temporal,
        namespace: config.TEMPORAL_NAMESPACE,
        taskQueue: config.TEMPORAL_TASK_QUEUE,
        region: config.REGION,
      }),
    );
  }
  keepRunning('api', env);
  const url = `http://${config.HOST}:${port}`;
  await ready(url);
  if (!production) say(`accounts (password ${DEMO_PASSWORD}): ${DEMO_USERNAMES.join(' ')}`);
  console.log(`ready ${url}`);
} catch (error) {
  await end(1, error);
}
