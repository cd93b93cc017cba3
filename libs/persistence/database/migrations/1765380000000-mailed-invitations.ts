import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The worker makes a link as it sends it by mail; whom the identity provider vouches for no more, the API notes. */
export class MailedInvitations1765380000000 implements MigrationInterface {
  readonly name = 'MailedInvitations1765380000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      GRANT SELECT, INSERT, UPDATE ON invitation TO dispute_writer;
      ALTER POLICY writer_adds_staff ON access_log
        WITH CHECK (action IN ('department-changed', 'person-changed', 'invitation-made'));
      GRANT UPDATE (vouched_at) ON account TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
