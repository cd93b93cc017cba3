import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { loadConfig, type Config } from '#config/config.js';
import { migrate } from '#persistence/migrate.js';
import { openDatabase } from '#persistence/database.js';
import { Directory } from '#persistence/directory.js';
import { Rulebook } from '#persistence/rulebook.js';
import { Upkeep } from '#persistence/upkeep.js';
import { Vault } from '#persistence/vault.js';
import { masterKeyFile, rolePasswords } from './secrets.js';
import { runningPostgresPort, startPostgres, type Server } from './servers.js';

/** A database that is named, or that runs here already (beside `npm start`), or that is started for this tool alone. */
async function database(config: Config, password: string): Promise<Pick<Server, 'url' | 'stop'>> {
  const stop = () => Promise.resolve();
  if (config.DATABASE_URL) return { url: config.DATABASE_URL, stop };
  const port = runningPostgresPort(config.DATA_DIR);
  if (port !== null) {
    const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
    try {
      const probe = await new DataSource({ type: 'postgres', url }).initialize();
      await probe.destroy();
      return { url, stop };
    } catch {
      // A lock file that a killed server left behind.
    }
  }
  return startPostgres({ dataDir: config.DATA_DIR, port: config.POSTGRES_PORT, password });
}

/** Runs a tool of an operator on the database of a local start, or on the one that DATABASE_URL names. */
export async function withUpkeep(work: (upkeep: Upkeep) => Promise<number>): Promise<never> {
  const config = loadConfig();
  const file = masterKeyFile(config.DATA_DIR);
  const passwords = rolePasswords(file);
  const masterKey = config.MASTER_KEY ?? readFileSync(file, 'utf8').trim();
  const postgres = await database(config, passwords.owner);
  let code = 1;
  try {
    // A foreign database is brought to date by whoever owns its passwords.
    if (!config.DATABASE_URL) await migrate(postgres.url, passwords);
    const source = await openDatabase(
      postgres.url,
      { connection: 5_000, lock: 10_000, statement: 120_000 },
      4,
    ).initialize();
    try {
      const vault = new Vault(Buffer.from(masterKey, 'hex'));
      code = await work(new Upkeep(source, vault, new Rulebook(source), new Directory(source)));
    } finally {
      await source.destroy();
    }
  } catch (error) {
    console.error((error as Error).message);
  } finally {
    await postgres.stop();
  }
  process.exit(code);
}
