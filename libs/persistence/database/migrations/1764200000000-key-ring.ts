import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which master key wraps which key: they can be changed one for another while everything runs. */
export class KeyRing1764200000000 implements MigrationInterface {
  readonly name = 'KeyRing1764200000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Names of the master keys that still wrap something; never a key. One that is referred to cannot be retired.
      CREATE TABLE master_key (
        id text PRIMARY KEY,
        current boolean NOT NULL,
        since timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX master_key_current ON master_key (current) WHERE current;

      -- Null: wrapped when there was only one master key.
      ALTER TABLE dispute_key ADD COLUMN wrapped_by text REFERENCES master_key;
      CREATE INDEX dispute_key_wrapped_by ON dispute_key (wrapped_by);

      -- Keys that belong to no dispute. Without a wrapped key it is still derived from the master key, as it was.
      CREATE TABLE own_key (
        purpose text PRIMARY KEY,
        wrapped bytea,
        wrapped_by text REFERENCES master_key
      );
      INSERT INTO own_key (purpose)
        SELECT purpose FROM unnest(ARRAY['match', 'seal']) AS purpose
        WHERE EXISTS (SELECT FROM dispute_key) OR EXISTS (SELECT FROM access_log) OR EXISTS (SELECT FROM command_key)
          OR EXISTS (SELECT FROM channel);

      GRANT SELECT, INSERT ON master_key, own_key TO dispute_reader, dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
