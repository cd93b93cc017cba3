import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An e-mail address is told nothing before whoever reads it said so. */
export class Confirmation1764221000000 implements MigrationInterface {
  readonly name = 'Confirmation1764221000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE channel ADD confirmed_at timestamptz;
      -- Addresses of before go on: nobody is to miss a deadline by an update.
      UPDATE channel SET confirmed_at = created_at;
      ALTER TABLE channel ADD live boolean NOT NULL
        GENERATED ALWAYS AS (active AND (kind <> 'email' OR confirmed_at IS NOT NULL)) STORED;

      -- One row a code that was asked for; the latest of a channel is the one that counts. It outlives its channel:
      -- whoever removes an address and adds it again has asked before.
      CREATE TABLE confirmation (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        channel_id uuid REFERENCES channel ON DELETE SET NULL,
        account_id text NOT NULL REFERENCES account,
        address_hash text NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
        next_at timestamptz NOT NULL DEFAULT now(),
        attempts integer NOT NULL DEFAULT 0,
        fault text,
        code_hash text,
        expires_at timestamptz,
        tries integer NOT NULL DEFAULT 0,
        used_at timestamptz
      );
      CREATE INDEX confirmation_channel ON confirmation (channel_id, asked_at DESC);
      CREATE INDEX confirmation_account ON confirmation (account_id, asked_at);
      CREATE INDEX confirmation_next ON confirmation (next_at) WHERE state = 'waiting';

      GRANT SELECT, INSERT, UPDATE (tries, used_at) ON confirmation TO dispute_reader;
      GRANT SELECT, INSERT, UPDATE, DELETE ON confirmation TO dispute_writer;
      ALTER TABLE confirmation ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON confirmation TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY reader_own ON confirmation TO dispute_reader
        USING (account_id = app_user()) WITH CHECK (account_id = app_user());

      CREATE OR REPLACE FUNCTION queue_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO delivery_item (notice_id, channel_id, account_id)
          SELECT added.id, c.id, c.account_id FROM added
            JOIN channel c ON c.account_id = added.user_id AND c.live AND NOT added.kind = ANY (c.muted);
          RETURN NULL;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
