import { isRegistered, type DisputeState, type Registered } from '#domain/dispute/state.js';
import { WAITING, type BoardColumn, type WaitingFor } from '#domain/reading/board.js';
import { ALIKE } from '#domain/reading/repeats.js';
import type { AttachmentRow, DisputeRow } from '#domain/dispute/row.js';
import { DAY, plusMillis, type Instant } from '#domain/time/time.js';
import type { Db, Prepared, Transaction } from '../database/database.js';
import { quoted } from '../database/quoted.js';
import { rows } from '../database/rows.js';
import type { ReadAs, Reader } from './reader.js';
import { restored, type Rulebook } from '../rules/rulebook.js';
import { Conditions, orderBy, type Order } from './conditions.js';
import { totalOf, type Total } from './total.js';
import { seenDisputes } from './seen.js';
import { demandFound, type Sought } from './sought.js';
import { isCountedAs } from './open.js';
import { lateFor } from './statistics-reader.js';
import { behindBoard, type Today } from './board-reader.js';

export interface FoundDispute {
  row: DisputeRow;
  state: Registered;
}

/** A dispute with its folded state; null when there is none that the reader may see. */
export async function findDispute(
  reader: Reader,
  who: ReadAs,
  rulebook: Rulebook,
  id: string,
): Promise<FoundDispute | null> {
  const found = await reader.findDispute(who, id);
  if (!found) return null;
  const state = await restored<DisputeState>(found.state, rulebook);
  return isRegistered(state) ? { row: found.row, state } : null;
}

export interface DisputeFilter {
  status?: string;
  grade?: string;
  category?: string;
  holder?: string;
  desk?: string;
  village?: string;
  /** Registered in this time, whatever became of it. */
  from?: string;
  to?: string;
  /** In whose name something of it is open. */
  handler?: string;
  /** Danger that it shows: this sign, or `any`. */
  danger?: string;
  late?: boolean;
  sought?: Sought;
  rehearsal: boolean;
  outcome?: string;
  enteredFrom?: string;
  enteredTo?: string;
  resolved?: boolean;
  circulated?: boolean;
  closed?: boolean;
  open?: boolean;
  reopened?: boolean;
  /** Whether it ended once, however it stands now. */
  everResolved?: boolean;
  stable?: boolean;
  /** Somebody in it was in another dispute not long before. */
  repeated?: boolean;
  lateFor?: string;
  /** Nobody handles it before this is decided. */
  waits?: WaitingFor;
  /** Behind this number of the board, `open` where only its department is named. */
  board?: BoardColumn;
  department?: string;
  today: Today;
}

// What is late or not yet resolved is not closed: said so, the index of what is open answers.
const AT_WORK = `d.status <> 'closed'`;

/** Two that are one are entered once, and what proved to be none never was; whoever asks for those by their end finds them. */
const ENTERED = `d.graded_at IS NOT NULL AND coalesce(d.outcome, '') NOT IN ('merged', 'invalid')`;

