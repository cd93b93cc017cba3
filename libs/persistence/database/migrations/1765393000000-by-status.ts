import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of disputes are sorted by how far they are from their end. */
export class ByStatus1765393000000 implements MigrationInterface {
  readonly name = 'ByStatus1765393000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS dispute_status`);
    await db.query(
      `CREATE INDEX CONCURRENTLY dispute_status ON dispute (
         (CASE status WHEN 'entered' THEN 7 WHEN 'circulating' THEN 6 WHEN 'handling' THEN 5 WHEN 'suspended' THEN 4
            WHEN 'statutory' THEN 3 WHEN 'resolved' THEN 2 ELSE 1 END) DESC, created_at DESC, id DESC)`,
    );
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
