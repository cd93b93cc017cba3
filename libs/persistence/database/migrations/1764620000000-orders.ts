import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of disputes by what is due first and by what changed last, without sorting all of them for a page. */
export class Orders1764620000000 implements MigrationInterface {
  readonly name = 'Orders1764620000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX dispute_due ON dispute (coalesce(next_due, timestamptz '9999-12-31 00:00:00+00'), id);
      CREATE INDEX dispute_updated ON dispute (updated_at DESC, id DESC);
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
