import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What no entry tells is noted with each checkpoint: when entries were recorded, who was told, and rows beside the record. */
export class Noted1764821000000 implements MigrationInterface {
  readonly name = 'Noted1764821000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Also of items. Null in those of before: of those only the heads count.
      ALTER TABLE checkpoint
        ADD COLUMN kind text NOT NULL DEFAULT 'dispute' CHECK (kind IN ('dispute', 'item')),
        ADD COLUMN recorded bytea,
        ADD COLUMN notices bytea;

      -- A row of a table that comes of no record, as it was; null where it was gone.
      CREATE TABLE row_checkpoint (
        name text NOT NULL,
        id text NOT NULL,
        run integer NOT NULL,
        hash bytea,
        taken_at timestamptz NOT NULL,
        -- By who has the master key: what was before it is well.
        accepted boolean NOT NULL,
        mac text NOT NULL,
        PRIMARY KEY (name, id, run)
      );
      CREATE INDEX row_checkpoint_run ON row_checkpoint (run);
      CREATE TRIGGER row_checkpoint_append_only BEFORE UPDATE OR DELETE ON row_checkpoint
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER row_checkpoint_not_emptied BEFORE TRUNCATE ON row_checkpoint
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      GRANT SELECT, INSERT ON row_checkpoint TO dispute_writer;
      GRANT SELECT ON retention_run TO dispute_writer;
      ALTER TABLE row_checkpoint ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON row_checkpoint TO dispute_writer USING (true) WITH CHECK (true);
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
