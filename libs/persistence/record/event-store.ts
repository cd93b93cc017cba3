import type { DataSource } from 'typeorm';
import { isRegistered, openObligations, type DisputeState, type Registered } from '#domain/dispute/state.js';
import { demandKnownCore } from '#domain/dispute/editions.js';
import { CORE } from '#domain/dispute/editions.js';
import type { ForwardClock, PersonCommand } from '#domain/dispute/commands.js';
import { DISPUTE_LAW } from '#domain/dispute/decide.js';
import type { Deed } from '#domain/dispute/deed.js';
import { involvedOf } from '#domain/dispute/may/involved.js';
import type { DisputeEvent, EventOf } from '#domain/dispute/events.js';
import { after, nothing, type History } from '#domain/dispute/history.js';
import { nextMoment } from '#domain/dispute/moments.js';
import { noticesOf as targetsOf } from '#domain/telling/notices.js';
import { lateAt } from '#domain/obligation/obligation.js';
import { type DisputeRow } from '#domain/dispute/row.js';
import type { OpenedEvent } from '#domain/dispute/text.js';
import {
  NO_HASH,
  eventHash,
  eventOf,
  gapOf,
  isOther,
  others,
  recordedAfter,
  type EventRow,
  type Known,
  type Recorded,
} from './chain.js';
import { runAlone, transaction, type Db, type Prepared, type Transaction } from '../database/database.js';
import { rows } from '../database/rows.js';
import type { Directory } from '../people/directory.js';
import type { Tree } from '#domain/people/tree.js';
import { NotSigned, demandLawful, demandSigned } from '../vault/signing.js';
import { eraseItemsOf, erasePersons } from './erasure.js';
import { restored, stored, type Rulebook } from '../rules/rulebook.js';
import { noticesOf, tell, type NoticeRow } from './notices.js';
import { matchTokens } from './repeats.js';
import { visibleTo } from '#domain/people/readers.js';
import { searchTextOf } from './search-text.js';
import type { TextKey, Vault } from '../vault/vault.js';
import { CoreNote } from './watch.js';

/** A dispute's row with PostgreSQL's own version of it. */
interface LockedRow {
  version: string;
  seq: number;
  head_hash: Buffer;
  state: unknown;
  row: DisputeRow;
}

/** The one value that is written into a statement's text. */
function uuid(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Error(`not a dispute's id: ${id}`);
  return id;
}

export type DisputeDeed = Deed<PersonCommand | ForwardClock>;

/** Heads kept at hand; a process forgets the oldest first. */
const HEADS_CACHED = 500;

interface Head extends History {
  seq: number;
  hash: Buffer;
}

/** A head, and the version of the row that it was read from or written to; null before there is a row. */
interface Standing {
  version: string | null;
  head: Head;
}

/** More than rows change with it: it takes a transaction of several statements. */
const isErasure = (event: DisputeEvent): event is EventOf<'DisputeErased'> & DisputeEvent =>
  event.type === 'DisputeErased';

export async function eventsAfter(db: Db, disputeId: string, after: number): Promise<DisputeEvent[]> {
  const found = await rows<EventRow>(
    db,
    `SELECT seq, at, type, actor, data, text, answers FROM event WHERE dispute_id = $1 AND seq > $2 ORDER BY seq`,
    [disputeId, after],
  );
  return found.map(eventOf);
}

export class EventStore {
  /**
   * What this process wrote last of a dispute. True only while nobody else, not even a rebuild or an erasure, has
   * written the row since: PostgreSQL's own version of the row tells that.
   */
  private readonly heads = new Map<string, Standing>();
  private readonly cores: CoreNote;

  constructor(
    private readonly source: DataSource,
    private readonly vault: Vault,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
  ) {
    this.cores = new CoreNote(source, 'dispute', CORE);
  }

  /**
   * Appends events and brings the rows with them, in one transaction. Idempotent by `(dispute, seq)`: a repeat of the
   * same events changes nothing; other events after `after` are answered, not overwritten. With no events at all it
   * only looks what the record holds after that.
   *
   * @param after the last seq that is known, and `head` the hash of that entry, where it was told
   * @param deed what the events are of, where who hands them in is not believed
   * @throws RecordGap where the record does not hold what is known; NotSigned, Unlawful where they are not of that deed
   */
  async append(
    disputeId: string,
    after: number,
    events: DisputeEvent[],
    head?: string,
    deed?: DisputeDeed,
  ): Promise<Recorded> {
    try {
      if (deed) demandSigned(this.vault, disputeId, deed);
      return await this.appendKnown(disputeId, { seq: after, head }, events, deed);
    } catch (error) {
      // The key at hand may be of a record that was put back meanwhile; the next attempt looks for it.
      this.vault.forget(disputeId);
      throw error;
    }
  }

