import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A file may be handed in before there is a case: then it is its person's alone, until a report or a case takes it. And
 * what can be shown has a small picture of it, sealed with it.
 */
export class HandedIn1765340000000 implements MigrationInterface {
  readonly name = 'HandedIn1765340000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      SET LOCAL lock_timeout = '5s';
      ALTER TABLE file ALTER COLUMN dispute_id DROP NOT NULL,
        ADD COLUMN item_id uuid,
        -- What it was called, sealed with it, until an entry says that.
        ADD COLUMN name bytea,
        ADD COLUMN thumbnail bytea,
        ADD CONSTRAINT file_of_one CHECK (num_nonnulls(dispute_id, item_id) <= 1);
      ALTER TABLE file ALTER COLUMN thumbnail SET STORAGE EXTERNAL;
      CREATE INDEX file_item ON file (item_id) WHERE item_id IS NOT NULL;
      CREATE INDEX file_handed_in ON file (created_by) WHERE dispute_id IS NULL AND item_id IS NULL;

      DROP POLICY reader_scoped ON file;
      CREATE POLICY reader_sees ON file FOR SELECT TO dispute_reader USING (
        EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id) OR EXISTS (SELECT FROM item i WHERE i.id = item_id)
        -- Also what came with a report of their own that is not recorded yet.
        OR dispute_id IS NULL AND created_by = app_user());
      CREATE POLICY reader_hands_in ON file FOR INSERT TO dispute_reader WITH CHECK (
        created_by = app_user() AND (dispute_id IS NULL OR EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id)));
      CREATE POLICY reader_gives ON file FOR UPDATE TO dispute_reader
        USING (dispute_id IS NULL AND item_id IS NULL AND created_by = app_user())
        WITH CHECK (created_by = app_user() AND (dispute_id IS NULL OR EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id)));
      GRANT UPDATE (dispute_id, item_id, content, name, thumbnail) ON file TO dispute_reader;

      -- What came with a report is under the hold of the case that it became part of.
      CREATE OR REPLACE FUNCTION refuse_file_loss() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          -- What nobody attached goes after a day, also there.
          IF is_held(OLD.dispute_id) AND EXISTS (SELECT FROM event e WHERE e.dispute_id = OLD.dispute_id
            AND e.type = 'FileAttached' AND e.data ->> 'fileId' = OLD.id::text)
            OR OLD.item_id IS NOT NULL AND EXISTS (SELECT FROM item_event e WHERE e.item_id = OLD.item_id
            AND is_held((e.data ->> 'disputeId')::uuid)) THEN
            RAISE EXCEPTION '% is needed: it is under a legal hold', coalesce(OLD.dispute_id, OLD.item_id);
          END IF;
          RETURN OLD;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
