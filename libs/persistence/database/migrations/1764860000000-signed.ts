import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Up to where each case was recorded before the door signed commands: what a person did up to there nobody can prove more of
 * than the chain does. Written here, once and for all.
 */
export class Signed1764860000000 implements MigrationInterface {
  readonly name = 'Signed1764860000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE unsigned_record (
        case_id uuid PRIMARY KEY,
        seq integer NOT NULL CHECK (seq > 0)
      );
      INSERT INTO unsigned_record (case_id, seq) SELECT id, seq FROM dispute UNION ALL SELECT id, seq FROM item;
      CREATE TRIGGER unsigned_record_written_once BEFORE INSERT OR UPDATE OR DELETE ON unsigned_record
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TRIGGER unsigned_record_not_emptied BEFORE TRUNCATE ON unsigned_record
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
      GRANT SELECT ON unsigned_record TO dispute_reader, dispute_writer;
      ALTER TABLE unsigned_record ENABLE ROW LEVEL SECURITY;
      CREATE POLICY writer_all ON unsigned_record TO dispute_writer USING (true) WITH CHECK (true);
      CREATE POLICY reader_scoped ON unsigned_record TO dispute_reader
        USING (EXISTS (SELECT FROM dispute WHERE id = case_id) OR EXISTS (SELECT FROM item WHERE id = case_id));
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
