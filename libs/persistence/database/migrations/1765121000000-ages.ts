import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What has an age goes by itself, by the worker; and a run of retention looks through each table once, not once a department. */
export class Ages1765121000000 implements MigrationInterface {
  readonly name = 'Ages1765121000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- On hold itself, or what was reported became a case that is: that one says so.
      CREATE FUNCTION is_withheld(wanted uuid) RETURNS boolean LANGUAGE sql STABLE
        RETURN wanted IS NOT NULL AND (is_held(wanted) OR EXISTS (SELECT FROM item_event e
          WHERE e.item_id = wanted AND is_held((e.data ->> 'disputeId')::uuid)));
      -- Somebody still works on it.
      CREATE FUNCTION is_open(wanted uuid) RETURNS boolean LANGUAGE sql STABLE
        RETURN EXISTS (SELECT FROM dispute d WHERE d.id = wanted AND d.status <> 'closed')
          OR EXISTS (SELECT FROM item i WHERE i.id = wanted AND (i.state = 'new'
            OR EXISTS (SELECT FROM dispute d WHERE d.id = i.dispute_id AND d.status <> 'closed')));
      REVOKE ALL ON FUNCTION is_withheld, is_open FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION is_withheld, is_open TO dispute_writer;

      DROP FUNCTION expire_rows(text, timestamptz, text[], boolean);
      -- What is over of the people of these departments ('' is of whom nobody knows), by department.
      CREATE FUNCTION expire_rows(kind text, before timestamptz, departments text[], really boolean)
        RETURNS TABLE (department text, n bigint) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        DECLARE
          of_person text := 'coalesce((SELECT a.department_id FROM account a WHERE a.id = t.%I), '''')';
          of_whom text := CASE kind
            WHEN 'access-log' THEN
              'CASE WHEN EXISTS (SELECT FROM department d WHERE d.id = t.department_id) THEN t.department_id ELSE '''' END'
            WHEN 'delivery' THEN format(of_person, 'account_id')
            ELSE format(of_person, 'user_id') END;
          condition text := CASE kind
            WHEN 'access-log' THEN 'access_log t WHERE at < $1 AND NOT is_withheld(t.dispute_id)'
            WHEN 'notice' THEN 'notice t WHERE at < $1 AND NOT is_withheld(coalesce(t.dispute_id, t.item_id))'
            WHEN 'receipt' THEN 'command_key t WHERE received_at < $1 AND NOT is_withheld(t.dispute_id)'
            WHEN 'delivery' THEN 'delivery t WHERE made_at < $1 AND NOT EXISTS (SELECT FROM delivery_item i
              JOIN notice n ON n.id = i.notice_id
              WHERE i.delivery_id = t.id AND is_withheld(coalesce(n.dispute_id, n.item_id)))'
          END || format(' AND %s = ANY ($2)', of_whom);
        BEGIN
          IF really THEN
            PERFORM set_config('app.retention', 'on', true);
            RETURN QUERY EXECUTE format(
              'WITH gone AS (DELETE FROM %s RETURNING %s AS of_whom) SELECT of_whom, count(*) FROM gone GROUP BY 1',
              condition, of_whom) USING before, departments;
          ELSE
            RETURN QUERY EXECUTE format('SELECT %s, count(*) FROM %s GROUP BY 1', of_whom, condition) USING before, departments;
          END IF;
        END $$;
      REVOKE ALL ON FUNCTION expire_rows FROM PUBLIC;
      CREATE OR REPLACE FUNCTION count_expired(kind text, before timestamptz, departments text[])
        RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
        AS $$ SELECT coalesce(sum(n), 0)::bigint FROM expire_rows(kind, before, departments, false) $$;

      -- The worker notes what it let go; that it was this installation's says the keyed hash of each.
      GRANT INSERT ON retention_run TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
