import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The master key of a local start: made once, kept in the data folder, readable by its owner alone. */
export function masterKeyFile(dataDir: string): string {
  const file = join(dataDir, 'master.key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  }
  return file;
}

/** Passwords of the database roles, derived, so that nothing else has to be kept. */
export function rolePasswords(file: string): { owner: string; writer: string; reader: string } {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  const of = (role: string) => createHmac('sha256', key).update(`database role ${role}`).digest('hex').slice(0, 32);
  return { owner: of('owner'), writer: of('writer'), reader: of('reader') };
}
