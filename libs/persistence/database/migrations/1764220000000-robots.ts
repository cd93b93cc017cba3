import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Robots of DingTalk and Feishu; why a message failed, in a word that can be said in any language. */
export class Robots1764220000000 implements MigrationInterface {
  readonly name = 'Robots1764220000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE channel DROP CONSTRAINT channel_kind_check,
        ADD CONSTRAINT channel_kind_check CHECK (kind IN ('email', 'webhook', 'wecom', 'dingtalk', 'feishu'));
      ALTER TABLE delivery ADD fault text;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