  private async appendKnown(
    disputeId: string,
    known: Known,
    events: DisputeEvent[],
    deed: DisputeDeed | undefined,
  ): Promise<Recorded> {
    if (events.length === 0) return others(await recordedAfter<DisputeEvent>(this.source, 'dispute', disputeId, known));
    const [tree, key] = await Promise.all([this.directory.load(), this.vault.find(this.source, disputeId)]);
    const kept = this.heads.get(disputeId) ?? (await this.beginning(disputeId, events[0]));
    if (kept && kept.head.seq === known.seq && !isOther(kept.head.hash, known) && !events.some(isErasure)) {
      // One statement is one transaction: it writes only on top of the very row that was folded from.
      if (deed) demandLawful(DISPUTE_LAW, disputeId, deed, kept.head.state, events);
      const folded = fold(kept.head, events, key, tree);
      await this.cores.note(folded.state);
      const version = await save(
        (...statement) => runAlone(this.source, ...statement),
        folded,
        kept.version,
        this.vault,
      );
      if (version !== null) {
        this.keep(disputeId, version, folded);
        return { others: null, head: folded.hash.toString('base64') };
      }
    }
    return this.appendLocked(disputeId, known, events, deed, key, tree);
  }

  /** Where nothing is at hand, or somebody else wrote meanwhile: under the dispute's lock, on top of what stands there. */
  private async appendLocked(
    disputeId: string,
    known: Known,
    events: DisputeEvent[],
    deed: DisputeDeed | undefined,
    key: TextKey | null,
    tree: Tree,
  ): Promise<Recorded> {
    const lock = `SELECT xmin::text AS version, seq, head_hash, state, row FROM dispute
      WHERE id = '${uuid(disputeId)}' FOR UPDATE`;
    const { written, ...recorded } = await transaction<Recorded & { written?: [string, Folded] }, LockedRow>(
      this.source,
      async (db, [found]) => {
        const standing = found ? await this.found(found) : await this.beginning(disputeId, events[0]);
        const seq = standing?.head.seq ?? 0;
        if (!standing || seq < known.seq) throw gapOf('dispute', disputeId, seq, known.seq);
        if (seq > known.seq) return others(await recordedAfter(db, 'dispute', disputeId, known), events);
        if (isOther(standing.head.hash, known)) throw gapOf('dispute', disputeId, seq, known.seq);
        if (deed) demandLawful(DISPUTE_LAW, disputeId, deed, standing.head.state, events);
        const folded = await this.folded(db, standing.head, events, key, tree);
        await this.cores.note(folded.state);
        const version = await save(db.run, folded, standing.version, this.vault);
        // Its row is locked: only that its command was answered before can have kept it from being written.
        if (version === null) throw new NotSigned(`a command to ${disputeId} was answered before`);
        await this.finish(db, folded, tree);
        return { others: null, head: folded.hash.toString('base64'), written: [version, folded] };
      },
      lock,
    );
    // Only what was committed may be kept.
    if (written) this.keep(disputeId, ...written);
    return recorded;
  }

  private async folded(db: Db, head: Head, events: DisputeEvent[], key: TextKey | null, tree: Tree): Promise<Folded> {
    const folded = fold(head, events, key, tree);
    if (!events.some(isErasure)) return folded;
    // The rows without a text: from the whole record, as anybody folds it from now on who has no key.
    const all = [...(await eventsAfter(db, folded.state.id, 0)), ...events];
    const beginning = await this.beginning(folded.state.id, all[0]);
    const { row } = fold(beginning!.head, all, null, tree);
    return { ...folded, row, before: null };
  }

  /** What is not in the rows goes in the same transaction, and the key last: nothing can be half erased. */
  private async finish(db: Transaction, { state, chain }: Folded, tree: Tree): Promise<void> {
    for (const { event } of chain) {
      if (!isErasure(event)) continue;
      await eraseItemsOf(db, state.id, event, this.rulebook, tree);
      await erasePersons(db, state.id, event.seq);
      this.vault.forget(state.id);
    }
  }

  private keep(disputeId: string, version: string, { state, row, hash }: Folded): void {
    this.heads.delete(disputeId);
    if (this.heads.size >= HEADS_CACHED) this.heads.delete(this.heads.keys().next().value!);
    this.heads.set(disputeId, { version, head: { seq: state.seq, hash, state, row } });
  }

  private async found({ version, seq, head_hash: hash, state, row }: LockedRow): Promise<Standing> {
    return { version, head: { seq, hash, state: await restored<DisputeState>(state, this.rulebook), row } };
  }

