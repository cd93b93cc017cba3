import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what an identity provider names the sessions that it vouched for, when it ends them behind the browser's back. */
export class BackChannel1764300000000 implements MigrationInterface {
  readonly name = 'BackChannel1764300000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE session ADD COLUMN provider_sid text;
      CREATE INDEX session_provider_sid ON session (provider_sid) WHERE provider_sid IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
