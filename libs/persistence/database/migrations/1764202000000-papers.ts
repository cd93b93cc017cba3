import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Official papers are numbered without a gap, and each issue is kept as it was handed out. */
export class Papers1764202000000 implements MigrationInterface {
  readonly name = 'Papers1764202000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE paper (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        dispute_id uuid NOT NULL REFERENCES dispute (id),
        kind text NOT NULL,
        subject_id text NOT NULL,
        -- The number: the series of a department, a kind and a year. A rehearsal uses up none.
        sender text NOT NULL,
        year integer NOT NULL,
        n integer,
        copy integer NOT NULL,
        issued_at timestamptz NOT NULL,
        issued_by text NOT NULL,
        -- Sealed; gone with the dispute's key.
        text text NOT NULL,
        UNIQUE (dispute_id, kind, subject_id, copy),
        UNIQUE (sender, kind, year, n, copy)
      );
      CREATE TRIGGER paper_append_only BEFORE UPDATE OR DELETE ON paper FOR EACH ROW EXECUTE FUNCTION refuse_change();
      ALTER TABLE paper ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON paper FOR SELECT TO dispute_writer USING (true);
      CREATE POLICY reader_scoped ON paper TO dispute_reader
        USING (EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id))
        WITH CHECK (issued_by = app_user() AND EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id));
      GRANT SELECT, INSERT ON paper TO dispute_reader;
      GRANT SELECT ON paper TO dispute_writer;

      -- The number of the next copy: the one that the first copy had, or the next free one. It sees the whole series,
      -- also of cases that the issuer may not see, and tells no more of it than a number.
      CREATE FUNCTION next_paper(about uuid, of_kind text, of_subject text, by_sender text, in_year integer, numbered boolean)
      RETURNS TABLE (sender text, year integer, n integer, copy integer)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtext('paper ' || of_kind));
          RETURN QUERY SELECT p.sender, p.year, p.n, p.copy + 1 FROM paper p
            WHERE p.dispute_id = about AND p.kind = of_kind AND p.subject_id = of_subject ORDER BY p.copy DESC LIMIT 1;
          IF NOT FOUND THEN
            RETURN QUERY SELECT by_sender, in_year,
              CASE WHEN numbered THEN coalesce(max(p.n), 0) + 1 END, 1
              FROM paper p WHERE p.sender = by_sender AND p.kind = of_kind AND p.year = in_year;
          END IF;
        END $$;
      REVOKE ALL ON FUNCTION next_paper FROM public;
      GRANT EXECUTE ON FUNCTION next_paper TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
