import type { MigrationInterface, QueryRunner } from 'typeorm';

const KEPT = `dispute_id, created_at, visible_to, holder, village, category, grade, reopened, resolved, stable, circulated,
  seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited,
  visitors, visits, waived`;

/** All at once: no case is closed by a table that has another column than what it is reckoned by. */
const COUNTED = `
      SET LOCAL lock_timeout = '250ms';
      ALTER TABLE tally ADD COLUMN IF NOT EXISTS waived text[];
      CREATE OR REPLACE VIEW dispute_figures WITH (security_invoker = true) AS
        SELECT d.id AS dispute_id, d.created_at, d.visible_to, d.holder, d.village, d.category, d.grade,
          (d.status NOT IN ('resolved', 'closed')) AS open, d.reopened,
          coalesce(d.outcome IN ('settled-on-spot', 'mediated'), false) AS resolved,
          coalesce(d.outcome IN ('settled-on-spot', 'mediated') AND v.last_outcome <> 'relapsed', false) AS stable,
          coalesce(t.circulated, false) AS circulated,
          extract(epoch FROM coalesce(d.first_resolved_at::timestamptz, d.resolved_at) - d.created_at)::float8 AS seconds,
          o.judged, o.met_in_time, o.late_kinds, t.offered, t.answered_in_time, t.upheld,
          v.made, v.in_time, v.asked, v.satisfied, v.awaited, d.status, w.visitors, w.visits, d.rehearsal, v.waived
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
              (array_agg(v.row ->> 'outcome' ORDER BY v.n DESC) FILTER (WHERE v.state = 'done'))[1] AS last_outcome,
              array_agg(coalesce(v.row ->> 'departmentId', d.desk) ORDER BY coalesce(v.row ->> 'departmentId', d.desk) COLLATE "C")
                FILTER (WHERE v.state = 'waived') AS waived
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
      CREATE OR REPLACE VIEW tallied WITH (security_invoker = true) AS
        SELECT dispute_id, created_at, visible_to, holder, village, category, grade, open, reopened, resolved, stable,
          circulated, seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked,
          satisfied, awaited, status, visitors, visits, waived
        FROM dispute_figures WHERE NOT rehearsal;
      CREATE OR REPLACE FUNCTION keep_tally() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          DELETE FROM tally WHERE dispute_id = NEW.id;
          INSERT INTO tally (${KEPT}) SELECT ${KEPT} FROM tallied WHERE dispute_id = NEW.id AND status = 'closed';
          RETURN NULL;
        END $$`;

/**
 * A visit that was let go is counted, too: of each that was waived the department whose people had made it or else owed it,
 * kept with what else a closed dispute adds. Few have any.
 */
export class WaivedVisits1765404210000 implements MigrationInterface {
  readonly name = 'WaivedVisits1765404210000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    // Behind whoever waits for a whole table everybody waits: not for long, and then again.
    for (;;) {
      try {
        await db.query(COUNTED);
        break;
      } catch (error) {
        if ((error as { code?: string }).code !== '55P03') throw error;
        await db.query(`SELECT pg_sleep(0.25)`);
      }
    }
    // Those that were kept before, two hundred at a time; held meanwhile, so that nobody keeps another of them at once.
    await db.query(`
      DO $$
      DECLARE
        last uuid := '00000000-0000-0000-0000-000000000000';
        page uuid[];
      BEGIN
        LOOP
          SELECT array_agg(dispute_id ORDER BY dispute_id) INTO page FROM
            (SELECT dispute_id FROM tally WHERE dispute_id > last ORDER BY dispute_id LIMIT 200) p;
          EXIT WHEN page IS NULL;
          PERFORM FROM dispute WHERE id = ANY (page) ORDER BY id FOR SHARE;
          UPDATE tally k SET waived = t.waived FROM tallied t
            WHERE k.dispute_id = ANY (page) AND t.dispute_id = k.dispute_id AND t.waived IS NOT NULL;
          COMMIT;
          last := page[array_length(page, 1)];
        END LOOP;
      END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
