import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what a new dispute is held beside those of the last months, without unpacking their documents for it. */
export class Similar1764760000000 implements MigrationInterface {
  readonly name = 'Similar1764760000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE dispute
        ADD COLUMN title text GENERATED ALWAYS AS (row ->> 'title') STORED,
        ADD COLUMN party_names jsonb GENERATED ALWAYS AS (jsonb_path_query_array(row, '$.parties[*].name')) STORED;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
