import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a notice is sent stands in the statement that writes it, and in no trigger. */
export class Told1764910000000 implements MigrationInterface {
  readonly name = 'Told1764910000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Those that are there went through the trigger. Of what a process of the release before writes from now on nobody
      -- says where it is sent: whoever delivers next does (queueLeft), so that no message is lost between two releases.
      ALTER TABLE notice ADD queued boolean NOT NULL DEFAULT true;
      ALTER TABLE notice ALTER queued SET DEFAULT false;
      CREATE INDEX notice_left ON notice (id) WHERE NOT queued;
      DROP TRIGGER notice_queue ON notice;
      DROP FUNCTION queue_deliveries();
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
