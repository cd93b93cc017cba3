import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sheets that were handed in, until what they bring in has been brought in. What stands in their cells is sealed. */
export class Imports1765141000000 implements MigrationInterface {
  readonly name = 'Imports1765141000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE import (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        -- Of open cases: which ledger it is, whose numbers are its own.
        source text NOT NULL,
        made_by text NOT NULL REFERENCES account (id),
        made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        -- The row of the sheet that has the heads, the heads, and what was said of them.
        head_row integer NOT NULL,
        heads jsonb NOT NULL,
        chosen jsonb NOT NULL DEFAULT '{}',
        remarks jsonb NOT NULL,
        rollout_id uuid REFERENCES rollout (id)
      );
      CREATE INDEX import_made ON import (made_by, made_at);
      CREATE TABLE import_row (
        import_id uuid NOT NULL REFERENCES import (id) ON DELETE CASCADE,
        n integer NOT NULL,
        cells text NOT NULL,
        PRIMARY KEY (import_id, n)
      );

      ALTER TABLE import ENABLE ROW LEVEL SECURITY;
      ALTER TABLE import_row ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON import TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY writer_all ON import_row TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY reader_own ON import TO dispute_reader
        USING (made_by = app_user()) WITH CHECK (made_by = app_user());
      CREATE POLICY reader_own ON import_row TO dispute_reader
        USING (EXISTS (SELECT FROM import i WHERE i.id = import_id AND i.made_by = app_user()))
        WITH CHECK (EXISTS (SELECT FROM import i WHERE i.id = import_id AND i.made_by = app_user()));
      GRANT SELECT, INSERT, DELETE ON import, import_row TO dispute_reader;
      GRANT UPDATE (chosen, rollout_id) ON import TO dispute_reader;
      GRANT SELECT ON import TO dispute_writer;
      GRANT SELECT, DELETE ON import_row TO dispute_writer;
      -- The worker numbers what it brings in.
      GRANT USAGE ON SEQUENCE dispute_number, item_number TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