/** Of a filter, for the list, the export and the numbers that link to it; but for its words, which are asked first. */
export function conditionsOf(filter: DisputeFilter): Conditions {
  const conditions = new Conditions();
  const add = conditions.add.bind(conditions);
  add((p) => `d.rehearsal = ${p}`, filter.rehearsal);
  add((p) => `d.status = ${p}`, filter.status);
  add((p) => `d.grade = ${p}`, filter.grade);
  add((p) => `d.category = ${p}`, filter.category);
  add((p) => `d.holder = ${p}`, filter.holder);
  add((p) => `d.desk = ${p}`, filter.desk);
  add((p) => `d.village = ${p}`, filter.village);
  add((p) => `d.outcome = ${p}`, filter.outcome);
  add((p) => `d.created_at >= ${p}`, filter.from);
  add((p) => `d.created_at < ${p}`, filter.to);
  // What is open is little: looked up first, and not again for each dispute.
  add(
    (p) => `d.id = ANY (ARRAY(SELECT dispute_id FROM obligation WHERE ended_at IS NULL AND holder_user = ${p}))`,
    filter.handler,
  );
  // As the index of those that show any has it.
  if (filter.danger) conditions.demand(`jsonb_array_length(d.row -> 'dangerSigns') > 0`);
  add((p) => `d.row -> 'dangerSigns' ? ${p}`, filter.danger === 'any' ? undefined : filter.danger);
  const entered = filter.outcome === undefined ? ENTERED : 'd.graded_at IS NOT NULL';
  add((p) => `${entered} AND d.created_at >= ${p}`, filter.enteredFrom);
  add((p) => `${entered} AND d.created_at < ${p}`, filter.enteredTo);
  add(lateFor, filter.lateFor);
  if (filter.waits) conditions.demand(isWaitingFor(filter.waits));
  if (filter.board ?? filter.department) {
    const { board = 'open', department, today } = filter;
    conditions.demand(behindBoard(board, department, today, conditions.place));
  }
  if (filter.late || filter.open || filter.closed === false) conditions.demand(AT_WORK);
  if (filter.closed) conditions.demand(`d.status = 'closed'`);
  add((p) => `coalesce(d.late_from < now() + d.clock_ahead, false) = ${p}`, filter.late);
  add((p) => `coalesce(d.outcome IN ('settled-on-spot', 'mediated'), false) = ${p}`, filter.resolved);
  add((p) => `(${isCountedAs('open')}) = ${p}`, filter.open);
  add((p) => `d.reopened = ${p}`, filter.reopened);
  add((p) => `(d.outcome IS NOT NULL OR d.reopened) = ${p}`, filter.everResolved);
  add((p) => `d.repeated = ${p}`, filter.repeated);
  // Resolved, visited, and no relapse at the last visit (domain.md §8).
  add(
    (p) => `coalesce(d.outcome IN ('settled-on-spot', 'mediated') AND (
      SELECT v.row ->> 'outcome' <> 'relapsed' FROM visit v WHERE v.dispute_id = d.id AND v.state = 'done'
      ORDER BY v.n DESC LIMIT 1), false) = ${p}`,
    filter.stable,
  );
  add(
    (p) => `EXISTS (SELECT 1 FROM transfer t WHERE t.dispute_id = d.id AND t.to_department <> d.desk) = ${p}`,
    filter.circulated,
  );
  return conditions;
}

/** What is owed is little: looked up first, and not again for each dispute. */
function isWaitingFor(what: WaitingFor): string {
  const { kind, byDesk } = WAITING[what];
  return `d.id = ANY (ARRAY(SELECT dispute_id FROM obligation WHERE ended_at IS NULL AND kind = ${quoted(kind)}))
    AND EXISTS (SELECT FROM obligation o WHERE o.dispute_id = d.id AND o.ended_at IS NULL AND o.kind = ${quoted(kind)}
      AND o.holder_department ${byDesk ? '=' : '<>'} d.desk)`;
}

/** How high a grade is; of what has none yet 0. */
export const rankOf = (grade: string): string =>
  `CASE ${grade} WHEN 'red' THEN 3 WHEN 'yellow' THEN 2 WHEN 'blue' THEN 1 ELSE 0 END`;
const RANK = rankOf('d.grade');
/** How far it is from its end, in the order in which a case goes through them. */
const AHEAD = `CASE d.status WHEN 'entered' THEN 7 WHEN 'circulating' THEN 6 WHEN 'handling' THEN 5 WHEN 'suspended' THEN 4
  WHEN 'statutory' THEN 3 WHEN 'resolved' THEN 2 ELSE 1 END`;
const NEXT_DUE = `coalesce(d.next_due, timestamptz '9999-12-31 00:00:00+00')`;

/**
 * By what a list is sorted; each has an index, and the id makes it stable. Where nothing is due comes last, and of a grade
 * or a status the newest first. There is none by the latest due: what owes nothing would stand before all of it; by holder
 * neither, since an index has ids and people read names, nor by title, which nobody looks up by how it begins.
 */
