import type { ObligationKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';

/** The measures of domain.md §8, of the disputes entered in a period. Definitions once, here; every number is a count. */

export const GROUPINGS = ['department', 'village', 'category', 'grade', 'month'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** By what a group is told apart, and how it is called. Words are sorted as bytes: nobody sees that order. */
const KEY_OF: Record<Grouping, { by: string; name: string }> = {
  department: { by: 'holder COLLATE "C"', name: 'part' },
  village: { by: 'village COLLATE "C"', name: 'part' },
  category: { by: 'category COLLATE "C"', name: 'part' },
  grade: { by: 'grade COLLATE "C"', name: 'part' },
  month: { by: `date_trunc('month', created_at AT TIME ZONE $3)`, name: `to_char(part, 'YYYY-MM')` },
};

export interface Counts {
  key: string | null;
  entered: number;
  circulated: number;
  resolved: number;
  stable: number;
  open: number;
  reopened: number;
  medianHours: number | null;
  p90Hours: number | null;
  judged: number;
  metInTime: number;
  offered: number;
  answeredInTime: number;
  returnsUpheld: number;
  visitsDue: number;
  visitsInTime: number;
  visitsMade: number;
  asked: number;
  satisfied: number;
}

const ADDED = `dispute_id, created_at, holder, village, category, grade, reopened, resolved, stable, circulated, seconds, judged,
  met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited, visitors, visits`;

/**
 * Each dispute entered in a period, with what it adds: of one that is closed that was kept when it closed (`tally`), of
 * the few that are not it is reckoned now, once a statement, by the same view that the kept ones come of.
 */
const UNCLOSED = `unclosed AS MATERIALIZED (
  SELECT ${ADDED}, open FROM tallied WHERE status <> 'closed' AND created_at >= $1 AND created_at < $2)`;
const ENTERED = `(
  SELECT ${ADDED}, false AS open FROM tally WHERE created_at >= $1 AND created_at < $2
  UNION ALL SELECT * FROM unclosed) entered`;

const hoursAt = (n: number) =>
  `round(((percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds))[${n}] / 3600)::numeric, 1)::float`;

/** The measures of whatever disputes are grouped. */
const MEASURES = `count(*)::int AS entered, count(*) FILTER (WHERE circulated)::int AS circulated,
  count(*) FILTER (WHERE resolved)::int AS resolved, count(*) FILTER (WHERE stable)::int AS stable,
  count(*) FILTER (WHERE open)::int AS open, count(*) FILTER (WHERE reopened)::int AS reopened,
  ${hoursAt(1)} AS "medianHours", ${hoursAt(2)} AS "p90Hours",
  coalesce(sum(judged), 0)::int AS judged, coalesce(sum(met_in_time), 0)::int AS "metInTime",
  coalesce(sum(offered), 0)::int AS offered, coalesce(sum(answered_in_time), 0)::int AS "answeredInTime",
  coalesce(sum(upheld), 0)::int AS "returnsUpheld",
  coalesce(sum(made + CASE WHEN awaited IS NULL THEN 0
    ELSE (SELECT count(*) FROM unnest(awaited) AS until WHERE until < now())::int END), 0)::int AS "visitsDue",
  coalesce(sum(in_time), 0)::int AS "visitsInTime", coalesce(sum(made), 0)::int AS "visitsMade",
  coalesce(sum(asked), 0)::int AS asked, coalesce(sum(satisfied), 0)::int AS satisfied`;

export interface VisitCounts {
  departmentId: string;
  done: number;
  inTime: number;
  confirmed: number;
  different: number;
}

export interface PeriodCounts {
  total: Counts;
  /** Where it is grouped. */
  groups: Counts[];
  /** How many were late for which kind of obligation, the most first. */
  lateness: { kind: ObligationKind; disputes: number }[];
  /**
   * By the department whose people made them: done and in their tolerance, and what spot checks heard of them. Of persons
   * nothing is counted.
   */
  visits: VisitCounts[];
}

const LATENESS = `SELECT kind, count(*)::int AS disputes FROM ${ENTERED}, unnest(late_kinds) AS kind
  WHERE late_kinds IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`;

/** Nearly all cases are visited by one department alone: these are added up before anything is taken apart. */
const VISITS = `WITH alike AS MATERIALIZED (
    SELECT visitors, CASE WHEN cardinality(visitors) > 1 THEN visits END AS several, count(*) AS times,
      sum(visits[1]) AS n1, sum(visits[2]) AS n2, sum(visits[3]) AS n3, sum(visits[4]) AS n4
    FROM ${ENTERED} WHERE visitors IS NOT NULL GROUP BY 1, 2),
  of_one AS (
    SELECT visitors[1] AS by, n1, n2, n3, n4 FROM alike WHERE several IS NULL
    UNION ALL SELECT visitors[i], several[4 * i - 3] * times, several[4 * i - 2] * times, several[4 * i - 1] * times,
      several[4 * i] * times FROM alike, generate_subscripts(visitors, 1) AS i WHERE several IS NOT NULL)
  SELECT by AS "departmentId", sum(n1)::int AS done, sum(n2)::int AS "inTime", sum(n3)::int AS confirmed,
    sum(n4)::int AS different
  FROM of_one GROUP BY 1 ORDER BY 1`;

/** As one value, so that one statement answers all of it and reckons what is open once. */
const listed = (statement: string) => `coalesce((SELECT json_agg(each) FROM (${statement}) each), '[]')`;

/** @param zone months are those of the township, not of UTC */
export async function countPeriod(
  db: Db,
  period: { from: string; to: string; zone: string },
  by: Grouping | null,
): Promise<PeriodCounts> {
  // A sort of a year of a county stays in memory.
  await db.query(`SELECT set_config('work_mem', '64MB', true)`);
  const groups = by
    ? `SELECT * FROM (
         SELECT ${KEY_OF[by].name} AS key, ${MEASURES} FROM (SELECT *, ${KEY_OF[by].by} AS part FROM ${ENTERED}) of_period
         GROUP BY part) of_group ORDER BY key COLLATE "default"`
    : `SELECT WHERE false`;
  const { total, ...counted } = await one<Omit<PeriodCounts, 'total'> & { total: [Counts] }>(
    db,
    `WITH ${UNCLOSED}
     SELECT ${listed(`SELECT NULL::text AS key, ${MEASURES} FROM ${ENTERED} WHERE $3::text IS NOT NULL`)} AS total,
       ${listed(groups)} AS groups, ${listed(LATENESS)} AS lateness, ${listed(VISITS)} AS visits`,
    [period.from, period.to, period.zone],
  );
  return { total: total[0], ...counted };
}

/** What is counted beside those entered in a period: what was merged into another, and what proved to be none. */
export async function countBeside(
  db: Db,
  period: { from: string; to: string },
): Promise<Record<'merged' | 'invalid', number>> {
  return one(
    db,
    `SELECT count(*) FILTER (WHERE outcome = 'merged')::int AS merged, count(*) FILTER (WHERE outcome = 'invalid')::int AS invalid
     FROM dispute WHERE outcome IN ('merged', 'invalid') AND NOT rehearsal AND graded_at IS NOT NULL
       AND created_at >= $1 AND created_at < $2`,
    [period.from, period.to],
  );
}

export async function countItems(db: Db, period: { from: string; to: string }): Promise<number> {
  const row = await one<{ n: number }>(
    db,
    `SELECT count(*)::int AS n FROM item WHERE heard_at >= $1 AND heard_at < $2`,
    [period.from, period.to],
  );
  return row.n;
}

/** Whether an obligation `o` of a dispute `d` was kept late, or is open and late now: leaving it open must not hide it. */
const LATE = `(o.state = 'met' AND o.met_at > o.late_after
  OR o.ended_at IS NULL AND o.state <> 'paused' AND o.late_after < now() + d.clock_ahead)`;

/** Disputes `d` of which something of the kind at the given place of the parameters was late. */
export const lateFor = (kind: string) =>
  `EXISTS (SELECT 1 FROM obligation o WHERE o.dispute_id = d.id AND o.kind = ${kind} AND ${LATE})`;

/**
 * Open disputes by who holds them and by how long ago they were entered, whenever that was.
 *
 * @param since moments that part the ages, the latest first
 * @returns of each holder one count more than there are moments, the youngest first
 */
export async function countAges(db: Db, since: readonly string[]): Promise<{ holder: string; counts: number[] }[]> {
  const counts = [...since, null].map((from, n) => {
    const bounds = [...(from === null ? [] : [`created_at >= $${n + 1}`]), ...(n > 0 ? [`created_at < $${n}`] : [])];
    return `count(*) FILTER (WHERE ${bounds.join(' AND ')})::int`;
  });
  return rows<{ holder: string; counts: number[] }>(
    db,
    `SELECT holder, ARRAY[${counts.join(', ')}] AS counts FROM dispute
     WHERE NOT rehearsal AND graded_at IS NOT NULL AND status NOT IN ('resolved', 'closed')
     GROUP BY 1 ORDER BY count(*) DESC, 1`,
    [...since],
  );
}
