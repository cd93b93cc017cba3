import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A paper that was issued by mistake is void: it stays, with its number, which nobody gets again; the next one of the same
 * subject takes a new number. A row draws a line below all copies up to one.
 */
export class VoidPapers1765360000000 implements MigrationInterface {
  readonly name = 'VoidPapers1765360000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE void_paper (
        dispute_id uuid NOT NULL,
        kind text NOT NULL,
        subject_id text NOT NULL,
        up_to integer NOT NULL,
        voided_at timestamptz NOT NULL,
        voided_by text NOT NULL,
        -- Why, sealed; gone with the dispute's key.
        text text NOT NULL,
        PRIMARY KEY (dispute_id, kind, subject_id, up_to),
        FOREIGN KEY (dispute_id, kind, subject_id, up_to) REFERENCES paper (dispute_id, kind, subject_id, copy)
      );
      CREATE TRIGGER void_paper_append_only BEFORE UPDATE OR DELETE ON void_paper
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER void_paper_not_emptied BEFORE TRUNCATE ON void_paper
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      ALTER TABLE void_paper ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON void_paper FOR SELECT TO dispute_writer USING (true);
      CREATE POLICY reader_scoped ON void_paper TO dispute_reader
        USING (EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id))
        WITH CHECK (voided_by = app_user() AND EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id));
      GRANT SELECT, INSERT ON void_paper TO dispute_reader;
      GRANT SELECT ON void_paper TO dispute_writer;

      -- As before, but that no further copy is made of a void one; copies are counted on.
      CREATE OR REPLACE FUNCTION next_paper(about uuid, of_kind text, of_subject text, by_sender text, in_year integer, numbered boolean)
      RETURNS TABLE (sender text, year integer, n integer, copy integer)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtext('paper ' || of_kind));
          RETURN QUERY SELECT p.sender, p.year, p.n, p.copy + 1 FROM paper p
            WHERE p.dispute_id = about AND p.kind = of_kind AND p.subject_id = of_subject
              AND NOT EXISTS (SELECT FROM void_paper v WHERE v.dispute_id = p.dispute_id AND v.kind = p.kind
                AND v.subject_id = p.subject_id AND v.up_to >= p.copy)
            ORDER BY p.copy DESC LIMIT 1;
          IF NOT FOUND THEN
            RETURN QUERY SELECT by_sender, in_year,
              CASE WHEN numbered THEN coalesce(max(p.n), 0) + 1 END,
              coalesce((SELECT max(q.copy) FROM paper q
                WHERE q.dispute_id = about AND q.kind = of_kind AND q.subject_id = of_subject), 0) + 1
              FROM paper p WHERE p.sender = by_sender AND p.kind = of_kind AND p.year = in_year;
          END IF;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