const ORDERS = {
  newest: { by: ['d.created_at'], way: 'DESC' },
  oldest: { by: ['d.created_at'], way: 'ASC' },
  changed: { by: ['d.updated_at'], way: 'DESC' },
  due: { by: [NEXT_DUE], way: 'ASC' },
  number: { by: ['d.number'], way: 'ASC' },
  'number-down': { by: ['d.number'], way: 'DESC' },
  grade: { by: [RANK, 'd.created_at'], way: 'DESC' },
  'grade-up': { by: [RANK, 'd.created_at'], way: 'ASC' },
  status: { by: [AHEAD, 'd.created_at'], way: 'DESC' },
  'status-down': { by: [AHEAD, 'd.created_at'], way: 'ASC' },
} as const satisfies Record<string, Order>;
export type DisputeOrder = keyof typeof ORDERS;
export const DISPUTE_ORDERS = Object.keys(ORDERS) as DisputeOrder[];

/** Where a dispute stands in an order: what it is sorted by, moments as they are written. */
export interface DisputePlace {
  by: (string | number)[];
  id: string;
}

export interface ListedDispute {
  row: DisputeRow;
  place: DisputePlace;
}

interface Sorted {
  row: DisputeRow;
  id: string;
  by0: Date | string | number;
  by1?: Date | string | number;
}

const listed = ({ row, id, by0, by1 }: Sorted): ListedDispute => ({
  row,
  place: {
    by: [by0, ...(by1 === undefined ? [] : [by1])].map((each) => (each instanceof Date ? each.toISOString() : each)),
    id,
  },
});

export async function listDisputes(
  db: Db,
  filter: DisputeFilter,
  after: DisputePlace | null,
  limit: number,
  order: DisputeOrder = 'newest',
): Promise<ListedDispute[]> {
  const conditions = conditionsOf(filter);
  const { by, way } = ORDERS[order];
  if (after) conditions.demandBeyond({ by: [...by, 'd.id'], way }, [...after.by, after.id]);
  const keys = by.map((_, n) => `by${n}`);
  const inOrder = orderBy({ by: [...keys, 'id'], way });
  const most = conditions.place(limit);
  const sorted = by.map((each, n) => `${each} AS ${keys[n]!}`).join(', ');
  const pageOf = (from: string) =>
    `SELECT d.row, d.id, ${sorted} FROM ${from} WHERE ${conditions.where} ${inOrder} LIMIT ${most}`;
  const read = async (from: string) => (await rows<Sorted>(db, pageOf(from), conditions.parameters)).map(listed);
  if (!filter.sought) return read(await seenDisputes(db, conditions));
  const few = await listFew(db, filter.sought, conditions, { pageOf, inOrder });
  if (few) return few.map(listed);
  demandFound(conditions, filter.sought);
  return read(`${FOUND} d`);
}

/** How many a list has, however it is sorted. */
export async function countDisputes(db: Db, filter: DisputeFilter): Promise<Total> {
  const conditions = conditionsOf(filter);
  if (!filter.sought) {
    return totalOf(db, `${await seenDisputes(db, conditions)} WHERE ${conditions.where}`, conditions);
  }
  demandFound(conditions, filter.sought);
  await db.query(`SELECT set_config('enable_seqscan', 'off', true)`);
  const total = await totalOf(db, `${FOUND} d WHERE ${conditions.where}`, conditions);
  await db.query(`SELECT set_config('enable_seqscan', 'on', true)`);
  return total;
}

/** What a search sees, which is what its reader sees: with the scope in the statement its index is of use. */
const FOUND = 'found_dispute';

/** So many are sorted, as the index of words has them. Of more than that fifty are soon met on a walk through the list. */
const FEW = 4_000;

/**
 * A page of what a search finds, where few have its words; null where more do. The planner guesses by the length of a word
 * alone how many have it, and would walk past a million disputes to find three letters in two of them.
 */
