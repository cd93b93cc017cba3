import type { Instant } from '#domain/time/time.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import type { ChannelKind, DeliveryFault } from './delivery-store.js';

/**
 * What shows that an address reaches its person: a code by which whoever reads an e-mail address says so, a test message that
 * was taken elsewhere. A code is made when it is sent and kept as a keyed hash only.
 */

export const CODE_HOURS = 24;
/** Wrong codes, until a new one must be asked for. */
export const TRIES_A_CODE = 5;
/** Codes in 24 hours: nobody is to be buried in mail by somebody who is not even them. */
export const CODES_AN_ADDRESS = 5;
export const CODES_A_PERSON = 15;
const SECONDS_BETWEEN = 60;

export interface Confirming {
  state: 'waiting' | 'sent' | 'failed';
  fault: DeliveryFault | null;
  askedAt: Date;
  expiresAt: Date | null;
  triesLeft: number;
}

/** Columns of the latest code of the channel `c`, as a `Confirming`; null when none was asked for. */
export const CONFIRMING = `(SELECT jsonb_build_object('state', k.state, 'fault', k.fault, 'askedAt', k.asked_at,
    'expiresAt', k.expires_at, 'triesLeft', ${TRIES_A_CODE} - k.tries)
  FROM confirmation k WHERE k.channel_id = c.id ORDER BY k.asked_at DESC LIMIT 1)`;

/** Of the channel `c`: whether anything that was sent there was taken, or its code came back. */
export const REACHED = `c.confirmed_at IS NOT NULL`;

/**
 * Asks for a code or a test message, of which the worker makes a message.
 *
 * @returns null, or after how many seconds another may be asked for
 */
export async function askForCode(
  db: Db,
  channelId: string,
  accountId: string,
  address: string,
): Promise<number | null> {
  // Two at once are one after the other.
  await db.query(`SELECT pg_advisory_xact_lock(hashtextextended('confirmation ' || $1, 0))`, [accountId]);
  const { wait } = await one<{ wait: number }>(
    db,
    `WITH lately AS (
       SELECT asked_at, address_hash = $2 AS same FROM confirmation
       WHERE account_id = $1 AND asked_at > now() - interval '24 hours')
     SELECT ceil(extract(epoch FROM greatest(
       (SELECT max(asked_at) FROM lately WHERE same) + make_interval(secs => $3),
       (SELECT asked_at FROM lately WHERE same ORDER BY asked_at DESC OFFSET $4 LIMIT 1)
         + interval '24 hours',
       (SELECT asked_at FROM lately ORDER BY asked_at DESC OFFSET $5 LIMIT 1) + interval '24 hours',
       now()) - now()))::int AS wait`,
    [accountId, address, SECONDS_BETWEEN, CODES_AN_ADDRESS - 1, CODES_A_PERSON - 1],
  );
  if (wait > 0) return wait;
  await db.query(`INSERT INTO confirmation (channel_id, account_id, address_hash) VALUES ($1, $2, $3)`, [
    channelId,
    accountId,
    address,
  ]);
  return null;
}

export type Tried = 'right' | 'wrong' | 'used-up' | 'none';

/** Counts one try of the latest code of a channel, and uses it up where it is right. */
export async function tryCode(db: Db, channelId: string, hash: string): Promise<{ tried: Tried; triesLeft: number }> {
  const [latest] = await rows<{ id: string; hash: string | null; tries: number; valid: boolean | null }>(
    db,
    `SELECT id, code_hash AS hash, tries, used_at IS NULL AND expires_at > now() AS valid FROM confirmation
     WHERE channel_id = $1 ORDER BY asked_at DESC LIMIT 1 FOR UPDATE`,
    [channelId],
  );
  if (!latest?.hash || !latest.valid) return { tried: 'none', triesLeft: 0 };
  const triesLeft = TRIES_A_CODE - latest.tries - 1;
  if (triesLeft < 0) return { tried: 'used-up', triesLeft: 0 };
  const isRight = latest.hash === hash;
  await db.query(`UPDATE confirmation SET tries = tries + 1, used_at = CASE WHEN $2 THEN now() END WHERE id = $1`, [
    latest.id,
    isRight,
  ]);
  if (isRight) await db.query(`UPDATE channel SET confirmed_at = now() WHERE id = $1`, [channelId]);
  return { tried: isRight ? 'right' : triesLeft === 0 ? 'used-up' : 'wrong', triesLeft };
}

export interface CodeToSend {
  id: string;
  channelId: string;
  kind: ChannelKind;
  /** Whether a code is to come back; else nothing is asked for but that it arrives. */
  isCode: boolean;
  /** Sealed. */
  secret: string | null;
  madeAt: Date;
  /** Sealed. */
  address: string;
  attempts: number;
}

/** Takes codes to send, each for one sender at a time; those that were overtaken by a newer one are left. */
export async function claimCodes(db: Db, now: Instant, leaseSeconds: number, limit: number): Promise<CodeToSend[]> {
  await db.query(`DELETE FROM confirmation WHERE asked_at < $1::timestamptz - interval '48 hours'`, [now]);
  return rows<CodeToSend>(
    db,
    `WITH taken AS (
       SELECT k.id FROM confirmation k JOIN channel c ON c.id = k.channel_id
       WHERE k.state = 'waiting' AND k.next_at <= $1
         AND NOT EXISTS (SELECT FROM confirmation newer
           WHERE newer.channel_id = k.channel_id AND newer.asked_at > k.asked_at)
       ORDER BY k.next_at, k.id LIMIT $3 FOR UPDATE OF k SKIP LOCKED),
     claimed AS (
       UPDATE confirmation k SET attempts = attempts + 1, next_at = $1::timestamptz + $2 * interval '1 second'
       FROM taken WHERE k.id = taken.id RETURNING k.*)
     SELECT k.id, k.channel_id AS "channelId", k.attempts, k.asked_at AS "madeAt", c.kind, c.address, c.secret,
       c.kind = 'email' AND c.confirmed_at IS NULL AS "isCode"
     FROM claimed k JOIN channel c ON c.id = k.channel_id`,
    [now, leaseSeconds, limit],
  );
}

/** Before the code leaves: what arrives must be known. */
export async function keepCode(db: Db, id: string, hash: string, expiresAt: Instant): Promise<void> {
  await db.query(`UPDATE confirmation SET code_hash = $2, expires_at = $3, tries = 0 WHERE id = $1`, [
    id,
    hash,
    expiresAt,
  ]);
}

/** What was sent there was taken. */
export async function markReached(db: Db, channelId: string): Promise<void> {
  await db.query(`UPDATE channel SET confirmed_at = now() WHERE id = $1 AND confirmed_at IS NULL`, [channelId]);
}

/** @param nextAt when it is tried again; null when it was sent, or nothing more is tried */
export async function markCode(db: Db, id: string, fault: DeliveryFault | null, nextAt: Instant | null): Promise<void> {
  await db.query(
    `UPDATE confirmation SET fault = $2, next_at = coalesce($3, next_at),
       state = CASE WHEN $3::timestamptz IS NOT NULL THEN 'waiting' WHEN $2::text IS NULL THEN 'sent' ELSE 'failed' END
     WHERE id = $1`,
    [id, fault, nextAt],
  );
}
