import type { Tree } from '#domain/people/tree.js';
import type { Holder } from '#domain/obligation/obligation.js';
import type { Instant } from '#domain/time/time.js';
import type { DigestKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { ON_THEIR_CHANNELS } from '../record/notices.js';

/** What a rollout did to many, told to each person once: how much of it is theirs, and of a single one which it is. */

/** Somebody's share of it. */
interface Done {
  holder: Holder;
  /** What it was done to, where the notice can name it. */
  obligationId?: string;
}

/** Dates that a rollout moved, by whom they are of. */
export async function datesMoved(
  db: Db,
  rolloutId: string,
  { version, cause, since }: { version: string; cause: 'policy' | 'calendar'; since: Instant },
): Promise<Done[]> {
  return rows<Done>(
    db,
    `SELECT e.data #> '{obligation,holder}' AS holder, e.data #>> '{obligation,id}' AS "obligationId"
     FROM rollout_item i
       JOIN event r ON r.dispute_id = i.subject::uuid AND r.type = 'RulesMoved' AND r.at >= $2 AND r.data ->> $3::text = $4
       -- All that one deed tells has its moment.
       JOIN event e ON e.dispute_id = r.dispute_id AND e.type = 'ObligationMoved' AND e.seq > r.seq AND e.at = r.at
         AND e.data ->> 'cause' = r.data ->> 'cause'
     WHERE i.rollout_id = $1 AND i.state = 'moved' AND e.data ->> 'from' <> e.data #>> '{obligation,dueAt}'`,
    [rolloutId, since, { policy: 'policyVersion', calendar: 'calendarVersion' }[cause], version],
  );
}

/** What was late already, of the cases that an import brought in. */
export async function lateOnes(db: Db, importId: string, since: Instant): Promise<Done[]> {
  return rows<Done>(
    db,
    `SELECT o.row -> 'holder' AS holder FROM dispute d JOIN obligation o ON o.dispute_id = d.id
     WHERE d.row #>> '{ledger,importId}' = $1 AND o.state = 'late' AND (o.row ->> 'lateSince')::timestamptz <= $2`,
    [importId, since],
  );
}

/** Each person that one of them is of, once; a second time nobody hears of it again. */
export async function tellDigest(
  db: Db,
  rolloutId: string,
  kind: DigestKind,
  done: readonly Done[],
  tree: Tree,
): Promise<void> {
  const shares = new Map<string, { count: number; single: string | null }>();
  for (const { holder, obligationId = null } of done) {
    const { departmentId, role, userId } = holder;
    for (const { id } of tree.people({ departmentId, role, ...(userId && { userId }) })) {
      const { count } = shares.get(id) ?? { count: 0 };
      shares.set(id, { count: count + 1, single: count === 0 ? obligationId : null });
    }
  }
  const told = [...shares.values()];
  await db.query(
    `WITH notices AS (
       INSERT INTO notice (rollout_id, seq, user_id, kind, obligation_id, at, count, queued)
       SELECT $1, 0, t.user_id, $2, t.single, date_trunc('milliseconds', now()), t.count, true
       FROM unnest($3::text[], $4::int[], $5::text[]) AS t(user_id, count, single)
       WHERE NOT EXISTS (SELECT FROM notice n WHERE n.dispute_id IS NULL AND n.item_id IS NULL AND n.rollout_id = $1
         AND n.user_id = t.user_id AND n.kind = $2)
       ON CONFLICT DO NOTHING RETURNING id, user_id, kind)
     ${ON_THEIR_CHANNELS}`,
    [rolloutId, kind, [...shares.keys()], told.map(({ count }) => count), told.map(({ single }) => single)],
  );
}
