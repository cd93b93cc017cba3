import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People whom an identity provider vouches for. */
export class Provider1764150000000 implements MigrationInterface {
  readonly name = 'Provider1764150000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE account ADD COLUMN oidc_subject text UNIQUE;
      -- Sealed; what the provider wants to see when somebody signs out.
      ALTER TABLE session ADD COLUMN id_token text;

      -- The API may not write accounts; of those that the provider vouches for it may say what the provider said. Null
      -- where the name is taken by somebody else or the account was deactivated.
      CREATE FUNCTION sign_in_by_provider(subject text, username text, full_name text, department text, granted text[])
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
          UPDATE account SET name = full_name, department_id = department, roles = granted
            WHERE id = known AND active RETURNING id INTO known;
          RETURN known;
        END $$;
      REVOKE EXECUTE ON FUNCTION sign_in_by_provider FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION sign_in_by_provider TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
