import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * User names know no case, width or blanks: what a keyboard or a phone makes of one means the same person. Accounts of
 * before that differ in no more than that stay as they are, and are found by their exact name; there come no new ones.
 */
export class UserNames1764840000000 implements MigrationInterface {
  readonly name = 'UserNames1764840000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION username_key(typed text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        RETURN normalize(lower(regexp_replace(normalize(typed, NFKC), '[\\s\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]', '', 'g')), NFKC);
      CREATE INDEX account_username_key ON account (username_key(id));
      -- Whom somebody means; null where nobody has such a name, or several have.
      CREATE FUNCTION account_named(typed text) RETURNS text LANGUAGE sql STABLE STRICT
        RETURN (SELECT coalesce(max(id) FILTER (WHERE id = typed), CASE WHEN count(*) = 1 THEN max(id) END)
          FROM account WHERE username_key(id) = username_key(typed));
      REVOKE ALL ON FUNCTION username_key, account_named FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION username_key, account_named TO dispute_reader, dispute_writer;
      CREATE FUNCTION refuse_same_name() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          -- Of two who come at once one waits for the other.
          PERFORM pg_advisory_xact_lock(hashtextextended('account ' || username_key(NEW.id), 0));
          IF EXISTS (SELECT FROM account WHERE username_key(id) = username_key(NEW.id) AND id <> NEW.id) THEN
            RAISE unique_violation USING MESSAGE =
              format('somebody has the user name %s already, but for case, width or blanks', quote_literal(NEW.id));
          END IF;
          RETURN NEW;
        END $$;
      REVOKE ALL ON FUNCTION refuse_same_name FROM PUBLIC;
      CREATE TRIGGER account_name BEFORE INSERT OR UPDATE OF id ON account
        FOR EACH ROW EXECUTE FUNCTION refuse_same_name();
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
