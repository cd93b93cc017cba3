import type { ObligationKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';

/** The measures of domain.md §8, of the disputes entered in a period. Definitions once, here; every number is a count. */

export const GROUPINGS = ['department', 'village', 'category', 'grade', 'month'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const KEY_OF: Record<Grouping, string> = {
  department: 'd.holder',
  village: 'd.village',
  category: 'd.category',
  grade: 'd.grade',
  month: `to_char(d.created_at AT TIME ZONE $3, 'YYYY-MM')`,
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

/**
 * @param zone months are those of the township, not of UTC
 * @returns of the whole period, and of each group where it is grouped
 */
export async function countPeriod(
  db: Db,
  period: { from: string; to: string; zone: string },
  by: Grouping | null,
): Promise<{ total: Counts; groups: Counts[] }> {
  const found = await rows<Counts & { whole: boolean }>(
    db,
    `WITH cohort AS MATERIALIZED (
       SELECT d.id, ${by ? KEY_OF[by] : 'NULL::text'} AS key, d.desk, d.status, d.created_at, d.reopened,
         now() + d.clock_ahead AS now,
         coalesce(d.outcome IN ('settled-on-spot', 'mediated'), false) AS resolved,
         coalesce(d.first_resolved_at::timestamptz, d.resolved_at) AS first_resolved_at
       FROM dispute d
       WHERE NOT d.rehearsal AND d.graded_at IS NOT NULL AND d.created_at >= $1 AND d.created_at < $2
         AND $3::text IS NOT NULL),
     o AS (
       -- What is late and still open counts as late now: leaving it open must not better the rate.
       SELECT o.dispute_id AS id, count(*) AS judged, count(*) FILTER (WHERE o.met_at <= o.late_after) AS met_in_time
       FROM obligation o JOIN cohort c ON c.id = o.dispute_id
       WHERE o.state = 'met' OR (o.ended_at IS NULL AND o.state <> 'paused' AND o.late_after < c.now) GROUP BY 1),
     t AS (
       SELECT t.dispute_id AS id, count(*) FILTER (WHERE t.to_department <> c.desk) AS offered,
         count(*) FILTER (WHERE t.to_department <> c.desk AND t.answered_at <= t.answer_due_at) AS answered_in_time,
         count(*) FILTER (WHERE t.state = 'returned') AS upheld,
         bool_or(t.to_department <> c.desk) AS circulated
       FROM transfer t JOIN cohort c ON c.id = t.dispute_id GROUP BY 1),
     v AS (
       SELECT v.dispute_id AS id,
         count(*) FILTER (WHERE v.state = 'done' OR (v.state <> 'waived' AND v.tolerance_until < c.now)) AS due,
         count(*) FILTER (WHERE v.state = 'done' AND (v.row ->> 'visitedAt')::timestamptz <= v.tolerance_until) AS in_time,
         count(*) FILTER (WHERE v.state = 'done') AS made,
         count(*) FILTER (WHERE v.row ->> 'satisfied' IS NOT NULL) AS asked,
         count(*) FILTER (WHERE v.row ->> 'satisfied' = 'true') AS satisfied,
         (array_agg(v.row ->> 'outcome' ORDER BY v.n DESC) FILTER (WHERE v.state = 'done'))[1] AS last_outcome
       FROM visit v JOIN cohort c ON c.id = v.dispute_id GROUP BY 1)
     SELECT key, grouping(key) = 1 AS whole, count(*)::int AS entered, count(*) FILTER (WHERE circulated)::int AS circulated,
       count(*) FILTER (WHERE resolved)::int AS resolved,
       count(*) FILTER (WHERE resolved AND last_outcome IS NOT NULL AND last_outcome <> 'relapsed')::int AS stable,
       count(*) FILTER (WHERE status NOT IN ('resolved', 'closed'))::int AS open,
       count(*) FILTER (WHERE reopened)::int AS reopened,
       round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_resolved_at - created_at)) / 3600)::numeric, 1)::float AS "medianHours",
       round((percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM first_resolved_at - created_at)) / 3600)::numeric, 1)::float AS "p90Hours",
       coalesce(sum(judged), 0)::int AS judged, coalesce(sum(met_in_time), 0)::int AS "metInTime",
       coalesce(sum(offered), 0)::int AS offered, coalesce(sum(answered_in_time), 0)::int AS "answeredInTime",
       coalesce(sum(upheld), 0)::int AS "returnsUpheld", coalesce(sum(due), 0)::int AS "visitsDue",
       coalesce(sum(in_time), 0)::int AS "visitsInTime", coalesce(sum(made), 0)::int AS "visitsMade",
       coalesce(sum(asked), 0)::int AS asked, coalesce(sum(satisfied), 0)::int AS satisfied
     FROM cohort LEFT JOIN o USING (id) LEFT JOIN t USING (id) LEFT JOIN v USING (id)
     GROUP BY GROUPING SETS ((), (key)) ORDER BY key`,
    [period.from, period.to, period.zone],
  );
  return { total: found.find((each) => each.whole)!, groups: by ? found.filter((each) => !each.whole) : [] };
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

/** How many of the disputes entered in a period were late for which kind of obligation, the most first. */
export async function countLateness(
  db: Db,
  period: { from: string; to: string },
): Promise<{ kind: ObligationKind; disputes: number }[]> {
  return rows<{ kind: ObligationKind; disputes: number }>(
    db,
    `SELECT o.kind, count(DISTINCT d.id)::int AS disputes
     FROM dispute d JOIN obligation o ON o.dispute_id = d.id
     WHERE NOT d.rehearsal AND d.graded_at IS NOT NULL AND d.created_at >= $1 AND d.created_at < $2 AND ${LATE}
     GROUP BY 1 ORDER BY 2 DESC, 1`,
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
