import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a stream goes on after a break. */
export class Doors1764100000000 implements MigrationInterface {
  readonly name = 'Doors1764100000000';

  async up(db: QueryRunner): Promise<void> {
    await this.changes(db);
  }

  /**
   * Every change carries the number of its transaction. Numbers are given when a transaction begins to write and seen
   * when it commits, so "everything from the oldest that still ran when I last looked" misses nothing, in whatever order
   * they commit; a sequence would.
   */
  private async changes(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE dispute ADD COLUMN changed_in xid8 NOT NULL DEFAULT '0';
      CREATE INDEX dispute_changed ON dispute (changed_in);
      ALTER TABLE notice ADD COLUMN recorded_in xid8 NOT NULL DEFAULT pg_current_xact_id();
      CREATE INDEX notice_recorded ON notice (user_id, recorded_in);

      -- Who lost sight of a case has to be told that, and cannot read its row any more.
      CREATE TABLE departure (
        dispute_id uuid NOT NULL REFERENCES dispute ON DELETE CASCADE,
        scope text NOT NULL,
        changed_in xid8 NOT NULL,
        PRIMARY KEY (dispute_id, scope)
      );
      CREATE INDEX departure_changed ON departure (scope, changed_in);
      GRANT SELECT ON departure TO dispute_reader;
      GRANT SELECT, INSERT, UPDATE, DELETE ON departure TO dispute_writer;
      ALTER TABLE departure ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON departure TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY reader_scoped ON departure FOR SELECT TO dispute_reader USING (scope = ANY (app_scopes()));

      CREATE FUNCTION mark_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.changed_in := pg_current_xact_id(); RETURN NEW; END $$;
      CREATE TRIGGER dispute_mark BEFORE INSERT ON dispute FOR EACH ROW EXECUTE FUNCTION mark_change();
      CREATE TRIGGER dispute_mark_again BEFORE UPDATE ON dispute FOR EACH ROW
        WHEN (OLD.seq <> NEW.seq OR OLD.visible_to <> NEW.visible_to) EXECUTE FUNCTION mark_change();

      -- The announcement names scopes and people only: whose stream has to look. What they see, row-level security says.
      -- A payload ends at 8000 bytes, and the record must not fail of an announcement.
      CREATE FUNCTION announce(who text) RETURNS void LANGUAGE sql AS
        $$ SELECT pg_notify('change', CASE WHEN octet_length(who) < 7000 THEN who ELSE '{}' END) $$;
      CREATE FUNCTION announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          gone text[] := '{}';
        BEGIN
          IF NEW.rehearsal THEN RETURN NULL; END IF;
          IF TG_OP = 'UPDATE' THEN
            gone := ARRAY(SELECT unnest(OLD.visible_to) EXCEPT SELECT unnest(NEW.visible_to));
            INSERT INTO departure (dispute_id, scope, changed_in)
              SELECT NEW.id, scope, pg_current_xact_id() FROM unnest(gone) AS scope
              ON CONFLICT (dispute_id, scope) DO UPDATE SET changed_in = excluded.changed_in;
          END IF;
          PERFORM announce(json_build_object('scopes', NEW.visible_to || gone)::text);
          RETURN NULL;
        END $$;
      CREATE TRIGGER dispute_announce AFTER INSERT ON dispute FOR EACH ROW EXECUTE FUNCTION announce_change();
      CREATE TRIGGER dispute_announce_again AFTER UPDATE ON dispute FOR EACH ROW
        WHEN (OLD.seq <> NEW.seq OR OLD.visible_to <> NEW.visible_to) EXECUTE FUNCTION announce_change();

      CREATE FUNCTION announce_notices() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM announce(json_build_object('users', array_agg(DISTINCT user_id))::text) FROM added
            HAVING count(*) > 0;
          RETURN NULL;
        END $$;
      CREATE TRIGGER notice_announce AFTER INSERT ON notice REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION announce_notices();
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
