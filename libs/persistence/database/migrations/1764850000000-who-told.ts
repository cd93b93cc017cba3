import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who told of a quarrel stands in the record alone, sealed. */
export class WhoTold1764850000000 implements MigrationInterface {
  readonly name = 'WhoTold1764850000000';

  async up(db: QueryRunner): Promise<void> {
    // A column that is dropped stays in the rows as they lie on the disk until these are written anew.
    await db.query(`
      ALTER TABLE item DROP COLUMN reporter;
      CLUSTER item USING item_pkey;
      ALTER TABLE item SET WITHOUT CLUSTER;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
