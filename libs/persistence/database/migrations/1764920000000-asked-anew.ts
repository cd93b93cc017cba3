import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an identity provider gave for a session to be asked with whether it still vouches for its person, and when it was. */
export class AskedAnew1764920000000 implements MigrationInterface {
  readonly name = 'AskedAnew1764920000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Sealed with the installation's key, as the ID token is.
      ALTER TABLE session ADD COLUMN refresh_token text, ADD COLUMN asked_at timestamptz;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
