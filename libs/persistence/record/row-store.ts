import type { Prepared, Transaction } from '../database/database.js';
import { stored } from '../rules/rulebook.js';
import type { Vault } from '../vault/vault.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { columnsOf } from './columns.js';
import type { Folded } from './fold.js';
import { tell } from './notices.js';
import { matchTokens } from './repeats.js';
import { isSearchedAlike } from './search-text.js';

/** Who writes the rows of a dispute: the record with them, or the rows alone. */

/** Those elements of a document's list that the last events touched: the projection keeps the others as they were. */
function changed<T>(now: readonly T[], before: readonly T[] | undefined): T[] {
  if (!before) return [...now];
  const old = new Set(before);
  return now.filter((each) => !old.has(each));
}

const isFoundAlike = (now: DisputeRow, before: DisputeRow) =>
  now.parties === before.parties && now.place === before.place && now.category === before.category;

/** The person behind a batch; its last events may be the machine's consequences. */
function authorOf({ chain }: Folded): string {
  const person = chain.map(({ event }) => event.actor).find((actor) => actor.kind === 'person');
  return person?.userId ?? 'system';
}

type Run = Transaction['run'];

/**
 * Everything that one append changes, in one statement, on top of one version of the dispute's row.
 *
 * @param version of the row that was folded from; null when there was none
 * @returns the new version; null when the row has another one by now, and nothing was written
 */
export function save(run: Run, folded: Folded, version: string | null, vault: Vault): Promise<string | null> {
  return write(run, folded, version, vault, true);
}

/** The rows alone: the record and the notices, which people may have read, stay as they are. Under the row's lock. */
export async function saveRows(
  { run }: Transaction,
  folded: Folded,
  version: string | null,
  vault: Vault,
): Promise<void> {
  await write(run, folded, version, vault, false);
}

async function write(
  run: Run,
  folded: Folded,
  version: string | null,
  vault: Vault,
  appending: boolean,
): Promise<string | null> {
  const { state, row, before, hash, chain, notices } = folded;
  const parameters = {
    events: (appending ? chain : []).map(({ event, previous, hash: own }) => ({
      ...event,
      prev_hash: previous.toString('base64'),
      hash: own.toString('base64'),
    })),
    dispute: { ...columnsOf.dispute(folded), head_hash: hash.toString('base64') },
    obligations: changed(row.obligations, before?.obligations).map(columnsOf.obligation),
    transfers: changed(row.transfers, before?.transfers).map(columnsOf.transfer),
    // Calendars are told which desk's they are.
    visits: (row.desk === before?.desk ? changed(row.visits, before.visits) : row.visits).map(columnsOf.visit),
    // What finds a dispute again changes with a correction alone; under a hold it keeps what it has besides (keeping/matches.ts).
    matches: before && isFoundAlike(row, before) ? null : matchTokens(row, vault),
    // Read anew only where it changed: how Chinese is read takes longer than all else here.
    words: before && isSearchedAlike(row, before) ? null : columnsOf.words(row),
    gone_visits: (before?.visits ?? [])
      .filter((old) => !row.visits.some((each) => each.n === old.n))
      .map((each) => each.n),
    notices: appending ? notices : [],
    keys: chain.flatMap(({ event }) =>
      event.answers
        ? [
            {
              key: event.answers.key,
              user_id: authorOf(folded),
              body_hmac: event.answers.bodyHmac,
              received_at: event.at,
              seq: event.seq,
            },
          ]
        : [],
    ),
  };
  const [written] = await run<{ version: string }>(SAVE, [
    row.id,
    JSON.stringify(parameters),
    JSON.stringify(stored(state)),
    JSON.stringify(row),
    version,
  ]);
  return written?.version ?? null;
}

