import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was one view is two: releases of before ask the one that has no rehearsals, and none may come in there. By the clock
 * of a rehearsal that is ahead, a visit is awaited until that much earlier.
 */
const APART = `
      SET LOCAL lock_timeout = '250ms';
      CREATE OR REPLACE VIEW dispute_figures WITH (security_invoker = true) AS
        SELECT d.id AS dispute_id, d.created_at, d.visible_to, d.holder, d.village, d.category, d.grade,
          (d.status NOT IN ('resolved', 'closed')) AS open, d.reopened,
          coalesce(d.outcome IN ('settled-on-spot', 'mediated'), false) AS resolved,
          coalesce(d.outcome IN ('settled-on-spot', 'mediated') AND v.last_outcome <> 'relapsed', false) AS stable,
          coalesce(t.circulated, false) AS circulated,
          extract(epoch FROM coalesce(d.first_resolved_at::timestamptz, d.resolved_at) - d.created_at)::float8 AS seconds,
          o.judged, o.met_in_time, o.late_kinds, t.offered, t.answered_in_time, t.upheld,
          v.made, v.in_time, v.asked, v.satisfied, v.awaited, d.status, w.visitors, w.visits, d.rehearsal
        FROM dispute d
          CROSS JOIN LATERAL (
            -- What is late and still open counts as late now: leaving it open must not better the rate.
            SELECT count(*)::integer AS judged,
              (count(*) FILTER (WHERE o.met_at <= o.late_after))::integer AS met_in_time,
              array_agg(DISTINCT o.kind ORDER BY o.kind)
                FILTER (WHERE o.state <> 'met' OR o.met_at > o.late_after) AS late_kinds
            FROM obligation o WHERE o.dispute_id = d.id AND (o.state = 'met'
              OR (o.ended_at IS NULL AND o.state <> 'paused' AND o.late_after < now() + d.clock_ahead))) o
          CROSS JOIN LATERAL (
            SELECT (count(*) FILTER (WHERE t.to_department <> d.desk))::integer AS offered,
              (count(*) FILTER (WHERE t.to_department <> d.desk AND t.answered_at <= t.answer_due_at))::integer AS answered_in_time,
              (count(*) FILTER (WHERE t.state = 'returned'))::integer AS upheld,
              bool_or(t.to_department <> d.desk) AS circulated
            FROM transfer t WHERE t.dispute_id = d.id) t
          CROSS JOIN LATERAL (
            SELECT (count(*) FILTER (WHERE v.state = 'done'))::integer AS made,
              (count(*) FILTER (WHERE v.state = 'done'
                AND (v.row ->> 'visitedAt')::timestamptz <= v.tolerance_until))::integer AS in_time,
              (count(*) FILTER (WHERE v.row ->> 'satisfied' IS NOT NULL))::integer AS asked,
              (count(*) FILTER (WHERE v.row ->> 'satisfied' = 'true'))::integer AS satisfied,
              array_agg(v.tolerance_until - d.clock_ahead ORDER BY v.tolerance_until)
                FILTER (WHERE v.state NOT IN ('done', 'waived')) AS awaited,
              (array_agg(v.row ->> 'outcome' ORDER BY v.n DESC) FILTER (WHERE v.state = 'done'))[1] AS last_outcome
            FROM visit v WHERE v.dispute_id = d.id) v
          CROSS JOIN LATERAL (
            SELECT array_agg(by ORDER BY by COLLATE "C") FILTER (WHERE n = 1) AS visitors,
              array_agg(each::integer ORDER BY by COLLATE "C", n) AS visits FROM (
              SELECT by, n, each FROM (
                SELECT coalesce(v.row ->> 'departmentId', d.desk) AS by,
                  count(*) FILTER (WHERE v.state = 'done') AS done,
                  count(*) FILTER (WHERE v.state = 'done' AND (v.row ->> 'visitedAt')::timestamptz <= v.tolerance_until) AS in_time,
                  count(*) FILTER (WHERE v.row -> 'check' ->> 'state' = 'confirmed') AS confirmed,
                  count(*) FILTER (WHERE v.row -> 'check' ->> 'state' = 'different') AS different
                FROM visit v WHERE v.dispute_id = d.id AND v.state IN ('done', 'unconfirmed', 'undone') GROUP BY 1) of_department,
              LATERAL (VALUES (1, done), (2, in_time), (3, confirmed), (4, different)) AS figures (n, each)) told) w
        WHERE d.graded_at IS NOT NULL AND coalesce(d.outcome, '') NOT IN ('merged', 'invalid');
      REVOKE ALL ON dispute_figures FROM PUBLIC;
      GRANT SELECT ON dispute_figures TO dispute_reader, dispute_writer;
      CREATE OR REPLACE VIEW tallied WITH (security_invoker = true) AS
        SELECT dispute_id, created_at, visible_to, holder, village, category, grade, open, reopened, resolved, stable,
          circulated, seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked,
          satisfied, awaited, status, visitors, visits
        FROM dispute_figures WHERE NOT rehearsal`;

/** Rehearsals have statistics of their own, made of what makes those of the others; few as they are, nothing of them is kept. */
export class Figures1765392000000 implements MigrationInterface {
  readonly name = 'Figures1765392000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS dispute_rehearsal`);
    await db.query(`CREATE INDEX CONCURRENTLY dispute_rehearsal ON dispute (created_at DESC, id DESC) WHERE rehearsal`);
    // Behind whoever waits for a whole view everybody waits: not for long, and then again.
    for (;;) {
      try {
        await db.query(APART);
        break;
      } catch (error) {
        if ((error as { code?: string }).code !== '55P03') throw error;
        await db.query(`SELECT pg_sleep(0.25)`);
      }
    }
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
