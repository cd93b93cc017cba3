import type { Actor, SealedText } from '#domain/dispute/events.js';
import type { ObligationRow } from '#domain/dispute/row.js';
import type { VisitAsked } from '#domain/reading/asked.js';
import type { Instant } from '#domain/time/time.js';
import type { Grade, NoticeKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import type { ChannelKind } from '../delivery/delivery-store.js';
import { one, rows } from '../database/rows.js';
import { ABOUT, visitOf } from '../record/notices.js';

export interface NoticeRow {
  id: string;
  disputeId: string | null;
  itemId: string | null;
  /** Of a notice of what was done to many: by what, and how much of it is the reader's; of a single one it names the case. */
  rolloutId: string | null;
  count: number | null;
  number: string | null;
  title: string | null;
  kind: NoticeKind;
  obligationId: string | null;
  at: Date;
  /** When it was read, or what it asks for was done, or it was no more the reader's. */
  readAt: Date | null;
}

/** …with all that a sentence of it says. */
export interface ToldNotice extends NoticeRow {
  grade: Grade | null;
  /** Who did it; null of a report, and to whom left the case. */
  actor: Actor | null;
  /** What whoever presses wrote beside it, sealed; null where nobody did, and of what was erased. */
  said: SealedText | null;
  owed: Pick<ObligationRow, 'id' | 'kind' | 'n' | 'holder' | 'dueAt' | 'lateAfter' | 'state'> | null;
  /** The visit, where that is one. */
  visit: VisitAsked | null;
  desk: string | null;
  holder: string | null;
  reportedBy: string | null;
  /** By the case's own clock. */
  now: Instant;
  /** The date that it tells of is another one since. */
  moved: boolean;
  /** Its reader may not see the case any more. */
  lost: boolean;
}

/** Where a list of notices goes on. */
export interface NoticePlace {
  at: string;
  id: string;
}

const LOST = `d.id IS NULL AND i.id IS NULL AND n.rollout_id IS NULL`;
/** What was done waits for nobody, and neither does what is not the reader's any more. */
const READ = `coalesce(n.read_at, about.ended_at, one.ended_at,
  -- Who made a visit that waits for its second is asked nothing more.
  CASE WHEN asked.state = 'unconfirmed' AND asked.row ->> 'visitor' = n.user_id
    THEN (asked.row ->> 'reportedAt')::timestamptz END,
  CASE WHEN (${LOST}) OR (n.kind IN ('item', 'item-urgent') AND i.state <> 'new') THEN n.at END)`;
/** Beyond so many nobody is told a number: what was not read in years costs no look. */
const COUNTED = 200;
const LATEST = `(SELECT * FROM notice WHERE user_id = $1 ORDER BY at DESC, id DESC LIMIT ${COUNTED})`;

/** Of what tells of a date to come, which may have been moved since; of other notices nobody asks. */
const MOVED = `n.kind IN ('remind', 'warn') AND about.ended_at IS NULL AND EXISTS (
  SELECT FROM event m WHERE m.dispute_id = n.dispute_id AND m.seq > n.seq AND m.type = 'ObligationMoved'
    AND m.data #>> '{obligation,id}' = about.row ->> 'id' AND m.data ->> 'from' <> m.data #>> '{obligation,dueAt}')`;

/** Nobody presses for what was done; whatever else is typed stands on the page of the case. */
const SAID = `CASE WHEN n.kind = 'urged' AND d.row ->> 'erased' IS NULL THEN e.text END`;

/** What was done to many, and of theirs to one alone, is about that one. */
const ONE = `LEFT JOIN obligation one ON n.rollout_id IS NOT NULL AND one.id = n.obligation_id`;
const OWED = `coalesce(about.row, one.row)`;
const MATTER = `${ONE} LEFT JOIN dispute d ON d.id = coalesce(n.dispute_id, one.dispute_id)
  LEFT JOIN item i ON i.id = n.item_id ${ABOUT} ${visitOf('about.row')}`;

/**
 * A person's notices, newest first by the moment that they tell of: what was brought in with its past is not new. Whoever left a case since keeps the notice and loses its title.
 *
 * @param wanted
 *   lost: only those of cases that they left, or none of them; all where it is null
 *   unread: of the latest, as many as `unreadNotices` counts
 */
export async function notices(
  db: Db,
  userId: string,
  wanted: { before: NoticePlace | null; lost: boolean | null; unread: boolean; limit: number },
): Promise<ToldNotice[]> {
  const { before, lost, unread, limit } = wanted;
  return rows<ToldNotice>(
    db,
    `SELECT n.id, coalesce(n.dispute_id, d.id) AS "disputeId", n.item_id AS "itemId", n.rollout_id AS "rolloutId", n.count,
       coalesce(d.number, i.number) AS number,
       coalesce(d.row ->> 'title', left(i.text, 60)) AS title, n.kind,
       n.obligation_id AS "obligationId", n.at, ${READ} AS "readAt", d.grade, e.actor, ${SAID} AS said, ${OWED} AS owed, asked.row AS visit,
       coalesce(d.desk, i.desk) AS desk, coalesce(d.holder, i.desk) AS holder, i.reported_by AS "reportedBy",
       to_char((now() + coalesce((d.row ->> 'aheadMs')::bigint, 0) * interval '1 millisecond') AT TIME ZONE 'UTC',
         'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now, coalesce(${MOVED}, false) AS moved, (${LOST}) AS lost
     FROM ${unread ? LATEST : 'notice'} n ${MATTER} LEFT JOIN event e ON e.dispute_id = d.id AND e.seq = n.seq
     WHERE ${unread ? `${READ} IS NULL AND ` : ''}n.user_id = $1 AND ($2::timestamptz IS NULL OR (n.at, n.id) < ($2, $5::bigint)) AND ($4::boolean IS NULL OR (${LOST}) = $4)
     ORDER BY n.at DESC, n.id DESC LIMIT $3`,
    [userId, before?.at ?? null, limit, lost, before?.id ?? null],
  );
}

/** A way by which somebody is told outside of the console, without its address. */
export interface Way {
  accountId: string;
  kind: ChannelKind;
  muted: NoticeKind[];
  quietFrom: string | null;
  quietTo: string | null;
}

/** The ways of people that are live, whoever asks. */
export async function waysOf(db: Db, who: readonly string[]): Promise<Way[]> {
  return rows<Way>(
    db,
    `SELECT account_id AS "accountId", kind, muted, quiet_from AS "quietFrom", quiet_to AS "quietTo" FROM ways_of($1)`,
    [who],
  );
}

/** How many of a person's latest notices they have not read, and how many are of cases that they left. */
export async function unreadNotices(db: Db, userId: string): Promise<{ unread: number; lost: number }> {
  return one<{ unread: number; lost: number }>(
    db,
    `SELECT count(*) FILTER (WHERE ${READ} IS NULL)::int AS unread, count(*) FILTER (WHERE ${LOST})::int AS lost
     FROM ${LATEST} n ${MATTER}`,
    [userId],
  );
}
