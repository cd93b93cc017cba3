import type { DisputeRow, ObligationRow } from '#domain/dispute/row.js';
import type { Worker } from '#domain/people/readers.js';
import type { OwedColumn } from '#domain/reading/board.js';
import type { Db } from '../database/database.js';
import { quoted } from '../database/quoted.js';
import { one, rows } from '../database/rows.js';
import { OWED, type Today } from './board-reader.js';
import { Conditions, orderBy, type Order } from './conditions.js';
import { rankOf } from './dispute-reader.js';

/** The lists people work by: what a department owes, and what is late. */

export const TABS = ['waiting', 'answer', 'work', 'visits', 'approve', 'all'] as const;
export type Tab = (typeof TABS)[number];

/** Which kinds a tab shows; `all` shows every kind. */
const KINDS_OF: Record<Exclude<Tab, 'all' | 'work' | 'waiting'>, string[]> = {
  answer: ['answer-transfer'],
  visits: ['return-visit'],
  approve: ['decide-return', 'decide-extension', 'review-suspension'],
};
const NOT_WORK = Object.values(KINDS_OF).flat();

/** Few at a time, in an index of their own. */
const TO_CONFIRM = `SELECT v.dispute_id, v.n FROM visit v WHERE v.state = 'unconfirmed'`;

/**
 * Kinds are words of the statement: the planner sees that a tab has nothing for whoever sees visits alone. Of visits those
 * wait whose day has come, and those that were made and are to be confirmed: of a plan the last may lie months ahead.
 */
function tabCondition(tab: Tab, isOfToday: () => string, o = 'o'): string {
  const list = (kinds: string[]) => kinds.map(quoted).join(', ');
  if (tab === 'all') return 'true';
  if (tab === 'waiting')
    return `(${o}.kind <> 'return-visit' OR ${isOfToday()} OR (${o}.dispute_id, ${o}.n) IN (${TO_CONFIRM}))`;
  return tab === 'work' ? `${o}.kind NOT IN (${list(NOT_WORK)})` : `${o}.kind IN (${list(KINDS_OF[tab])})`;
}

export interface WorkRow {
  obligation: ObligationRow;
  dispute: DisputeRow;
  /** Where it was sorted by grade. */
  below?: number;
}

/** Where a list of what is owed goes on; `below` where it is sorted by grade. */
export interface WorkPlace {
  below?: number;
  dueAt: string;
  id: string;
}

/** How far its grade is below the highest. */
const BELOW = `(SELECT 3 - ${rankOf('grade')} FROM dispute WHERE id = o.dispute_id)`;

/** By what a list of what is owed is sorted; of a grade the longest due comes first. Only what is open is ever sorted. */
const ORDERS = {
  due: { by: { due_at: 'o.due_at', id: 'o.id' }, way: 'ASC' },
  'due-down': { by: { due_at: 'o.due_at', id: 'o.id' }, way: 'DESC' },
  grade: { by: { below: BELOW, due_at: 'o.due_at', id: 'o.id' }, way: 'ASC' },
} as const satisfies Record<string, { by: Record<string, string>; way: Order['way'] }>;
export type WorkOrder = keyof typeof ORDERS;
export const WORK_ORDERS = Object.keys(ORDERS) as WorkOrder[];

const OWN: Record<Worker['sees'], (department: string, o?: string) => string> = {
  all: (department, o = 'o') => `${o}.holder_department = ${department}`,
  visits: (department, o = 'o') => `${o}.holder_department = ${department} AND ${o}.kind = 'return-visit'`,
  none: (department) => `${department}::text IS NULL`,
};

// What is closed owes nothing (invariant 1), and only a rehearsal has a clock of its own: nothing of the dispute is asked.
const openWork = (rehearsal: boolean) =>
  `FROM obligation o WHERE o.ended_at IS NULL AND ${rehearsal ? '' : 'NOT '}o.rehearsal`;
const dueOf = (rehearsal: boolean, o = 'o') =>
  rehearsal ? `(${o}.due_at - (SELECT clock_ahead FROM dispute WHERE id = ${o}.dispute_id))` : `${o}.due_at`;
const nowOf = (rehearsal: boolean) =>
  rehearsal ? `(now() + (SELECT clock_ahead FROM dispute WHERE id = o.dispute_id))` : 'now()';

/** A page of what is owed, each with its dispute: looked up for those alone that are on the page. */
function page(
  conditions: Conditions,
  rehearsal: boolean,
  limit: number,
  { more = '', order = 'due' }: { more?: string; order?: WorkOrder } = {},
): string {
  const { by, way } = ORDERS[order];
  const inOrder = orderBy({ by: Object.keys(by).map((column) => `o.${column}`), way });
  const below = order === 'grade';
  return `SELECT o.row AS obligation, d.row AS dispute${below ? ', o.below' : ''}${more}
   FROM (SELECT * FROM (SELECT o.id, o.due_at, o.dispute_id, o.row${below ? `, ${BELOW} AS below` : ''}
           ${openWork(rehearsal)} AND ${conditions.where}) o
         ${inOrder} LIMIT ${conditions.place(limit)}) o
     JOIN dispute d ON d.id = o.dispute_id AND d.status <> 'closed'
   ${inOrder}`;
}

function demandBeyond(conditions: Conditions, { below, dueAt, id }: WorkPlace, order: WorkOrder = 'due'): void {
  const { by, way } = ORDERS[order];
  conditions.demandBeyond({ by: Object.values(by), way }, [...(order === 'grade' ? [below ?? 0] : []), dueAt, id]);
}

