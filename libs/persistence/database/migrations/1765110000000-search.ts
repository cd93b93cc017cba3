import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in `Reads1765000000000`: a change of one table at a time, that gives way to whoever works. */
async function change(db: QueryRunner, statement: string): Promise<void> {
  for (;;) {
    try {
      await db.query(`SET LOCAL lock_timeout = '250ms'; ${statement}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error;
      await db.query(`SELECT pg_sleep(0.25)`);
    }
  }
}

/**
 * What is searched stands in a row of its own. The dispute's own row is written with each entry, and each of its indexes
 * with it; the words of it change with a registration, a correction and an erasure alone.
 *
 * A trigger keeps it, so it does not matter which release writes the dispute, and what a search asks keeps its name. In
 * pieces that can each be done twice, since a migration that was cut off begins again.
 */
export class Search1765110000000 implements MigrationInterface {
  readonly name = 'Search1765110000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await change(
      db,
      `CREATE TABLE IF NOT EXISTS dispute_words (
        dispute_id uuid PRIMARY KEY REFERENCES dispute ON DELETE CASCADE,
        visible_to text[] NOT NULL,
        words text NOT NULL
        -- Who sees it changes more often than its words: room for that on the same page touches no index.
      ) WITH (fillfactor = 80)`,
    );
    await db.query(`
      ALTER TABLE dispute_words ENABLE ROW LEVEL SECURITY;
      DROP POLICY IF EXISTS reader_scoped ON dispute_words;
      DROP POLICY IF EXISTS writer_all ON dispute_words;
      CREATE POLICY reader_scoped ON dispute_words FOR SELECT TO dispute_reader
        USING (arrayoverlap(visible_to, (SELECT app_scopes())));
      CREATE POLICY writer_all ON dispute_words TO dispute_writer USING (true) WITH CHECK (true);
      GRANT SELECT ON dispute_words TO dispute_reader;
      GRANT SELECT, INSERT, UPDATE ON dispute_words TO dispute_writer;

      CREATE OR REPLACE FUNCTION keep_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          INSERT INTO dispute_words (dispute_id, visible_to, words) VALUES (NEW.id, NEW.visible_to, NEW.search)
            ON CONFLICT (dispute_id) DO UPDATE SET visible_to = excluded.visible_to, words = excluded.words;
          RETURN NULL;
        END $$;
      REVOKE ALL ON FUNCTION keep_words FROM PUBLIC;
    `);
    await change(
      db,
      `CREATE OR REPLACE TRIGGER dispute_words_kept AFTER INSERT ON dispute FOR EACH ROW EXECUTE FUNCTION keep_words();
      CREATE OR REPLACE TRIGGER dispute_words_kept_again AFTER UPDATE ON dispute FOR EACH ROW
        WHEN (OLD.search <> NEW.search OR OLD.visible_to <> NEW.visible_to) EXECUTE FUNCTION keep_words()`,
    );
    // What is there, a thousand at a time. Whoever changes one meanwhile writes it, before or after: the later words stay.
    await db.query(`
      DO $$
      DECLARE
        last uuid := '00000000-0000-0000-0000-000000000000';
        upto uuid;
      BEGIN
        LOOP
          SELECT id INTO upto FROM (SELECT id FROM dispute WHERE id > last ORDER BY id LIMIT 1000) page
            ORDER BY id DESC LIMIT 1;
          EXIT WHEN NOT FOUND;
          INSERT INTO dispute_words (dispute_id, visible_to, words)
            SELECT id, visible_to, search FROM dispute WHERE id > last AND id <= upto
            ON CONFLICT DO NOTHING;
          COMMIT;
          last := upto;
        END LOOP;
      END $$;
    `);
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS dispute_words_spread`);
    await db.query(
      `CREATE INDEX CONCURRENTLY dispute_words_spread ON dispute_words USING gin (spread(words) gin_trgm_ops)`,
    );
    await db.query(`ANALYZE dispute_words`);
    await change(
      db,
      `CREATE OR REPLACE VIEW seen_dispute AS
        SELECT d.id, d.row, d.status, d.grade, d.category, d.desk, d.holder, d.village, d.rehearsal, d.clock_ahead,
          d.next_due, d.late_from, d.created_at, d.graded_at, d.updated_at, s.words AS search, d.outcome, d.reopened,
          d.repeated
        FROM dispute_words s JOIN dispute d ON d.id = s.dispute_id
        WHERE arrayoverlap(s.visible_to, (SELECT app_scopes()))`,
    );
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS dispute_spread`);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
