import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in `Search1765110000000`: a change of one table at a time, that gives way to whoever works. */
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
 * What is searched is kept as the index needs it, folded and read by who writes it, in a column of its own (`sought`) that
 * is written where it changes and not with each entry; with the village, whose name is looked for elsewhere.
 *
 * What is there is found by what it was found by before; the worker makes it anew (`remakeWords`), and knows it by its
 * having no village. So is what a process of the release before writes: that one keeps its column, its view and, until
 * the end of this, its index. In pieces that can each be done twice, since a migration that was cut off begins again.
 */
export class Sought1765320000000 implements MigrationInterface {
  readonly name = 'Sought1765320000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await change(
      db,
      `ALTER TABLE dispute_words ADD COLUMN IF NOT EXISTS sought text NOT NULL DEFAULT '',
         ADD COLUMN IF NOT EXISTS village text`,
    );
    await change(db, `ALTER TABLE dispute_words ALTER COLUMN words SET DEFAULT ''`);
    await change(db, `ALTER TABLE dispute ALTER COLUMN search SET DEFAULT ''`);
    // What is kept today is spread by who writes it (domain/reading/search.ts).
    await db.query(`
      CREATE OR REPLACE FUNCTION spread_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN regexp_replace('X' || regexp_replace(regexp_replace(lower(words), '[^\\u0001-\\u007f]', 'X\\&X', 'g'),
          '\\s+', 'X X', 'g') || 'X', 'X+', 'X', 'g');
      REVOKE ALL ON FUNCTION spread_words FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION spread_words TO dispute_writer;

      CREATE OR REPLACE FUNCTION keep_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          -- A process of the release before writes what it looks through with each entry.
          IF NEW.search <> '' AND (TG_OP = 'INSERT' OR NEW.seq <> OLD.seq) THEN
            INSERT INTO dispute_words (dispute_id, visible_to, words, sought)
              VALUES (NEW.id, NEW.visible_to, NEW.search, spread_words(NEW.search))
              ON CONFLICT (dispute_id) DO UPDATE SET visible_to = excluded.visible_to, words = excluded.words,
                sought = excluded.sought, village = NULL;
          ELSE
            UPDATE dispute_words SET visible_to = NEW.visible_to
              WHERE dispute_id = NEW.id AND visible_to <> NEW.visible_to;
          END IF;
          RETURN NULL;
        END $$;
    `);
    await change(
      db,
      `CREATE OR REPLACE TRIGGER dispute_words_kept AFTER INSERT ON dispute FOR EACH ROW
        WHEN (NEW.search <> '') EXECUTE FUNCTION keep_words();
      CREATE OR REPLACE TRIGGER dispute_words_kept_again AFTER UPDATE ON dispute FOR EACH ROW
        WHEN (OLD.visible_to <> NEW.visible_to OR (NEW.search <> '' AND OLD.seq <> NEW.seq)) EXECUTE FUNCTION keep_words()`,
    );
    await db.query(`
      DO $$
      DECLARE
        last uuid := '00000000-0000-0000-0000-000000000000';
        upto uuid;
      BEGIN
        LOOP
          SELECT dispute_id INTO upto FROM (SELECT dispute_id FROM dispute_words WHERE dispute_id > last
            ORDER BY dispute_id LIMIT 1000) page ORDER BY dispute_id DESC LIMIT 1;
          EXIT WHEN NOT FOUND;
          UPDATE dispute_words SET sought = spread_words(words)
            WHERE dispute_id > last AND dispute_id <= upto AND sought = '';
          COMMIT;
          last := upto;
        END LOOP;
      END $$;
    `);
    for (const [name, on] of [
      ['dispute_words_sought', 'USING gin (sought gin_trgm_ops)'],
      ['dispute_words_village', '(village)'],
    ]) {
      await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await db.query(`CREATE INDEX CONCURRENTLY ${name} ON dispute_words ${on}`);
    }
    await db.query(`ANALYZE dispute_words`);
    await change(
      db,
      `CREATE OR REPLACE VIEW found_dispute AS
        SELECT s.dispute_id AS id, d.row, d.status, d.grade, d.category, d.desk, d.holder, d.village, d.rehearsal,
          d.clock_ahead, d.next_due, d.late_from, d.created_at, d.graded_at, d.updated_at, d.outcome, d.reopened,
          d.repeated, s.sought, s.village AS sought_village
        FROM dispute_words s JOIN dispute d ON d.id = s.dispute_id
        WHERE arrayoverlap(s.visible_to, (SELECT app_scopes()));
      REVOKE ALL ON found_dispute FROM PUBLIC;
      GRANT SELECT ON found_dispute TO dispute_reader`,
    );
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS dispute_words_spread`);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
