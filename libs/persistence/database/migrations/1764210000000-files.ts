import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The bytes of what is attached to cases, sealed as their texts are; what they are of, the record says. */
export class Files1764210000000 implements MigrationInterface {
  readonly name = 'Files1764210000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE file (
        id uuid PRIMARY KEY,
        dispute_id uuid NOT NULL REFERENCES dispute (id),
        media_type text NOT NULL,
        size integer NOT NULL,
        sha256 text NOT NULL,
        content bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        created_by text NOT NULL
      );
      -- Ciphertext does not get smaller.
      ALTER TABLE file ALTER COLUMN content SET STORAGE EXTERNAL;
      CREATE INDEX file_dispute ON file (dispute_id);
      CREATE INDEX file_created ON file (created_at);
      ALTER TABLE file ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON file TO dispute_writer USING (true);
      CREATE POLICY reader_scoped ON file TO dispute_reader
        USING (EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id))
        WITH CHECK (created_by = app_user() AND EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id));
      GRANT SELECT, INSERT ON file TO dispute_reader;
      GRANT SELECT, DELETE ON file TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