async function listFew(
  db: Db,
  sought: Sought,
  { parameters }: Conditions,
  { pageOf, inOrder }: { pageOf: (from: string) => string; inOrder: string },
): Promise<Sorted[] | null> {
  const words = new Conditions(parameters.slice());
  demandFound(words, sought);
  // By no index but that of words; side by side nobody stops where one has enough; places of a million fit in the memory.
  await db.query(
    `SELECT set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
       set_config('work_mem', '32MB', true)`,
  );
  const found = await rows<Sorted & { many: boolean }>(
    db,
    `WITH found AS MATERIALIZED (SELECT d.id FROM ${FOUND} d WHERE ${words.where} LIMIT ${FEW + 1})
     SELECT many, page.* FROM (SELECT count(*) > ${FEW} AS many FROM found) counted LEFT JOIN LATERAL (
       ${pageOf('(SELECT id FROM found WHERE NOT many) found JOIN dispute d USING (id)')}) page ON true ${inOrder}`,
    words.parameters,
  );
  await db.query(`SELECT set_config('enable_seqscan', 'on', true)`);
  return found[0]!.many ? null : found.filter(({ id }) => id !== null);
}

/** A dispute that looks like another one. */
export interface Similar {
  id: string;
  number: string;
  /** `suspected-repeat`: as many of the same names as make a repeat, in the same village, of the same category. */
  why: 'suspected-repeat' | 'same-party' | 'same-matter';
}

const SIMILAR: Prepared = {
  name: 'similar-disputes',
  text: `SELECT id, number, CASE WHEN suspected THEN 'suspected-repeat' WHEN named THEN 'same-party' ELSE 'same-matter' END AS why
    FROM (SELECT id, number, created_at, party_names ?| $2 AS named, village = $3 AND category = $4 AND
        (SELECT count(*) FROM unnest($2::text[]) AS given(name) WHERE party_names ? given.name)
          >= greatest(1, least(2, cardinality($2::text[]))) AS suspected
      FROM dispute
      WHERE id <> $1 AND rehearsal = $6 AND created_at BETWEEN $7 AND $8
        AND (party_names ?| $2 OR (village = $3 AND category = $4 AND similarity(title, $5) > $9))) AS alike
    ORDER BY suspected DESC, named DESC, created_at DESC LIMIT 10`,
};

/**
 * What looks like a dispute that is registered at a moment: the same names, or the same kind of quarrel at the place. It
 * is shown and raises nothing (ADR 0008).
 */
export function findSimilar(
  db: Transaction,
  about: {
    id: string;
    names: string[];
    village: string;
    category: string;
    title: string;
    rehearsal: boolean;
    at: Instant;
    /** Of those that were entered since as well, up to then. */
    until?: Instant;
  },
): Promise<Similar[]> {
  const { id, village, category, title, rehearsal, at, until = at } = about;
  const names = [...new Set(about.names)].filter((name) => [...name].length >= ALIKE.nameLetters);
  const since = plusMillis(at, -ALIKE.days * DAY);
  return db.run(SIMILAR, [id, names, village, category, title, rehearsal, since, until, ALIKE.title]);
}

/** Which of these the reader may see, with their numbers. */
export async function seenAmong(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await rows<{ id: string; number: string }>(
    db,
    `SELECT id, number FROM dispute WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(found.map(({ id, number }) => [id, number]));
}

/** A file of a case that was merged into another, and the case that it was attached to. */
export interface FileOfMerged {
  id: string;
  number: string;
  file: AttachmentRow;
}

/** The files of all that were merged into a case, also by way of others; of what was erased there are none. */
export async function filesOfMerged(db: Db, id: string): Promise<FileOfMerged[]> {
  return rows<FileOfMerged>(
    db,
    `WITH RECURSIVE merged AS (
       SELECT $1::uuid AS id UNION
       SELECT (m ->> 'id')::uuid FROM merged JOIN dispute d USING (id), jsonb_array_elements(d.row -> 'mergedFrom') m)
     SELECT d.id, d.number, file - 'n' AS file
     FROM merged JOIN dispute d USING (id), jsonb_array_elements(d.row -> 'attachments') WITH ORDINALITY a(file, place)
     WHERE d.id <> $1 AND NOT d.row ? 'erased' ORDER BY d.created_at, d.id, place`,
    [id],
  );
}

/** The rehearsals that the reader sees, what changed last first. */
export async function rehearsalsSeen(db: Db, limit: number): Promise<DisputeRow[]> {
  const found = await rows<{ row: DisputeRow }>(
    db,
    `SELECT row FROM dispute WHERE rehearsal ORDER BY updated_at DESC, id LIMIT $1`,
    [limit],
  );
  return found.map(({ row }) => row);
}
