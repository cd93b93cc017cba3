import type { DisputeRow } from '#domain/dispute/row.js';
import { BOARD_COLUMNS, OWED_COLUMNS, type BoardColumn, type OwedColumn } from '#domain/reading/board.js';
import { COUNTED_AS, type CountedAs } from '#domain/reading/open.js';
import type { Instant } from '#domain/time/time.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { Conditions } from './conditions.js';
import { isCountedAs } from './open.js';

/** The numbers that a supervisor sees of each department, and the disputes behind each of them. */

export type BoardFigures = Record<BoardColumn, number>;

export interface BoardNumbers {
  departments: (BoardFigures & { departmentId: string })[];
  /** A dispute that several departments gave back is one. */
  total: BoardFigures;
  /** Open disputes that owe nothing: by invariant 1 there is none. Counted, not assumed. */
  orphaned: number;
  /** Open dates that rest on a calendar year which is not published: provisional, and somebody should see to it. */
  provisional: { year: number; obligations: number }[];
}

/** Takes a value into the parameters of a statement and answers its place. */
type Place = (value: string) => string;

/** How a statement says when an obligation is due and whether it is over, by the clock of its dispute. */
interface Clocked {
  due: string;
  over: string;
}
const CLOCKED: Clocked = { due: 'due_at', over: 'over' };

/** Which open obligations of a department a number of the board counts. */
export const OWED: Record<OwedColumn, (clocked: Clocked, today: Today, place: Place) => string> = {
  dueToday: ({ due }, { from, to }, place) => `${due} BETWEEN ${place(from)} AND ${place(to)}`,
  late: ({ over }) => `state <> 'paused' AND ${over}`,
  visitsDue: ({ due, over }, { to }, place) => `kind = 'return-visit' AND ${due} <= ${place(to)} AND NOT ${over}`,
  visitsLate: ({ over }) => `kind = 'return-visit' AND ${over}`,
};
/** Which transfers to a department a number of the board counts the disputes of. */
const SENT = { returned: `state = 'returned'`, lapsed: `state = 'lapsed'`, bouncing: 'failed > 1' };
const isSent = (column: BoardColumn): column is keyof typeof SENT => column in SENT;
const isHeld = (column: BoardColumn): column is CountedAs => column in COUNTED_AS;
/** How many transfers of a dispute failed; a window function, beside each of them. */
const FAILED = `count(*) FILTER (WHERE role = 'lead' AND state IN ('returned', 'lapsed', 'recalled'))`;

/** First and last moment of today in the township's zone. */
export interface Today {
  from: Instant;
  to: Instant;
  zone: string;
}

/**
 * The disputes `d` behind a number of the board.
 * @param department all departments where it is missing
 */
export function behindBoard(column: BoardColumn, department: string | undefined, today: Today, place: Place): string {
  const whose = (name: string) => (department ? `${name} = ${place(department)}` : 'true');
  if (isHeld(column)) return `d.status <> 'closed' AND ${isCountedAs(column)} AND ${whose('d.holder')}`;
  const [owned, condition] = isSent(column)
    ? [
        `SELECT to_department AS department, state, ${FAILED} OVER () AS failed FROM transfer WHERE dispute_id = d.id`,
        SENT[column],
      ]
    : [
        `SELECT holder_department AS department, kind, state, due_at - d.clock_ahead AS due_at,
           late_after < now() + d.clock_ahead AS over
         FROM obligation WHERE dispute_id = d.id AND ended_at IS NULL`,
        OWED[column](CLOCKED, today, place),
      ];
  return `d.status <> 'closed' AND EXISTS (SELECT 1 FROM (${owned}) t WHERE ${whose('department')} AND ${condition})`;
}

/** Where the numbers come from: a rehearsal has a clock of its own, by which it is due and late today. */
const SOURCES = {
  real: {
    seen: 'NOT rehearsal',
    owing: `due_at, late_after < now() AS over, row ->> 'provisional' = 'true' AS provisional
       FROM obligation WHERE ended_at IS NULL AND NOT rehearsal`,
    live: 'live',
  },
  rehearsed: {
    seen: 'rehearsal',
    owing: `due_at - ahead AS due_at, late_after < now() + ahead AS over, row ->> 'provisional' = 'true' AS provisional
       FROM obligation o, LATERAL (SELECT clock_ahead AS ahead FROM dispute WHERE id = o.dispute_id) d
       WHERE ended_at IS NULL AND rehearsal`,
    live: 'dispute_id IN (SELECT id FROM seen)',
  },
};

