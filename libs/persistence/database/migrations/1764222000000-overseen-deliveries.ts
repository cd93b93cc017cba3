import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was sent to others, for whoever looks after it. */
export class OverseenDeliveries1764222000000 implements MigrationInterface {
  readonly name = 'OverseenDeliveries1764222000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Nobody carries these scopes in daily reads: the one list that needs them brings them.
      CREATE FUNCTION app_oversees(account text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT '@deliveries' = ANY (app_scopes()) OR EXISTS (SELECT FROM account a
          WHERE a.id = account AND '@deliveries:' || a.department_id = ANY (app_scopes())) $$;
      CREATE POLICY reader_oversees ON delivery FOR SELECT TO dispute_reader USING (app_oversees(account_id));
      CREATE POLICY reader_sends_again ON delivery FOR UPDATE TO dispute_reader USING (app_oversees(account_id));
      CREATE POLICY reader_oversees ON delivery_item FOR SELECT TO dispute_reader USING (app_oversees(account_id));
      CREATE POLICY reader_oversees ON channel FOR SELECT TO dispute_reader USING (app_oversees(account_id));
      CREATE INDEX delivery_made ON delivery (made_at DESC, id DESC);
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
