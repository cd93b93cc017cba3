import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a command needs before it is sent, in one round trip; a folded state is only ever read and written whole. */
export class OneLook1764700000000 implements MigrationInterface {
  readonly name = 'OneLook1764700000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION find_dispute(text, text, uuid);
      ALTER TABLE dispute ALTER COLUMN state TYPE json USING state::text::json;
      CREATE FUNCTION find_dispute(who text, scopes text, wanted uuid) RETURNS TABLE ("row" jsonb, state json)
        LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM set_config('app.user_id', who, true), set_config('app.scopes', scopes, true);
          RETURN QUERY SELECT d.row, d.state FROM dispute d WHERE d.id = wanted;
        END $$;

      -- Notes the first try of a key, where there is one, and says what a command has to know of the case that it is for.
      -- A receipt is no truth: the record writes the key itself. So nobody waits for the disk here.
      CREATE FUNCTION open_command(who text, scopes text, wanted uuid, own_key text, hmac text, tried_at timestamptz)
        RETURNS TABLE (rehearsal boolean, "aheadMs" float8, "bodyHmac" text, "receivedAt" timestamptz, seq integer)
        LANGUAGE plpgsql AS $$
        #variable_conflict use_column
        BEGIN
          PERFORM set_config('app.user_id', who, true), set_config('app.scopes', scopes, true),
            set_config('synchronous_commit', 'off', true);
          RETURN QUERY
            WITH receipt AS (
              INSERT INTO command_key AS k (key, user_id, body_hmac, received_at)
              SELECT own_key, who, hmac, tried_at WHERE own_key IS NOT NULL
              ON CONFLICT (key) DO UPDATE
                SET body_hmac = CASE WHEN k.seq IS NULL THEN excluded.body_hmac ELSE k.body_hmac END
              RETURNING body_hmac, received_at, k.seq)
            SELECT d.rehearsal, (extract(epoch FROM d.clock_ahead) * 1000)::float8, r.body_hmac, r.received_at, r.seq
            FROM (SELECT) one LEFT JOIN dispute d ON d.id = wanted LEFT JOIN receipt r ON true;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
