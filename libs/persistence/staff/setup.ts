import { createHash, randomInt } from 'node:crypto';
import type { Db } from '../database/database.js';
import { tends } from '#domain/people/staffing.js';
import type { Role } from '#domain/words.js';
import { one, rows } from '../database/rows.js';

/** An installation that nobody looks after yet is opened once, by a code that only its operator reads. */

const VALID = '1 day';
/** No two of them look alike on paper: Crockford's. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 4;
const A_GROUP = 5;

const hashOf = (code: string) =>
  createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
    .digest();

/** Whether there is nobody yet who could let others in. */
export async function isUntended(db: Db): Promise<boolean> {
  const there = await rows<{ roles: Role[] }>(db, `SELECT DISTINCT roles FROM account WHERE active`);
  return !there.some(tends);
}

/**
 * A code of a hundred bits; the one before is over. For the owner of the database alone.
 *
 * @returns null where somebody looks after the installation already
 */
export async function newSetupCode(owner: Db): Promise<{ code: string; expiresAt: Date } | null> {
  if (!(await isUntended(owner))) return null;
  const group = () => Array.from({ length: A_GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const code = Array.from({ length: GROUPS }, group).join('-');
  const { expiresAt } = await one<{ expiresAt: Date }>(
    owner,
    `INSERT INTO setup_code (code_hash, expires_at) VALUES ($1, now() + $2::interval)
     ON CONFLICT (one) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at
     RETURNING expires_at AS "expiresAt"`,
    [hashOf(code), VALID],
  );
  return { code, expiresAt };
}

export async function isSetupCode(db: Db, code: string): Promise<boolean> {
  const found = await rows(db, `SELECT FROM setup_code WHERE code_hash = $1 AND expires_at > now()`, [hashOf(code)]);
  return found.length > 0;
}

export async function endSetup(db: Db): Promise<void> {
  await db.query(`DELETE FROM setup_code`);
}

/** Where whoever reads it goes; behind the # it is in no server's log. */
export const setupLink = (url: string, code: string) => `${url.replace(/\/$/, '')}/setup#code=${code}`;