const SAVE: Prepared = {
  name: 'save-dispute',
  text: `
WITH input AS (SELECT $1::uuid AS id, $2::jsonb AS i),
disputes AS (
  INSERT INTO dispute (id, number, seq, head_hash, state, row, status, grade, category, desk, holder, village,
    rehearsal, clock_ahead, next_moment, next_due, late_from, created_at, graded_at, updated_at, resolved_at, closed_at,
    visible_to)
  SELECT input.id, d.number, d.seq, decode(d.head_hash, 'base64'), $3::json, $4::jsonb, d.status, d.grade, d.category,
    d.desk, d.holder, d.village, d.rehearsal, d.clock_ahead * interval '1 millisecond', d.next_moment, d.next_due,
    d.late_from, d.created_at, d.graded_at, d.updated_at, d.resolved_at, d.closed_at, d.visible_to
  FROM input, jsonb_to_record(i -> 'dispute') AS d(number text, seq integer, head_hash text, status text, grade text,
    category text, desk text, holder text, village text, rehearsal boolean, clock_ahead bigint,
    next_moment timestamptz, next_due timestamptz, late_from timestamptz, created_at timestamptz,
    graded_at timestamptz, updated_at timestamptz, resolved_at timestamptz, closed_at timestamptz, visible_to text[])
  WHERE ($5::text IS NULL OR EXISTS (SELECT FROM dispute WHERE dispute.id = $1))
    AND NOT EXISTS (SELECT FROM command_key c JOIN jsonb_to_recordset(i -> 'keys') AS k(key text, seq integer)
      ON c.key = k.key WHERE c.seq <> k.seq)
  ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, head_hash = excluded.head_hash, state = excluded.state,
    row = excluded.row, status = excluded.status, grade = excluded.grade, category = excluded.category,
    village = excluded.village, desk = excluded.desk, holder = excluded.holder,
    clock_ahead = excluded.clock_ahead, next_moment = excluded.next_moment, next_due = excluded.next_due,
    late_from = excluded.late_from, graded_at = excluded.graded_at, updated_at = excluded.updated_at,
    resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, visible_to = excluded.visible_to,
    -- What releases of before looked through, and what would stay of who is erased.
    search = ''
  WHERE dispute.xmin::text = $5
  RETURNING id, xmin::text AS version, visible_to, rehearsal,
    status <> 'closed' AND NOT rehearsal AS live
),
events AS (
  INSERT INTO event (dispute_id, seq, at, type, actor, data, text, answers, prev_hash, hash)
  SELECT disputes.id, e.seq, e.at, e.type, e.actor, e.data, e.text, e.answers,
         decode(e.prev_hash, 'base64'), decode(e.hash, 'base64')
  FROM input, disputes, jsonb_to_recordset(i -> 'events') AS e(seq integer, at timestamptz, type text, actor jsonb,
       data jsonb, text text, answers jsonb, prev_hash text, hash text)
),
obligations AS (
  INSERT INTO obligation (id, dispute_id, kind, n, holder_department, holder_role, holder_user, opened_at, due_at,
    late_after, state, met_at, ended_at, late_since, row, visible_to, rehearsal)
  SELECT o.id, disputes.id, o.kind, o.n, o.holder_department, o.holder_role, o.holder_user, o.opened_at, o.due_at,
    o.late_after, o.state, o.met_at, o.ended_at, o.late_since, o.row, disputes.visible_to,
    disputes.rehearsal
  FROM input, disputes, jsonb_to_recordset(i -> 'obligations') AS o(id text, kind text, n integer,
    holder_department text, holder_role text, holder_user text, opened_at timestamptz, due_at timestamptz,
    late_after timestamptz, state text, met_at timestamptz, ended_at timestamptz, late_since timestamptz, row jsonb)
  ON CONFLICT (id) DO UPDATE SET holder_department = excluded.holder_department, holder_role = excluded.holder_role,
    holder_user = excluded.holder_user, due_at = excluded.due_at, late_after = excluded.late_after,
    state = excluded.state, met_at = excluded.met_at, ended_at = excluded.ended_at, late_since = excluded.late_since,
    row = excluded.row, visible_to = excluded.visible_to
),
transfers AS (
  INSERT INTO transfer (dispute_id, id, from_department, to_department, role, state, offered_at, answered_at,
    answer_due_at, row, visible_to, live)
  SELECT disputes.id, t.id, t.from_department, t.to_department, t.role, t.state, t.offered_at, t.answered_at,
    t.answer_due_at, t.row, disputes.visible_to, disputes.live
  FROM input, disputes, jsonb_to_recordset(i -> 'transfers') AS t(id text, from_department text, to_department text,
    role text, state text, offered_at timestamptz, answered_at timestamptz, answer_due_at timestamptz, row jsonb)
  ON CONFLICT (dispute_id, id) DO UPDATE SET to_department = excluded.to_department, state = excluded.state,
    offered_at = excluded.offered_at,
    answered_at = excluded.answered_at, answer_due_at = excluded.answer_due_at, row = excluded.row,
    visible_to = excluded.visible_to, live = excluded.live
),
visits AS (
  INSERT INTO visit (dispute_id, n, due_at, tolerance_until, state, row, visible_to, rehearsal)
  SELECT disputes.id, v.n, v.due_at, v.tolerance_until, v.state, v.row, disputes.visible_to, disputes.rehearsal
  FROM input, disputes, jsonb_to_recordset(i -> 'visits') AS v(n integer, due_at timestamptz,
    tolerance_until timestamptz, state text, row jsonb)
  ON CONFLICT (dispute_id, n) DO UPDATE SET due_at = excluded.due_at, tolerance_until = excluded.tolerance_until,
    state = excluded.state, row = excluded.row, visible_to = excluded.visible_to
),
matches AS (
  INSERT INTO dispute_match (token, dispute_id)
  SELECT token, disputes.id FROM input, disputes, jsonb_array_elements_text(nullif(i -> 'matches', 'null')) AS token
  ON CONFLICT DO NOTHING
),
unmatched AS (
  DELETE FROM dispute_match m USING input, disputes
  WHERE m.dispute_id = disputes.id AND jsonb_typeof(i -> 'matches') = 'array' AND NOT i -> 'matches' ? m.token
    AND NOT is_held(m.dispute_id)
),
words AS (
  INSERT INTO dispute_words (dispute_id, visible_to, words, sought, village)
  SELECT disputes.id, disputes.visible_to, w.words, w.sought, w.village
  FROM input, disputes, jsonb_to_record(nullif(i -> 'words', 'null')) AS w(words text, sought text, village text)
  WHERE w.sought IS NOT NULL
  ON CONFLICT (dispute_id) DO UPDATE SET visible_to = excluded.visible_to, words = excluded.words,
    sought = excluded.sought, village = excluded.village
),
gone AS (
  DELETE FROM visit USING input, disputes WHERE visit.dispute_id = disputes.id AND i -> 'gone_visits' @> to_jsonb(visit.n)
),
${tell('dispute', 'disputes')},
keys AS (
  INSERT INTO command_key (key, user_id, body_hmac, received_at, dispute_id, seq)
  SELECT k.key, k.user_id, k.body_hmac, k.received_at, disputes.id, k.seq
  FROM input, disputes, jsonb_to_recordset(i -> 'keys') AS k(key text, user_id text, body_hmac text, received_at timestamptz,
    seq integer)
  ON CONFLICT (key) DO UPDATE SET dispute_id = excluded.dispute_id, seq = excluded.seq
)
SELECT version FROM disputes`,
};