  /** What a registration folds onto; nothing else begins a record. */
  private async beginning(disputeId: string, first: DisputeEvent | undefined): Promise<Standing | null> {
    if (first?.type !== 'DisputeRegistered') return null;
    const { policyVersion, calendarVersion, core = 1 } = first.data;
    const rules = await this.rulebook.rules(policyVersion, calendarVersion);
    return { version: null, head: { seq: 0, hash: NO_HASH, ...nothing(disputeId, rules, core) } };
  }
}

export function opened(event: DisputeEvent, key: TextKey | null): OpenedEvent {
  const { text, ...rest } = event;
  // Without its key the text was erased; what is left of the event still folds.
  return (text === undefined || key === null ? rest : { ...rest, text: key.open(text) }) as OpenedEvent;
}

export interface Folded {
  state: Registered;
  row: DisputeRow;
  before: DisputeRow | null;
  hash: Buffer;
  chain: { event: DisputeEvent; previous: Buffer; hash: Buffer }[];
  notices: NoticeRow[];
  visibleTo: string[];
}

/** Folds events onto a head: state, document, chain, notices. The one way in which rows come to be, also in a rebuild. */
export function fold(head: Head, events: DisputeEvent[], key: TextKey | null, tree: Tree): Folded {
  let history: History = head;
  let { hash } = head;
  const chain: Folded['chain'] = [];
  const notices: NoticeRow[] = [];
  for (const event of events) {
    const before = history.state;
    const { state, row } = after(history, event, opened(event, key));
    demandKnownCore(state, CORE);
    history = { state, row };
    const previous = hash;
    hash = eventHash(previous, event);
    chain.push({ event, previous, hash });
    if (state.rehearsal || !isRegistered(before)) continue;
    notices.push(...noticesOf(event, targetsOf(event, before, state), tree));
  }
  const { state, row } = history;
  if (!isRegistered(state) || !row) throw new Error('nothing to fold');
  return { state, row, before: head.row, hash, chain, notices, visibleTo: visibleTo(involvedOf(state), tree) };
}

