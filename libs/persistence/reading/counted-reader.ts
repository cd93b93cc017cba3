import type { DisputeRow } from '#domain/dispute/row.js';
import type { Counted } from '#domain/reading/counted.js';
import type { ObligationKind } from '#domain/words.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';
import type { Conditions } from './conditions.js';
import { conditionsOf, type DisputeFilter } from './dispute-reader.js';
import { seenDisputes } from './seen.js';
import { totalOf, type Total } from './total.js';

/** What stands behind the numbers of a statistic that count no disputes, one by one. */

/** Something that was owed: until when without being late, and when it was done. */
export interface CountedRow {
  dispute: DisputeRow;
  kind: ObligationKind;
  n: number | null;
  departmentId: string;
  lateAfter: Date | null;
  doneAt: Date | null;
  createdAt: Date;
  id: string;
  /** Within its dispute. */
  place: number;
}

/** Where a list goes on. */
export interface CountedPlace {
  createdAt: string;
  id: string;
  place: number;
}

/** Of a dispute `d`; `whose` is the department that a list is narrowed to. */
interface Source {
  of: string;
  columns: string;
  place: string;
  whose: string;
}

const OWED: Source = {
  of: 'obligation o',
  columns: `o.kind, o.n, o.holder_department, o.late_after, o.met_at`,
  place: `split_part(o.id, '.', 2)::int`,
  whose: 'o.holder_department',
};
const OFFERS: Source = {
  of: 'transfer t',
  columns: `'answer-transfer', NULL::int, t.to_department, t.answer_due_at, t.answered_at`,
  place: `substr(t.id, 2)::int`,
  whose: 't.to_department',
};
const VISITED_BY = `coalesce(v.row ->> 'departmentId', d.desk)`;
const VISITS: Source = {
  of: 'visit v',
  columns: `'return-visit', v.n, ${VISITED_BY}, v.tolerance_until, (v.row ->> 'visitedAt')::timestamptz`,
  place: 'v.n',
  whose: VISITED_BY,
};

/** Whether a spot check of a closed dispute was kept as such: `n`-th of four figures of each department that visited it. */
const heard = (n: number) =>
  `EXISTS (SELECT FROM generate_subscripts(k.visitors, 1) i WHERE k.visits[4 * (i - 1) + ${n}] > 0)`;

/**
 * Which of them each number counts, as the view `dispute_figures` adds them up; and what the kept row `k` of a closed dispute
 * says where it has any: few have. Of rehearsals none is kept.
 */
const COUNTS: Record<Counted, { source: Source; which: string; kept?: string }> = {
  judged: {
    source: OWED,
    which: `(o.state = 'met' OR o.ended_at IS NULL AND o.state <> 'paused' AND o.late_after < now() + d.clock_ahead)`,
  },
  metInTime: { source: OWED, which: `o.state = 'met' AND o.met_at <= o.late_after` },
  offered: { source: OFFERS, which: `t.to_department <> d.desk` },
  answeredInTime: { source: OFFERS, which: `t.to_department <> d.desk AND t.answered_at <= t.answer_due_at` },
  returnsUpheld: { source: OFFERS, which: `t.state = 'returned'`, kept: 'k.upheld > 0' },
  visitsDue: {
    source: VISITS,
    which: `(v.state = 'done' OR v.state <> 'waived' AND v.tolerance_until < now() + d.clock_ahead)`,
  },
  visitsInTime: {
    source: VISITS,
    which: `v.state = 'done' AND (v.row ->> 'visitedAt')::timestamptz <= v.tolerance_until`,
  },
  visitsMade: { source: VISITS, which: `v.state = 'done'` },
  asked: { source: VISITS, which: `v.row ->> 'satisfied' IS NOT NULL` },
  // As a truth and not as a text: PostgreSQL takes it for one in two and not for one in two hundred, and walks the newest first.
  satisfied: { source: VISITS, which: `(v.row ->> 'satisfied')::boolean` },
  confirmed: { source: VISITS, which: `v.row -> 'check' ->> 'state' = 'confirmed'`, kept: heard(3) },
  different: { source: VISITS, which: `v.row -> 'check' ->> 'state' = 'different'`, kept: heard(4) },
  waived: { source: VISITS, which: `v.state = 'waived'`, kept: 'k.waived IS NOT NULL' },
};

async function narrowed(
  db: Db,
  counted: Counted,
  { department, ...filter }: DisputeFilter,
): Promise<{ from: string; conditions: Conditions }> {
  const { source, which, kept } = COUNTS[counted];
  const conditions = conditionsOf(filter);
  conditions.demand(which);
  conditions.add((p) => `${source.whose} = ${p}`, department);
  if (kept && !filter.rehearsal) {
    conditions.demand(`(d.status <> 'closed' OR EXISTS (SELECT FROM tally k WHERE k.dispute_id = d.id AND ${kept}))`);
  }
  return { from: `${await seenDisputes(db, conditions)} JOIN ${source.of} ON dispute_id = d.id`, conditions };
}

export async function countCounted(db: Db, counted: Counted, filter: DisputeFilter): Promise<Total> {
  const { from, conditions } = await narrowed(db, counted, filter);
  return totalOf(db, `${from} WHERE ${conditions.where}`, conditions);
}

/** Those of the disputes that a filter finds, of the newest first. */
export async function listCounted(
  db: Db,
  counted: Counted,
  filter: DisputeFilter,
  after: CountedPlace | null,
  limit: number,
): Promise<CountedRow[]> {
  const { source } = COUNTS[counted];
  const { from, conditions } = await narrowed(db, counted, filter);
  if (after) {
    const [at, id, place] = [after.createdAt, after.id, after.place].map(conditions.place);
    // Said apart, so that the walk through the disputes begins there.
    conditions.demand(`d.created_at <= ${at} AND (d.created_at, d.id, ${source.place}) < (${at}, ${id}, ${place})`);
  }
  return rows<CountedRow>(
    db,
    `SELECT d.row AS dispute, c.kind, c.n, c."departmentId", c."lateAfter", c."doneAt", c.created_at AS "createdAt", c.id, c.place
     FROM (SELECT d.id, d.created_at, ${source.place} AS place, w.* FROM ${from},
         LATERAL (VALUES (${source.columns})) w (kind, n, "departmentId", "lateAfter", "doneAt")
       WHERE ${conditions.where}
       ORDER BY d.created_at DESC, d.id DESC, place DESC LIMIT ${conditions.place(limit)}) c
       JOIN dispute d ON d.id = c.id
     ORDER BY c.created_at DESC, c.id DESC, c.place DESC`,
    conditions.parameters,
  );
}
