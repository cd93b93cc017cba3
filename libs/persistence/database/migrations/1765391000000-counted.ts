import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a department owes is counted after each change of it, of its index alone: since the scopes and the rehearsals stand
 * beside the row, each one counted was looked up in the table again. And
 * reports that wait are few among all that ever came.
 */
export class Counted1765391000000 implements MigrationInterface {
  readonly name = 'Counted1765391000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    const indexes = {
      obligation_owed: `obligation (holder_department, due_at, id) INCLUDE (dispute_id, kind, rehearsal, visible_to)
        WHERE ended_at IS NULL`,
      item_waiting: `item (heard_at DESC, id DESC) INCLUDE (visible_to, reported_by) WHERE state = 'new'`,
    };
    for (const [name, on] of Object.entries(indexes)) {
      await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await db.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
    }
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS obligation_open`);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
