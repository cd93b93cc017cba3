import type { DisputeRow, ObligationRow, VisitRow } from '#domain/dispute/row.js';
import type { Worker } from '#domain/people/readers.js';
import type { Instant } from '#domain/time/time.js';
import type { NoticeKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';

/** The lists people work by: what a department owes, what is late, which visits are due. */

export const TABS = ['answer', 'work', 'visits', 'approve', 'all'] as const;
export type Tab = (typeof TABS)[number];

/** Which kinds a tab shows; `all` shows every kind. */
const KINDS_OF: Record<Exclude<Tab, 'all' | 'work'>, string[]> = {
  answer: ['answer-transfer'],
  visits: ['return-visit'],
  approve: ['decide-return', 'decide-extension', 'review-suspension'],
};
const NOT_WORK = Object.values(KINDS_OF).flat();

function tabCondition(tab: Tab): string {
  const list = (kinds: string[]) => kinds.map((kind) => `'${kind}'`).join(', ');
  if (tab === 'all') return 'true';
  return tab === 'work' ? `o.kind NOT IN (${list(NOT_WORK)})` : `o.kind IN (${list(KINDS_OF[tab])})`;
}

export interface WorkRow {
  obligation: ObligationRow;
  dispute: DisputeRow;
}

const OWN: Record<Worker['sees'], string> = {
  all: 'o.holder_department = $1',
  visits: `o.holder_department = $1 AND o.kind = 'return-visit'`,
  none: '$1::text IS NULL',
};

// What is closed owes nothing (invariant 1), and the few that are open have an index of their own.
const OPEN_WORK = `FROM obligation o JOIN dispute d ON d.id = o.dispute_id
  WHERE o.ended_at IS NULL AND NOT d.rehearsal AND d.status <> 'closed'`;

export async function inbox(
  db: Db,
  worker: Worker,
  tab: Tab,
  kinds: readonly string[],
  after: { dueAt: string; id: string } | null,
  limit: number,
): Promise<WorkRow[]> {
  const parameters: unknown[] = [worker.departmentId];
  let more = '';
  if (kinds.length > 0) {
    parameters.push(kinds);
    more = `AND o.kind = ANY ($2)`;
  }
  if (after) {
    parameters.push(after.dueAt, after.id);
    more += ` AND (o.due_at, o.id) > ($${parameters.length - 1}, $${parameters.length})`;
  }
  return rows<WorkRow>(
    db,
    `SELECT o.row AS obligation, d.row AS dispute ${OPEN_WORK} AND ${OWN[worker.sees]} AND ${tabCondition(tab)} ${more}
     ORDER BY o.due_at, o.id LIMIT ${limit}`,
    parameters,
  );
}

export interface InboxCounts extends Record<Tab, number> {
  /** Reports that wait for this desk: the list `GET /items?state=new` has them. */
  items: number;
  /** Visits to be made within a day, or late: of those that are planned the last may lie months ahead. */
  dueVisits: number;
}

export async function inboxCounts(db: Db, worker: Worker): Promise<InboxCounts> {
  const columns = TABS.map((tab) => `count(*) FILTER (WHERE ${tabCondition(tab)})::int AS "${tab}"`).join(', ');
  const items = worker.triages ? `(SELECT count(*)::int FROM item WHERE state = 'new')` : '0';
  const soon = `${tabCondition('visits')} AND o.due_at < now() + d.clock_ahead + interval '1 day'`;
  const counts = await one<InboxCounts>(
    db,
    `SELECT ${columns}, ${items} AS items, count(*) FILTER (WHERE ${soon})::int AS "dueVisits"
     ${OPEN_WORK} AND ${OWN[worker.sees]}`,
    [worker.departmentId],
  );
  return counts;
}

export interface BoardLine {
  departmentId: string;
  open: number;
  dueToday: number;
  late: number;
  returned: number;
  lapsed: number;
  bouncing: number;
  visitsDue: number;
  visitsLate: number;
}

export interface BoardNumbers {
  departments: BoardLine[];
  /** Open disputes that owe nothing: by invariant 1 there is none. Counted, not assumed. */
  orphaned: number;
  /** Open dates that rest on a calendar year which is not published: provisional, and somebody should see to it. */
  provisional: { year: number; obligations: number }[];
}

/** Which open obligations of a department a number of the board counts. */
const owed = ({ from, to }: Today) => ({
  dueToday: `due_at BETWEEN '${from}' AND '${to}'`,
  late: `state <> 'paused' AND over`,
  visitsDue: `kind = 'return-visit' AND due_at <= '${to}' AND NOT over`,
  visitsLate: `kind = 'return-visit' AND over`,
});
/** Which transfers to a department a number of the board counts the disputes of. */
const SENT = { returned: `state = 'returned'`, lapsed: `state = 'lapsed'`, bouncing: 'failed > 1' };
/** How many transfers of a dispute failed; a window function, beside each of them. */
const FAILED = `count(*) FILTER (WHERE role = 'lead' AND state IN ('returned', 'lapsed', 'recalled'))`;

export const BOARD_COLUMNS = [
  'open',
  'dueToday',
  'late',
  'returned',
  'lapsed',
  'bouncing',
  'visitsDue',
  'visitsLate',
] as const;
export type BoardColumn = (typeof BOARD_COLUMNS)[number];

/** First and last moment of today in the township's zone. */
export interface Today {
  from: Instant;
  to: Instant;
}

/**
 * The disputes `d` behind a number of the board.
 * @param department all departments where it is missing
 * @param place takes a value into the parameters and answers its place
 */
export function behindBoard(
  column: BoardColumn,
  department: string | undefined,
  today: Today,
  place: (value: string) => string,
): string {
  const whose = (name: string) => (department ? `${name} = ${place(department)}` : 'true');
  if (column === 'open') return `d.status <> 'closed' AND ${whose('d.holder')}`;
  const owned =
    column in SENT
      ? `SELECT to_department AS department, state, ${FAILED} OVER () AS failed FROM transfer WHERE dispute_id = d.id`
      : `SELECT holder_department AS department, kind, state, due_at, late_after < now() + d.clock_ahead AS over
         FROM obligation WHERE dispute_id = d.id AND ended_at IS NULL`;
  const condition = { ...SENT, ...owed(today) }[column];
  return `d.status <> 'closed' AND EXISTS (SELECT 1 FROM (${owned}) t WHERE ${whose('department')} AND ${condition})`;
}

/** One line a department. `open` and what follows from transfers count disputes, the others obligations. */
export async function boardNumbers(db: Db, today: Today): Promise<BoardNumbers> {
  const counted = owed(today);
  const numbers = await one<BoardNumbers>(
    db,
    `WITH seen AS MATERIALIZED (
       SELECT id, holder, now() + clock_ahead AS now FROM dispute WHERE NOT rehearsal AND status <> 'closed'),
     owing AS MATERIALIZED (
       SELECT o.dispute_id, o.holder_department AS department, o.kind, o.state, o.due_at, o.late_after < seen.now AS over,
         o.row ->> 'provisional' = 'true' AS provisional
       FROM obligation o JOIN seen ON seen.id = o.dispute_id WHERE o.ended_at IS NULL),
     held AS (SELECT holder AS department, count(*) AS open FROM seen GROUP BY 1),
     owed AS (
       SELECT department,
         count(*) FILTER (WHERE ${counted.dueToday}) AS due_today,
         count(*) FILTER (WHERE ${counted.late}) AS late,
         count(*) FILTER (WHERE ${counted.visitsDue}) AS visits_due,
         count(*) FILTER (WHERE ${counted.visitsLate}) AS visits_late
       FROM owing GROUP BY 1),
     handed AS (
       SELECT dispute_id, to_department AS department, state, ${FAILED} OVER (PARTITION BY dispute_id) AS failed
       FROM transfer WHERE dispute_id IN (SELECT id FROM seen)),
     sent AS (
       SELECT department,
         count(DISTINCT dispute_id) FILTER (WHERE ${SENT.returned}) AS returned,
         count(DISTINCT dispute_id) FILTER (WHERE ${SENT.lapsed}) AS lapsed,
         count(DISTINCT dispute_id) FILTER (WHERE ${SENT.bouncing}) AS bouncing
       FROM handed GROUP BY 1),
     lines AS (
       SELECT dep.id AS "departmentId", coalesce(held.open, 0) AS open, coalesce(owed.due_today, 0) AS "dueToday",
         coalesce(owed.late, 0) AS late, coalesce(sent.returned, 0) AS returned, coalesce(sent.lapsed, 0) AS lapsed,
         coalesce(sent.bouncing, 0) AS bouncing, coalesce(owed.visits_due, 0) AS "visitsDue",
         coalesce(owed.visits_late, 0) AS "visitsLate"
       FROM department dep LEFT JOIN held ON held.department = dep.id LEFT JOIN owed ON owed.department = dep.id
         LEFT JOIN sent ON sent.department = dep.id
       WHERE dep.active AND (held.department IS NOT NULL OR owed.department IS NOT NULL OR sent.department IS NOT NULL)
       ORDER BY dep.id),
     years AS (
       SELECT extract(year FROM due_at)::int AS year, count(*) AS obligations FROM owing WHERE provisional
       GROUP BY 1 ORDER BY 1)
     SELECT (SELECT coalesce(json_agg(lines), '[]') FROM lines) AS departments,
       (SELECT count(*)::int FROM seen WHERE id NOT IN (SELECT dispute_id FROM owing)) AS orphaned,
       (SELECT coalesce(json_agg(years), '[]') FROM years) AS provisional`,
  );
  return numbers;
}

export async function lateWork(
  db: Db,
  filter: { department?: string; grade?: string },
  after: { dueAt: string; id: string } | null,
  limit: number,
): Promise<WorkRow[]> {
  const parameters: unknown[] = [];
  const where: string[] = [];
  const add = (condition: (place: string) => string, value: unknown) => {
    if (value === undefined) return;
    parameters.push(value);
    where.push(condition(`$${parameters.length}`));
  };
  add((p) => `o.holder_department = ${p}`, filter.department);
  add((p) => `d.grade = ${p}`, filter.grade);
  if (after) {
    parameters.push(after.dueAt, after.id);
    where.push(`(o.due_at, o.id) > ($${parameters.length - 1}, $${parameters.length})`);
  }
  return rows<WorkRow>(
    db,
    `SELECT o.row AS obligation, d.row AS dispute ${OPEN_WORK}
       AND o.state <> 'paused' AND o.late_after < now() + d.clock_ahead ${where.map((each) => `AND ${each}`).join(' ')}
     ORDER BY o.due_at, o.id LIMIT ${limit}`,
    parameters,
  );
}

/** Disputes that were handed on without success more than once, while they are open. */
export async function bouncing(db: Db): Promise<{ row: DisputeRow }[]> {
  return rows<{ row: DisputeRow }>(
    db,
    `WITH seen AS MATERIALIZED (SELECT id FROM dispute WHERE status <> 'closed' AND NOT rehearsal)
     SELECT d.row FROM dispute d JOIN (
       SELECT dispute_id, count(*) AS n FROM transfer
       WHERE dispute_id IN (SELECT id FROM seen) AND role = 'lead' AND state IN ('returned', 'lapsed', 'recalled')
       GROUP BY 1 HAVING count(*) > 1) t ON t.dispute_id = d.id
     ORDER BY t.n DESC, d.created_at, d.id`,
  );
}

export interface VisitWork {
  visit: VisitRow;
  dispute: DisputeRow;
  dueAt: Date;
  id: string;
  n: number;
}

export async function visits(
  db: Db,
  filter: { from?: string; to?: string; state?: string; zone: string },
  after: { dueAt: string; id: string; n: number } | null,
  limit: number,
): Promise<VisitWork[]> {
  const parameters: unknown[] = [];
  const where = ['NOT d.rehearsal'];
  const add = (condition: (place: string) => string, value: unknown) => {
    if (value === undefined) return;
    parameters.push(value);
    where.push(condition(`$${parameters.length}`));
  };
  add((p) => `v.due_at >= ${p}`, filter.from);
  add((p) => `v.due_at < ${p}`, filter.to);
  // `due` and `late` are what a planned visit becomes with time; the record says planned.
  const now = `(now() + d.clock_ahead)`;
  const day = (moment: string) => `(${moment} AT TIME ZONE '${filter.zone}')::date`;
  const planned = `v.state = 'planned' AND v.tolerance_until >= ${now}`;
  if (filter.state === 'late') where.push(`v.state = 'planned' AND v.tolerance_until < ${now}`);
  else if (filter.state === 'due') where.push(`${planned} AND ${day('v.due_at')} <= ${day(now)}`);
  else if (filter.state === 'planned') where.push(`${planned} AND ${day('v.due_at')} > ${day(now)}`);
  else add((p) => `v.state = ${p}`, filter.state);
  if (after) {
    parameters.push(after.dueAt, after.id, after.n);
    const place = parameters.length;
    where.push(`(v.due_at, v.dispute_id, v.n) > ($${place - 2}, $${place - 1}, $${place})`);
  }
  return rows<VisitWork>(
    db,
    `SELECT v.row AS visit, d.row AS dispute, v.due_at AS "dueAt", v.dispute_id AS id, v.n
     FROM visit v JOIN dispute d ON d.id = v.dispute_id WHERE ${where.join(' AND ')}
     ORDER BY v.due_at, v.dispute_id, v.n LIMIT ${limit}`,
    parameters,
  );
}

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
     WHERE n.user_id = $1 AND ($2::bigint IS NULL OR n.id < $2) ORDER BY n.id DESC LIMIT ${limit}`,
    [userId, before],
  );
}
