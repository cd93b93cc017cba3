import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DataSource } from 'typeorm';
import { loadConfig, required, type Config } from '#config/config.js';
import { migrate } from '#persistence/database/migrate.js';
import { openDatabase } from '#persistence/database/database.js';
import { one, rows } from '#persistence/database/rows.js';
import { Held, Hold, holderOf } from './hold.js';
import {
  checkSecrets,
  hasMasterKey,
  keepPasswords,
  lacking,
  masterKeyFile,
  refusedPassword,
  rolePasswords,
  type RolePasswords,
} from './secrets.js';
import { runningPostgresPort, startPostgres, type Server } from './servers.js';

type Database = Pick<Server, 'url' | 'stop'>;

/** A database that is named, or that runs here already (beside `npm start`), or that is started for this tool alone. */
async function database(config: Config): Promise<Database> {
  // That one is brought to date by whoever owns its passwords.
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, stop: () => Promise.resolve() };
  checkSecrets(config.DATA_DIR, neededBy(config));
  // First: what an old data folder has not yet is derived from its master key.
  const passwords = rolePasswords(config.DATA_DIR);
  const server = await besideStart(config, passwords.superuser);
  try {
    return { url: await bringToDate(config.DATA_DIR, server.url, passwords), stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Brings the data folder's own database to date; passwords that it took are the right ones.
 *
 * @returns the owner's address
 */
export async function bringToDate(dataDir: string, url: string, passwords: RolePasswords): Promise<string> {
  try {
    const ownerUrl = await migrate(url, passwords);
    keepPasswords(dataDir, passwords);
    return ownerUrl;
  } catch (error) {
    throw (error as { code?: string }).code === INVALID_PASSWORD ? refusedPassword(dataDir) : error;
  }
}

const INVALID_PASSWORD = '28P01';
/** A start that is on its way has its PostgreSQL by then. */
const START_MS = 60_000;

async function besideStart(config: Config, password: string): Promise<Database> {
  for (const until = Date.now() + START_MS; ; await new Promise((tick) => setTimeout(tick, 200))) {
    const holder = holderOf(config.DATA_DIR);
    if (!holder) return alone(config, password);
    // One that a tool started ends with that tool.
    const url = holder.what === 'npm start' && (await running(config, password));
    if (url) return { url, stop: () => Promise.resolve() };
    if (holder.what !== 'npm start' || Date.now() > until) throw new Held(resolve(config.DATA_DIR), holder);
  }
}

/** The address of the PostgreSQL that runs here, if it lets us in. */
async function running(config: Config, password: string): Promise<string | null> {
  const port = runningPostgresPort(config.DATA_DIR);
  if (port === null) return null;
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  try {
    const probe = await new DataSource({ type: 'postgres', url }).initialize();
    await probe.destroy();
    return url;
  } catch (error) {
    if ((error as { code?: string }).code === INVALID_PASSWORD) throw refusedPassword(config.DATA_DIR);
    // A lock file that a killed server left behind; or one that is about to come.
    return null;
  }
}

async function alone(config: Config, password: string): Promise<Database> {
  const hold = await Hold.take(config.DATA_DIR, 'a tool', (line) => console.error(`· ${line}`));
  try {
    const server = await startPostgres({
      dataDir: config.DATA_DIR,
      port: config.POSTGRES_PORT,
      password,
      begun: ({ process }) => hold.keep('PostgreSQL', process.pid),
    });
    return {
      url: server.url,
      stop: async () => {
        await server.stop();
        hold.release();
      },
    };
  } catch (error) {
    hold.release();
    throw error;
  }
}

export interface Workplace {
  config: Config;
  /** Where the database is, for its owner. */
  url: string;
  /** The database, as its owner. */
  source: DataSource;
  /** The master keys as they are given now. */
  masterKeys: () => string;
  /** The file that holds them; null where they are given from outside. */
  keyFile: string | null;
}

/** How a tool ends that does not know what is asked of it. */
export const NOT_UNDERSTOOD = 2;

/** What is asked of a tool behind its own name; who asks for something that it does not know is told how it is called. */
export function askedOf<T extends ParseArgsConfig>(config: T, usage?: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs<T>({ ...config, args: process.argv.slice(3) });
  } catch (error) {
    // As Node says it: with the option that was meant, and how another is written.
    console.error((error as Error).message);
    const known = Object.entries(config.options ?? {}).map(
      ([name, { type }]) => `--${name}${type === 'string' ? ' …' : ''}`,
    );
    console.error(usage ?? `known are ${known.join(' ')}`);
    process.exit(NOT_UNDERSTOOD);
  }
}

/** What of the data folder itself opens the database. */
export function neededBy(config: Config): ('master.key' | 'database.json')[] {
  return [
    ...(config.MASTER_KEY === undefined ? (['master.key'] as const) : []),
    ...(config.DATABASE_URL === undefined ? (['database.json'] as const) : []),
  ];
}

/** Where the master keys of a local start come from: given from outside, else kept in the data folder. */
export async function masterKeysOf(config: Config): Promise<Pick<Workplace, 'masterKeys' | 'keyFile'>> {
  if (config.MASTER_KEY !== undefined) {
    return { masterKeys: () => required(config.reread(), 'MASTER_KEY'), keyFile: null };
  }
  // Whether the data folder's own database lacks its key was looked at before that was started.
  if (config.DATABASE_URL && !hasMasterKey(config.DATA_DIR) && (await isSealed(config.DATABASE_URL))) {
    throw lacking(config.DATA_DIR, ['master.key'], 'DATABASE_URL names a sealed database');
  }
  const keyFile = masterKeyFile(config.DATA_DIR);
  return { masterKeys: () => readFileSync(keyFile, 'utf8'), keyFile };
}

async function isSealed(url: string): Promise<boolean> {
  const source = await new DataSource({ type: 'postgres', url }).initialize();
  try {
    const { there } = await one<{ there: boolean }>(source, `SELECT to_regclass('master_key') IS NOT NULL AS there`);
    return there && (await rows(source, `SELECT FROM master_key LIMIT 1`)).length > 0;
  } finally {
    await source.destroy();
  }
}

/**
 * Runs a tool of an operator on the database of a local start, or on the one that DATABASE_URL names.
 *
 * @param failed the exit code where it could not do its work
 */
export async function runTool(work: (place: Workplace) => Promise<number>, failed = 1): Promise<never> {
  let code = failed;
  let stop = () => Promise.resolve();
  try {
    const config = loadConfig();
    const postgres = await database(config);
    stop = () => postgres.stop();
    const keys = await masterKeysOf(config);
    const source = await openDatabase(
      postgres.url,
      { connection: 5_000, lock: 10_000, statement: 120_000 },
      4,
    ).initialize();
    try {
      code = await work({ config, url: postgres.url, source, ...keys });
    } finally {
      await source.destroy();
    }
  } catch (error) {
    console.error((error as Error).message);
  } finally {
    await stop();
  }
  process.exit(code);
}
