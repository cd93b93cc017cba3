import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who sees few of many disputes has them found by who sees them. The index is beside the dispute, where it is written when
 * that changes and not with each entry; no policy goes by it, and so no plan of before.
 */
export class FewSeen1765397000000 implements MigrationInterface {
  readonly name = 'FewSeen1765397000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS dispute_words_seen`);
    // Written at once: what waits to be written into it, every list of few would look through first.
    await db.query(
      `CREATE INDEX CONCURRENTLY dispute_words_seen ON dispute_words USING gin (visible_to) WITH (fastupdate = off)`,
    );
    await db.query(`
      -- All disputes that the reader sees, where they are few; null where they are many.
      CREATE OR REPLACE FUNCTION few_seen() RETURNS uuid[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          most integer;
          guess json;
          ids uuid[];
        BEGIN
          -- Of n that lie anywhere among all, a walk for a page of fifty passes fifty times all / n; to gather and to sort one
          -- of n costs some five times as much.
          SELECT sqrt(10 * greatest(reltuples, 0)) INTO most FROM pg_class WHERE oid = 'dispute_words'::regclass;
          -- Each time as the planner guesses of these scopes: to look would pass all that somebody sees who sees many.
          EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM dispute_words WHERE visible_to && app_scopes()' INTO guess;
          -- Of a scope that is new it knows that it is rare, and guesses too high.
          IF (guess -> 0 -> 'Plan' ->> 'Plan Rows')::float8 > 2 * most THEN RETURN NULL; END IF;
          EXECUTE 'SELECT array_agg(dispute_id) FROM (
            SELECT dispute_id FROM dispute_words WHERE visible_to && app_scopes() LIMIT $1) seen' INTO ids USING most + 1;
          RETURN CASE WHEN coalesce(cardinality(ids), 0) <= most THEN coalesce(ids, '{}') END;
        END $$;
      REVOKE ALL ON FUNCTION few_seen FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION few_seen TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
