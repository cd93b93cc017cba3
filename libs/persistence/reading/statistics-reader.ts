import type { ObligationKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { one, rows } from '../database/rows.js';
import { isCountedAs } from './open.js';

/** The measures of domain.md §8, of the disputes entered in a period. Definitions once, here; every number is a count. */

export const GROUPINGS = ['department', 'village', 'category', 'grade', 'month'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** When each month of the period begins; to reckon the month of every dispute by itself takes as long as to read it. */
const MONTHS = `SELECT month AT TIME ZONE $3 FROM
  generate_series(date_trunc('month', $1::timestamptz AT TIME ZONE $3), $2::timestamptz AT TIME ZONE $3, interval '1 month') AS month`;

/** By what a group is told apart, and how it is called. Words are sorted as bytes: nobody sees that order. */
const KEY_OF: Record<Grouping, { by: string; name: string }> = {
  department: { by: 'holder COLLATE "C"', name: 'part' },
  village: { by: 'village COLLATE "C"', name: 'part' },
  category: { by: 'category COLLATE "C"', name: 'part' },
  grade: { by: 'grade COLLATE "C"', name: 'part' },
  month: {
    by: `width_bucket(created_at, ARRAY(${MONTHS}))`,
    name: `to_char((ARRAY(${MONTHS}))[part] AT TIME ZONE $3, 'YYYY-MM')`,
  },
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

const ADDED = `created_at, holder, village, category, grade, reopened, resolved, stable, circulated, seconds, judged,
  met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited, visitors, visits, waived`;

/**
 * In halves: one range is read through the index row by row, of two the pages are found first, which takes half as long.
 */
const MIDDLE = `$1::timestamptz + ($2::timestamptz - $1::timestamptz) / 2`;
const IN_PERIOD = `(created_at >= $1 AND created_at < ${MIDDLE} OR created_at >= ${MIDDLE} AND created_at < $2)`;

/**
 * Each dispute entered in a period, with what it adds: of one that is closed that was kept when it closed (`tally`), of
 * the few that are not it is reckoned now, by the same view that the kept ones come of.
 */
const ENTERED = `(
  SELECT ${ADDED}, false AS open FROM tally WHERE ${IN_PERIOD}
  UNION ALL SELECT ${ADDED}, open FROM tallied WHERE status <> 'closed' AND created_at >= $1 AND created_at < $2) entered`;

/** Of the few rehearsals nothing is kept: each is reckoned now. */
const REHEARSED = `(
  SELECT ${ADDED}, open FROM dispute_figures WHERE rehearsal AND created_at >= $1 AND created_at < $2) entered`;

/** What is counted, each by how it is counted of the disputes entered. */
const COUNTED: Record<Exclude<keyof Counts, 'key' | 'medianHours' | 'p90Hours'>, string> = {
  entered: 'count(*)',
  circulated: 'count(*) FILTER (WHERE circulated)',
  resolved: 'count(*) FILTER (WHERE resolved)',
  stable: 'count(*) FILTER (WHERE stable)',
  open: 'count(*) FILTER (WHERE open)',
  reopened: 'count(*) FILTER (WHERE reopened)',
  judged: 'sum(judged)',
  metInTime: 'sum(met_in_time)',
  offered: 'sum(offered)',
  answeredInTime: 'sum(answered_in_time)',
  returnsUpheld: 'sum(upheld)',
  visitsDue: `sum(made + CASE WHEN awaited IS NULL THEN 0
    ELSE (SELECT count(*) FROM unnest(awaited) AS until WHERE until < now())::int END)`,
  visitsInTime: 'sum(in_time)',
  visitsMade: 'sum(made)',
  asked: 'sum(asked)',
  satisfied: 'sum(satisfied)',
};

/** Added up, and nothing sorted: whole rows of a year are passed once, however many questions there are. */
const sums = (of: (name: string, counted: string) => string) =>
  Object.entries(COUNTED)
    .map(([name, counted]) => `${of(name, counted)} AS "${name}"`)
    .join(', ');

/**
 * A row for those of a group that one department visited and that were late for the same. Nearly all are visited by one
 * alone; of those that several visited each has its own figures, four a department. Of few any visit was waived.
 */
const summed = (entered: string, part: string) => `summed AS MATERIALIZED (
  SELECT part, visitor, several, figures, waived, late_kinds, ${sums((_name, counted) => counted)},
    array_agg(seconds) FILTER (WHERE seconds IS NOT NULL) AS took,
    ${[1, 2, 3, 4].map((n) => `sum(visits[${n}]) AS n${n}`).join(', ')}
  FROM (SELECT *, ${part} AS part, visitors[1] AS visitor, CASE WHEN visitors[2] IS NOT NULL THEN visitors END AS several,
    CASE WHEN visitors[2] IS NOT NULL THEN visits END AS figures FROM ${entered}) of_period
  GROUP BY part, visitor, several, figures, waived, late_kinds)`;

const hoursAt = (n: number) => `round((middle[${n}] / 3600)::numeric, 1)::float`;

/** The measures of all that is summed. */
const MEASURES = sums((name) => `coalesce(sum("${name}"), 0)::int`);
const NAMES = [...Object.keys(COUNTED), 'medianHours', 'p90Hours'].map((each) => `"${each}"`).join(', ');
/** In the middle, and of nine in ten; of those resolved in `summed m`. */
const times = (ofThem: string) => `SELECT ${hoursAt(1)} AS "medianHours", ${hoursAt(2)} AS "p90Hours" FROM (
  SELECT percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY each) AS middle FROM summed m, unnest(took) AS each ${ofThem}) m`;

export interface VisitCounts {
  departmentId: string;
  done: number;
  inTime: number;
  confirmed: number;
  different: number;
  waived: number;
}

export interface PeriodCounts {
  total: Counts;
  /** Where it is grouped. */
  groups: Counts[];
  /** How many were late for which kind of obligation, the most first. */
  lateness: { kind: ObligationKind; disputes: number }[];
  /**
   * By the department whose people made them: done and in their tolerance, and what spot checks heard of them; and how many
   * were waived, by who owed them. Of persons nothing is counted.
   */
  visits: VisitCounts[];
}

const LATENESS = `SELECT kind, sum(entered)::int AS disputes FROM summed, unnest(late_kinds) AS kind GROUP BY 1 ORDER BY 2 DESC, 1`;

const VISITS = `SELECT by AS "departmentId", sum(n1)::int AS done, sum(n2)::int AS "inTime", sum(n3)::int AS confirmed,
    sum(n4)::int AS different, sum(n5)::int AS waived
  FROM (
    SELECT visitor AS by, n1, n2, n3, n4, 0 AS n5 FROM summed WHERE several IS NULL AND visitor IS NOT NULL
    UNION ALL SELECT several[i], figures[4 * i - 3] * entered, figures[4 * i - 2] * entered, figures[4 * i - 1] * entered,
      figures[4 * i] * entered, 0 FROM summed, generate_subscripts(several, 1) AS i
    UNION ALL SELECT by, 0, 0, 0, 0, entered FROM summed, unnest(waived) AS by) of_one
  GROUP BY 1 ORDER BY 1`;

/** As one value, so that one statement answers all of it. */
const listed = (statement: string) => `coalesce((SELECT json_agg(each) FROM (${statement}) each), '[]')`;

/** What is counted; rehearsals alone, or none of them. */
export interface Period {
  from: string;
  to: string;
  rehearsal?: boolean;
}

/** For the conditions of a statement. */
const among = (rehearsal = false) => (rehearsal ? 'rehearsal' : 'NOT rehearsal');

/** @param period months are those of the township, not of UTC */
export async function countPeriod(
  db: Db,
  period: Period & { zone: string },
  by: Grouping | null,
): Promise<PeriodCounts> {
  // A sort of a year of a county stays in memory.
  await db.query(`SELECT set_config('work_mem', '64MB', true)`);
  const part = by ? KEY_OF[by].by : 'NULL::text';
  const groups = by
    ? `SELECT key, ${NAMES} FROM (
         SELECT ${KEY_OF[by].name} AS key, counted.*, times.*
         FROM (SELECT part, ${MEASURES} FROM summed GROUP BY part) counted,
           LATERAL (${times('WHERE m.part = counted.part')}) times) of_group
       ORDER BY key COLLATE "default"`
    : `SELECT WHERE false`;
  const { total, ...counted } = await one<Omit<PeriodCounts, 'total'> & { total: [Counts] }>(
    db,
    `WITH ${summed(period.rehearsal ? REHEARSED : ENTERED, part)}
     SELECT ${listed(`SELECT NULL::text AS key, * FROM (SELECT ${MEASURES} FROM summed) counted, (${times('')}) times WHERE $3::text IS NOT NULL`)} AS total,
       ${listed(groups)} AS groups,
       ${listed(LATENESS)} AS lateness, ${listed(VISITS)} AS visits`,
    [period.from, period.to, period.zone],
  );
  return { total: total[0], ...counted };
}

/** What is counted beside those entered in a period: what was merged into another, and what proved to be none. */
export async function countBeside(
  db: Db,
  { from, to, rehearsal }: Period,
): Promise<Record<'merged' | 'invalid', number>> {
  return one(
    db,
    `SELECT count(*) FILTER (WHERE outcome = 'merged')::int AS merged, count(*) FILTER (WHERE outcome = 'invalid')::int AS invalid
     FROM dispute WHERE outcome IN ('merged', 'invalid') AND ${among(rehearsal)} AND graded_at IS NOT NULL
       AND created_at >= $1 AND created_at < $2`,
    [from, to],
  );
}

export async function countItems(db: Db, period: Pick<Period, 'from' | 'to'>): Promise<number> {
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
 * Open disputes by who holds them and by how long ago they came in, whenever that was; those not graded yet as well, as
 * the board and the lists count them.
 *
 * @param since moments that part the ages, the latest first
 * @returns of each holder one count more than there are moments, the youngest first
 */
export async function countAges(
  db: Db,
  since: readonly string[],
  rehearsal?: boolean,
): Promise<{ holder: string; counts: number[] }[]> {
  const counts = [...since, null].map((from, n) => {
    const bounds = [...(from === null ? [] : [`created_at >= $${n + 1}`]), ...(n > 0 ? [`created_at < $${n}`] : [])];
    return `count(*) FILTER (WHERE ${bounds.join(' AND ')})::int`;
  });
  return rows<{ holder: string; counts: number[] }>(
    db,
    `SELECT holder, ARRAY[${counts.join(', ')}] AS counts FROM dispute
     WHERE ${among(rehearsal)} AND status <> 'closed' AND ${isCountedAs('open', 'dispute')}
     GROUP BY 1 ORDER BY count(*) DESC, 1`,
    [...since],
  );
}
