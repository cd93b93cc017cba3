import type { CommandActor } from '#domain/people/actor.js';
import { instantOf, type Instant } from '#domain/time/time.js';
import type { RolloutKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { isVouched, itemMacOf, macOf, type Asked, type Vouching } from './vouched.js';

/** One act on many things: what it is, and how far it came. */

export interface NewRollout {
  /** The same one where somebody asks for the same a second time. */
  id: string;
  kind: RolloutKind;
  /** What its kind has to know. */
  what: object;
  /** By whose power it is done: who they are now. */
  actor: CommandActor;
  /** What it is done to, each once, in this order. */
  subjects: readonly string[];
}

/** Begins it, in the reader's own transaction; what has begun already is left as it is. */
export async function beginRollout(
  db: Db,
  vault: Vouching,
  { id, kind, what, actor, subjects }: NewRollout,
): Promise<void> {
  const madeAt = instantOf(Date.now());
  await db.query(
    `WITH begun AS (
       INSERT INTO rollout (id, kind, what, actor, made_by, made_at, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT DO NOTHING RETURNING id)
     SELECT FROM begun`,
    [id, kind, what, actor, actor.userId, madeAt, macOf(vault, { id, kind, what, actor, madeAt })],
  );
  await addSubjects(db, vault, id, subjects);
}

/** What is done to it as well; what is there already is there. @returns how many are new */
export async function addSubjects(
  db: Db,
  vault: Vouching,
  rolloutId: string,
  subjects: readonly string[],
): Promise<number> {
  const added = await rows(
    db,
    `INSERT INTO rollout_item (rollout_id, n, subject, mac)
     SELECT $1, s.n + coalesce((SELECT max(n) FROM rollout_item WHERE rollout_id = $1), 0), s.subject, s.mac
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS s(subject, mac, n)
     ON CONFLICT (rollout_id, subject) DO NOTHING RETURNING n`,
    [rolloutId, subjects, subjects.map((subject) => itemMacOf(vault, rolloutId, subject))],
  );
  return added.length;
}

/** What it does takes effect when it was asked for. */
export type Rollout = Asked;

interface StoredRollout extends Omit<Rollout, 'madeAt'> {
  madeAt: Date;
  madeBy: string;
  mac: string | null;
}

/** One that has not come to its end, and whether it is what its door signed; null where there is none. */
export async function runningRollout(
  db: Db,
  vault: Vouching,
  id: string,
): Promise<{ rollout: Rollout; isSigned: boolean } | null> {
  const [found] = await rows<StoredRollout>(
    db,
    `SELECT id, kind, what, actor, made_at AS "madeAt", made_by AS "madeBy", mac
     FROM rollout WHERE id = $1 AND ended_at IS NULL`,
    [id],
  );
  if (!found) return null;
  const { mac, madeBy, ...stored } = found;
  const rollout = { ...stored, madeAt: stored.madeAt.toISOString() };
  // Of the other columns nothing is done, but by `made_by` it is shown.
  return { rollout, isSigned: madeBy === rollout.actor.userId && isVouched(mac, macOf(vault, rollout)) };
}

/** Why a rollout is not gone on with, as a refusal. */
export const NOT_VOUCHED = 'NOT_VOUCHED';

/** Nothing more is done of it. */
export async function refuseRollout(db: Db, rolloutId: string, why: string): Promise<void> {
  await db.query(
    `UPDATE rollout SET refused = coalesce(refused, $2), ended_at = coalesce(ended_at, clock_timestamp()) WHERE id = $1`,
    [rolloutId, why],
  );
}

/** Those that have not come to their end, of which somebody may have forgotten to go on. */
export async function runningRollouts(db: Db): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT id FROM rollout WHERE ended_at IS NULL ORDER BY made_at LIMIT 100`,
  );
  return found.map(({ id }) => id);
}

export interface Waiting {
  n: number;
  subject: string;
  /** Whether it is among what was asked for. */
  isSigned: boolean;
}

/** What waits, those first that no fault kept back. */
export async function waitingOf(db: Db, vault: Vouching, rolloutId: string, limit: number): Promise<Waiting[]> {
  const found = await rows<{ n: number; subject: string; mac: string | null }>(
    db,
    `SELECT n, subject, mac FROM rollout_item WHERE rollout_id = $1 AND state = 'waiting' ORDER BY tries, n LIMIT $2`,
    [rolloutId, limit],
  );
  return found.map(({ n, subject, mac }) => ({
    n,
    subject,
    isSigned: isVouched(mac, itemMacOf(vault, rolloutId, subject)),
  }));
}

/** Whether nobody else has done it meanwhile: who was cut off may still go on for some seconds. */
export async function isWaiting(db: Db, rolloutId: string, n: number): Promise<boolean> {
  const found = await rows(db, `SELECT FROM rollout_item WHERE rollout_id = $1 AND n = $2 AND state = 'waiting'`, [
    rolloutId,
    n,
  ]);
  return found.length > 0;
}

/** `facts`: what is kept of it. */
export type Ended = { state: 'moved' | 'unchanged'; facts?: object } | { state: 'failed'; code: string; facts: object };

export async function endItem(db: Db, rolloutId: string, n: number, ended: Ended): Promise<void> {
  const { state, code = null, facts = null } = { code: undefined, facts: undefined, ...ended };
  await db.query(
    `UPDATE rollout_item SET state = $3, code = $4, facts = $5, ended_at = clock_timestamp()
     WHERE rollout_id = $1 AND n = $2 AND state = 'waiting'`,
    [rolloutId, n, state, code, facts],
  );
}

/** A fault kept it back; after so many it is given up on. */
export async function noteFault(db: Db, rolloutId: string, n: number, most: number): Promise<void> {
  await db.query(
    `UPDATE rollout_item SET tries = tries + 1,
       state = CASE WHEN tries + 1 >= $3 THEN 'failed' ELSE state END,
       code = CASE WHEN tries + 1 >= $3 THEN 'FAULT' END,
       ended_at = CASE WHEN tries + 1 >= $3 THEN clock_timestamp() END
     WHERE rollout_id = $1 AND n = $2 AND state = 'waiting'`,
    [rolloutId, n, most],
  );
}

export async function endRollout(db: Db, rolloutId: string): Promise<void> {
  await db.query(`UPDATE rollout SET ended_at = coalesce(ended_at, clock_timestamp()) WHERE id = $1`, [rolloutId]);
}

/** Which rules open cases move to. */
export interface RulesMovedTo {
  cause: 'policy' | 'calendar';
  /** Of the policy or the calendar, as `cause` says. */
  version: string;
  /** Whether all open cases do; else those that were chosen. */
  all: boolean;
}

export interface RolloutProgress {
  id: string;
  kind: RolloutKind;
  /** Of one that moves cases to other rules; null of the others. */
  rules: RulesMovedTo | null;
  madeBy: string;
  madeAt: Date;
  endedAt: Date | null;
  /** `refused`: what stands of it is not what was asked for, and nothing more is done of it. */
  state: 'running' | 'done' | 'refused';
  total: number;
  moved: number;
  /** Where there was nothing to do: it was so already. */
  unchanged: number;
  failed: number;
}

const progress = (from: string) => `
  SELECT r.id, r.kind, r.made_by AS "madeBy", r.made_at AS "madeAt", r.ended_at AS "endedAt",
    CASE WHEN r.kind = 'move-rules' THEN jsonb_build_object(
      'cause', r.what -> 'cause', 'version', r.what -> 'version', 'all', r.what -> 'all') END AS rules,
    CASE WHEN r.refused IS NOT NULL THEN 'refused' WHEN r.ended_at IS NULL THEN 'running' ELSE 'done' END AS state, i.*
  FROM ${from} r, LATERAL (
    SELECT count(*)::int AS total, count(*) FILTER (WHERE state = 'moved')::int AS moved,
      count(*) FILTER (WHERE state = 'unchanged')::int AS unchanged,
      count(*) FILTER (WHERE state = 'failed')::int AS failed
    FROM rollout_item WHERE rollout_id = r.id) i`;

/**
 * Run inside `Reader.as`: whoever began it, oversees who did, or answers for the rules that it moves to; null where there is
 * none.
 */
export async function progressOf(db: Db, rolloutId: string): Promise<RolloutProgress | null> {
  const [found] = await rows<RolloutProgress>(db, progress('(SELECT * FROM rollout WHERE id = $1)'), [rolloutId]);
  return found ?? null;
}

/** Which of them a list shows: of rules those alone that move cases to them. */
export interface WantedRollouts {
  kind?: RolloutKind | undefined;
  cause?: RulesMovedTo['cause'] | undefined;
  version?: string | undefined;
}

/** Run inside `Reader.as` as `progressOf`: the newest first, from behind a place. */
export async function listRollouts(
  db: Db,
  { kind, cause, version }: WantedRollouts,
  after: { madeAt: Instant; id: string } | null,
  limit: number,
): Promise<RolloutProgress[]> {
  const chosen = `(
    SELECT * FROM rollout
    WHERE ($1::text IS NULL OR kind = $1)
      AND ($2::text IS NULL OR kind = 'move-rules' AND what ->> 'cause' = $2)
      AND ($3::text IS NULL OR kind = 'move-rules' AND what ->> 'version' = $3)
      AND ($4::timestamptz IS NULL OR (made_at, id) < ($4::timestamptz, $5::uuid))
    ORDER BY made_at DESC, id DESC LIMIT $6)`;
  return rows<RolloutProgress>(db, `${progress(chosen)} ORDER BY r.made_at DESC, r.id DESC`, [
    kind ?? null,
    cause ?? null,
    version ?? null,
    after?.madeAt ?? null,
    after?.id ?? null,
    limit,
  ]);
}

export interface FailedItem {
  subject: string;
  code: string;
  facts: object | null;
}

export async function failuresOf(db: Db, rolloutId: string, limit: number): Promise<FailedItem[]> {
  return rows<FailedItem>(
    db,
    `SELECT subject, code, facts FROM rollout_item WHERE rollout_id = $1 AND state = 'failed' ORDER BY n LIMIT $2`,
    [rolloutId, limit],
  );
}
