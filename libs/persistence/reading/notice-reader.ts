import type { NoticeKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';

export interface NoticeRow {
  id: string;
  disputeId: string | null;
  itemId: string | null;
  number: string | null;
  title: string | null;
  kind: NoticeKind;
  obligationId: string | null;
  at: Date;
  readAt: Date | null;
}

/** A person's notices, newest first. Whoever left a case since keeps the notice and loses its title. */
export async function notices(db: Db, userId: string, before: number | null, limit: number): Promise<NoticeRow[]> {
  return rows<NoticeRow>(
    db,
    `SELECT n.id, n.dispute_id AS "disputeId", n.item_id AS "itemId", coalesce(d.number, i.number) AS number,
       coalesce(d.row ->> 'title', left(i.text, 60)) AS title, n.kind,
       n.obligation_id AS "obligationId", n.at, n.read_at AS "readAt"
     FROM notice n LEFT JOIN dispute d ON d.id = n.dispute_id LEFT JOIN item i ON i.id = n.item_id
     WHERE n.user_id = $1 AND ($2::bigint IS NULL OR n.id < $2) ORDER BY n.id DESC LIMIT $3`,
    [userId, before, limit],
  );
}

/** Beyond so many nobody is told a number: what was not read in years costs no look. */
const COUNTED = 200;

/** How many of a person's latest notices they have not read. */
export async function unreadNotices(db: Db, userId: string): Promise<number> {
  const { unread } = await one<{ unread: number }>(
    db,
    `SELECT count(*) FILTER (WHERE read_at IS NULL)::int AS unread
     FROM (SELECT read_at FROM notice WHERE user_id = $1 ORDER BY id DESC LIMIT $2) latest`,
    [userId, COUNTED],
  );
  return unread;
}
