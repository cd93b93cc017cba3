import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Several counties in one installation: whatever is below a department without a superior is of its region. What there is
 * becomes the first one, whose numbers stay as they are; each other one counts for itself, behind its own letters.
 */
export class Regions1765350000000 implements MigrationInterface {
  readonly name = 'Regions1765350000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE region (
        id text PRIMARY KEY,
        name text NOT NULL,
        -- What stands before its numbers: nothing of the first.
        prefix text NOT NULL UNIQUE
      );
      CREATE TABLE region_series (
        region text NOT NULL REFERENCES region (id),
        series text NOT NULL,
        last bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (region, series)
      );
      -- By whose rules it went until now.
      INSERT INTO region (id, name, prefix) SELECT
        coalesce(
          (SELECT p.region FROM dispute d JOIN policy p ON p.version = d.row ->> 'policyVersion'
            ORDER BY d.created_at DESC LIMIT 1),
          (SELECT region FROM policy WHERE state = 'published' ORDER BY published_at DESC LIMIT 1),
          'default'),
        coalesce((SELECT name FROM department WHERE parent_id IS NULL ORDER BY id LIMIT 1), '本县（区）'),
        '';

      ALTER TABLE department ADD COLUMN region text REFERENCES region (id);
      UPDATE department SET region = (SELECT id FROM region) WHERE parent_id IS NULL;
      ALTER TABLE department ADD CONSTRAINT department_of_region CHECK ((parent_id IS NULL) = (region IS NOT NULL));

      -- Whoever knows of no regions yet makes the first department of the first.
      DROP FUNCTION put_department(text, text, text, text, boolean, boolean, jsonb);
      CREATE FUNCTION put_department(place text, parent text, full_name text, english text, desk boolean,
        village boolean, working jsonb, of_region text DEFAULT NULL) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          before text := (SELECT parent_id FROM department WHERE id = place);
          top_of text := CASE WHEN parent IS NULL THEN coalesce((SELECT region FROM department WHERE id = place), of_region,
            (SELECT id FROM region WHERE prefix = '')) END;
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
            PERFORM refresh_sight((SELECT array_agg(id) FROM department WHERE place = ANY (department_line(id))));
          END IF;
        END $$;

      -- With the rules that ship, which its own people change.
      CREATE FUNCTION found_region(new_id text, full_name text, letters text, policy_hash text, document jsonb,
        calendar_hash text, days jsonb) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          INSERT INTO region (id, name, prefix) VALUES (new_id, full_name, letters);
          INSERT INTO region_series (region, series) SELECT new_id, s FROM unnest('{dispute,item,rehearsal}'::text[]) s;
          INSERT INTO policy (version, region, state, hash, published_at, document)
            VALUES (new_id || '-1', new_id, 'published', policy_hash, now(), document);
          INSERT INTO calendar (version, region, current, hash, published_at, years)
            VALUES (new_id || '-1', new_id, true, calendar_hash, now(), days);
        END $$;

      CREATE FUNCTION next_number(of_region text, counted text, OUT prefix text, OUT n bigint)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
          SELECT r.prefix INTO STRICT next_number.prefix FROM region r WHERE r.id = of_region;
          IF prefix = '' THEN
            -- In the series that there were before there were others.
            n := nextval(CASE counted WHEN 'dispute' THEN 'dispute_number'::regclass WHEN 'item' THEN 'item_number'::regclass
              WHEN 'rehearsal' THEN 'rehearsal_number'::regclass END);
          ELSE
            UPDATE region_series s SET last = s.last + 1 WHERE s.region = of_region AND s.series = counted
              RETURNING s.last INTO STRICT n;
          END IF;
        END $$;

      REVOKE ALL ON FUNCTION put_department, found_region, next_number FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION put_department, next_number TO dispute_reader, dispute_writer;
      GRANT EXECUTE ON FUNCTION found_region TO dispute_reader;
      GRANT SELECT ON region TO dispute_reader, dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
