import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * With what, sealed, an identity provider is asked about a person who is not signed in here; where it gives that for good
 * (`offline_access`, OpenID Connect Core 1.0, 11).
 */
export class AskedAtNight1765396000000 implements MigrationInterface {
  readonly name = 'AskedAtNight1765396000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE account ADD COLUMN provider_token text, ADD COLUMN provider_asked_at timestamptz;
      GRANT UPDATE (provider_token, provider_asked_at) ON account TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
