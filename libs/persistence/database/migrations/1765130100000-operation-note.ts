import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the operator did outside the product and the product should know of: when a backup was taken last. */
export class OperationNote1765130100000 implements MigrationInterface {
  readonly name = 'OperationNote1765130100000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE operation_note (kind text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
      GRANT SELECT ON operation_note TO dispute_reader, dispute_writer;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
