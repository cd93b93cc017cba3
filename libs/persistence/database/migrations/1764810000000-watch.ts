import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What tells whether the machine is well: who works, what went apart from the record, and under which rules cases go. */
export class Watch1764810000000 implements MigrationInterface {
  readonly name = 'Watch1764810000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A worker says here that it is there, by this clock, as long as it can reach Temporal too.
      CREATE TABLE worker_pulse (
        worker text PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- How far its own clock is ahead of this one.
        skew_ms integer NOT NULL
      );
      -- Cases whose workflow knows what the record does not hold.
      CREATE TABLE divergence (
        workflow_id text PRIMARY KEY,
        known_seq integer NOT NULL,
        noted_at timestamptz NOT NULL DEFAULT now()
      );
      -- The rules of the code that cases of here go by: a process that does not know the latest must leave them alone.
      CREATE TABLE core_taken_up (
        kind text NOT NULL,
        core integer NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (kind, core)
      );
      -- How far Temporal's clock was ahead when it asked for the look.
      ALTER TABLE reconciliation ADD COLUMN skew_ms integer;
      GRANT SELECT, INSERT, UPDATE, DELETE ON worker_pulse TO dispute_writer;
      GRANT SELECT, INSERT, UPDATE ON divergence TO dispute_writer, dispute_reader;
      GRANT SELECT, INSERT ON core_taken_up TO dispute_writer;
      GRANT SELECT ON worker_pulse, core_taken_up TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
