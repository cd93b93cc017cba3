import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions that can be listed and ended one by one, tokens for programs, and how often somebody guessed. */
export class SignIn1764110000000 implements MigrationInterface {
  readonly name = 'SignIn1764110000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE account ADD COLUMN demo boolean NOT NULL DEFAULT false;
      GRANT UPDATE (password_hash) ON account TO dispute_reader;

      ALTER TABLE session
        ADD COLUMN id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
        ADD COLUMN used_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN agent text;
      CREATE INDEX session_account ON session (account_id);

      CREATE TABLE api_token (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        token_hash bytea NOT NULL UNIQUE,
        account_id text NOT NULL REFERENCES account,
        name text NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        used_at timestamptz
      );
      CREATE INDEX api_token_account ON api_token (account_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON api_token TO dispute_reader;

      -- Buckets are keyed hashes: what people type into the name's field is sometimes their password.
      CREATE TABLE sign_in_failure (
        bucket text PRIMARY KEY,
        failures integer NOT NULL,
        last_at timestamptz NOT NULL
      );
      CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at);
      GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_failure TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
