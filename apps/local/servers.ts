import { execFileSync } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lineOf, type TemporalLine } from '#config/temporal.js';
import { Connection } from '@temporalio/client';
import { ConfigError } from '#config/config.js';
import { commandOf, endProcess, known } from './alive.js';
import { leash, type Child } from './child.js';
import { letPostgresPass } from './files.js';

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
    if ((await listenError(port)) === null) return port;
  }
}

const [FIRST_PORT, LAST_PORT] = [20_000, 32_000];

/** Why nobody could listen there now; null when one could. */
export function listenError(port: number, host = '127.0.0.1'): Promise<NodeJS.ErrnoException | null> {
  return new Promise((answer) => {
    const probe = createServer().unref();
    probe.once('error', answer);
    probe.listen(port, host, () => probe.close(() => answer(null)));
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
 * Where PostgreSQL keeps its data. As root it runs as another user, who cannot enter a 0700 folder on the way to the data
 * folder, which itself lets that user pass; then the data lies in a place of its own that the same data folder always
 * finds again.
 */
export function postgresFolder(dataDir: string): { folder: string; moved: boolean } {
  const [wanted, elsewhere] = placesOf(dataDir);
  const isWay = isReachable(dirname(resolve(dataDir)));
  const moved = process.getuid?.() === 0 && (!isWay || (!existsSync(wanted) && existsSync(elsewhere)));
  return { folder: moved ? elsewhere : wanted, moved };
}

function placesOf(dataDir: string): [string, string] {
  const wanted = resolve(dataDir, 'postgres');
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  return [wanted, `/var/tmp/dispute-circulation-${name}/postgres`];
}

/** Whether this data folder has a database already, in either place. */
export const hasDatabase = (dataDir: string): boolean => placesOf(dataDir).some((place) => existsSync(place));

/** Of the user as whom PostgreSQL runs where it is started by root; null before there is one. */
function postgresGroup(): number | null {
  try {
    return Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    return null;
  }
}

/** The user who must own PostgreSQL's data: the package runs it as `postgres` where it was started by root. */
function ownUser(): { uid: number; name: string } {
  const uid = process.getuid!();
  if (uid !== 0) return { uid, name: String(uid) };
  return { uid: Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })), name: 'postgres' };
}

/**
 * What PostgreSQL would end over without a word, or with words that only its friends understand.
 *
 * @throws ConfigError with what is wrong and what to do
 */
function checkCluster(folder: string): void {
  if (!existsSync(folder) || !process.getuid) return;
  const { uid, name } = ownUser();
  const owner = statSync(folder).uid;
  if (owner !== uid) {
    throw new ConfigError(
      `${folder} belongs to the user ${owner} and not to ${name}, as whom PostgreSQL runs (a copy?): ` +
        `give it back with \`chown -R ${name} ${folder}\` and start again`,
    );
  }
  if (!existsSync(join(folder, 'global', 'pg_control'))) {
    throw new ConfigError(
      `${folder} holds no whole database (global/pg_control is not there): put it back from the backup, or, ` +
        `where it never held anything, remove it and start again`,
    );
  }
}

/**
 * The caller has the data folder to itself (`Hold`): a PostgreSQL that is left on it is ended.
 *
 * @param options.begun told of each process, before it answers
 */
