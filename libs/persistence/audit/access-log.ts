import { canonical } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { Recount } from './log-checkpoints.js';
import type { Vault } from '../vault/vault.js';

/** What is noted of a person, beside the commands that the record has. */
export const ACCESS_ACTIONS = [
  'view',
  'timeline',
  'readers',
  'reveal',
  'erase',
  'export',
  'paper',
  'dossier',
  'file',
  'visits',
  'audit',
  'verify',
  'sign-in',
  'sign-in-failed',
  'refused',
  'sign-out',
  'password-changed',
  'sessions-ended',
  'token-made',
  'token-revoked',
  'feed-made',
  'delivery-resent',
  'feed-revoked',
  'deputy-changed',
  'person-changed',
  'department-changed',
  'region-founded',
  'invitation-made',
  'break-glass',
  'retention-changed',
  'policy-drafted',
  'policy-discarded',
  'policy-published',
  'calendar-drafted',
  'calendar-discarded',
  'calendar-published',
  'channel-changed',
  'import',
  'import-run',
] as const;
export type AccessAction = (typeof ACCESS_ACTIONS)[number];

/** A page that polls looks all the time: one entry an hour says that it did, of what, and that it saw the same. */
const LOOKS: readonly AccessAction[] = ['view', 'timeline', 'readers', 'visits', 'audit'];
/** May be lost with a server that loses its power; without the others what they note must not happen. */
const LAZY: readonly AccessAction[] = [...LOOKS, 'refused'];

export interface Access {
  action: AccessAction;
  userId: string;
  departmentId: string;
  disputeId?: string;
  /** Codes and ids only. */
  data?: Record<string, unknown>;
  /** Sealed. */
  text?: string;
  visibleTo: string[];
}

interface Entry {
  at: string;
  action: string;
  user_id: string;
  department_id: string;
  dispute_id: string | null;
  data: unknown;
  text: string | null;
  visible_to: string[];
}

const macOf = (vault: Vault, entry: Entry) => vault.match('access', canonical(entry));

/** Of a look that its person had within the hour already nothing is written. */
export async function logAccess(db: Db, vault: Vault, access: Access, at = new Date()): Promise<void> {
  if (LOOKS.includes(access.action)) {
    await db.query(`SELECT log_access_hourly($1, $2, $3, 1, true)`, written(vault, access, at));
  } else await db.query(`SELECT log_access($1, $2, $3)`, written(vault, access, at));
}

/** @returns false, and nothing is written, where the person has as many of this action of the last hour, also at once */
export async function logAtMost(db: Db, vault: Vault, access: Access, most: number): Promise<boolean> {
  const { noted } = await one<{ noted: boolean }>(db, `SELECT log_access_hourly($1, $2, $3, $4, false) AS noted`, [
    ...written(vault, access, new Date()),
    most,
  ]);
  return noted;
}

/** Who, whether the disk is not waited for, and the entry. */
function written(vault: Vault, access: Access, at: Date): [string, boolean, string] {
  const { action, userId, departmentId, disputeId = null, data = {}, text = null, visibleTo } = access;
  const entry: Entry = {
    at: at.toISOString(),
    action,
    user_id: userId,
    department_id: departmentId,
    dispute_id: disputeId,
    // As it will be read: a moment is text in JSON.
    data: JSON.parse(JSON.stringify(data)),
    text,
    visible_to: visibleTo,
  };
  return [userId, LAZY.includes(action), JSON.stringify({ ...entry, mac: macOf(vault, entry) })];
}

/** What is wrong with the log: an entry that is not what was written, or some that are not there any more. */
export interface FalseAccess {
  accessId: string | null;
  what: string;
}

/** Of what the reader may see: how many entries were looked at, and the first that is wrong. */
export async function firstFalseAccess(
  db: Db,
  vault: Vault,
): Promise<{ checked: number; firstBroken: FalseAccess | null }> {
  const recount = new Recount(db, vault);
  let after = '0';
  let checked = 0;
  for (;;) {
    const found = await rows<Omit<Entry, 'at'> & { id: string; at: Date; mac: string }>(
      db,
      `SELECT id, at, action, user_id, department_id, dispute_id, data, text, visible_to, mac FROM access_log
       WHERE id > $1 ORDER BY id LIMIT 1000`,
      [after],
    );
    for (const { id, mac, at, ...rest } of found) {
      if (macOf(vault, { at: at.toISOString(), ...rest }) !== mac) {
        return { checked, firstBroken: { accessId: id, what: `look ${id} was altered` } };
      }
      await recount.pass({ id, mac, visibleTo: rest.visible_to });
      checked += 1;
      after = id;
    }
    if (found.length < 1000) break;
  }
  await recount.end();
  return { checked, firstBroken: recount.problem === null ? null : { accessId: null, what: recount.problem } };
}

export interface AuditFilter {
  kind?: 'access' | 'event';
  user?: string;
  disputeId?: string;
  action?: string;
  from?: string;
  to?: string;
}

export interface AuditRow {
  at: Date;
  kind: 'access' | 'event';
  id: string;
  action: string;
  userId: string | null;
  departmentId: string | null;
  disputeId: string | null;
  number: string | null;
  seq: number | null;
  data: Record<string, unknown>;
  text: string | null;
}

/** What people did and looked at, newest first: the record's entries by persons, and the access log. */
export async function auditTrail(
  db: Db,
  filter: AuditFilter,
  before: { at: string; kind: string; id: string } | null,
  limit: number,
): Promise<AuditRow[]> {
  const { kind, user, disputeId, action, from, to } = filter;
  const wanted = `($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR "userId" = $2)
    AND ($3::uuid IS NULL OR "disputeId" = $3) AND ($4::text IS NULL OR action = $4)
    AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
    AND ($7::timestamptz IS NULL OR (at, kind, id) < ($7, $8, $9))`;
  return rows<AuditRow>(
    db,
    `SELECT t.*, d.number FROM (
       -- Each kind by its own index, so far as one page may need of it.
       SELECT at, kind, id, action, "userId", "departmentId", "disputeId", seq, data, text FROM (
         (SELECT * FROM (
            SELECT at, 'access' AS kind, lpad(id::text, 19, '0') AS id, action, user_id AS "userId",
              department_id AS "departmentId", dispute_id AS "disputeId", NULL::int AS seq, data, text, id AS own
            FROM access_log WHERE $7::timestamptz IS NULL OR at <= $7) access
          WHERE ${wanted} ORDER BY at DESC, own DESC LIMIT $10)
         UNION ALL
         (SELECT * FROM (
            SELECT recorded_at AS at, 'event' AS kind, dispute_id || ' ' || lpad(seq::text, 10, '0') AS id,
              type AS action, actor ->> 'userId' AS "userId", actor ->> 'departmentId' AS "departmentId",
              dispute_id AS "disputeId", seq, '{}'::jsonb AS data, NULL::text AS text, NULL::bigint AS own
            FROM event WHERE actor ->> 'kind' = 'person' AND ($7::timestamptz IS NULL OR recorded_at <= $7)) acts
          WHERE ${wanted} ORDER BY at DESC, "disputeId" DESC, seq DESC LIMIT $10)) both_kinds
       ORDER BY at DESC, kind DESC, id DESC LIMIT $10) t
     LEFT JOIN dispute d ON d.id = t."disputeId" ORDER BY t.at DESC, t.kind DESC, t.id DESC`,
    [kind, user, disputeId, action, from, to, before?.at, before?.kind, before?.id, limit].map((each) => each ?? null),
  );
}
