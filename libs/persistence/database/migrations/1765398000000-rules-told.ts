import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far open cases have moved to later rules is read by all who answer for rules in their region (`readers.ts`, `ruling`),
 * whoever began it; and a year of the calendar before it is published says from whom it is.
 */
export class RulesTold1765398000000 implements MigrationInterface {
  readonly name = 'RulesTold1765398000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE POLICY reader_rules ON rollout FOR SELECT TO dispute_reader
        USING (kind = 'move-rules' AND '@rules:' || CASE what ->> 'cause'
          WHEN 'policy' THEN (SELECT p.region FROM policy p WHERE p.version = what ->> 'version')
          ELSE (SELECT c.region FROM calendar c WHERE c.version = what ->> 'version') END = ANY (app_scopes()));

      -- Nobody of what came with a release; of what stood there before this, neither is known.
      ALTER TABLE calendar_draft
        ADD COLUMN drafted_by text REFERENCES account (id),
        ADD COLUMN drafted_at timestamptz(3),
        ADD COLUMN by_release boolean NOT NULL DEFAULT false;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