/**
 * One line a department, also a closed one that was asked in its time, and the total. What is held and what follows from
 * transfers count disputes, the others obligations.
 */
export async function boardNumbers(db: Db, today: Today, rehearsal = false): Promise<BoardNumbers> {
  const { place, parameters } = new Conditions();
  const from = SOURCES[rehearsal ? 'rehearsed' : 'real'];
  const owed = OWED_COLUMNS.map((each) => `count(*) FILTER (WHERE ${OWED[each](CLOCKED, today, place)}) AS "${each}"`);
  const held = Object.keys(COUNTED_AS).map(
    (each) => `count(*) FILTER (WHERE ${isCountedAs(each as CountedAs, 'seen')}) AS "${each}"`,
  );
  const sent = Object.entries(SENT).map(
    ([column, condition]) => `count(DISTINCT dispute_id) FILTER (WHERE ${condition}) AS ${column}`,
  );
  return one<BoardNumbers>(
    db,
    `WITH seen AS MATERIALIZED (
       SELECT id, holder, status FROM dispute WHERE ${from.seen} AND status <> 'closed'),
     owing AS MATERIALIZED (
       SELECT dispute_id, holder_department AS department, kind, state, ${from.owing}),
     held AS (SELECT holder AS department, ${held.join(', ')} FROM seen GROUP BY 1),
     owed AS (SELECT department, ${owed.join(', ')} FROM owing GROUP BY 1),
     handed AS (
       SELECT dispute_id, to_department AS department, state, ${FAILED} OVER (PARTITION BY dispute_id) AS failed
       FROM transfer WHERE ${from.live}),
     sent AS (SELECT department, ${sent.join(', ')} FROM handed GROUP BY 1),
     lines AS (
       SELECT dep.id AS "departmentId", ${BOARD_COLUMNS.map((each) => `coalesce("${each}", 0) AS "${each}"`).join(', ')}
       FROM department dep LEFT JOIN held ON held.department = dep.id LEFT JOIN owed ON owed.department = dep.id
         LEFT JOIN sent ON sent.department = dep.id
       WHERE held.department IS NOT NULL OR owed.department IS NOT NULL OR sent.department IS NOT NULL
       ORDER BY dep.id),
     years AS (
       SELECT extract(year FROM due_at AT TIME ZONE ${place(today.zone)}::text)::int AS year, count(*) AS obligations
       FROM owing WHERE provisional GROUP BY 1 ORDER BY 1)
     SELECT (SELECT coalesce(json_agg(lines), '[]') FROM lines) AS departments,
       (SELECT row_to_json(total) FROM (SELECT * FROM (SELECT ${held.join(', ')} FROM seen) held,
         (SELECT ${owed.join(', ')} FROM owing) owed, (SELECT ${sent.join(', ')} FROM handed) sent) total) AS total,
       (SELECT count(*)::int FROM seen WHERE NOT EXISTS (SELECT FROM owing WHERE owing.dispute_id = seen.id)) AS orphaned,
       (SELECT coalesce(json_agg(years), '[]') FROM years) AS provisional`,
    parameters,
  );
}

/** Disputes that were handed on without success more than once, while they are open. */
export async function bouncing(db: Db, rehearsal = false): Promise<{ row: DisputeRow }[]> {
  const live = rehearsal ? `dispute_id IN (SELECT id FROM dispute WHERE rehearsal AND status <> 'closed')` : 'live';
  return rows<{ row: DisputeRow }>(
    db,
    `SELECT d.row FROM dispute d JOIN (
       SELECT dispute_id, count(*) AS n FROM transfer
       WHERE ${live} AND role = 'lead' AND state IN ('returned', 'lapsed', 'recalled')
       GROUP BY 1 HAVING count(*) > 1) t ON t.dispute_id = d.id
     ORDER BY t.n DESC, d.created_at, d.id`,
  );
}
