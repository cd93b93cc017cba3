import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which disputes repeat an earlier one, without unpacking every document for it. */
export class Repeated1764740000000 implements MigrationInterface {
  readonly name = 'Repeated1764740000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE dispute ADD COLUMN repeated boolean
        GENERATED ALWAYS AS (coalesce(jsonb_array_length(row -> 'repeats'), 0) > 0) STORED;
      CREATE INDEX dispute_repeated ON dispute (created_at DESC, id DESC) WHERE repeated;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
