import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What 50,000 disputes asked for (`npm run scale`, docs/performance.md). */
export class Scale1764600000000 implements MigrationInterface {
  readonly name = 'Scale1764600000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Who reads is asked once a statement and not once a row. As a function, of which the planner believes that a
      -- third of the rows pass: of the operator with a value that it does not know it believes a hundredth, and walks
      -- whole tables row by row.
      ALTER POLICY reader_scoped ON dispute USING (arrayoverlap(visible_to, (SELECT app_scopes())));
      ALTER POLICY reader_scoped ON item
        USING (arrayoverlap(visible_to, (SELECT app_scopes())) OR reported_by = (SELECT app_user()));
      DROP INDEX dispute_visible;

      -- The board and the lists of work look at the few that are open.
      CREATE INDEX dispute_open ON dispute (status, created_at DESC, id DESC) WHERE status <> 'closed';
      DROP INDEX obligation_open;
      CREATE INDEX obligation_open ON obligation (holder_department, due_at, id) INCLUDE (dispute_id, kind)
        WHERE ended_at IS NULL;
      CREATE INDEX obligation_due ON obligation (due_at, id) WHERE ended_at IS NULL;

      -- What statistics and filters ask for, beside the document that would have to be unpacked for it.
      ALTER TABLE dispute
        ADD COLUMN outcome text GENERATED ALWAYS AS (row #>> '{resolution,outcome}') STORED,
        ADD COLUMN first_resolved_at text GENERATED ALWAYS AS (row #>> '{closures,0,resolvedAt}') STORED,
        ADD COLUMN reopened boolean GENERATED ALWAYS AS (jsonb_array_length(row -> 'closures') > 0) STORED;

      -- To the millisecond, as a cursor can say it; what people did, newest first.
      ALTER TABLE event ALTER COLUMN recorded_at TYPE timestamptz(3);
      CREATE INDEX event_by_person ON event (recorded_at DESC, dispute_id DESC, seq DESC)
        WHERE actor ->> 'kind' = 'person';

      -- Compiling a statement takes longer than any of these runs.
      ALTER ROLE dispute_reader SET jit = off;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
