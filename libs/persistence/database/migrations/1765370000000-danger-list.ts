import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of what shows any danger walks those alone: few do. */
export class DangerList1765370000000 implements MigrationInterface {
  readonly name = 'DangerList1765370000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS dispute_danger`);
    await db.query(
      `CREATE INDEX CONCURRENTLY dispute_danger ON dispute (created_at DESC, id DESC)
       WHERE jsonb_array_length(row -> 'dangerSigns') > 0`,
    );
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
