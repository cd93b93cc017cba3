import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who closes an account ends what was opened with it, also for the day when it is opened again. */
export class ClosedAccount1764730000000 implements MigrationInterface {
  readonly name = 'ClosedAccount1764730000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION end_access() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        BEGIN
          DELETE FROM session WHERE account_id = NEW.id;
          DELETE FROM api_token WHERE account_id = NEW.id;
          DELETE FROM feed_token WHERE account_id = NEW.id;
          RETURN NULL;
        END $$;
      CREATE TRIGGER account_closed AFTER UPDATE OF active ON account
        FOR EACH ROW WHEN (OLD.active AND NOT NEW.active) EXECUTE FUNCTION end_access();
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
