import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '#config/config.js';
import type { RolePasswords as SchemaPasswords } from '#persistence/database/migrate.js';
import { writeWhole } from './files.js';
import { hasDatabase } from './servers.js';

/** The secrets of a local start: made once, kept in the data folder, readable by its owner alone. */

const masterKeyPath = (dataDir: string) => join(dataDir, 'master.key');
const passwordsPath = (dataDir: string) => join(dataDir, 'database.json');

/**
 * Looks, before anything is made, whether what a database cannot be opened without is there where one is. Another in its
 * place would fit nothing and hide what is missing.
 */
export function checkSecrets(dataDir: string, needed: ('master.key' | 'database.json')[]): void {
  if (!hasDatabase(dataDir)) return;
  const missing = needed.filter((name) => !existsSync(join(dataDir, name)));
  // An old data folder has passwords that are derived from its key; PostgreSQL will say whether they fit.
  const isOld = missing.join() === 'database.json' && existsSync(masterKeyPath(dataDir));
  if (missing.length > 0 && !isOld) throw lacking(dataDir, missing);
}

export function lacking(dataDir: string, names: string[], database = 'a database'): ConfigError {
  return new ConfigError(
    `${resolve(dataDir)} has no ${names.join(' and no ')} but ${database}, which nothing else opens: ` +
      `put ${names.length > 1 ? 'them' : 'it'} back from the backup`,
  );
}

export const hasMasterKey = (dataDir: string): boolean => existsSync(masterKeyPath(dataDir));

/** The master keys, the newest first, a line each; made where there are none. */
export function masterKeyFile(dataDir: string): string {
  const file = masterKeyPath(dataDir);
  if (!existsSync(file)) writeMasterKeys(file, [newMasterKey()]);
  return file;
}

export const newMasterKey = () => randomBytes(32).toString('hex');

export function readMasterKeys(file: string): string[] {
  return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
}

export function writeMasterKeys(file: string, keys: readonly string[]): void {
  writeWhole(file, `${keys.join('\n')}\n`);
}

/** Of those who serve, of the owner of the schema, and of PostgreSQL's own superuser. */
export type RolePasswords = SchemaPasswords & { superuser: string };

const newPassword = () => randomBytes(16).toString('hex');

/** Passwords of the database roles. They stay when the master key changes: PostgreSQL keeps the superuser's for itself. */
export function rolePasswords(dataDir: string): RolePasswords {
  const file = passwordsPath(dataDir);
  if (existsSync(file)) {
    const kept = keptPasswords(file);
    if (kept.superuser !== undefined) return kept as RolePasswords;
    // Of before the schema had an owner of its own: the superuser was it. The new one's is set by each migration.
    const passwords = { ...kept, superuser: kept.owner, owner: newPassword() };
    writeWhole(file, `${JSON.stringify(passwords)}\n`);
    return passwords;
  }
  const keyFile = masterKeyPath(dataDir);
  // A data folder of before they were kept: they were derived from its only master key.
  const old = existsSync(keyFile) ? Buffer.from(readMasterKeys(keyFile).at(-1) ?? '', 'hex') : null;
  const of = (role: string) =>
    old ? createHmac('sha256', old).update(`database role ${role}`).digest('hex').slice(0, 32) : newPassword();
  // The superuser was the owner then.
  const passwords = { superuser: of('owner'), owner: newPassword(), writer: of('writer'), reader: of('reader') };
  // Before there is a database that has them; whether an old one has these, it says when it is asked.
  if (!hasDatabase(dataDir)) keepPasswords(dataDir, passwords);
  return passwords;
}

function keptPasswords(file: string): SchemaPasswords & { superuser?: string } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RolePasswords;
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** Writes down passwords that were derived, now that the database has taken them. */
export function keepPasswords(dataDir: string, passwords: RolePasswords): void {
  const file = passwordsPath(dataDir);
  if (!existsSync(file)) writeWhole(file, `${JSON.stringify(passwords)}\n`);
}

/** What it means that the database refused the superuser's password. */
export function refusedPassword(dataDir: string): ConfigError {
  const file = passwordsPath(dataDir);
  return existsSync(file)
    ? new ConfigError(`${file} has not the passwords of this database: put the one back that belongs to it`)
    : lacking(dataDir, ['database.json']);
}
