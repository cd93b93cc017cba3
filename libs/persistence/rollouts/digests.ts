import type { Tree } from '#domain/people/tree.js';
import type { Holder } from '#domain/obligation/obligation.js';
import type { Instant } from '#domain/time/time.js';
import type { DigestKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { ON_THEIR_CHANNELS } from '../record/notices.js';

/** What a rollout did to many, told to each person once: how much of it is theirs. */

/** Dates that a rollout moved, by whom they are of. */
export async function datesMoved(
  db: Db,
  rolloutId: string,
  { version, cause, since }: { version: string; cause: 'policy' | 'calendar'; since: Instant },
): Promise<Holder[]> {
  const found = await rows<{ holder: Holder }>(
    db,
    `SELECT e.data #> '{obligation,holder}' AS holder
     FROM rollout_item i
       JOIN event r ON r.dispute_id = i.subject::uuid AND r.type = 'RulesMoved' AND r.at >= $2 AND r.data ->> $3::text = $4
       -- All that one deed tells has its moment.
       JOIN event e ON e.dispute_id = r.dispute_id AND e.type = 'ObligationMoved' AND e.seq > r.seq AND e.at = r.at
         AND e.data ->> 'cause' = r.data ->> 'cause'
     WHERE i.rollout_id = $1 AND i.state = 'moved' AND e.data ->> 'from' <> e.data #>> '{obligation,dueAt}'`,
    [rolloutId, since, { policy: 'policyVersion', calendar: 'calendarVersion' }[cause], version],
  );
  return found.map(({ holder }) => holder);
}

/** What was late already, of the cases that an import brought in. */
export async function lateOnes(db: Db, importId: string, since: Instant): Promise<Holder[]> {
  const found = await rows<{ holder: Holder }>(
    db,
    `SELECT o.row -> 'holder' AS holder FROM dispute d JOIN obligation o ON o.dispute_id = d.id
     WHERE d.row #>> '{ledger,importId}' = $1 AND o.state = 'late' AND (o.row ->> 'lateSince')::timestamptz <= $2`,
    [importId, since],
  );
  return found.map(({ holder }) => holder);
}

/** Each person that one of them is of, once; a second time nobody hears of it again. */
export async function tellDigest(
  db: Db,
  rolloutId: string,
  kind: DigestKind,
  theirs: readonly Holder[],
  tree: Tree,
): Promise<void> {
  const counts = new Map<string, number>();
  for (const { departmentId, role, userId } of theirs) {
    for (const { id } of tree.people({ departmentId, role, ...(userId && { userId }) }))
      counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  await db.query(
    `WITH notices AS (
       INSERT INTO notice (rollout_id, seq, user_id, kind, at, count, queued)
       SELECT $1, 0, t.user_id, $2, now(), t.count, true FROM unnest($3::text[], $4::int[]) AS t(user_id, count)
       ON CONFLICT DO NOTHING RETURNING id, user_id, kind)
     ${ON_THEIR_CHANNELS}`,
    [rolloutId, kind, [...counts.keys()], [...counts.values()]],
  );
}
