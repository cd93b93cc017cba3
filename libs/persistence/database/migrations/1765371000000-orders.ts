import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of disputes are sorted by grade and by number, also what a search finds. */
export class Orders1765371000000 implements MigrationInterface {
  readonly name = 'Orders1765371000000';
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX CONCURRENTLY IF EXISTS dispute_grade`);
    await db.query(
      `CREATE INDEX CONCURRENTLY dispute_grade ON dispute (
         (CASE grade WHEN 'red' THEN 3 WHEN 'yellow' THEN 2 WHEN 'blue' THEN 1 ELSE 0 END) DESC, created_at DESC, id DESC)`,
    );
    await db.query(
      `CREATE OR REPLACE VIEW found_dispute AS
        SELECT s.dispute_id AS id, d.row, d.status, d.grade, d.category, d.desk, d.holder, d.village, d.rehearsal,
          d.clock_ahead, d.next_due, d.late_from, d.created_at, d.graded_at, d.updated_at, d.outcome, d.reopened,
          d.repeated, s.sought, s.village AS sought_village, d.number
        FROM dispute_words s LEFT JOIN dispute d ON d.id = s.dispute_id
        WHERE arrayoverlap(s.visible_to, (SELECT app_scopes()))`,
    );
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
