import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was asked of a rollout at the door is signed there, as commands are; one that is not what was signed is refused. */
export class Vouched1765220000000 implements MigrationInterface {
  readonly name = 'Vouched1765220000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- None of what was begun before: who begins it again signs it.
      ALTER TABLE rollout ADD COLUMN mac text, ADD COLUMN refused text;
      ALTER TABLE rollout_item ADD COLUMN mac text;
      -- A row of a sheet is bound to its place from now on: what was handed in and not brought in is handed in again.
      DELETE FROM import_row;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
