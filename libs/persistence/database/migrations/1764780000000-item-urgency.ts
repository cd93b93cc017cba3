import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How fast somebody has to look at a report is a word of the core and no guess of a view. */
export class ItemUrgency1764780000000 implements MigrationInterface {
  readonly name = 'ItemUrgency1764780000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- As the core says (urgencyOf); of those that are there, what it said of them. A database of the days in between
      -- has the column already.
      ALTER TABLE item ADD COLUMN IF NOT EXISTS urgency text NOT NULL DEFAULT 'blue';
      UPDATE item SET urgency = 'red' WHERE danger_signs <> '{}' AND urgency <> 'red';

      DROP VIEW notice_matter;
      CREATE VIEW notice_matter WITH (security_invoker = true) AS
        SELECT n.id AS notice_id, d.number, d.grade, d.grade IS NOT DISTINCT FROM 'red' AS red, d.holder,
          d.visible_to, NULL AS reported_by, NULL::jsonb AS triage
        FROM notice n JOIN dispute d ON d.id = n.dispute_id
        UNION ALL
        SELECT n.id, i.number, NULL, i.urgency = 'red', i.desk, i.visible_to, i.reported_by,
          i.item #> '{obligations,0}'
        FROM notice n JOIN item i ON i.id = n.item_id;
      GRANT SELECT ON notice_matter TO dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