/** Those elements of a document's list that the last events touched: the projection keeps the others as they were. */
function changed<T>(now: readonly T[], before: readonly T[] | undefined): T[] {
  if (!before) return [...now];
  const old = new Set(before);
  return now.filter((each) => !old.has(each));
}

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
function save(run: Run, folded: Folded, version: string | null, vault: Vault): Promise<string | null> {
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

const least = (moments: string[]) => moments.reduce<string | null>((a, b) => (a === null || b < a ? b : a), null);

/** What lists ask for, beside the documents themselves. A proof holds each of them against the record. */
export const columnsOf = {
  dispute: ({ state, row, visibleTo: scopes }: Pick<Folded, 'state' | 'row' | 'visibleTo'>) => {
    const open = openObligations(state);
    return {
      number: row.number,
      seq: row.seq,
      status: row.status,
      grade: row.grade,
      category: row.category,
      desk: row.desk,
      holder: row.holder,
      village: row.place.village,
      rehearsal: row.rehearsal,
      clock_ahead: row.aheadMs,
      next_moment: nextMoment(state),
      next_due: least(open.map((each) => each.dueAt)),
      late_from: least(open.filter((each) => each.state !== 'paused').map(lateAt)),
      created_at: row.createdAt,
      graded_at: row.gradedAt,
      updated_at: row.updatedAt,
      resolved_at: row.resolution?.resolvedAt ?? null,
      closed_at: row.closedAt,
      visible_to: scopes,
      search: searchTextOf(row),
    };
  },
  obligation: (each: DisputeRow['obligations'][number]) => ({
    id: each.id,
    kind: each.kind,
    n: each.n ?? null,
    holder_department: each.holder.departmentId,
    holder_role: each.holder.role,
    holder_user: each.holder.userId ?? null,
    opened_at: each.openedAt,
    due_at: each.dueAt,
    late_after: lateAt(each),
    state: each.state,
    met_at: each.metAt,
    ended_at: each.endedAt,
    late_since: each.lateSince,
    row: each,
  }),
  transfer: (each: DisputeRow['transfers'][number]) => ({
    id: each.id,
    from_department: each.from,
    to_department: each.to,
    role: each.role,
    state: each.state,
    offered_at: each.offeredAt,
    answered_at: each.answeredAt,
    answer_due_at: each.answerDueAt,
    row: each,
  }),
  visit: (each: DisputeRow['visits'][number]) => ({
    n: each.n,
    due_at: each.dueAt,
    tolerance_until: each.toleranceUntil,
    state: each.state,
    row: each,
  }),
};

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
    visits: changed(row.visits, before?.visits).map(columnsOf.visit),
    // Written once: what finds a dispute again never changes.
    matches: before ? [] : matchTokens(row, vault),
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
    visible_to, search)
  SELECT input.id, d.number, d.seq, decode(d.head_hash, 'base64'), $3::json, $4::jsonb, d.status, d.grade, d.category,
    d.desk, d.holder, d.village, d.rehearsal, d.clock_ahead * interval '1 millisecond', d.next_moment, d.next_due,
    d.late_from, d.created_at, d.graded_at, d.updated_at, d.resolved_at, d.closed_at, d.visible_to, d.search
  FROM input, jsonb_to_record(i -> 'dispute') AS d(number text, seq integer, head_hash text, status text, grade text,
    category text, desk text, holder text, village text, rehearsal boolean, clock_ahead bigint,
    next_moment timestamptz, next_due timestamptz, late_from timestamptz, created_at timestamptz,
    graded_at timestamptz, updated_at timestamptz, resolved_at timestamptz, closed_at timestamptz, visible_to text[],
    search text)
  WHERE ($5::text IS NULL OR EXISTS (SELECT FROM dispute WHERE dispute.id = $1))
    AND NOT EXISTS (SELECT FROM command_key c JOIN jsonb_to_recordset(i -> 'keys') AS k(key text, seq integer)
      ON c.key = k.key WHERE c.seq <> k.seq)
  ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, head_hash = excluded.head_hash, state = excluded.state,
    row = excluded.row, status = excluded.status, grade = excluded.grade, holder = excluded.holder,
    clock_ahead = excluded.clock_ahead, next_moment = excluded.next_moment, next_due = excluded.next_due,
    late_from = excluded.late_from, graded_at = excluded.graded_at, updated_at = excluded.updated_at,
    resolved_at = excluded.resolved_at, closed_at = excluded.closed_at, visible_to = excluded.visible_to,
    search = excluded.search
  WHERE dispute.xmin::text = $5
  RETURNING id, xmin::text AS version
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
    late_after, state, met_at, ended_at, late_since, row)
  SELECT o.id, disputes.id, o.kind, o.n, o.holder_department, o.holder_role, o.holder_user, o.opened_at, o.due_at,
    o.late_after, o.state, o.met_at, o.ended_at, o.late_since, o.row
  FROM input, disputes, jsonb_to_recordset(i -> 'obligations') AS o(id text, kind text, n integer,
    holder_department text, holder_role text, holder_user text, opened_at timestamptz, due_at timestamptz,
    late_after timestamptz, state text, met_at timestamptz, ended_at timestamptz, late_since timestamptz, row jsonb)
  ON CONFLICT (id) DO UPDATE SET holder_department = excluded.holder_department, holder_role = excluded.holder_role,
    holder_user = excluded.holder_user, due_at = excluded.due_at, late_after = excluded.late_after,
    state = excluded.state, met_at = excluded.met_at, ended_at = excluded.ended_at, late_since = excluded.late_since,
    row = excluded.row
),
transfers AS (
  INSERT INTO transfer (dispute_id, id, from_department, to_department, role, state, offered_at, answered_at,
    answer_due_at, row)
  SELECT disputes.id, t.id, t.from_department, t.to_department, t.role, t.state, t.offered_at, t.answered_at,
    t.answer_due_at, t.row
  FROM input, disputes, jsonb_to_recordset(i -> 'transfers') AS t(id text, from_department text, to_department text,
    role text, state text, offered_at timestamptz, answered_at timestamptz, answer_due_at timestamptz, row jsonb)
  ON CONFLICT (dispute_id, id) DO UPDATE SET state = excluded.state, offered_at = excluded.offered_at,
    answered_at = excluded.answered_at, answer_due_at = excluded.answer_due_at, row = excluded.row
),
visits AS (
  INSERT INTO visit (dispute_id, n, due_at, tolerance_until, state, row)
  SELECT disputes.id, v.n, v.due_at, v.tolerance_until, v.state, v.row
  FROM input, disputes, jsonb_to_recordset(i -> 'visits') AS v(n integer, due_at timestamptz,
    tolerance_until timestamptz, state text, row jsonb)
  ON CONFLICT (dispute_id, n) DO UPDATE SET due_at = excluded.due_at, tolerance_until = excluded.tolerance_until,
    state = excluded.state, row = excluded.row
),
matches AS (
  INSERT INTO dispute_match (token, dispute_id)
  SELECT token, disputes.id FROM input, disputes, jsonb_array_elements_text(i -> 'matches') AS token
  ON CONFLICT DO NOTHING
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
