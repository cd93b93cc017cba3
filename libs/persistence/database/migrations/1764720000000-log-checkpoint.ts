import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many looks there were up to some time, and which: one that is deleted is missed. And checkpoints are counted. */
export class LogCheckpoint1764720000000 implements MigrationInterface {
  readonly name = 'LogCheckpoint1764720000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE log_checkpoint (
        -- Of all looks that the same auditors may read: whoever sees this row sees every look that it counts.
        visible_to text[] NOT NULL,
        from_id bigint NOT NULL,
        until_id bigint NOT NULL,
        entries integer NOT NULL,
        digest bytea NOT NULL,
        taken_at timestamptz NOT NULL,
        run integer NOT NULL,
        mac text NOT NULL,
        PRIMARY KEY (visible_to, until_id)
      );
      CREATE INDEX log_checkpoint_until ON log_checkpoint (until_id);
      -- Counted anew only when the time of looks is over, in that very act (refuse_log_change).
      CREATE FUNCTION refuse_recount() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'UPDATE' AND current_setting('app.retention', true) = 'on' THEN RETURN NEW; END IF;
          RAISE EXCEPTION 'the record is append-only';
        END $$;
      CREATE TRIGGER log_checkpoint_append_only BEFORE UPDATE OR DELETE ON log_checkpoint
        FOR EACH ROW EXECUTE FUNCTION refuse_recount();
      GRANT SELECT ON log_checkpoint TO dispute_reader;
      GRANT SELECT, INSERT ON log_checkpoint TO dispute_writer;
      ALTER TABLE log_checkpoint ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON log_checkpoint TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY reader_audits ON log_checkpoint FOR SELECT TO dispute_reader
        USING ('@audit' = ANY (app_scopes()) AND visible_to && app_scopes());

      -- One of them after the other, so that none can be taken out of the middle.
      CREATE TABLE checkpoint_run (
        n integer PRIMARY KEY,
        taken_at timestamptz NOT NULL,
        noted integer NOT NULL,
        digest bytea NOT NULL,
        mac text NOT NULL
      );
      CREATE TRIGGER checkpoint_run_append_only BEFORE UPDATE OR DELETE ON checkpoint_run
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      GRANT SELECT ON checkpoint_run TO dispute_reader;
      GRANT SELECT, INSERT ON checkpoint_run TO dispute_writer;
      ALTER TABLE checkpoint_run ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON checkpoint_run TO dispute_writer USING (true) WITH CHECK (true);
      ALTER TABLE checkpoint ADD COLUMN run integer;
      CREATE INDEX checkpoint_run_of ON checkpoint (run);

      -- The last look that is there, when nobody is half way through writing one before it.
      CREATE FUNCTION access_log_end() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        BEGIN
          LOCK TABLE access_log IN SHARE MODE;
          RETURN (SELECT coalesce(max(id), 0) FROM access_log);
        END $$;
      REVOKE EXECUTE ON FUNCTION access_log_end FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION access_log_end TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
