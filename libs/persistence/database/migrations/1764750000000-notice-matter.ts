import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a notice is about, a dispute or a reported item, as whoever sends it out of the house has to know it. */
export class NoticeMatter1764750000000 implements MigrationInterface {
  readonly name = 'NoticeMatter1764750000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE VIEW notice_matter WITH (security_invoker = true) AS
        SELECT n.id AS notice_id, d.number, d.grade, d.grade IS NOT DISTINCT FROM 'red' AS red, d.holder, d.desk,
          d.visible_to, NULL AS reported_by, NULL::jsonb AS triage
        FROM notice n JOIN dispute d ON d.id = n.dispute_id
        UNION ALL
        -- Danger signs make an item as urgent as a red case (limits.triage).
        SELECT n.id, i.number, NULL, i.danger_signs <> '{}', i.desk, i.desk, i.visible_to, i.reported_by,
          i.item #> '{obligations,0}'
        FROM notice n JOIN item i ON i.id = n.item_id;
      GRANT SELECT ON notice_matter TO dispute_writer;

      -- Until now nothing took these out of the queue; whom they told has read them in the inbox, or the item is old.
      DELETE FROM delivery_item i USING notice n WHERE n.id = i.notice_id AND n.item_id IS NOT NULL;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
