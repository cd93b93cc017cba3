import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Rehearsals have numbers of their own; those that took real ones keep them. And what would have been sent: by which ways
 * somebody is told, without the addresses.
 */
export class Rehearsed1765250000000 implements MigrationInterface {
  readonly name = 'Rehearsed1765250000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE SEQUENCE rehearsal_number;
      GRANT USAGE ON SEQUENCE rehearsal_number TO dispute_reader;
      CREATE FUNCTION ways_of(who text[])
        RETURNS TABLE (account_id text, kind text, muted text[], quiet_from text, quiet_to text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp BEGIN ATOMIC
          SELECT c.account_id, c.kind, c.muted, c.quiet_from, c.quiet_to FROM channel c
          WHERE c.live AND c.account_id = ANY (who) ORDER BY c.account_id, c.kind, c.id;
        END;
      REVOKE ALL ON FUNCTION ways_of FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION ways_of TO dispute_reader;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION ways_of(text[]); DROP SEQUENCE rehearsal_number`);
  }
}
