import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The secrets of a local start: made once, kept in the data folder, readable by its owner alone. */

/** Whole or not at all, also when the power goes. */
function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = openSync(`${file}.new`, 'w', 0o600);
  writeSync(draft, text);
  fsyncSync(draft);
  closeSync(draft);
  renameSync(`${file}.new`, file);
}

const masterKeyPath = (dataDir: string) => join(dataDir, 'master.key');

/** The master keys, the newest first, a line each. */
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
  write(file, `${keys.join('\n')}\n`);
}

type RolePasswords = Record<'owner' | 'writer' | 'reader', string>;

/** Passwords of the database roles. They stay when the master key changes: PostgreSQL keeps the owner's for itself. */
export function rolePasswords(dataDir: string): RolePasswords {
  const file = join(dataDir, 'database.json');
  if (!existsSync(file)) {
    const keyFile = masterKeyPath(dataDir);
    // A data folder of before they were kept: they were derived from its only master key.
    const old = existsSync(keyFile) ? Buffer.from(readMasterKeys(keyFile).at(-1)!, 'hex') : null;
    const of = (role: string) =>
      old
        ? createHmac('sha256', old).update(`database role ${role}`).digest('hex').slice(0, 32)
        : randomBytes(16).toString('hex');
    const passwords: RolePasswords = { owner: of('owner'), writer: of('writer'), reader: of('reader') };
    write(file, `${JSON.stringify(passwords)}\n`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as RolePasswords;
}
