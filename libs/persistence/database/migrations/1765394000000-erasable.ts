import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an erasure takes with a case is found by the case: its receipts, and the reports that led to it. So does who verifies. */
export class Erasable1765394000000 implements MigrationInterface {
  readonly name = 'Erasable1765394000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    const indexes = {
      command_key_of: 'command_key (dispute_id)',
      item_dispute: 'item (dispute_id) WHERE dispute_id IS NOT NULL',
    };
    for (const [name, on] of Object.entries(indexes)) {
      await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await db.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
    }
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
