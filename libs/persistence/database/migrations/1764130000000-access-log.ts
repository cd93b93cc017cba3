import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who looked at what, and why: written by those who read, changed by nobody, read by auditors. */
export class AccessLog1764130000000 implements MigrationInterface {
  readonly name = 'AccessLog1764130000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE access_log (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL,
        action text NOT NULL,
        user_id text NOT NULL,
        department_id text NOT NULL,
        dispute_id uuid,
        data jsonb NOT NULL,
        -- What a person typed is sealed with the dispute's key, as everywhere.
        text text,
        visible_to text[] NOT NULL,
        -- A keyed hash of all the rest: who owns the database can delete an entry, but not write a false one.
        mac text NOT NULL
      );
      CREATE INDEX access_log_at ON access_log (at DESC, id DESC);
      CREATE INDEX access_log_user ON access_log (user_id, action, at);
      CREATE INDEX access_log_dispute ON access_log (dispute_id, at) WHERE dispute_id IS NOT NULL;
      CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE ON access_log
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      GRANT SELECT, INSERT ON access_log TO dispute_reader;
      GRANT SELECT ON access_log TO dispute_writer;
      ALTER TABLE access_log ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON access_log FOR SELECT TO dispute_writer USING (true);
      CREATE POLICY reader_adds_own ON access_log FOR INSERT TO dispute_reader WITH CHECK (user_id = app_user());
      -- An auditor reads what people of the subtree looked at, everybody what they did themselves.
      CREATE POLICY reader_audits ON access_log FOR SELECT TO dispute_reader
        USING (user_id = app_user() OR ('@audit' = ANY (app_scopes()) AND visible_to && app_scopes()));

      -- Who acts is set before anything is written, in the same round trip.
      CREATE FUNCTION log_access(who text, lazy boolean, entry jsonb) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM set_config('app.user_id', who, true);
          IF lazy THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;
          INSERT INTO access_log (at, action, user_id, department_id, dispute_id, data, text, visible_to, mac)
          SELECT at, action, user_id, department_id, dispute_id, data, text, visible_to, mac
          FROM jsonb_to_record(entry) AS e(at timestamptz, action text, user_id text, department_id text,
            dispute_id uuid, data jsonb, text text, visible_to text[], mac text);
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
