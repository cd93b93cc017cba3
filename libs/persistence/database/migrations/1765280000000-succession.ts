import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A department is closed by another going on in its place: named at once, so that nothing new comes to it, and closed by the
 * machine when its last case has gone over. Its people go along; power that somebody had there is granted anew.
 */
export class Succession1765280000000 implements MigrationInterface {
  readonly name = 'Succession1765280000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE department ADD COLUMN successor_id text REFERENCES department (id),
        ADD CONSTRAINT department_goes_on_elsewhere CHECK (successor_id <> id);

      -- Who does not know of a new department yet writes what it sees without those above it: that is settled as of one that
      -- was moved.
      CREATE OR REPLACE FUNCTION put_department(place text, parent text, full_name text, english text, desk boolean,
        village boolean, working jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          before text := (SELECT parent_id FROM department WHERE id = place);
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          IF parent IS NOT NULL AND place = ANY (department_line(parent)) THEN
            RAISE check_violation USING MESSAGE = format('%s would be below itself', place);
          END IF;
          INSERT INTO department AS d (id, parent_id, name, name_en, has_desk, is_village, working_time, moved_at)
            VALUES (place, parent, full_name, english, desk, village, working, now())
            ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, name_en = excluded.name_en,
              has_desk = excluded.has_desk, is_village = excluded.is_village, working_time = excluded.working_time,
              moved_at = CASE WHEN d.parent_id IS DISTINCT FROM excluded.parent_id THEN now() ELSE d.moved_at END;
          IF before IS NOT NULL AND before <> parent THEN
            PERFORM refresh_sight((SELECT array_agg(id) FROM department WHERE place = ANY (department_line(id))));
          END IF;
        END $$;

      CREATE FUNCTION name_successor(place text, successor text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          UPDATE department d SET successor_id = successor
            WHERE d.id = place AND d.active AND d.successor_id IS NULL
              AND EXISTS (SELECT FROM department s WHERE s.id = successor AND s.active AND s.successor_id IS NULL)
              AND NOT EXISTS (SELECT FROM department b WHERE b.active AND (b.parent_id = place OR b.successor_id = place));
          IF NOT FOUND THEN
            RAISE check_violation USING MESSAGE = format('%s cannot go on in place of %s', successor, place);
          END IF;
        END $$;

      CREATE FUNCTION close_department(place text, asked_by text) RETURNS TABLE (person text, granted text[], waiting text[])
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          power constant text[] := '{admin,auditor}';
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          RETURN QUERY UPDATE account a SET department_id = d.successor_id,
              roles = ARRAY(SELECT r FROM unnest(a.roles) r WHERE r <> ALL (power)),
              pending = a.pending || coalesce(
                (SELECT jsonb_object_agg(r, asked_by) FROM unnest(a.roles) r WHERE r = ANY (power)), '{}')
            FROM department d WHERE d.id = place AND d.successor_id IS NOT NULL AND a.department_id = place AND a.active
            RETURNING a.id, a.roles, ARRAY(SELECT jsonb_object_keys(a.pending));
          UPDATE department SET active = false WHERE id = place AND successor_id IS NOT NULL;
        END $$;

      CREATE OR REPLACE FUNCTION revise_visit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        DECLARE
          v visit;
        BEGIN
          IF TG_OP = 'DELETE' THEN v := OLD; ELSE v := NEW; END IF;
          INSERT INTO visit_revision AS r
            (dispute_id, n, number, department, revision, due_at, tolerance_until, mode, state, changed_at)
          SELECT v.dispute_id, v.n, d.number, d.desk, 0, v.due_at, v.tolerance_until, v.row ->> 'mode',
            CASE TG_OP WHEN 'DELETE' THEN 'gone' ELSE v.state END, now()
          FROM dispute d WHERE d.id = v.dispute_id AND NOT d.rehearsal
          ON CONFLICT (dispute_id, n) DO UPDATE SET revision = r.revision + 1, department = excluded.department,
            due_at = excluded.due_at, tolerance_until = excluded.tolerance_until, mode = excluded.mode,
            state = excluded.state, changed_at = excluded.changed_at
          WHERE (r.department, r.due_at, r.tolerance_until, r.mode, r.state)
            IS DISTINCT FROM (excluded.department, excluded.due_at, excluded.tolerance_until, excluded.mode, excluded.state);
          RETURN NULL;
        END $$;

      REVOKE ALL ON FUNCTION name_successor, close_department FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION name_successor TO dispute_reader;
      GRANT EXECUTE ON FUNCTION close_department TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
