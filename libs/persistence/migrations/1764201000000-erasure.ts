import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A dispute can be erased, held back from that, and is kept as long as a table says. */
export class Erasure1764201000000 implements MigrationInterface {
  readonly name = 'Erasure1764201000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE item ALTER COLUMN text DROP NOT NULL;
      GRANT DELETE ON dispute_key TO dispute_writer;
      CREATE INDEX dispute_held ON dispute (id) WHERE row ? 'hold';
      CREATE INDEX dispute_closed ON dispute (closed_at, id) WHERE closed_at IS NOT NULL AND NOT row ? 'erased';

      -- The second lock of the hold: no key goes, by whatever statement, but of what the record says was erased.
      CREATE FUNCTION refuse_key_loss() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT FROM dispute d WHERE d.id = OLD.dispute_id AND (NOT d.row ? 'erased' OR d.row ? 'hold'))
            OR EXISTS (SELECT FROM item i WHERE i.id = OLD.dispute_id AND NOT i.item ? 'erased') THEN
            RAISE EXCEPTION 'the key of % is needed: it was not erased', OLD.dispute_id;
          END IF;
          RETURN OLD;
        END $$;
      CREATE TRIGGER dispute_key_kept BEFORE DELETE ON dispute_key FOR EACH ROW EXECUTE FUNCTION refuse_key_loss();

      -- How long what is kept; the newest version counts. None: what ships.
      CREATE TABLE retention_table (
        version integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        published_at timestamptz NOT NULL DEFAULT now(),
        published_by text NOT NULL,
        reason text NOT NULL,
        document jsonb NOT NULL
      );
      CREATE TRIGGER retention_table_append_only BEFORE UPDATE OR DELETE ON retention_table
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      GRANT SELECT, INSERT ON retention_table TO dispute_reader;
      GRANT SELECT ON retention_table TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
