import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever is above a department sees its cases. A department of many cases moves at once, too: who is above it now is
 * handed their sight in stretches, each a transaction of its own, in which nobody waits long for a row.
 */
export class MovedInStretches1765395000000 implements MigrationInterface {
  readonly name = 'MovedInStretches1765395000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Departments that moved so long ago that every process knows of it, with all below them.
      CREATE FUNCTION moved_places(OUT until timestamptz, OUT places text[])
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          moved text[];
        BEGIN
          SELECT max(moved_at), array_agg(id) INTO until, moved FROM department WHERE moved_at < now() - interval '10 seconds';
          places := (SELECT array_agg(id) FROM department WHERE department_line(id) && moved);
        END $$;

      -- The next so many cases and reports of these departments behind an id; none is both. Null behind the last.
      CREATE FUNCTION hand_sight_on(places text[], behind uuid, so_many integer) RETURNS uuid
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          ids uuid[] := ARRAY(SELECT id FROM (
            (SELECT id FROM dispute WHERE id > behind AND visible_to && places ORDER BY id LIMIT so_many) UNION ALL
            (SELECT id FROM item WHERE id > behind AND visible_to && places ORDER BY id LIMIT so_many)) t
            ORDER BY id LIMIT so_many);
        BEGIN
          UPDATE dispute d SET visible_to = seen_from(d.visible_to) WHERE d.id = ANY (ids)
            AND NOT (seen_from(d.visible_to) @> d.visible_to AND d.visible_to @> seen_from(d.visible_to));
          UPDATE item i SET visible_to = seen_from(i.visible_to) WHERE i.id = ANY (ids)
            AND NOT (seen_from(i.visible_to) @> i.visible_to AND i.visible_to @> seen_from(i.visible_to));
          RETURN ids[cardinality(ids)];
        END $$;

      CREATE FUNCTION moves_settled(until timestamptz) RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC UPDATE department SET moved_at = NULL WHERE moved_at <= until; END;

      CREATE OR REPLACE FUNCTION put_department(place text, parent text, full_name text, english text, desk boolean,
        village boolean, working jsonb, of_region text DEFAULT NULL) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          before text := (SELECT parent_id FROM department WHERE id = place);
          top_of text := CASE WHEN parent IS NULL THEN coalesce((SELECT region FROM department WHERE id = place), of_region,
            (SELECT id FROM region WHERE prefix = '')) END;
          below text[];
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          IF parent IS NOT NULL AND place = ANY (department_line(parent)) THEN
            RAISE check_violation USING MESSAGE = format('%s would be below itself', place);
          END IF;
          INSERT INTO department AS d (id, parent_id, name, name_en, has_desk, is_village, working_time, moved_at, region)
            VALUES (place, parent, full_name, english, desk, village, working, now(), top_of)
            ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, name_en = excluded.name_en,
              has_desk = excluded.has_desk, is_village = excluded.is_village, working_time = excluded.working_time,
              region = excluded.region,
              moved_at = CASE WHEN d.parent_id IS DISTINCT FROM excluded.parent_id THEN now() ELSE d.moved_at END;
          IF before IS NOT NULL AND before <> parent THEN
            below := (SELECT array_agg(id) FROM department WHERE place = ANY (department_line(id)));
            -- Those of many cases wait for the next look of the reconciler.
            IF (SELECT count(*) FROM (SELECT 1 FROM dispute WHERE visible_to && below
              UNION ALL SELECT 1 FROM item WHERE visible_to && below LIMIT 501) few) <= 500
            THEN PERFORM refresh_sight(below);
            END IF;
          END IF;
        END $$;

      DROP FUNCTION settle_moves();
      REVOKE ALL ON FUNCTION moved_places, hand_sight_on, moves_settled FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION moved_places, hand_sight_on, moves_settled TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
