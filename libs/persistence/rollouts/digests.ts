import { isLateAtOnce, lateAtOnceNotices } from '#domain/dispute/chapters/owing/notices.js';
import type { Holder, Obligation } from '#domain/obligation/obligation.js';
import type { Sought, Tree } from '#domain/people/tree.js';
import { instantOf, type Instant } from '#domain/time/time.js';
import type { DigestKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import { ON_THEIR_CHANNELS } from '../record/notices.js';

/** What a rollout did to many, told to each person once: how much of it is theirs, and of a single one which it is. */

/** One thing that was done. */
interface Done {
  /** Whom it reaches, each once. */
  to: readonly Sought[];
  /** What it was done to, where the notice can name it. */
  obligationId?: string;
}

interface MovedTo {
  version: string;
  cause: 'policy' | 'calendar';
  since: Instant;
}

interface MovedDate {
  disputeId: string;
  holder: Holder;
  obligationId: string;
  /** As the move left it, and when; null where its date had not passed by then. */
  late: { obligation: Obligation; desk: string; latenesses: number } | null;
  at: Date;
}

/** Dates that a rollout moved, by whom they are of; by themselves those that it made late, of which no rung has told. */
export async function datesMoved(
  db: Db,
  rolloutId: string,
  { version, cause, since }: MovedTo,
): Promise<{ moved: Done[]; late: Done[] }> {
  const found = await rows<MovedDate>(
    db,
    `SELECT r.dispute_id AS "disputeId", e.data #> '{obligation,holder}' AS holder,
       e.data #>> '{obligation,id}' AS "obligationId", r.at,
       CASE WHEN (e.data #>> '{obligation,dueAt}')::timestamptz < r.at THEN jsonb_build_object(
         'obligation', e.data -> 'obligation', 'desk', d.desk, 'latenesses', (SELECT count(*) FROM event l
           WHERE l.dispute_id = r.dispute_id AND l.seq < r.seq AND l.type = 'ObligationLate')) END AS late
     FROM rollout_item i
       JOIN event r ON r.dispute_id = i.subject::uuid AND r.type = 'RulesMoved' AND r.at >= $2 AND r.data ->> $3::text = $4
       -- All that one deed tells has its moment.
       JOIN event e ON e.dispute_id = r.dispute_id AND e.type = 'ObligationMoved' AND e.seq > r.seq AND e.at = r.at
         AND e.data ->> 'cause' = r.data ->> 'cause'
       JOIN dispute d ON d.id = r.dispute_id
     WHERE i.rollout_id = $1 AND i.state = 'moved' AND e.data ->> 'from' <> e.data #>> '{obligation,dueAt}'`,
    [rolloutId, since, { policy: 'policyVersion', calendar: 'calendarVersion' }[cause], version],
  );
  const isLate = ({ late, at }: MovedDate) => late !== null && isLateAtOnce(late.obligation, instantOf(at.getTime()));
  const lateOnes = found.filter(isLate);
  const made = new Map<string, number>();
  for (const { disputeId } of lateOnes) made.set(disputeId, (made.get(disputeId) ?? 0) + 1);
  return {
    moved: found.filter((each) => !isLate(each)).map(({ holder, obligationId }) => ({ to: [holder], obligationId })),
    late: lateOnes.map(({ disputeId, obligationId, late, at }) => {
      const { obligation, desk, latenesses } = late!;
      const movedAt = instantOf(at.getTime());
      const all = { movedAt, desk, latenesses: latenesses + made.get(disputeId)! };
      return { to: lateAtOnceNotices(obligation, all), obligationId };
    }),
  };
}

/** What was late already, of the cases that an import brought in. */
export async function lateOnes(db: Db, importId: string, since: Instant): Promise<Done[]> {
  const found = await rows<{ holder: Holder }>(
    db,
    `SELECT o.row -> 'holder' AS holder FROM dispute d JOIN obligation o ON o.dispute_id = d.id
     WHERE d.row #>> '{ledger,importId}' = $1 AND o.state = 'late' AND (o.row ->> 'lateSince')::timestamptz <= $2`,
    [importId, since],
  );
  return found.map(({ holder }) => ({ to: [holder] }));
}

/** Each person that one of them reaches, once; a second time nobody hears of it again. */
export async function tellDigest(
  db: Db,
  rolloutId: string,
  kind: DigestKind,
  done: readonly Done[],
  tree: Tree,
): Promise<void> {
  const shares = new Map<string, { count: number; single: string | null }>();
  for (const { to, obligationId = null } of done) {
    for (const id of new Set(to.flatMap((each) => tree.people(each)).map((each) => each.id))) {
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
