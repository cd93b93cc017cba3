import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What everybody who listens is told, is read in one go: notices are their reader's own, who is one person otherwise. */
export class Heard1765010000000 implements MigrationInterface {
  readonly name = 'Heard1765010000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION notices_since(who text[], since xid8, most integer)
        RETURNS TABLE (id bigint, user_id text, dispute_id uuid, kind text, obligation_id text, at timestamptz, read_at timestamptz)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp BEGIN ATOMIC
          SELECT n.id, n.user_id, n.dispute_id, n.kind, n.obligation_id, n.at, n.read_at FROM notice n
          WHERE n.user_id = ANY (who) AND n.recorded_in >= since ORDER BY n.id LIMIT most;
        END;
      REVOKE ALL ON FUNCTION notices_since FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION notices_since TO dispute_reader;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP FUNCTION notices_since(text[], xid8, integer)`);
  }
}
