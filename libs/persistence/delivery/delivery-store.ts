import type { ObligationRow } from '#domain/dispute/row.js';
import type { VisitAsked } from '#domain/reading/asked.js';
import type { Limit } from '#domain/time/limit.js';
import type { Instant } from '#domain/time/time.js';
import type { Grade, NoticeKind, ObligationKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { ABOUT, ON_THEIR_CHANNELS, visitOf } from '../record/notices.js';

/** The queue of messages in PostgreSQL. Every step may be repeated or cut off anywhere: nothing is lost or doubled here. */

/** Whose secret signs what is sent there: one made here, one that its owner set there, or none. */
export const CHANNEL_SECRETS = {
  email: 'none',
  webhook: 'ours',
  wecom: 'none',
  dingtalk: 'theirs',
  feishu: 'theirs',
} as const;
export type ChannelKind = keyof typeof CHANNEL_SECRETS;
export type RobotKind = Exclude<ChannelKind, 'email' | 'webhook'>;

/** So many messages in so many seconds. */
export interface Window {
  messages: number;
  seconds: number;
}

/** Why a message was not sent. `last_error` has the details, in whatever words the other side uses. */
export const DELIVERY_FAULTS = [
  'no-mail-server',
  'no-answer',
  'busy',
  'too-often',
  'refused',
  'gone',
  'forbidden-address',
  'not-visible',
] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

export interface Planned {
  noticeId: string;
  channelId: string;
  kind: NoticeKind;
  at: Date;
  red: boolean;
  /** Signs of danger were reported with the case. */
  danger: boolean;
  /** What a case owes that it is about; a report's triage waits for the digest, unless it is red. */
  owed: { kind: ObligationKind; limit: Limit | null; dueAt: Instant } | null;
  quietFrom: string | null;
  quietTo: string | null;
  /** Of the person whose channel it is. */
  departmentId: string;
}

/**
 * Says of notices where they are sent, of which the statement that wrote them did not: what a process of another release
 * tells, or a hand.
 */
export async function queueLeft(db: Db): Promise<void> {
  await db.query(
    `WITH notices AS (UPDATE notice SET queued = true WHERE NOT queued RETURNING id, user_id, kind)
     ${ON_THEIR_CHANNELS}`,
  );
}

/** Items whose moment was not worked out yet. */
export async function unplanned(db: Db, limit: number): Promise<Planned[]> {
  return rows<Planned>(
    db,
    `SELECT i.notice_id AS "noticeId", i.channel_id AS "channelId", n.kind, n.at, m.red,
       coalesce(jsonb_array_length(d.row -> 'dangerSigns') > 0, false) AS danger,
       CASE WHEN about.row IS NOT NULL THEN jsonb_build_object('kind', about.row -> 'kind',
         'limit', about.row -> 'limit', 'dueAt', about.row -> 'dueAt') END AS owed,
       c.quiet_from AS "quietFrom", c.quiet_to AS "quietTo", a.department_id AS "departmentId"
     FROM delivery_item i JOIN notice n ON n.id = i.notice_id JOIN notice_matter m ON m.notice_id = n.id
       JOIN channel c ON c.id = i.channel_id JOIN account a ON a.id = c.account_id
       LEFT JOIN dispute d ON d.id = n.dispute_id ${ABOUT}
     WHERE i.delivery_id IS NULL AND i.due_at IS NULL ORDER BY i.notice_id LIMIT $1`,
    [limit],
  );
}

/** @param urgent whether it passes what was sent there a moment ago */
export async function plan(db: Db, items: readonly (Planned & { dueAt: Instant; urgent: boolean })[]): Promise<void> {
  await db.query(
    `WITH planned AS (
       -- In one order, also where they are gathered: two that take the same rows in two orders wait for each other.
       SELECT i.notice_id, i.channel_id, p."dueAt", p.urgent FROM delivery_item i
         JOIN jsonb_to_recordset($1::jsonb) AS p("noticeId" bigint, "channelId" uuid, "dueAt" timestamptz, urgent boolean)
           ON i.notice_id = p."noticeId" AND i.channel_id = p."channelId"
       WHERE i.delivery_id IS NULL ORDER BY i.notice_id, i.channel_id FOR UPDATE OF i)
     UPDATE delivery_item i SET due_at = planned."dueAt", urgent = planned.urgent FROM planned
     WHERE i.notice_id = planned.notice_id AND i.channel_id = planned.channel_id`,
    [JSON.stringify(items.map(({ noticeId, channelId, dueAt, urgent }) => ({ noticeId, channelId, dueAt, urgent })))],
  );
}

/**
 * Makes one message a channel of all that is due on it. What is not urgent follows the last message at a distance, so that
 * a bad day makes one message each half hour and not hundreds.
 */
export async function gather(db: Db, now: Instant, distanceMinutes: number): Promise<number> {
  const row = await one<{ made: number }>(
    db,
    `WITH due AS (
       SELECT i.channel_id, i.notice_id, i.account_id, m.red, m.red OR i.urgent AS urgent
       FROM delivery_item i JOIN notice_matter m ON m.notice_id = i.notice_id
         JOIN channel c ON c.id = i.channel_id AND c.live
       -- One gathers at a time: two would share the items of a channel out between two messages.
       WHERE (SELECT pg_try_advisory_xact_lock(20261124)) AND i.delivery_id IS NULL AND i.due_at <= $1
       ORDER BY i.notice_id, i.channel_id FOR UPDATE OF i),
     channels AS (
       SELECT channel_id, min(account_id) AS account_id, coalesce(bool_or(red), false) AS red,
         coalesce(bool_or(urgent), false) AS urgent FROM due GROUP BY 1),
     made AS (
       INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at)
       SELECT channel_id, account_id, 'waiting', red, $1, $1 FROM channels
       WHERE urgent OR NOT EXISTS (SELECT 1 FROM delivery o WHERE o.channel_id = channels.channel_id
         AND o.state IN ('waiting', 'sending', 'sent') AND o.made_at > $1::timestamptz - $2 * interval '1 minute')
       RETURNING id, channel_id),
     taken AS (
       UPDATE delivery_item i SET delivery_id = made.id FROM made, due
       WHERE due.channel_id = made.channel_id AND i.notice_id = due.notice_id AND i.channel_id = made.channel_id
       RETURNING 1)
     SELECT (SELECT count(*)::int FROM made) AS made, (SELECT count(*) FROM taken) AS items`,
    [now, distanceMinutes],
  );
  return row.made;
}

export interface Claimed {
  id: string;
  channelId: string;
  kind: ChannelKind;
  accountId: string;
  address: string;
  addressHash: string;
  secret: string | null;
  attempts: number;
  madeAt: Date;
}

const READY = `(d.state = 'waiting' AND d.next_at <= $1) OR (d.state = 'sending' AND d.leased_until <= $1)`;

/**
 * Takes messages to send, each for one sender at a time; a sender that died gives them back by not coming back.
 * @param limits of robots, each for all who share its address; a kind without any has none
 */
export async function claim(
  db: Db,
  now: Instant,
  leaseSeconds: number,
  limit: number,
  limits: readonly (Window & { kind: RobotKind })[],
): Promise<Claimed[]> {
  return rows<Claimed>(
    db,
    `WITH ready AS (
       SELECT d.id, c.kind, c.address_hash AS hash,
         row_number() OVER (PARTITION BY c.kind, c.address_hash ORDER BY d.next_at, d.id) AS place
       FROM delivery d JOIN channel c ON c.id = d.channel_id
       WHERE c.live AND (${READY})),
     asked AS (SELECT DISTINCT kind, hash FROM ready),
     room AS (
       SELECT asked.kind, asked.hash, l.messages - count(d.id) AS free
       FROM asked JOIN jsonb_to_recordset($3::jsonb) AS l(kind text, messages integer, seconds integer) USING (kind)
         JOIN channel c ON c.kind = asked.kind AND c.address_hash = asked.hash
         LEFT JOIN delivery d ON d.channel_id = c.id
           AND (d.sent_at > $1::timestamptz - l.seconds * interval '1 second' OR d.state = 'sending')
       GROUP BY asked.kind, asked.hash, l.messages, l.seconds),
     taken AS (
       -- Asked again of the row that is locked: another sender may have taken it since this statement began.
       SELECT d.id FROM delivery d JOIN ready ON ready.id = d.id
       WHERE (${READY}) AND NOT EXISTS (SELECT FROM room WHERE room.kind = ready.kind AND room.hash = ready.hash
         AND room.free < ready.place)
       ORDER BY d.next_at, d.id LIMIT $4 FOR UPDATE OF d SKIP LOCKED),
     claimed AS (
       UPDATE delivery d SET state = 'sending', attempts = attempts + 1,
         leased_until = $1::timestamptz + $2 * interval '1 second'
       FROM taken WHERE d.id = taken.id RETURNING d.*)
     SELECT d.id, d.channel_id AS "channelId", c.kind, d.account_id AS "accountId", c.address,
       c.address_hash AS "addressHash", c.secret, d.attempts, d.made_at AS "madeAt"
     FROM claimed d JOIN channel c ON c.id = d.channel_id ORDER BY d.next_at, d.id`,
    [now, leaseSeconds, JSON.stringify(limits), limit],
  );
}

export interface ToTell {
  noticeId: string;
  kind: NoticeKind;
  at: Date;
  /** Of a dispute, or of an item that was reported. */
  disputeId: string | null;
  itemId: string | null;
  /** Of what was done to many: how much of it is the reader's own. */
  count: number | null;
  /** None of what was done to many. */
  number: string | null;
  grade: Grade | null;
  holder: string | null;
  visibleTo: string[] | null;
  reportedBy: string | null;
  /** Whose desk it is, and which department did what is told; null where nobody did it. */
  desk: string | null;
  by: string | null;
  obligation: Pick<ObligationRow, 'id' | 'kind' | 'n' | 'dueAt' | 'holder' | 'state'> | null;
  /** The visit, where that is one. */
  visit: VisitAsked | null;
}

export async function contentsOf(db: Db, deliveryId: string): Promise<ToTell[]> {
  return rows<ToTell>(
    db,
    `SELECT n.id AS "noticeId", n.kind, n.at, n.dispute_id AS "disputeId", n.item_id AS "itemId", n.count, m.number,
       m.grade, m.holder, coalesce(d.desk, m.holder) AS desk, m.visible_to AS "visibleTo", m.reported_by AS "reportedBy",
       e.actor ->> 'departmentId' AS by, o.row AS obligation,
       asked.row AS visit
     FROM delivery_item i JOIN notice n ON n.id = i.notice_id JOIN notice_matter m ON m.notice_id = n.id
       JOIN account a ON a.id = i.account_id LEFT JOIN dispute d ON d.id = n.dispute_id
       LEFT JOIN event e ON e.dispute_id = n.dispute_id AND e.seq = n.seq
       ${ABOUT}
       -- What the notice is about; else what the reader's own department owes next on that case.
       LEFT JOIN LATERAL (
         SELECT m.triage AS row WHERE m.triage ->> 'state' IN ('open', 'late')
         UNION ALL SELECT about.row WHERE about.row IS NOT NULL
         UNION ALL
         (SELECT w.row FROM obligation w
          WHERE w.dispute_id = n.dispute_id AND n.obligation_id IS NULL AND about.row IS NULL
            AND w.holder_department = a.department_id AND w.state IN ('open', 'late') AND w.kind <> 'watch'
          ORDER BY w.due_at, w.id LIMIT 1)) o ON true
       ${visitOf('o.row')}
     WHERE i.delivery_id = $1 ORDER BY m.red DESC, n.id`,
    [deliveryId],
  );
}

export async function markSent(db: Db, id: string, at: Instant): Promise<void> {
  await db.query(
    `UPDATE delivery SET state = 'sent', sent_at = $2, leased_until = NULL, last_error = NULL, fault = NULL WHERE id = $1`,
    [id, at],
  );
}

export interface Failure {
  fault: DeliveryFault;
  why: string;
}

export async function markDropped(db: Db, id: string, { fault, why }: Failure): Promise<void> {
  await db.query(
    `UPDATE delivery SET state = 'dropped', leased_until = NULL, last_error = $2, fault = $3 WHERE id = $1`,
    [id, why, fault],
  );
}

/** @param nextAt null when nothing more is tried */
export async function markFailed(db: Db, id: string, { fault, why }: Failure, nextAt: Instant | null): Promise<void> {
  await db.query(
    `UPDATE delivery SET state = CASE WHEN $3::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END,
       next_at = coalesce($3, next_at), leased_until = NULL, last_error = $2, fault = $4 WHERE id = $1`,
    [id, why.slice(0, 500), nextAt, fault],
  );
}

/** The other side said that it is gone for good. */
export async function disableChannel(db: Db, channelId: string, reason: string): Promise<void> {
  await db.query(`UPDATE channel SET active = false, disabled_reason = $2 WHERE id = $1`, [channelId, reason]);
}
