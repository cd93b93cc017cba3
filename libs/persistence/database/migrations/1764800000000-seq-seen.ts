import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a command has to know before it is sent: the seq that the record has of its case, and when it was received by
 * PostgreSQL's clock, which is the same for every process. A try that was refused is over: what is sent after it under the
 * same key was received when it came.
 */
export class SeqSeen1764800000000 implements MigrationInterface {
  readonly name = 'SeqSeen1764800000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE command_key ADD COLUMN refused boolean NOT NULL DEFAULT false;
      GRANT UPDATE (received_at, refused) ON command_key TO dispute_reader;

      DROP FUNCTION open_command(text, text, uuid, text, text, timestamptz);
      CREATE FUNCTION open_command(who text, scopes text, wanted uuid, own_key text, hmac text)
        RETURNS TABLE ("recordSeq" integer, rehearsal boolean, "aheadMs" float8, "bodyHmac" text,
          "receivedAt" timestamptz, seq integer, now timestamptz)
        LANGUAGE plpgsql AS $$
        #variable_conflict use_column
        DECLARE
          tried_at CONSTANT timestamptz := clock_timestamp();
        BEGIN
          PERFORM set_config('app.user_id', who, true), set_config('app.scopes', scopes, true),
            set_config('synchronous_commit', 'off', true);
          RETURN QUERY
            WITH receipt AS (
              INSERT INTO command_key AS k (key, user_id, body_hmac, received_at)
              SELECT own_key, who, hmac, tried_at WHERE own_key IS NOT NULL
              ON CONFLICT (key) DO UPDATE
                SET body_hmac = CASE WHEN k.seq IS NULL THEN excluded.body_hmac ELSE k.body_hmac END,
                    received_at = CASE WHEN k.seq IS NULL AND (k.refused OR k.body_hmac <> excluded.body_hmac)
                      THEN excluded.received_at ELSE k.received_at END,
                    refused = false
              RETURNING body_hmac, received_at, k.seq)
            SELECT d.seq, d.rehearsal, (extract(epoch FROM d.clock_ahead) * 1000)::float8, r.body_hmac, r.received_at,
              r.seq, tried_at
            FROM (SELECT) one LEFT JOIN dispute d ON d.id = wanted LEFT JOIN receipt r ON true;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
