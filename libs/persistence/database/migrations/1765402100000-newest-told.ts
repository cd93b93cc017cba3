import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Notices are newest first by their moment: what was brought in with its past was told before what stands above it, whatever
 * its id. And of visits those that wait for the second of their pair are found at once, few among many.
 */
export class NewestTold1765402100000 implements MigrationInterface {
  readonly name = 'NewestTold1765402100000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX notice_told ON notice (user_id, at DESC, id DESC);
      DROP INDEX notice_user;
      CREATE INDEX visit_unconfirmed ON visit (dispute_id, n) WHERE state = 'unconfirmed';
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
