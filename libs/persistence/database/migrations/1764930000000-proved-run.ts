import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A run of retention excuses what is gone, and is proved by a hash that only who has this installation's keys can make. Which
 * runs were before nobody can prove: they are written here, once and for all.
 */
export class ProvedRun1764930000000 implements MigrationInterface {
  readonly name = 'ProvedRun1764930000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE unsigned_run (name text PRIMARY KEY);
      INSERT INTO unsigned_run SELECT name FROM retention_run;
      CREATE TRIGGER unsigned_run_written_once BEFORE INSERT OR UPDATE OR DELETE ON unsigned_run
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER unsigned_run_not_emptied BEFORE TRUNCATE ON unsigned_run
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      GRANT SELECT ON unsigned_run TO dispute_reader, dispute_writer;
      ALTER TABLE retention_run ADD COLUMN mac text;
      -- Not asked of those of before. The tool of the release before is refused, and with it the rows that it was to delete.
      ALTER TABLE retention_run ADD CONSTRAINT retention_run_proved CHECK (mac IS NOT NULL) NOT VALID;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
