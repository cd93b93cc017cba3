import type { Db } from './database.js';

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
  met: number;
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

/** @param zone months are those of the township, not of UTC */
export async function countPeriod(
  db: Db,
  period: { from: string; to: string; zone: string },
  by: Grouping | null,
): Promise<Counts[]> {
  return (await db.query(
    `WITH cohort AS (
       SELECT d.id, ${by ? KEY_OF[by] : 'NULL::text'} AS key, d.desk, d.status, d.created_at, d.row,
         coalesce(d.row #>> '{resolution,outcome}' IN ('settled-on-spot', 'mediated'), false) AS resolved,
         coalesce((d.row #>> '{closures,0,resolvedAt}')::timestamptz, d.resolved_at) AS first_resolved_at
       FROM dispute d
       WHERE NOT d.rehearsal AND d.graded_at IS NOT NULL AND d.created_at >= $1 AND d.created_at < $2
         AND $3::text IS NOT NULL),
     per AS (
       SELECT c.*,
         (SELECT count(*) FROM obligation o WHERE o.dispute_id = c.id AND o.state = 'met') AS met,
         (SELECT count(*) FROM obligation o WHERE o.dispute_id = c.id AND o.state = 'met' AND o.met_at <= o.late_after) AS met_in_time,
         t.offered, t.answered_in_time, t.upheld, t.circulated,
         v.due, v.in_time, v.made, v.asked, v.satisfied, v.last_outcome
       FROM cohort c,
       LATERAL (
         SELECT count(*) FILTER (WHERE t.to_department <> c.desk) AS offered,
           count(*) FILTER (WHERE t.to_department <> c.desk AND t.answered_at <= t.answer_due_at) AS answered_in_time,
           count(*) FILTER (WHERE t.state = 'returned') AS upheld,
           coalesce(bool_or(t.to_department <> c.desk), false) AS circulated
         FROM transfer t WHERE t.dispute_id = c.id) t,
       LATERAL (
         SELECT count(*) FILTER (WHERE v.state = 'done' OR (v.state <> 'waived' AND v.tolerance_until < now())) AS due,
           count(*) FILTER (WHERE v.state = 'done' AND (v.row ->> 'visitedAt')::timestamptz <= v.tolerance_until) AS in_time,
           count(*) FILTER (WHERE v.state = 'done') AS made,
           count(*) FILTER (WHERE v.row ->> 'satisfied' IS NOT NULL) AS asked,
           count(*) FILTER (WHERE v.row ->> 'satisfied' = 'true') AS satisfied,
           (array_agg(v.row ->> 'outcome' ORDER BY v.n DESC) FILTER (WHERE v.state = 'done'))[1] AS last_outcome
         FROM visit v WHERE v.dispute_id = c.id) v)
     SELECT key, count(*)::int AS entered, count(*) FILTER (WHERE circulated)::int AS circulated,
       count(*) FILTER (WHERE resolved)::int AS resolved,
       count(*) FILTER (WHERE resolved AND last_outcome IS NOT NULL AND last_outcome <> 'relapsed')::int AS stable,
       count(*) FILTER (WHERE status NOT IN ('resolved', 'closed'))::int AS open,
       count(*) FILTER (WHERE jsonb_array_length(row -> 'closures') > 0)::int AS reopened,
       round((percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first_resolved_at - created_at)) / 3600)::numeric, 1)::float AS "medianHours",
       round((percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM first_resolved_at - created_at)) / 3600)::numeric, 1)::float AS "p90Hours",
       sum(met)::int AS met, sum(met_in_time)::int AS "metInTime", sum(offered)::int AS offered,
       sum(answered_in_time)::int AS "answeredInTime", sum(upheld)::int AS "returnsUpheld", sum(due)::int AS "visitsDue",
       sum(in_time)::int AS "visitsInTime", sum(made)::int AS "visitsMade", sum(asked)::int AS asked,
       sum(satisfied)::int AS satisfied
     FROM per GROUP BY key ORDER BY key`,
    [period.from, period.to, period.zone],
  )) as Counts[];
}

export async function countItems(db: Db, period: { from: string; to: string }): Promise<number> {
  const [row] = (await db.query(`SELECT count(*)::int AS n FROM item WHERE heard_at >= $1 AND heard_at < $2`, [
    period.from,
    period.to,
  ])) as { n: number }[];
  return row!.n;
}
