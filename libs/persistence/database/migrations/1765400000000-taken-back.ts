import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who left a file out of a form again takes it back, so that it does not go on counting for a day. */
export class TakenBack1765400000000 implements MigrationInterface {
  readonly name = 'TakenBack1765400000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL lock_timeout = '5s';
      CREATE POLICY reader_takes_back ON file FOR DELETE TO dispute_reader
        USING (dispute_id IS NULL AND item_id IS NULL AND created_by = app_user());
      GRANT DELETE ON file TO dispute_reader;
      -- What is of no case and no report is under nobody's hold; who takes back their own may not ask for holds.
      CREATE OR REPLACE TRIGGER file_held BEFORE DELETE ON file FOR EACH ROW
        WHEN (OLD.dispute_id IS NOT NULL OR OLD.item_id IS NOT NULL) EXECUTE FUNCTION refuse_file_loss();
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
