import type { DisputeRow } from '#domain/dispute/row.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import type { NoticeRow } from './notice-reader.js';

/** What changed since a place in the order of transactions. Run inside `Reader.as`: only what the reader may see. */

/** More than this is not caught up with but read anew. */
export const CATCH_UP = 500;

export interface SeenRow {
  row: DisputeRow;
  /** The scopes that see it now. */
  visibleTo: string[];
}

/** A case that scopes of the reader saw; it is gone for who has none of those that see it now. */
export interface Departure {
  id: string;
  leftBy: string[];
  /** Null where none of the reader's sees it. */
  visibleTo: string[] | null;
}

export interface CaseChanges {
  disputes: SeenRow[];
  gone: Departure[];
}

/** Where to go on from later: the oldest transaction that still runs. Asked before reading, never after. */
export async function position(db: Db): Promise<string> {
  const row = await one<{ at: string }>(db, `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS at`);
  return row.at;
}

/** Whether a place lies in this database's past: one of another database, or from before a restore, may not. */
export async function isKnown(db: Db, at: string): Promise<boolean> {
  const row = await one<{ known: boolean }>(db, `SELECT $1::xid8 <= pg_snapshot_xmax(pg_current_snapshot()) AS known`, [
    at,
  ]);
  return row.known;
}

export interface HeardNotice {
  userId: string;
  notice: NoticeRow;
  /** The scopes that see its case now: to who has none of them it says neither number nor title. */
  visibleTo: string[] | null;
}

/** What these people were told since; null when there is too much of it. */
export async function noticesSince(db: Db, who: readonly string[], since: string): Promise<HeardNotice[] | null> {
  const notices = await rows<NoticeRow & Omit<HeardNotice, 'notice'>>(
    db,
    `SELECT n.user_id AS "userId", d.visible_to AS "visibleTo", n.id, n.dispute_id AS "disputeId", d.number,
       d.row ->> 'title' AS title, n.kind, n.obligation_id AS "obligationId", n.at, n.read_at AS "readAt",
       n.rollout_id AS "rolloutId", n.count
     FROM notices_since($1, $2::xid8, $3) n LEFT JOIN dispute d ON d.id = n.dispute_id ORDER BY n.id`,
    [who, since, CATCH_UP + 1],
  );
  if (notices.length > CATCH_UP) return null;
  return notices.map(({ userId, visibleTo, ...notice }) => ({ userId, visibleTo, notice }));
}

/** What changed of cases, with who sees and who saw it; null when there is too much of it. */
export async function casesSince(db: Db, since: string): Promise<CaseChanges | null> {
  const disputes = await rows<SeenRow>(
    db,
    `SELECT row, visible_to AS "visibleTo" FROM dispute WHERE changed_in >= $1::xid8 AND NOT rehearsal
     ORDER BY changed_in, id LIMIT $2`,
    [since, CATCH_UP + 1],
  );
  const gone = await rows<Departure>(
    db,
    `SELECT p.dispute_id AS id, array_agg(p.scope) AS "leftBy",
       (SELECT d.visible_to FROM dispute d WHERE d.id = p.dispute_id) AS "visibleTo"
     FROM departure p WHERE p.changed_in >= $1::xid8 GROUP BY p.dispute_id LIMIT $2`,
    [since, CATCH_UP + 1],
  );
  return Math.max(disputes.length, gone.length) > CATCH_UP ? null : { disputes, gone };
}
