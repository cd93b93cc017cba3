import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a person last proved that it is them, when a provider last vouched for them; and that access ended is announced. */
export class People1764830000000 implements MigrationInterface {
  readonly name = 'People1764830000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- By their password, or as the provider says (auth_time); null where it says nothing.
      ALTER TABLE session ADD COLUMN proved_at timestamptz;
      UPDATE session SET proved_at = created_at WHERE id_token IS NULL;

      ALTER TABLE account ADD COLUMN vouched_at timestamptz;
      UPDATE account SET vouched_at = now() WHERE oidc_subject IS NOT NULL;
      CREATE OR REPLACE FUNCTION
        sign_in_by_provider(subject text, username text, full_name text, department text, granted text[])
        RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
          known text;
        BEGIN
          SELECT id INTO known FROM account WHERE oidc_subject = subject;
          IF known IS NULL THEN
            INSERT INTO account AS a (id, name, department_id, roles, oidc_subject)
            VALUES (username, full_name, department, granted, subject)
            ON CONFLICT (id) DO UPDATE SET oidc_subject = excluded.oidc_subject
              WHERE a.oidc_subject IS NULL AND a.active AND NOT a.demo
            RETURNING id INTO known;
          END IF;
          UPDATE account SET name = full_name, department_id = department, roles = granted, vouched_at = now()
            WHERE id = known AND active RETURNING id INTO known;
          RETURN known;
        END $$;

      -- Every process that serves the person hears it, not only the one where they signed out.
      CREATE FUNCTION announce_end() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          PERFORM announce(json_build_object('users', array_agg(DISTINCT account_id),
            'ended', array_agg(DISTINCT account_id))::text) FROM ended HAVING count(*) > 0;
          RETURN NULL;
        END $$;
      REVOKE ALL ON FUNCTION announce_end FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION announce TO dispute_reader;
      CREATE TRIGGER session_ended AFTER DELETE ON session REFERENCING OLD TABLE AS ended
        FOR EACH STATEMENT EXECUTE FUNCTION announce_end();
      CREATE TRIGGER api_token_ended AFTER DELETE ON api_token REFERENCING OLD TABLE AS ended
        FOR EACH STATEMENT EXECUTE FUNCTION announce_end();
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
