import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notices on their way to people: where each wants to be told, and what became of every message. */
export class Delivery1764140000000 implements MigrationInterface {
  readonly name = 'Delivery1764140000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE channel (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        account_id text NOT NULL REFERENCES account,
        kind text NOT NULL CHECK (kind IN ('email', 'webhook', 'wecom')),
        -- Sealed: the address of a robot is as good as its password.
        address text NOT NULL,
        address_hash text NOT NULL,
        shown text NOT NULL,
        secret text,
        muted text[] NOT NULL DEFAULT '{}',
        quiet_from text,
        quiet_to text,
        active boolean NOT NULL DEFAULT true,
        disabled_reason text,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (account_id, kind, address_hash)
      );
      CREATE TABLE delivery (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        channel_id uuid NOT NULL REFERENCES channel ON DELETE CASCADE,
        account_id text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'dropped')),
        red boolean NOT NULL,
        made_at timestamptz NOT NULL,
        next_at timestamptz NOT NULL,
        leased_until timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        sent_at timestamptz
      );
      CREATE INDEX delivery_next ON delivery (next_at) WHERE state IN ('waiting', 'sending');
      CREATE INDEX delivery_channel ON delivery (channel_id, sent_at);
      CREATE INDEX delivery_account ON delivery (account_id, made_at DESC, id);
      CREATE TABLE delivery_item (
        notice_id bigint NOT NULL REFERENCES notice ON DELETE CASCADE,
        channel_id uuid NOT NULL REFERENCES channel ON DELETE CASCADE,
        account_id text NOT NULL,
        due_at timestamptz,
        delivery_id uuid REFERENCES delivery ON DELETE CASCADE,
        PRIMARY KEY (notice_id, channel_id)
      );
      CREATE INDEX delivery_item_open ON delivery_item (due_at NULLS FIRST) WHERE delivery_id IS NULL;
      CREATE INDEX delivery_item_delivery ON delivery_item (delivery_id);

      GRANT SELECT, INSERT, UPDATE, DELETE ON channel TO dispute_reader;
      GRANT SELECT ON delivery, delivery_item TO dispute_reader;
      GRANT UPDATE (state, next_at, attempts) ON delivery TO dispute_reader;
      GRANT SELECT, INSERT, UPDATE, DELETE ON channel, delivery, delivery_item TO dispute_writer;

      -- In the transaction of the event: whoever is told, is told on every channel they did not mute it on.
      CREATE FUNCTION queue_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO delivery_item (notice_id, channel_id, account_id)
          SELECT added.id, c.id, c.account_id FROM added
            JOIN channel c ON c.account_id = added.user_id AND c.active AND NOT added.kind = ANY (c.muted);
          RETURN NULL;
        END $$;
      CREATE TRIGGER notice_queue AFTER INSERT ON notice REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION queue_deliveries();
    `);
    for (const table of ['channel', 'delivery', 'delivery_item']) {
      await db.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY writer_all ON ${table} TO dispute_writer USING (true) WITH CHECK (true);
        CREATE POLICY reader_own ON ${table} TO dispute_reader
          USING (account_id = app_user()) WITH CHECK (account_id = app_user());
      `);
    }
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
