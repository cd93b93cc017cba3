import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a calendar must know of return visits: how often each was changed, also of those that are gone. */
export class CalendarFeed1764120000000 implements MigrationInterface {
  readonly name = 'CalendarFeed1764120000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Beside the visits and not in them: who owed a visit is told that it is done also when, with the last one done,
      -- the case is closed to them.
      CREATE TABLE visit_revision (
        dispute_id uuid NOT NULL REFERENCES dispute ON DELETE CASCADE,
        n integer NOT NULL,
        number text NOT NULL,
        department text NOT NULL,
        revision integer NOT NULL,
        due_at timestamptz NOT NULL,
        tolerance_until timestamptz NOT NULL,
        mode text NOT NULL,
        state text NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (dispute_id, n)
      );
      CREATE INDEX visit_revision_due ON visit_revision (department, due_at);
      INSERT INTO visit_revision
        SELECT v.dispute_id, v.n, d.number, d.desk, 0, v.due_at, v.tolerance_until, v.row ->> 'mode', v.state, now()
        FROM visit v JOIN dispute d ON d.id = v.dispute_id WHERE NOT d.rehearsal;
      GRANT SELECT ON visit_revision TO dispute_reader;
      GRANT SELECT, INSERT, UPDATE, DELETE ON visit_revision TO dispute_writer;
      ALTER TABLE visit_revision ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON visit_revision TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY reader_scoped ON visit_revision FOR SELECT TO dispute_reader
        USING (ARRAY[department, department || '#visitor'] && app_scopes());

      CREATE FUNCTION revise_visit() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          v visit;
        BEGIN
          IF TG_OP = 'DELETE' THEN v := OLD; ELSE v := NEW; END IF;
          INSERT INTO visit_revision AS r
            (dispute_id, n, number, department, revision, due_at, tolerance_until, mode, state, changed_at)
          SELECT v.dispute_id, v.n, d.number, d.desk, 0, v.due_at, v.tolerance_until, v.row ->> 'mode',
            CASE TG_OP WHEN 'DELETE' THEN 'gone' ELSE v.state END, now()
          FROM dispute d WHERE d.id = v.dispute_id AND NOT d.rehearsal
          ON CONFLICT (dispute_id, n) DO UPDATE SET revision = r.revision + 1, due_at = excluded.due_at,
            tolerance_until = excluded.tolerance_until, mode = excluded.mode, state = excluded.state,
            changed_at = excluded.changed_at
          WHERE (r.due_at, r.tolerance_until, r.mode, r.state)
            IS DISTINCT FROM (excluded.due_at, excluded.tolerance_until, excluded.mode, excluded.state);
          RETURN NULL;
        END $$;
      CREATE TRIGGER visit_revised AFTER INSERT OR UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION revise_visit();
      -- A case that is deleted takes its visits along; then there is nothing to tell.
      CREATE TRIGGER visit_gone AFTER DELETE ON visit FOR EACH ROW WHEN (pg_trigger_depth() = 0)
        EXECUTE FUNCTION revise_visit();

      -- One address a person; its token opens this feed and nothing else.
      CREATE TABLE feed_token (
        account_id text PRIMARY KEY REFERENCES account,
        token_hash bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        used_at timestamptz
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON feed_token TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
