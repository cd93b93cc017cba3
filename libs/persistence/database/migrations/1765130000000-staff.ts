import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Departments and people are made and changed by the product itself, through two functions that hold what the tree and
 * the accounts must always be; nobody who serves people writes these tables by hand. Who was invited proves it by a token
 * of which only the hash is kept; the first of all by a code that the operator reads.
 */
export class Staff1765130000000 implements MigrationInterface {
  readonly name = 'Staff1765130000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE department ADD working_time jsonb, ADD moved_at timestamptz;
      ALTER TABLE account ADD contact text, ADD pending jsonb NOT NULL DEFAULT '{}', ADD signed_in_at timestamptz;
      GRANT UPDATE (signed_in_at) ON account TO dispute_reader;

      CREATE TABLE invitation (
        account_id text PRIMARY KEY REFERENCES account (id),
        token_hash bytea NOT NULL UNIQUE,
        kind text NOT NULL CHECK (kind IN ('invitation', 'reset')),
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO dispute_reader;

      CREATE TABLE setup_code (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        code_hash bytea NOT NULL,
        expires_at timestamptz NOT NULL
      );
      GRANT SELECT, DELETE ON setup_code TO dispute_reader;

      CREATE OR REPLACE FUNCTION end_access() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        BEGIN
          DELETE FROM session WHERE account_id = NEW.id;
          DELETE FROM api_token WHERE account_id = NEW.id;
          DELETE FROM feed_token WHERE account_id = NEW.id;
          DELETE FROM invitation WHERE account_id = NEW.id;
          RETURN NULL;
        END $$;
    `);
    await this.sight(db);
    await this.writing(db);
  }

  /**
   * Who sees a row is written on it, by the tree of that moment. A department that moved is under other superiors from now
   * on: its rows are written anew at once, and once more when every process knows the new tree.
   */
  private async sight(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION department_line(place text) RETURNS text[] LANGUAGE sql STABLE SET search_path = public, pg_temp
        AS $$ WITH RECURSIVE line AS (
          SELECT id, parent_id FROM department WHERE id = place
          UNION SELECT d.id, d.parent_id FROM department d JOIN line ON d.id = line.parent_id)
        SELECT array_agg(id) FROM line $$;

      CREATE FUNCTION seen_from(tokens text[]) RETURNS text[] LANGUAGE sql STABLE SET search_path = public, pg_temp
        AS $$ SELECT array_agg(DISTINCT token) FROM (
          SELECT token FROM unnest(tokens) AS token WHERE token NOT LIKE '^%'
          UNION ALL SELECT '^' || superior FROM unnest(tokens) AS token, unnest(department_line(token)) AS superior
          WHERE token !~ '^\\^|#|~$') fresh $$;

      CREATE FUNCTION refresh_sight(places text[]) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          UPDATE dispute d SET visible_to = seen_from(d.visible_to)
            WHERE d.visible_to && places AND NOT (seen_from(d.visible_to) @> d.visible_to AND d.visible_to @> seen_from(d.visible_to));
          UPDATE item i SET visible_to = seen_from(i.visible_to)
            WHERE i.visible_to && places AND NOT (seen_from(i.visible_to) @> i.visible_to AND i.visible_to @> seen_from(i.visible_to));
        END $$;

      CREATE FUNCTION settle_moves() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          moved text[] := (SELECT array_agg(id) FROM department WHERE moved_at < now() - interval '10 seconds');
          places text[];
        BEGIN
          IF moved IS NULL THEN RETURN 0; END IF;
          places := (SELECT array_agg(id) FROM department WHERE department_line(id) && moved);
          PERFORM refresh_sight(places);
          UPDATE department SET moved_at = NULL WHERE id = ANY (moved) AND moved_at < now() - interval '10 seconds';
          RETURN cardinality(moved);
        END $$;
      REVOKE ALL ON FUNCTION department_line, seen_from, refresh_sight, settle_moves FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION settle_moves TO dispute_writer;
    `);
  }

  private async writing(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION put_department(place text, parent text, full_name text, english text, desk boolean, village boolean,
        working jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          before text := (SELECT parent_id FROM department WHERE id = place);
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          IF parent IS NOT NULL AND place = ANY (department_line(parent)) THEN
            RAISE check_violation USING MESSAGE = format('%s would be below itself', place);
          END IF;
          INSERT INTO department AS d (id, parent_id, name, name_en, has_desk, is_village, working_time)
            VALUES (place, parent, full_name, english, desk, village, working)
            ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, name_en = excluded.name_en,
              has_desk = excluded.has_desk, is_village = excluded.is_village, working_time = excluded.working_time,
              moved_at = CASE WHEN d.parent_id IS DISTINCT FROM excluded.parent_id THEN now() ELSE d.moved_at END;
          IF before IS NOT NULL AND before <> parent THEN
            PERFORM refresh_sight((SELECT array_agg(id) FROM department WHERE place = ANY (department_line(id))));
          END IF;
        END $$;

      CREATE FUNCTION put_account(person text, full_name text, department text, granted text[], waiting jsonb,
        sealed text, here boolean) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          IF granted @> '{admin,auditor}'
            AND NOT EXISTS (SELECT FROM account WHERE id = person AND roles @> '{admin,auditor}') THEN
            RAISE check_violation USING MESSAGE = 'nobody looks over themself';
          END IF;
          INSERT INTO account (id, name, department_id, roles, pending, contact, active)
            VALUES (person, full_name, department, granted, waiting, sealed, here)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, department_id = excluded.department_id,
              roles = excluded.roles, pending = excluded.pending, contact = excluded.contact, active = excluded.active;
        END $$;
      REVOKE ALL ON FUNCTION put_department, put_account FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION put_department, put_account TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
