import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever asks a search for nothing but who has a word has the words looked at, and no dispute. */
export class FoundByWords1765335000000 implements MigrationInterface {
  readonly name = 'FoundByWords1765335000000';

  async up(db: QueryRunner): Promise<void> {
    // Each row of words has its dispute: what is asked of it is joined, and where nothing is asked the join falls away.
    await db.query(
      `CREATE OR REPLACE VIEW found_dispute AS
        SELECT s.dispute_id AS id, d.row, d.status, d.grade, d.category, d.desk, d.holder, d.village, d.rehearsal,
          d.clock_ahead, d.next_due, d.late_from, d.created_at, d.graded_at, d.updated_at, d.outcome, d.reopened,
          d.repeated, s.sought, s.village AS sought_village
        FROM dispute_words s LEFT JOIN dispute d ON d.id = s.dispute_id
        WHERE arrayoverlap(s.visible_to, (SELECT app_scopes()))`,
    );
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
