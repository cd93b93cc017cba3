import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import {
  ConfigError,
  TEMPORAL_SECRETS,
  cannotListen,
  configOfProcess,
  environmentWith,
  required,
} from '#config/config.js';
import { demandNamed, temporalOf } from '#config/temporal.js';
import { instantOf } from '#domain/time/time.js';
import { migrate } from '#persistence/database/migrate.js';
import { rows } from '#persistence/database/rows.js';
import { newSetupCode, setupLink } from '#persistence/staff/setup.js';
import { Vault } from '#persistence/vault/vault.js';
import { PROGRAMS, leash, type Child } from './child.js';
import { Comeback } from './comeback.js';
import { Hold } from './hold.js';
import { DEMO_PASSWORD, DEMO_USERNAMES, seedReference, townshipBegun, townshipMade } from './reference.js';
import { checkSecrets, rolePasswords, type RolePasswords } from './secrets.js';
import { seedTownship } from './seed.js';
import { freePort, listenError, startPostgres, startTemporal, temporalFile, type Server } from './servers.js';
import { bringToDate, masterKeysOf, neededBy } from './tools.js';

/** Everything in one command: PostgreSQL, Temporal, worker, API; started in order, watched, ended in order. */

const say = (line: string) => console.error(`· ${line}`);
const config = configOfProcess();
/** What a process ends with that somebody has to mend something for (EX_CONFIG). */
const MEND = 78;

let hold: Hold | undefined;
let ending: Promise<never> | undefined;
/** What was begun, in order; under its name stands the last that was. */
const parts = new Map<string, Child>();

/** A part that this process ends, and that the next start ends should this process not. */
function begun(name: string, child: Child): Child {
  parts.set(name, child);
  hold?.keep(name, child.process.pid);
  // It was begun while all are ended.
  if (ending) void child.stop();
  return child;
}

function end(code: number, error?: unknown): Promise<never> {
  // Whatever fails because all is being ended is no news.
  return (ending ??= (async () => {
    if (error) console.error(error instanceof Error ? error.message : error);
    // Last started, first ended: nobody loses what they lean on.
    for (const part of [...parts.values()].reverse()) await part.stop();
    hold?.release();
    process.exit(code);
  })());
}
const fail = (error: unknown) => end(error instanceof ConfigError ? MEND : 1, error);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));

