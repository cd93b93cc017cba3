import { createHash, randomInt } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { leash, type Child } from './child.js';

/** The two servers of a local start: embedded PostgreSQL and Temporal's development server, both with kept data. */

export interface Server {
  url: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Of its process group. */
  pid: number | undefined;
  /** Resolves when the server ended. */
  exited: Promise<number>;
  port: number;
}

/**
 * A port that nobody has. It is none of those that systems give to outgoing connections (Linux: from 32768): between this
 * look and the server that will listen there, any connection of anybody might be given it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port)) return port;
  }
}

const [FIRST_PORT, LAST_PORT] = [20_000, 32_000];

function isFree(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const probe = createServer().unref();
    probe.once('error', () => answer(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => answer(true)));
  });
}

/** Every folder on the way must let other users pass. */
function isReachable(folder: string): boolean {
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      if ((statSync(at).mode & constants.S_IXOTH) === 0) return false;
    } catch {
      // Not there yet: it will be made by us.
    }
    if (at === dirname(at)) return true;
  }
}

/**
 * Where PostgreSQL keeps its data. As root it runs as another user, who cannot enter a 0700 folder on the way; then
 * the data lies in a place of its own that the same data folder always finds again.
 */
export function postgresFolder(dataDir: string): { folder: string; moved: boolean } {
  const wanted = resolve(dataDir, 'postgres');
  if (process.getuid?.() !== 0 || isReachable(resolve(dataDir))) return { folder: wanted, moved: false };
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return { folder: `/var/tmp/dispute-circulation-${name}/postgres`, moved: true };
}

export async function startPostgres(options: {
  dataDir: string;
  port?: number;
  password: string;
  say?: (line: string) => void;
}): Promise<Server> {
  const port = options.port || (await freePort());
  const { folder, moved } = postgresFolder(options.dataDir);
  if (moved) options.say?.(`PostgreSQL cannot enter ${options.dataDir} as its own user; its data lies in ${folder}`);
  mkdirSync(dirname(folder), { recursive: true });
  accessSync(dirname(folder), constants.W_OK);
  // Processes that a killed server left behind hold its memory for a moment; only then is a second try worth anything.
  const patience = existsSync(join(folder, 'postmaster.pid')) ? START_TRIES : 1;
  for (let tries = 1; ; tries++) {
    const child = await begun(folder, port, options.password);
    if (typeof child !== 'string') {
      return {
        url: `postgresql://postgres:${options.password}@127.0.0.1:${port}/postgres`,
        stop: () => child.stop(),
        kill: () => child.kill(),
        pid: child.process.pid,
        exited: child.exited,
        port,
      };
    }
    if (tries >= patience) throw new Error(`PostgreSQL did not start: ${child}`);
    await new Promise((tick) => setTimeout(tick, START_AGAIN_MS));
  }
}

const START_TRIES = 40;
const START_AGAIN_MS = 250;

/** One try; why, when it ended before it answered. */
async function begun(folder: string, port: number, password: string): Promise<Child | string> {
  const program = fileURLToPath(new URL('./postgres-process.js', import.meta.url));
  const said: string[] = [];
  return new Promise((answer) => {
    const child = leash(process.execPath, [program, folder, String(port)], {
      // Not as an argument: those are there for every user of the machine to read.
      env: { POSTGRES_PASSWORD: password },
      onLine: (line) => (line === 'ready' ? answer(child) : said.push(line)),
    });
    // Its last words may come after its end.
    child.process.once('close', (code) => answer(said.join('; ') || `exit code ${code}`));
  });
}

/** The port of a PostgreSQL that runs on this data folder already; it writes it into its own lock file. */
export function runningPostgresPort(dataDir: string): number | null {
  const lock = join(postgresFolder(dataDir).folder, 'postmaster.pid');
  if (!existsSync(lock)) return null;
  return Number(readFileSync(lock, 'utf8').split('\n')[3]) || null;
}

export async function startTemporal(options: {
  binary: string;
  /** Without a file everything is lost at the end: for tests. */
  file?: string;
  port?: number;
}): Promise<Server> {
  if (options.file) mkdirSync(dirname(options.file), { recursive: true });
  // It picks the ports of its parts from free ones, which others may take first; and a server that outlives its killed
  // start for a moment still holds its own.
  for (let tries = 1; ; tries++) {
    const begun = await beginTemporal(options);
    if (typeof begun !== 'string') return begun;
    if (tries >= TEMPORAL_TRIES) throw new Error(`the Temporal server did not start: ${begun}`);
    await new Promise((tick) => setTimeout(tick, START_AGAIN_MS));
  }
}

const TEMPORAL_TRIES = 6;
/** Of what it says in vain, the end tells why. */
const LAST_LINES = 5;

/** One try; what it said last when it ended before it answered. */
async function beginTemporal(options: { binary: string; file?: string; port?: number }): Promise<Server | string> {
  const port = options.port || (await freePort());
  const uiPort = await freePort();
  const said: string[] = [];
  const child = leash(
    options.binary,
    [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)],
      ...(options.file ? ['--db-filename', options.file] : []),
      ...(options.file ? ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=FULL'] : []),
      ...['--log-level', 'error', '--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'],
      // More people than ten may act on one case at the same moment; the server's default makes them wait for seconds.
      ...['--dynamic-config-value', 'history.maxInFlightUpdates=200'],
    ],
    { onLine: (line) => said.splice(0, said.push(line) - LAST_LINES) },
  );
  const address = `127.0.0.1:${port}`;
  let isGone = false;
  const ended = child.exited.then((code) => {
    isGone = true;
    return [`exit code ${code}`, ...said].join('; ');
  });
  const why = await Promise.race([ended, answering(address, 'default', 30_000, () => isGone).then(() => null)]);
  if (why !== null) return why;
  return {
    url: address,
    stop: () => child.stop(),
    kill: () => child.kill(),
    pid: child.process.pid,
    exited: child.exited,
    port,
  };
}

/** Waits until the server answers for the namespace, which it makes itself shortly after it listens. */
export async function answering(
  address: string,
  namespace = 'default',
  withinMs = 30_000,
  isGone = () => false,
): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 2_000 });
      try {
        await connection.workflowService.describeNamespace({ namespace });
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (Date.now() > until || isGone()) throw error;
      await new Promise((tick) => setTimeout(tick, 100));
    }
  }
}

export const temporalFile = (dataDir: string) => resolve(join(dataDir, 'temporal', 'temporal.db'));
