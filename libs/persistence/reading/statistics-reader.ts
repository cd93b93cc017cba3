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
  met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited`;

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

/**
 * @param zone months are those of the township, not of UTC
 * @returns of the whole period, and of each group where it is grouped
 */
export async function countPeriod(
  db: Db,
  period: { from: string; to: string; zone: string },
  by: Grouping | null,
): Promise<{ total: Counts; groups: Counts[] }> {
  // A sort of a year of a county stays in memory.
  await db.query(`SELECT set_config('work_mem', '64MB', true)`);
  const groups = by
    ? `UNION ALL SELECT ${KEY_OF[by].name} AS key, false AS whole, ${MEASURES}
       FROM (SELECT *, ${KEY_OF[by].by} AS part FROM ${ENTERED}) of_period GROUP BY part`
    : '';
  const found = await rows<Counts & { whole: boolean }>(
    db,
    `WITH ${UNCLOSED}
     SELECT * FROM (
       SELECT NULL::text AS key, true AS whole, ${MEASURES} FROM ${ENTERED} WHERE $3::text IS NOT NULL
       ${groups}) counted ORDER BY key COLLATE "default"`,
    [period.from, period.to, period.zone],
  );
  return { total: found.find((each) => each.whole)!, groups: found.filter((each) => !each.whole) };
}

export async function countItems(db: Db, period: { from: string; to: string }): Promise<number> {
  const row = await one<{ n: number }>(
    db,
    `SELECT count(*)::int AS n FROM item WHERE heard_at >= $1 AND heard_at < $2`,
    [period.from, period.to],
  );
  return row.n;
}

export interface VisitCounts {
  departmentId: string;
  done: number;
  inTime: number;
  confirmed: number;
  different: number;
}

/**
 * Visits of the disputes entered in a period, by the department whose people made them: done and in their tolerance, and
 * what spot checks heard of them. Of persons nothing is counted.
 */
export async function countVisits(db: Db, period: { from: string; to: string }): Promise<VisitCounts[]> {
  return rows<VisitCounts>(
    db,
    `SELECT coalesce(v.row ->> 'departmentId', d.desk) AS "departmentId",
       count(*) FILTER (WHERE v.state = 'done')::int AS done,
       count(*) FILTER (WHERE v.state = 'done' AND (v.row ->> 'visitedAt')::timestamptz <= v.tolerance_until)::int AS "inTime",
       count(*) FILTER (WHERE v.row -> 'check' ->> 'state' = 'confirmed')::int AS confirmed,
       count(*) FILTER (WHERE v.row -> 'check' ->> 'state' = 'different')::int AS different
     FROM visit v JOIN dispute d ON d.id = v.dispute_id
     WHERE NOT d.rehearsal AND d.graded_at IS NOT NULL AND d.created_at >= $1 AND d.created_at < $2
       AND v.state IN ('done', 'unconfirmed', 'undone')
     GROUP BY 1 ORDER BY 1`,
    [period.from, period.to],
  );
}

/** Whether an obligation `o` of a dispute `d` was kept late, or is open and late now: leaving it open must not hide it. */
const LATE = `(o.state = 'met' AND o.met_at > o.late_after
  OR o.ended_at IS NULL AND o.state <> 'paused' AND o.late_after < now() + d.clock_ahead)`;

/** Disputes `d` of which something of the kind at the given place of the parameters was late. */
export const lateFor = (kind: string) =>
  `EXISTS (SELECT 1 FROM obligation o WHERE o.dispute_id = d.id AND o.kind = ${kind} AND ${LATE})`;

/** How many of the disputes entered in a period were late for which kind of obligation, the most first. */
export async function countLateness(
  db: Db,
  period: { from: string; to: string },
): Promise<{ kind: ObligationKind; disputes: number }[]> {
  return rows<{ kind: ObligationKind; disputes: number }>(
    db,
    `WITH ${UNCLOSED} SELECT kind, count(*)::int AS disputes FROM ${ENTERED}, unnest(late_kinds) AS kind
     WHERE late_kinds IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
    [period.from, period.to],
  );
}

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
