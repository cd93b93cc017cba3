import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nobody comes by a function to more than is theirs, and what the worker writes lifts no hold: that is asked of the
 * entries, which nobody changes.
 */
export class Roles1764820000000 implements MigrationInterface {
  readonly name = 'Roles1764820000000';

  async up(db: QueryRunner): Promise<void> {
    await this.functions(db);
    await this.holds(db);
    await this.truncation(db);
  }

  /**
   * A search path that does not name `pg_temp` begins with it: whoever calls puts a table of their own before ours. It
   * stands last, or the names are bound once for all when the function is made; such a one can still be inlined, which
   * those must be that row-level security asks once a row.
   */
  private async functions(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION app_scopes() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
        RETURN string_to_array(current_setting('app.scopes', true), ',');
      CREATE OR REPLACE FUNCTION app_user() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
        RETURN current_setting('app.user_id', true);
      CREATE OR REPLACE FUNCTION app_oversees(account text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
        RETURN '@deliveries' = ANY (app_scopes()) OR EXISTS (SELECT FROM account a
          WHERE a.id = account AND '@deliveries:' || a.department_id = ANY (app_scopes()));
      CREATE OR REPLACE FUNCTION announce(who text) RETURNS void LANGUAGE sql BEGIN ATOMIC
        SELECT pg_notify('change', CASE WHEN octet_length(who) < 7000 THEN who ELSE '{}' END);
      END;

      -- Whether it must be kept, by its entries; the row is written by who folds them.
      CREATE INDEX event_hold ON event (dispute_id, seq DESC) WHERE type IN ('HoldPlaced', 'HoldLifted');
      CREATE OR REPLACE FUNCTION is_held(wanted uuid) RETURNS boolean LANGUAGE sql STABLE
        RETURN coalesce((SELECT type = 'HoldPlaced' FROM event WHERE dispute_id = wanted
          AND type IN ('HoldPlaced', 'HoldLifted') ORDER BY seq DESC LIMIT 1), false);
      DROP INDEX dispute_held;

      DO $$
      DECLARE
        own regprocedure;
      BEGIN
        FOR own IN SELECT p.oid FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND NOT EXISTS (
          SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') LOOP
          EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', own);
          IF (SELECT prosqlbody IS NULL FROM pg_proc WHERE oid = own) THEN
            EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', own);
          END IF;
        END LOOP;
      END $$;
      GRANT EXECUTE ON FUNCTION app_scopes, app_user, app_oversees, find_dispute, dispute_status, open_command, log_access
        TO dispute_reader;
      GRANT EXECUTE ON FUNCTION announce, is_held TO dispute_writer;
    `);
  }

  private async holds(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Nobody who serves deletes these.
      REVOKE DELETE ON dispute, obligation, transfer, item FROM dispute_writer;

      -- After the statement: the entry that lifts a hold is written by the very one that writes the row.
      CREATE FUNCTION refuse_untrue_hold() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          IF NEW.row ? 'hold' <> is_held(NEW.id) THEN
            RAISE EXCEPTION 'the row of % says of its hold what no entry says', NEW.id;
          END IF;
          RETURN NULL;
        END $$;
      CREATE TRIGGER dispute_hold AFTER UPDATE ON dispute FOR EACH ROW
        WHEN (OLD.row ? 'hold' <> (NEW.row ? 'hold')) EXECUTE FUNCTION refuse_untrue_hold();

      -- Under a hold nothing of a case goes, nor of a report that became one or was added to it.
      CREATE FUNCTION refuse_loss() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          IF is_held(OLD.dispute_id) OR EXISTS (SELECT FROM item_event e
            WHERE e.item_id = OLD.dispute_id AND is_held((e.data ->> 'disputeId')::uuid)) THEN
            RAISE EXCEPTION '% is needed: it is under a legal hold', OLD.dispute_id;
          END IF;
          RETURN OLD;
        END $$;
      CREATE TRIGGER dispute_key_held BEFORE DELETE ON dispute_key FOR EACH ROW EXECUTE FUNCTION refuse_loss();
      CREATE TRIGGER dispute_match_held BEFORE DELETE ON dispute_match FOR EACH ROW EXECUTE FUNCTION refuse_loss();
      CREATE TRIGGER notice_held BEFORE DELETE ON notice FOR EACH ROW EXECUTE FUNCTION refuse_loss();
      CREATE TRIGGER command_key_held BEFORE DELETE ON command_key FOR EACH ROW EXECUTE FUNCTION refuse_loss();
      CREATE FUNCTION refuse_file_loss() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          -- What nobody attached goes after a day, also there.
          IF is_held(OLD.dispute_id) AND EXISTS (SELECT FROM event e WHERE e.dispute_id = OLD.dispute_id
            AND e.type = 'FileAttached' AND e.data ->> 'fileId' = OLD.id::text) THEN
            RAISE EXCEPTION '% is needed: it is under a legal hold', OLD.dispute_id;
          END IF;
          RETURN OLD;
        END $$;
      CREATE TRIGGER file_held BEFORE DELETE ON file FOR EACH ROW EXECUTE FUNCTION refuse_file_loss();

      CREATE OR REPLACE FUNCTION refuse_key_loss() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          IF EXISTS (SELECT FROM event e WHERE e.dispute_id = OLD.dispute_id)
            AND NOT EXISTS (SELECT FROM event e WHERE e.dispute_id = OLD.dispute_id AND e.type = 'DisputeErased')
            OR EXISTS (SELECT FROM item_event e WHERE e.item_id = OLD.dispute_id)
            AND NOT EXISTS (SELECT FROM item_event e WHERE e.item_id = OLD.dispute_id AND e.type = 'ItemErased') THEN
            RAISE EXCEPTION 'the key of % is needed: it was not erased', OLD.dispute_id;
          END IF;
          RETURN OLD;
        END $$;
      REVOKE ALL ON FUNCTION refuse_untrue_hold, refuse_loss, refuse_file_loss FROM PUBLIC;
    `);
  }

  /** A trigger for each row hears nothing of a table that is emptied. */
  private async truncation(db: QueryRunner): Promise<void> {
    for (const table of [
      'event',
      'item_event',
      'access_log',
      'checkpoint',
      'checkpoint_run',
      'log_checkpoint',
      'paper',
      'retention_table',
      'retention_run',
    ]) {
      await db.query(`
        CREATE TRIGGER ${table}_not_emptied BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT
          EXECUTE FUNCTION refuse_change();
      `);
    }
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