async function timed<T>(name: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  const result = await work;
  say(`${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

/** When what died may be started again; the start ends when that is in vain. */
async function again(comeback: Comeback, name: string, code: number): Promise<void> {
  if (ending) return ending;
  // It has said what is to be mended.
  if (code === MEND) return end(MEND);
  try {
    const wait = comeback.after(code);
    say(`${name} ended (exit code ${code}); it is started again`);
    await new Promise((tick) => setTimeout(tick, wait));
  } catch (error) {
    await fail(error);
  }
  if (ending) return ending;
}

/** Starts a server and starts it again, on the same port and data, whenever it dies; everybody else waits for it. */
async function keepServing(name: string, start: (port?: number) => Promise<Server>): Promise<string> {
  const comeback = new Comeback(name);
  const watch = async (server: Server): Promise<never> => {
    for (;;) {
      comeback.begins();
      await again(comeback, name, await server.exited);
      server = await start(server.port);
    }
  };
  const server = await timed(name, start());
  void watch(server).catch(fail);
  return server.url;
}

async function startServers(passwords: RolePasswords): Promise<{ postgres: string; temporal: string }> {
  const { DATA_DIR: dataDir, DATABASE_URL: postgres, TEMPORAL_ADDRESS: temporal } = config;
  const [postgresUrl, temporalUrl] = await Promise.all([
    postgres ??
      keepServing('PostgreSQL', (port = config.POSTGRES_PORT) =>
        startPostgres({
          dataDir,
          port,
          password: passwords.superuser,
          say,
          begun: (child) => void begun('PostgreSQL', child),
        }),
      ),
    temporal ??
      keepServing('Temporal', (port = config.TEMPORAL_PORT) =>
        startTemporal({
          binary: required(config, 'TEMPORAL_CLI_PATH'),
          file: temporalFile(dataDir),
          port,
          begun: (child) => void begun('Temporal', child),
        }),
      ),
  ]);
  return { postgres: postgresUrl, temporal: temporalUrl };
}

/** Starts one of our own programs and starts it again whenever it dies. */
function keepRunning(name: keyof typeof PROGRAMS, env: NodeJS.ProcessEnv): void {
  const comeback = new Comeback(`the ${name}`);
  const watch = async (): Promise<never> => {
    for (;;) {
      comeback.begins();
      const child = begun(name, leash(process.execPath, PROGRAMS[name], { env }));
      await again(comeback, `the ${name}`, await child.exited);
    }
  };
  void watch().catch(fail);
}

/** Waits until the API answers, our own and no other program that has its port, and everything it leans on is there. */
async function ready(url: string, nonce: string): Promise<void> {
  const ask = (path: string) => fetch(`${url}${path}`, { signal: AbortSignal.timeout(ANSWER_MS) });
  let parts = 'no answer';
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    try {
      const { start } = (await (await ask('/version')).json()) as { start?: string };
      const answer = await ask('/readyz');
      if (start === nonce && answer.ok) return;
      parts = start === nonce ? await answer.text() : 'another program answers';
    } catch {
      // Not listening yet.
    }
    await new Promise((tick) => setTimeout(tick, 100));
  }
  throw new Error(`it did not become ready within a minute: ${parts}`);
}

const ANSWER_MS = 5_000;

try {
  hold = await Hold.take(config.DATA_DIR, 'npm start', say);
  const port = config.PORT || (await freePort());
  const unusable = await listenError(port, config.HOST);
  if (unusable) throw cannotListen(config, unusable);
  demandNamed(config);
  checkSecrets(config.DATA_DIR, neededBy(config));
  // First: what an old data folder has not yet is derived from its master key.
  const passwords = rolePasswords(config.DATA_DIR);
  const { masterKeys, keyFile } = await masterKeysOf(config);
  const servers = await startServers(passwords);
  hold.leansOn(servers.temporal);
  const ownerUrl = await timed(
    'schema',
    config.DATABASE_URL
      ? migrate(servers.postgres, passwords)
      : bringToDate(config.DATA_DIR, servers.postgres, passwords),
  );
  const as = (role: 'writer' | 'reader') => {
    const url = new URL(servers.postgres);
    url.username = `dispute_${role}`;
    url.password = passwords[role];
    return url.href;
  };
  const nonce = randomUUID();
  const production = config.NODE_ENV === 'production';
  // What a trial is for is off in earnest, unless it is asked for by name.
  const trial = production ? 'off' : 'on';
  const env: NodeJS.ProcessEnv = {
    HOST: config.HOST,
    PORT: String(port),
    START_NONCE: nonce,
    // Else they have it from where this process has it.
    ...(keyFile && { MASTER_KEY_FILE: keyFile }),
    TEMPORAL_ADDRESS: servers.temporal,
    REHEARSALS: process.env.REHEARSALS || trial,
    DEMO_ACCOUNTS: process.env.DEMO_ACCOUNTS || trial,
    // Workflow code must not see the zone of this machine.
    TZ: 'UTC',
  };
  const owner = await new DataSource({ type: 'postgres', url: ownerUrl }).initialize();
  const begunAt = instantOf(Date.now());
  // Said once and here, rather than by every process again and again: a master key that is missing.
  const vault = await Vault.open(owner, masterKeys);
  await seedReference(owner, { township: config.SEED !== 'none', vault, ...(config.SEED === 'demo' && { begunAt }) });
  // Each has its own role's address and no other's.
  keepRunning('worker', {
    ...environmentWith('MASTER_KEY', 'SMTP_URL', ...TEMPORAL_SECRETS),
    ...env,
    DATABASE_WRITER_URL: as('writer'),
  });
  // Made now, or cut off by the end of an earlier start; nobody has worked in it yet, since there was no API.
  const township = await townshipBegun(owner);
  if (township && config.SEED === 'demo') {
    await timed(
      'demo township',
      seedTownship({
        writerUrl: as('writer'),
        masterKeys,
        temporal: temporalOf(config, servers.temporal),
        now: township,
      }),
    );
  }
  // Also where it is no longer wanted: what people make from here on is not mixed with it later.
  if (township) await townshipMade(owner);
  const setup = await newSetupCode(owner);
  const [demo] = await rows(owner, `SELECT FROM account WHERE demo AND active LIMIT 1`);
  await owner.destroy();
  keepRunning('api', {
    ...environmentWith('MASTER_KEY', 'OIDC_CLIENT_SECRET', ...TEMPORAL_SECRETS),
    ...env,
    DATABASE_READER_URL: as('reader'),
  });
  const url = `http://${config.HOST}:${port}`;
  await ready(url, nonce);
  hold.isReady(url);
  // Nobody looks after it yet: whoever reads this is the one who may say who does.
  if (setup) console.log(`setup ${setupLink(config.PUBLIC_URL ?? url, setup.code)} (valid for a day, once)`);
  if (demo) say(`accounts (password ${DEMO_PASSWORD}): ${DEMO_USERNAMES.join(' ')}`);
  console.log(`ready ${url}`);
} catch (error) {
  await fail(error);
}