export async function startPostgres(options: {
  dataDir: string;
  port?: number;
  password: string;
  say?: (line: string) => void;
  begun?: (child: Child) => void;
}): Promise<Server> {
  const port = options.port || (await freePort());
  const { folder, moved } = postgresFolder(options.dataDir);
  if (moved) options.say?.(`PostgreSQL cannot enter ${options.dataDir} as its own user; its data lies in ${folder}`);
  mkdirSync(dirname(folder), { recursive: true });
  accessSync(dirname(folder), constants.W_OK);
  const letPass = () => process.getuid?.() === 0 && letPostgresPass(dirname(folder), postgresGroup());
  letPass();
  checkCluster(folder);
  await endOrphan(folder);
  // Processes that a killed server left behind hold its memory for a moment; only then is a second try worth anything.
  const patience = existsSync(join(folder, 'postmaster.pid')) ? START_TRIES : 1;
  for (let tries = 1; ; tries++) {
    const child = await begun(folder, port, options);
    if (typeof child !== 'string') {
      letPass();
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

/** PostgreSQL itself outlives the process that watches it when that is killed; it works on and lets nobody else in. */
async function endOrphan(folder: string): Promise<void> {
  const lock = join(folder, 'postmaster.pid');
  const postmaster = existsSync(lock) ? known(parseInt(readFileSync(lock, 'utf8'))) : null;
  if (!postmaster || !commandOf(postmaster.pid)?.includes(`-D ${folder} `)) return;
  // At once, and properly; else at once, and the record is made whole from its log at the next start.
  await endProcess(postmaster, ['SIGINT', 'SIGQUIT'], ORPHAN_MS);
}

const ORPHAN_MS = 10_000;
const START_TRIES = 40;
const START_AGAIN_MS = 250;

/** One try; why, when it ended before it answered. */
async function begun(
  folder: string,
  port: number,
  options: { password: string; begun?: (child: Child) => void },
): Promise<Child | string> {
  const program = fileURLToPath(new URL('./postgres-process.js', import.meta.url));
  const said: string[] = [];
  return new Promise((answer) => {
    const child = leash(process.execPath, [program, folder, String(port)], {
      // Not as an argument: those are there for every user of the machine to read.
      env: { POSTGRES_PASSWORD: options.password },
      onLine: (line) => (line === 'ready' ? answer(child) : said.push(line)),
    });
    options.begun?.(child);
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

interface TemporalOptions {
  binary: string;
  /** Without a file everything is lost at the end: for tests. */
  file?: string;
  port?: number;
  /** Told of each process, before it answers. */
  begun?: (child: Child) => void;
}

export async function startTemporal(options: TemporalOptions): Promise<Server> {
  if (options.file) {
    mkdirSync(dirname(options.file), { recursive: true });
    if (existsSync(options.file)) accessSync(options.file, constants.R_OK | constants.W_OK);
  }
  // It picks the ports of its parts from free ones, which others may take first; and a server that outlives its killed
  // start for a moment still holds its own.
  for (let tries = 1; ; tries++) {
    const begun = await beginTemporal(options);
    if (typeof begun !== 'string') return begun;
    const damage = DAMAGED.exec(begun)?.[0];
    if (options.file && damage) {
      throw new ConfigError(
        `${options.file} is damaged (${damage}): move ${dirname(options.file)} away and start again; ` +
          `the record is in PostgreSQL, and every case is adopted from it`,
      );
    }
    if (tries >= TEMPORAL_TRIES) throw new Error(`the Temporal server did not start: ${begun}`);
    await new Promise((tick) => setTimeout(tick, START_AGAIN_MS));
  }
}

const TEMPORAL_TRIES = 6;
/** Of what it says in vain, the end tells why. */
const LAST_LINES = 5;
/** What SQLite says of a file that it cannot work with, as often as one asks. */
const DAMAGED = /file is not a database|database disk image is malformed|no such (table|column).*/;

/** One try; what it said last when it ended before it answered. */
async function beginTemporal(options: TemporalOptions): Promise<Server | string> {
  const port = options.port || (await freePort());
  const uiPort = await freePort();
  const said: string[] = [];
  const hear = (line: string) => said.splice(0, said.push(line) - LAST_LINES);
  let answers = false;
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
    { onLine: hear, onError: (line) => (answers ? process.stderr.write(`${line}\n`) : hear(line)) },
  );
  options.begun?.(child);
  const address = `127.0.0.1:${port}`;
  let isGone = false;
  // When all was said: its last words may come after its end.
  const ended = new Promise<string>((words) =>
    child.process.once('close', (code) => {
      isGone = true;
      words([`exit code ${code}`, ...said].join('; '));
    }),
  );
  const answered = answering({ address }, 'default', 30_000, () => isGone).then(
    () => null,
    (error: Error) => (isGone ? ended : child.kill().then(() => [error.message, ...said].join('; '))),
  );
  const why = await Promise.race([ended, answered]);
  if (why !== null) return why;
  answers = true;
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
  line: TemporalLine,
  namespace = 'default',
  withinMs = 30_000,
  isGone = () => false,
): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      const connection = await Connection.connect({ ...lineOf(line), connectTimeout: 2_000 });
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
