import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A change of one table, of none beside it: who holds one and wants another may be waited for by who has it the other way
 * round. Behind whoever waits for a whole table everybody waits, so that is not for long, and then again.
 */
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
 * What is read all day costs what is open and what is found, however many disputes were ever entered.
 *
 * In pieces, each a transaction of its own: whoever is served meanwhile waits for none of them long. Each can be done
 * twice, since a migration that was cut off begins again.
 */
export class Reads1765000000000 implements MigrationInterface {
  readonly name = 'Reads1765000000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    // Who sees a dispute, beside each of its rows: a policy that asks the dispute itself is planned as a look at every
    // dispute there ever was. And what else the lists of work ask of it: whether it is a rehearsal, which never changes,
    // and of a transfer, whether it is of a dispute that is at work.
    const beside = { obligation: 'rehearsal', visit: 'rehearsal', transfer: 'live' };
    for (const [table, other] of Object.entries(beside)) {
      await change(
        db,
        `ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS visible_to text[], ADD COLUMN IF NOT EXISTS ${other} boolean`,
      );
    }
    await change(
      db,
      `-- Calendars are told of what a visit is, not of who sees it.
      CREATE OR REPLACE TRIGGER visit_revised AFTER INSERT OR UPDATE OF dispute_id, n, due_at, tolerance_until, state, row
        ON visit FOR EACH ROW EXECUTE FUNCTION revise_visit()`,
    );
    await change(
      db,
      `-- Whoever changes who sees a dispute, or whether it is at work, changes it of all its rows. Before any row has it.
      CREATE OR REPLACE FUNCTION hand_scopes_on() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          UPDATE obligation SET visible_to = NEW.visible_to, rehearsal = NEW.rehearsal
            WHERE dispute_id = NEW.id
              AND (visible_to, rehearsal) IS DISTINCT FROM (NEW.visible_to, NEW.rehearsal);
          UPDATE visit SET visible_to = NEW.visible_to, rehearsal = NEW.rehearsal
            WHERE dispute_id = NEW.id
              AND (visible_to, rehearsal) IS DISTINCT FROM (NEW.visible_to, NEW.rehearsal);
          UPDATE transfer SET visible_to = NEW.visible_to, live = NEW.status <> 'closed' AND NOT NEW.rehearsal
            WHERE dispute_id = NEW.id
              AND (visible_to, live) IS DISTINCT FROM (NEW.visible_to, NEW.status <> 'closed' AND NOT NEW.rehearsal);
          RETURN NULL;
        END $$;
      REVOKE ALL ON FUNCTION hand_scopes_on FROM PUBLIC;
      CREATE OR REPLACE TRIGGER dispute_scopes AFTER UPDATE ON dispute FOR EACH ROW
        WHEN (OLD.visible_to <> NEW.visible_to OR (OLD.status = 'closed') <> (NEW.status = 'closed'))
        EXECUTE FUNCTION hand_scopes_on()`,
    );
    await db.query(`
      -- A process of the release before writes rows without them; one of this release says them itself.
      CREATE OR REPLACE FUNCTION take_scopes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          IF TG_TABLE_NAME = 'transfer' THEN
            SELECT d.visible_to, d.status <> 'closed' AND NOT d.rehearsal INTO NEW.visible_to, NEW.live
              FROM dispute d WHERE d.id = NEW.dispute_id;
          ELSE
            SELECT d.visible_to, d.rehearsal INTO NEW.visible_to, NEW.rehearsal
              FROM dispute d WHERE d.id = NEW.dispute_id;
          END IF;
          RETURN NEW;
        END $$;
      REVOKE ALL ON FUNCTION take_scopes FROM PUBLIC;
    `);
    for (const [table, other] of Object.entries(beside)) {
      await change(
        db,
        `CREATE OR REPLACE TRIGGER ${table}_scopes BEFORE INSERT ON ${table} FOR EACH ROW
        WHEN (NEW.visible_to IS NULL OR NEW.${other} IS NULL) EXECUTE FUNCTION take_scopes()`,
      );
    }
    // The rows that are there, of a hundred disputes at a time; what somebody writes meanwhile has them already,
    // all of them, and is not written over. A sixteenth after the other: the place of what was written over is there for
    // the next.
    const bounds = Array.from({ length: 17 }, (_, n) => (n < 16 ? `${n.toString(16)}0000000` : 'ffffffff'));
    for (const [n, until] of bounds.slice(1).entries()) {
      await db.query(`
        DO $$
        DECLARE
          last uuid := '${bounds[n]}-0000-0000-0000-000000000000';
          upto uuid;
        BEGIN
          LOOP
            SELECT id INTO upto FROM (SELECT id FROM dispute
              WHERE id > last AND id <= '${until}-ffff-ffff-ffff-ffffffffffff' ORDER BY id LIMIT 100) page
              ORDER BY id DESC LIMIT 1;
            EXIT WHEN NOT FOUND;
            -- Who writes meanwhile takes its rows in another order: of two that wait for each other this one gives way.
            BEGIN
              UPDATE obligation o SET visible_to = d.visible_to, rehearsal = d.rehearsal FROM dispute d
                WHERE d.id > last AND d.id <= upto AND o.dispute_id = d.id AND o.rehearsal IS NULL;
              UPDATE visit v SET visible_to = d.visible_to, rehearsal = d.rehearsal FROM dispute d
                WHERE d.id > last AND d.id <= upto AND v.dispute_id = d.id AND v.rehearsal IS NULL;
              UPDATE transfer t SET visible_to = d.visible_to, live = d.status <> 'closed' AND NOT d.rehearsal
                FROM dispute d WHERE d.id > last AND d.id <= upto AND t.dispute_id = d.id AND t.live IS NULL;
            EXCEPTION WHEN deadlock_detected THEN CONTINUE;
            END;
            COMMIT;
            last := upto;
          END LOOP;
        END $$;
      `);
      await db.query(`VACUUM obligation, visit, transfer`);
    }
    // That none is left is looked at beside everybody's work; said of the column it is believed without another look.
    for (const [table, other] of Object.entries(beside)) {
      await change(
        db,
        `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${table}_seen;
        ALTER TABLE ${table} ADD CONSTRAINT ${table}_seen CHECK (visible_to IS NOT NULL AND ${other} IS NOT NULL) NOT VALID`,
      );
      await db.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${table}_seen`);
      await change(
        db,
        `ALTER TABLE ${table} ALTER visible_to SET NOT NULL, ALTER ${other} SET NOT NULL;
        ALTER TABLE ${table} DROP CONSTRAINT ${table}_seen;
        ALTER POLICY reader_scoped ON ${table} USING (arrayoverlap(visible_to, (SELECT app_scopes())))`,
      );
    }
    await change(
      db,
      `-- An entry is never changed, so it has no copy: one look at its dispute each. OFFSET keeps that from being planned
      -- as one look at all of them.
      ALTER POLICY reader_scoped ON event
        USING (EXISTS (SELECT 1 FROM dispute d WHERE d.id = event.dispute_id OFFSET 0))`,
    );
    await db.query(`
      -- A text with a letter between each two that nobody types: of three characters that an index of trigrams keeps two
      -- are then of the text, and a word of two is found by it.
      CREATE OR REPLACE FUNCTION spread(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN 'ꙮ' || array_to_string(string_to_array(lower(words), NULL), 'ꙮ') || 'ꙮ';
      REVOKE ALL ON FUNCTION spread FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION spread TO dispute_writer, dispute_reader;
      -- The pattern of LIKE for a text that stands anywhere in one that was spread, every character for itself.
      CREATE OR REPLACE FUNCTION spread_pattern(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN '%' || regexp_replace(
          CASE WHEN length(words) = 1 THEN spread(words) ELSE btrim(spread(words), 'ꙮ') END, '([\\\\%_])', '\\\\\\1', 'g') || '%';
      REVOKE ALL ON FUNCTION spread_pattern FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION spread_pattern TO dispute_reader;

      -- What the reader sees of the disputes, as the policy says it, but as part of the statement: under the policy no
      -- condition of LIKE may be asked before it, so none of the index either.
      CREATE OR REPLACE VIEW seen_dispute AS
        SELECT id, row, status, grade, category, desk, holder, village, rehearsal, clock_ahead, next_due, late_from,
          created_at, graded_at, updated_at, search, outcome, reopened, repeated
        FROM dispute WHERE arrayoverlap(visible_to, (SELECT app_scopes()));
      REVOKE ALL ON seen_dispute FROM PUBLIC;
      GRANT SELECT ON seen_dispute TO dispute_reader;
    `);
    const indexes = {
      dispute_spread: `dispute USING gin (spread(search) gin_trgm_ops)`,
      // The few that are open: in the order of the lists, and for whatever is joined to them.
      dispute_at_work: `dispute (created_at DESC, id DESC, status) WHERE status <> 'closed'`,
      dispute_at_work_id: `dispute (id) WHERE status <> 'closed'`,
      transfer_live: `transfer (dispute_id) WHERE live`,
      visit_planned: `visit (due_at, dispute_id, n) WHERE state = 'planned'`,
    };
    for (const [name, of] of Object.entries(indexes)) {
      await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
      await db.query(`CREATE INDEX CONCURRENTLY ${name} ON ${of}`);
    }
    for (const old of ['dispute_search', 'dispute_open']) await db.query(`DROP INDEX CONCURRENTLY IF EXISTS ${old}`);
    await db.query(`ANALYZE dispute, obligation, transfer, visit`);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
