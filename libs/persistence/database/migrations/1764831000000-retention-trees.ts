import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A table of retention holds for the department of who set it and everything below, and no further. */
export class RetentionTrees1764831000000 implements MigrationInterface {
  readonly name = 'RetentionTrees1764831000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Null in those of before: then it is where their author works.
      ALTER TABLE retention_table ADD COLUMN department_id text REFERENCES department;

      -- As before, of the people of some departments; '' is whose department nobody knows.
      DROP FUNCTION count_expired(text, timestamptz);
      DROP FUNCTION expire_rows(text, timestamptz, boolean);
      CREATE FUNCTION expire_rows(kind text, before timestamptz, departments text[], really boolean) RETURNS bigint
        LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        DECLARE
          of_person text := 'coalesce((SELECT a.department_id FROM account a WHERE a.id = t.%I), '''') = ANY ($2)';
          condition text := CASE kind
            WHEN 'access-log' THEN 'access_log t WHERE at < $1 AND NOT is_held(t.dispute_id)
              AND CASE WHEN EXISTS (SELECT FROM department d WHERE d.id = t.department_id) THEN t.department_id
                ELSE '''' END = ANY ($2)'
            WHEN 'notice' THEN 'notice t WHERE at < $1 AND NOT is_held(t.dispute_id) AND ' || format(of_person, 'user_id')
            WHEN 'receipt' THEN
              'command_key t WHERE received_at < $1 AND NOT is_held(t.dispute_id) AND ' || format(of_person, 'user_id')
            WHEN 'delivery' THEN 'delivery t WHERE made_at < $1 AND NOT EXISTS (SELECT FROM delivery_item i
              JOIN notice n ON n.id = i.notice_id WHERE i.delivery_id = t.id AND is_held(n.dispute_id)) AND '
              || format(of_person, 'account_id')
          END;
          found bigint;
        BEGIN
          IF really THEN
            PERFORM set_config('app.retention', 'on', true);
            EXECUTE 'DELETE FROM ' || condition USING before, departments;
            GET DIAGNOSTICS found = ROW_COUNT;
          ELSE
            EXECUTE 'SELECT count(*) FROM ' || condition INTO found USING before, departments;
          END IF;
          RETURN found;
        END $$;
      REVOKE EXECUTE ON FUNCTION expire_rows FROM PUBLIC;
      CREATE FUNCTION count_expired(kind text, before timestamptz, departments text[]) RETURNS bigint LANGUAGE sql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT expire_rows(kind, before, departments, false) $$;
      REVOKE EXECUTE ON FUNCTION count_expired FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION count_expired TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