export interface InboxPage {
  tab: Tab;
  kinds?: readonly string[];
  after?: WorkPlace | null;
  limit: number;
  rehearsal?: boolean;
  today: Today;
}

/** What is owed, in the table that is called so. */
function owedBy(
  worker: Worker,
  { tab, kinds = [], rehearsal = false, today }: Omit<InboxPage, 'after' | 'limit'>,
  { place }: Conditions,
): (o: string) => string {
  const department = place(worker.departmentId);
  const named = kinds.length > 0 ? place(kinds) : null;
  return (o) =>
    [
      OWN[worker.sees](department, o),
      tabCondition(tab, () => `${dueOf(rehearsal, o)} <= ${place(today.to)}`, o),
      ...(named ? [`${o}.kind = ANY (${named})`] : []),
    ].join(' AND ');
}

export async function inbox(db: Db, worker: Worker, { after = null, limit, ...asked }: InboxPage): Promise<WorkRow[]> {
  const { rehearsal = false } = asked;
  const conditions = new Conditions();
  conditions.demand(owedBy(worker, asked, conditions)('o'));
  if (after) demandBeyond(conditions, after);
  return rows<WorkRow>(db, page(conditions, rehearsal, limit), conditions.parameters);
}

export interface CaseInWork extends WorkRow {
  /** What is owed of the same case besides, in the same order. */
  also: ObligationRow[];
}

/**
 * A line a case, by what is due of it first. Whatever else is owed of it is looked up for the cases of the page alone: a
 * department that owes thousands walks no further than its page.
 */
export async function inboxByCase(
  db: Db,
  worker: Worker,
  { after = null, limit, ...asked }: InboxPage,
): Promise<CaseInWork[]> {
  const { rehearsal = false } = asked;
  const conditions = new Conditions();
  const owed = owedBy(worker, asked, conditions);
  const others = `FROM obligation e WHERE e.dispute_id = o.dispute_id AND e.ended_at IS NULL AND ${owed('e')}`;
  conditions.demand(owed('o'));
  // The first of its case. Not as what must not exist: of that the planner makes a list of all that is owed, and goes
  // through it for each line.
  conditions.demand(`o.id = (SELECT e.id ${others} ORDER BY e.due_at, e.id LIMIT 1)`);
  if (after) demandBeyond(conditions, after);
  return rows<CaseInWork>(
    db,
    page(conditions, rehearsal, limit, {
      more: `, coalesce((SELECT jsonb_agg(e.row ORDER BY e.due_at, e.id) ${others} AND e.id <> o.id), '[]') AS also`,
    }),
    conditions.parameters,
  );
}

export interface InboxCounts extends Record<Tab, number> {
  /** Reports that wait for this desk: the list `GET /items?state=new` has them. */
  items: number;
  /** Visits of this department to be made today, or late: the lists `GET /visits?state=due&own=true` and `late` have them. */
  dueVisits: number;
  /** Of how many cases that is: as long as the lists by case. */
  cases: Record<Tab, number>;
}

/** @param rehearsal of rehearsals alone; reports are none */
export async function inboxCounts(db: Db, worker: Worker, today: Today, rehearsal = false): Promise<InboxCounts> {
  const isOfToday = `${dueOf(rehearsal)} <= $2`;
  const own = OWN[worker.sees]('$1');
  const sums = TABS.map((tab) => `coalesce(sum("${tab}"), 0)::int AS "${tab}"`).join(', ');
  const ofCase = TABS.map((tab) => `count(*) FILTER (WHERE ${tabCondition(tab, () => isOfToday)}) AS "${tab}"`).join(
    ', ',
  );
  const cases = TABS.map((tab) => `${quoted(tab)}, count(*) FILTER (WHERE "${tab}" > 0)`).join(', ');
  const items = worker.triages && !rehearsal ? `(SELECT count(*)::int FROM item WHERE state = 'new')` : '0';
  // What was made and is to be confirmed is owed still, and is no visit to make.
  const dueVisits = `SELECT count(*)::int ${openWork(rehearsal)} AND ${own} AND o.kind = 'return-visit' AND ${isOfToday}
    AND EXISTS (SELECT FROM visit v WHERE v.dispute_id = o.dispute_id AND v.n = o.n AND v.state = 'planned')`;
  return one<InboxCounts>(
    db,
    `SELECT ${sums}, ${items} AS items, (${dueVisits}) AS "dueVisits", jsonb_build_object(${cases}) AS cases
     FROM (SELECT ${ofCase} ${openWork(rehearsal)} AND ${own} GROUP BY o.dispute_id) AS owed`,
    [worker.departmentId, today.to],
  );
}

/** What a number of the board counts. */
export async function owedWork(
  db: Db,
  column: OwedColumn,
  filter: { department?: string; grade?: string; rehearsal?: boolean; today: Today },
  after: WorkPlace | null,
  limit: number,
  order: WorkOrder = 'due',
): Promise<WorkRow[]> {
  const { rehearsal = false, today } = filter;
  const conditions = new Conditions();
  conditions.demand(
    OWED[column]({ due: dueOf(rehearsal), over: `o.late_after < ${nowOf(rehearsal)}` }, today, conditions.place),
  );
  conditions.add((p) => `o.holder_department = ${p}`, filter.department);
  conditions.add(
    (p) => `EXISTS (SELECT FROM dispute d WHERE d.id = o.dispute_id AND d.status <> 'closed' AND d.grade = ${p})`,
    filter.grade,
  );
  if (after) demandBeyond(conditions, after, order);
  return rows<WorkRow>(db, page(conditions, rehearsal, limit, { order }), conditions.parameters);
}
