import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One act on many things, done at a pace of its own: what it is, how far it came, and what of it did not go. */
export class Rollouts1765140000000 implements MigrationInterface {
  readonly name = 'Rollouts1765140000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE rollout (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        -- What its kind has to know, and by whose power it is done: who they were as they asked for it.
        what jsonb NOT NULL,
        actor jsonb NOT NULL,
        made_by text NOT NULL REFERENCES account (id),
        made_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz(3)
      );
      CREATE INDEX rollout_running ON rollout (made_at) WHERE ended_at IS NULL;

      CREATE TABLE rollout_item (
        rollout_id uuid NOT NULL REFERENCES rollout (id) ON DELETE CASCADE,
        n integer NOT NULL,
        subject text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'moved', 'unchanged', 'failed')),
        -- How often a fault kept it from being done; a refusal is an answer, and none.
        tries smallint NOT NULL DEFAULT 0,
        code text,
        facts jsonb,
        ended_at timestamptz(3),
        PRIMARY KEY (rollout_id, n),
        -- However often it is found, it is one.
        UNIQUE (rollout_id, subject)
      );
      CREATE INDEX rollout_item_waiting ON rollout_item (rollout_id, tries, n) WHERE state = 'waiting';
      CREATE INDEX rollout_item_failed ON rollout_item (rollout_id, n) WHERE state = 'failed';

      ALTER TABLE rollout ENABLE ROW LEVEL SECURITY;
      ALTER TABLE rollout_item ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON rollout TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY writer_all ON rollout_item TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY reader_oversees ON rollout FOR SELECT TO dispute_reader
        USING (made_by = app_user() OR app_oversees(made_by));
      CREATE POLICY reader_begins ON rollout FOR INSERT TO dispute_reader WITH CHECK (made_by = app_user());
      CREATE POLICY reader_sees ON rollout_item FOR SELECT TO dispute_reader
        USING (EXISTS (SELECT FROM rollout r WHERE r.id = rollout_id));
      CREATE POLICY reader_begins ON rollout_item FOR INSERT TO dispute_reader
        WITH CHECK (EXISTS (SELECT FROM rollout r WHERE r.id = rollout_id AND r.made_by = app_user()));
      GRANT SELECT, INSERT ON rollout, rollout_item TO dispute_reader;
      GRANT SELECT, INSERT, UPDATE ON rollout, rollout_item TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
