import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { loadConfig, required, type Config } from '#config/config.js';
import { migrate } from '#persistence/migrate.js';
import { openDatabase } from '#persistence/database.js';
import { masterKeyFile, rolePasswords } from './secrets.js';
import { runningPostgresPort, startPostgres, type Server } from './servers.js';

/** A database that is named, or that runs here already (beside `npm start`), or that is started for this tool alone. */
async function database(config: Config): Promise<Pick<Server, 'url' | 'stop'>> {
  // That one is brought to date by whoever owns its passwords.
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, stop: () => Promise.resolve() };
  // First: what an old data folder has not yet is derived from its master key.
  const passwords = rolePasswords(config.DATA_DIR);
  const server = await running(config, passwords.owner);
  await migrate(server.url, passwords);
  return server;
}

async function running(config: Config, password: string): Promise<Pick<Server, 'url' | 'stop'>> {
  const port = runningPostgresPort(config.DATA_DIR);
  if (port !== null) {
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
    try {
      const probe = await new DataSource({ type: 'postgres', url }).initialize();
      await probe.destroy();
      return { url, stop: () => Promise.resolve() };
    } catch {
      // A lock file that a killed server left behind.
    }
  }
  return startPostgres({ dataDir: config.DATA_DIR, port: config.POSTGRES_PORT, password });
}

export interface Workplace {
  /** The database, as its owner. */
  source: DataSource;
  /** The master keys as they are given now. */
  masterKeys: () => string;
  /** The file that holds them; null where they are given from outside. */
  keyFile: string | null;
}

/** Where the master keys of a local start come from: given from outside, else kept in the data folder. */
export function masterKeysOf(config: Config): Pick<Workplace, 'masterKeys' | 'keyFile'> {
  if (config.MASTER_KEY !== undefined) {
    return { masterKeys: () => required(config.reread(), 'MASTER_KEY'), keyFile: null };
  }
  const keyFile = masterKeyFile(config.DATA_DIR);
  return { masterKeys: () => readFileSync(keyFile, 'utf8'), keyFile };
}

/** Runs a tool of an operator on the database of a local start, or on the one that DATABASE_URL names. */
export async function runTool(work: (place: Workplace) => Promise<number>): Promise<never> {
  let code = 1;
  let stop = () => Promise.resolve();
  try {
    const config = loadConfig();
    const postgres = await database(config);
    stop = () => postgres.stop();
    const keys = masterKeysOf(config);
    const source = await openDatabase(
      postgres.url,
      { connection: 5_000, lock: 10_000, statement: 120_000 },
      4,
    ).initialize();
    try {
      code = await work({ source, ...keys });
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
