import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where every chain stood at some time: the end of a record cannot be cut off unseen. */
export class Checkpoint1764160000000 implements MigrationInterface {
  readonly name = 'Checkpoint1764160000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE checkpoint (
        dispute_id uuid NOT NULL,
        seq integer NOT NULL,
        hash bytea NOT NULL,
        taken_at timestamptz NOT NULL,
        visible_to text[] NOT NULL,
        mac text NOT NULL,
        PRIMARY KEY (dispute_id, seq)
      );
      CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE ON checkpoint
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      GRANT SELECT ON checkpoint TO dispute_reader;
      GRANT SELECT, INSERT ON checkpoint TO dispute_writer;
      ALTER TABLE checkpoint ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON checkpoint TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY reader_audits ON checkpoint FOR SELECT TO dispute_reader
        USING ('@audit' = ANY (app_scopes()) AND visible_to && app_scopes());
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
