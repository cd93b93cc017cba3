import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The filters of the list of disputes that somebody comes back to. Codes and a name of their own, no text of any case. */
export class SavedFilters1764230000000 implements MigrationInterface {
  readonly name = 'SavedFilters1764230000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE saved_filter (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        account_id text NOT NULL REFERENCES account,
        name text NOT NULL,
        filter jsonb NOT NULL,
        UNIQUE (account_id, name)
      );
      ALTER TABLE saved_filter ENABLE ROW LEVEL SECURITY;
      CREATE POLICY reader_own ON saved_filter TO dispute_reader
        USING (account_id = app_user()) WITH CHECK (account_id = app_user());
      GRANT SELECT, INSERT, UPDATE, DELETE ON saved_filter TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
