import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a closed dispute adds to the statistics is kept beside it, so that a period costs its disputes a narrow row each
 * and not all that they ever owed, were offered and were asked. A period of many is never closed as a whole; a dispute is.
 */
export class Tallies1765120000000 implements MigrationInterface {
  readonly name = 'Tallies1765120000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What each dispute adds, reckoned from its rows: the one place that says it, for what is kept and for what is open.
      -- What changes by time alone stays a moment: visits that were not made count from the end of their tolerance.
      CREATE OR REPLACE VIEW tallied WITH (security_invoker = true) AS
        SELECT d.id AS dispute_id, d.created_at, d.visible_to, d.holder, d.village, d.category, d.grade,
          (d.status NOT IN ('resolved', 'closed')) AS open, d.reopened,
          coalesce(d.outcome IN ('settled-on-spot', 'mediated'), false) AS resolved,
          coalesce(d.outcome IN ('settled-on-spot', 'mediated') AND v.last_outcome <> 'relapsed', false) AS stable,
          coalesce(t.circulated, false) AS circulated,
          extract(epoch FROM coalesce(d.first_resolved_at::timestamptz, d.resolved_at) - d.created_at)::float8 AS seconds,
          o.judged, o.met_in_time, o.late_kinds, t.offered, t.answered_in_time, t.upheld,
          v.made, v.in_time, v.asked, v.satisfied, v.awaited, d.status
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
              array_agg(v.tolerance_until ORDER BY v.tolerance_until) FILTER (WHERE v.state NOT IN ('done', 'waived')) AS awaited,
              (array_agg(v.row ->> 'outcome' ORDER BY v.n DESC) FILTER (WHERE v.state = 'done'))[1] AS last_outcome
            FROM visit v WHERE v.dispute_id = d.id) v
        WHERE NOT d.rehearsal AND d.graded_at IS NOT NULL;
      REVOKE ALL ON tallied FROM PUBLIC;
      GRANT SELECT ON tallied TO dispute_reader, dispute_writer;

      CREATE TABLE IF NOT EXISTS tally (
        dispute_id uuid PRIMARY KEY REFERENCES dispute (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL,
        visible_to text[] NOT NULL,
        holder text NOT NULL,
        village text NOT NULL,
        category text NOT NULL,
        grade text,
        reopened boolean NOT NULL,
        resolved boolean NOT NULL,
        stable boolean NOT NULL,
        circulated boolean NOT NULL,
        seconds float8,
        judged integer NOT NULL,
        met_in_time integer NOT NULL,
        late_kinds text[],
        offered integer NOT NULL,
        answered_in_time integer NOT NULL,
        upheld integer NOT NULL,
        made integer NOT NULL,
        in_time integer NOT NULL,
        asked integer NOT NULL,
        satisfied integer NOT NULL,
        awaited timestamptz[]
      );
      CREATE INDEX IF NOT EXISTS tally_created ON tally (created_at);
      ALTER TABLE tally ENABLE ROW LEVEL SECURITY;
      DROP POLICY IF EXISTS reader_scoped ON tally;
      CREATE POLICY reader_scoped ON tally FOR SELECT TO dispute_reader
        USING (arrayoverlap(visible_to, (SELECT app_scopes())));
      DROP POLICY IF EXISTS writer_all ON tally;
      CREATE POLICY writer_all ON tally TO dispute_writer USING (true) WITH CHECK (true);
      REVOKE ALL ON tally FROM PUBLIC;
      GRANT SELECT ON tally TO dispute_reader;
      GRANT SELECT, INSERT, DELETE ON tally TO dispute_writer;

      -- In the transaction that closes a dispute, or changes one that was closed: of any release, of a rebuild, of a hand.
      CREATE OR REPLACE FUNCTION keep_tally() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          DELETE FROM tally WHERE dispute_id = NEW.id;
          INSERT INTO tally (dispute_id, created_at, visible_to, holder, village, category, grade, reopened, resolved, stable,
            circulated, seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked,
            satisfied, awaited)
          SELECT dispute_id, created_at, visible_to, holder, village, category, grade, reopened, resolved, stable, circulated,
            seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited
          FROM tallied WHERE dispute_id = NEW.id AND status = 'closed';
          RETURN NULL;
        END $$;
      REVOKE ALL ON FUNCTION keep_tally FROM PUBLIC;
    `);
    // Behind whoever waits for a whole table everybody waits: not for long, and then again.
    for (;;) {
      try {
        await db.query(`SET LOCAL lock_timeout = '250ms';
          CREATE OR REPLACE TRIGGER dispute_tally AFTER INSERT ON dispute FOR EACH ROW WHEN (NEW.status = 'closed')
            EXECUTE FUNCTION keep_tally();
          CREATE OR REPLACE TRIGGER dispute_tally_again AFTER UPDATE ON dispute FOR EACH ROW
            WHEN (OLD.status = 'closed' OR NEW.status = 'closed') EXECUTE FUNCTION keep_tally()`);
        break;
      } catch (error) {
        if ((error as { code?: string }).code !== '55P03') throw error;
        await db.query(`SELECT pg_sleep(0.25)`);
      }
    }
    // Those that are closed already, two hundred at a time. They are held meanwhile: one that is reopened then would be
    // counted twice for good.
    await db.query(`
      DO $$
      DECLARE
        last uuid := '00000000-0000-0000-0000-000000000000';
        page uuid[];
      BEGIN
        LOOP
          SELECT array_agg(id ORDER BY id) INTO page FROM (SELECT id FROM dispute WHERE id > last ORDER BY id LIMIT 200) p;
          EXIT WHEN page IS NULL;
          PERFORM FROM dispute WHERE id = ANY (page) AND status = 'closed' ORDER BY id FOR SHARE;
          INSERT INTO tally (dispute_id, created_at, visible_to, holder, village, category, grade, reopened, resolved, stable,
            circulated, seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked,
            satisfied, awaited)
          SELECT dispute_id, created_at, visible_to, holder, village, category, grade, reopened, resolved, stable, circulated,
            seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited
          FROM tallied WHERE dispute_id = ANY (page) AND status = 'closed'
          ON CONFLICT DO NOTHING;
          COMMIT;
          last := page[array_length(page, 1)];
        END LOOP;
      END $$;
    `);
    await db.query(`ANALYZE tally`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TRIGGER dispute_tally ON dispute;
      DROP TRIGGER dispute_tally_again ON dispute;
      DROP FUNCTION keep_tally();
      DROP TABLE tally;
      DROP VIEW tallied;
    `);
  }
}
