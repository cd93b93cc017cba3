import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What leaves at once passes what was sent to the same place a moment ago: red cases did, and now others do as well. */
export class Urgent1765230000000 implements MigrationInterface {
  readonly name = 'Urgent1765230000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Said with the moment when it is due; of what is planned already nobody said so.
      ALTER TABLE delivery_item ADD COLUMN urgent boolean NOT NULL DEFAULT false;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
