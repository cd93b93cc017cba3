import type { MigrationInterface, QueryRunner } from 'typeorm';

/** So many entries an hour and no more, also of requests that come at once: of a page that polls, of reveals. */
export class Looks1764832000000 implements MigrationInterface {
  readonly name = 'Looks1764832000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Whether it was written: not where the person has as many of the last hour already, of this action, or just this
      -- one. Whoever asks for the same at the same time waits, and counts it.
      CREATE FUNCTION log_access_hourly(who text, lazy boolean, entry jsonb, most integer, exactly boolean)
        RETURNS boolean LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        DECLARE
          same text := concat_ws(' ', who, entry ->> 'action',
            CASE WHEN exactly THEN concat_ws(' ', entry ->> 'dispute_id', entry ->> 'data') END);
          since timestamptz := (entry ->> 'at')::timestamptz - interval '1 hour';
          had integer;
        BEGIN
          PERFORM set_config('app.user_id', who, true);
          PERFORM pg_advisory_xact_lock(hashtextextended(same, 0));
          -- By the index of the case where there is one: who looks at many has few entries of each.
          IF exactly AND entry ->> 'dispute_id' IS NOT NULL THEN
            SELECT count(*) INTO had FROM (
              SELECT FROM access_log l
              WHERE l.dispute_id = (entry ->> 'dispute_id')::uuid AND l.at > since
                AND l.user_id = who AND l.action = entry ->> 'action' AND l.data = entry -> 'data' LIMIT most) found;
          ELSE
            SELECT count(*) INTO had FROM (
              SELECT FROM access_log l
              WHERE l.user_id = who AND l.action = entry ->> 'action' AND l.at > since
                AND (NOT exactly OR l.dispute_id IS NULL AND l.data = entry -> 'data') LIMIT most) found;
          END IF;
          IF had >= most THEN RETURN false; END IF;
          PERFORM log_access(who, lazy, entry);
          RETURN true;
        END $$;
      REVOKE ALL ON FUNCTION log_access_hourly FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION log_access_hourly TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
