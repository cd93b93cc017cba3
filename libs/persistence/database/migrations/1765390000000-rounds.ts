import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A round of checkpoints looks at what was recorded since the one before. Entries stand in the order in which they were
 * recorded, so a BRIN tells where to begin, and costs whoever appends one nothing.
 */
export class Rounds1765390000000 implements MigrationInterface {
  readonly name = 'Rounds1765390000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    const indexes = {
      event_recorded: 'event USING brin (recorded_at)',
      item_event_recorded: 'item_event USING brin (recorded_at)',
      checkpoint_of_run: 'checkpoint (run, dispute_id)',
    };
    for (const [name, on] of Object.entries(indexes)) {
      await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await db.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
    }
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS checkpoint_run_of`);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
