import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A dispute can be erased, held back from that, and is kept as long as a table says. */
export class Erasure1764201000000 implements MigrationInterface {
  readonly name = 'Erasure1764201000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE item ALTER COLUMN text DROP NOT NULL;
      GRANT DELETE ON dispute_key TO dispute_writer;
      CREATE INDEX dispute_held ON dispute (id) WHERE row ? 'hold';
      CREATE INDEX dispute_closed ON dispute (closed_at, id) WHERE closed_at IS NOT NULL AND NOT row ? 'erased';

      -- The second lock of the hold: no key goes, by whatever statement, but of what the record says was erased.
      CREATE FUNCTION refuse_key_loss() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM dispute d WHERE d.id = OLD.dispute_id AND (NOT d.row ? 'erased' OR d.row ? 'hold'))
            OR EXISTS (SELECT FROM item i WHERE i.id = OLD.dispute_id AND NOT i.item ? 'erased') THEN
            RAISE EXCEPTION 'the key of % is needed: it was not erased', OLD.dispute_id;
          END IF;
          RETURN OLD;
        END $$;
      CREATE TRIGGER dispute_key_kept BEFORE DELETE ON dispute_key FOR EACH ROW EXECUTE FUNCTION refuse_key_loss();

      -- How long what is kept; the newest version counts. None: what ships.
      CREATE TABLE retention_table (
        version integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        published_at timestamptz NOT NULL DEFAULT now(),
        published_by text NOT NULL,
        reason text NOT NULL,
        document jsonb NOT NULL
      );
      CREATE TRIGGER retention_table_append_only BEFORE UPDATE OR DELETE ON retention_table
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      GRANT SELECT, INSERT ON retention_table TO dispute_reader;
      GRANT SELECT ON retention_table TO dispute_writer;

      -- What was carried out, when, and how much of each it was.
      CREATE TABLE retention_run (
        name text PRIMARY KEY,
        table_version integer NOT NULL,
        began_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        erased jsonb NOT NULL
      );
      CREATE TRIGGER retention_run_append_only BEFORE UPDATE OR DELETE ON retention_run
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      GRANT SELECT ON retention_run TO dispute_reader;

      CREATE FUNCTION is_held(wanted uuid) RETURNS boolean LANGUAGE sql STABLE AS
        $$ SELECT EXISTS (SELECT FROM dispute WHERE id = wanted AND row ? 'hold') $$;

      -- One list for those who look and for the one who acts: counts, or deletes, what is older and not held back.
      CREATE FUNCTION expire_rows(kind text, before timestamptz, really boolean) RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
          condition text := CASE kind
            WHEN 'access-log' THEN 'access_log t WHERE at < $1 AND NOT is_held(t.dispute_id)'
            WHEN 'notice' THEN 'notice t WHERE at < $1 AND NOT is_held(t.dispute_id)'
            WHEN 'receipt' THEN 'command_key t WHERE received_at < $1 AND NOT is_held(t.dispute_id)'
            WHEN 'delivery' THEN 'delivery t WHERE made_at < $1 AND NOT EXISTS (SELECT FROM delivery_item i
              JOIN notice n ON n.id = i.notice_id WHERE i.delivery_id = t.id AND is_held(n.dispute_id))'
          END;
          found bigint;
        BEGIN
          IF really THEN
            PERFORM set_config('app.retention', 'on', true);
            EXECUTE 'DELETE FROM ' || condition USING before;
            GET DIAGNOSTICS found = ROW_COUNT;
          ELSE
            EXECUTE 'SELECT count(*) FROM ' || condition INTO found USING before;
          END IF;
          RETURN found;
        END $$;
      REVOKE EXECUTE ON FUNCTION expire_rows FROM PUBLIC;
      CREATE FUNCTION count_expired(kind text, before timestamptz) RETURNS bigint LANGUAGE sql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$ SELECT expire_rows(kind, before, false) $$;
      REVOKE EXECUTE ON FUNCTION count_expired FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION count_expired TO dispute_reader;

      -- The log may lose what its time is over, by its owner and in that very act; nothing else.
      CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' AND current_setting('app.retention', true) = 'on' THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'the record is append-only';
        END $$;
      DROP TRIGGER access_log_append_only ON access_log;
      CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE ON access_log
        FOR EACH ROW EXECUTE FUNCTION refuse_log_change();
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
