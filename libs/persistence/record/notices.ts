import type { Actor } from '#domain/dispute/events.js';
import { ASKS } from '#domain/telling/asks.js';
import type { Instant } from '#domain/time/time.js';
import type { NoticeTarget } from '#domain/dispute/notice-targets.js';
import type { Tree } from '#domain/people/tree.js';
import { quoted } from '../database/quoted.js';

/** One person that is told of one entry, as it stands in the table `notice`. */
export interface NoticeRow {
  seq: number;
  user_id: string;
  kind: NoticeTarget['kind'];
  obligation_id: string | null;
  at: Instant;
}

/** Whom an entry reaches: the people of each post, or who stands in for them, once, and nobody of what they did themselves. */
export function noticesOf(
  { seq, at, actor }: { seq: number; at: Instant; actor: Actor },
  targets: readonly NoticeTarget[],
  tree: Pick<Tree, 'people'>,
): NoticeRow[] {
  const self = actor.kind === 'person' ? actor.userId : null;
  const told: NoticeRow[] = [];
  for (const target of targets) {
    const { kind, obligationId = null } = target;
    for (const { id } of tree.people(target)) {
      if (id === self || told.some((each) => each.user_id === id && each.kind === kind)) continue;
      told.push({ seq, user_id: id, kind, obligation_id: obligationId, at });
    }
  }
  return told;
}

const ASKED = Object.entries(ASKS).map(([kind, asked]) => ['WHEN', quoted(kind), 'THEN', quoted(asked)].join(' '));

/** Of a notice `n`: what it is about, as `about`; what it does not name was opened when it was told (`ASKS`). */
export const ABOUT = `LEFT JOIN LATERAL (
  SELECT w.row, w.state, w.ended_at FROM obligation w
  WHERE w.dispute_id = n.dispute_id AND (w.id = n.obligation_id
    OR (n.obligation_id IS NULL AND w.opened_at = n.at AND w.kind = CASE n.kind ${ASKED.join(' ')} END))
  ORDER BY w.due_at, w.id LIMIT 1) about ON true`;

/** Of what is owed (`owed`, of a notice `n`): the visit, where it is one, as `asked`. */
export const visitOf = (owed: string): string =>
  `LEFT JOIN visit asked ON asked.dispute_id = n.dispute_id AND ${owed} ->> 'kind' = 'return-visit'
     AND asked.n = (${owed} ->> 'n')::int`;

/** Of the rows `notices (id, user_id, kind)`: whoever is told, is told on every channel that is live and does not mute it. */
export const ON_THEIR_CHANNELS = `
  INSERT INTO delivery_item (notice_id, channel_id, account_id)
  SELECT n.id, c.id, c.account_id FROM notices n
    JOIN channel c ON c.account_id = n.user_id AND c.live AND NOT n.kind = ANY (c.muted)`;

/**
 * Parts of the statement that writes an entry: its notices, the member `notices` of `input.i`, and where they are sent.
 * What is told is told by the entry itself, or not at all.
 *
 * @param matter the part that returns the id of what they are of, once it was written
 */
export const tell = (of: 'dispute' | 'item', matter: string): string => `
notices AS (
  INSERT INTO notice (${of}_id, seq, user_id, kind, obligation_id, at, queued)
  SELECT ${matter}.id, n.seq, n.user_id, n.kind, n.obligation_id, n.at, true
  FROM input, ${matter}, jsonb_to_recordset(i -> 'notices') AS n(seq integer, user_id text, kind text,
    obligation_id text, at timestamptz)
  ON CONFLICT DO NOTHING RETURNING id, user_id, kind
),
queued AS (${ON_THEIR_CHANNELS}
)`;
