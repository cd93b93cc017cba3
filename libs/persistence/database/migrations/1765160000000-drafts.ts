import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules are drafted, published and retired by people; what was published once stays as it was. */
export class Drafts1765160000000 implements MigrationInterface {
  readonly name = 'Drafts1765160000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE policy ADD COLUMN published_by text, ADD COLUMN reason text;
      ALTER TABLE calendar ADD COLUMN published_by text, ADD COLUMN reason text;

      -- A year before it is published: of a region and year there is one.
      CREATE TABLE calendar_draft (
        region text NOT NULL,
        year integer NOT NULL,
        document jsonb NOT NULL,
        PRIMARY KEY (region, year)
      );

      CREATE FUNCTION keep_policy() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          IF TG_OP = 'DELETE' OR NEW.version <> OLD.version OR NEW.region <> OLD.region
            OR (OLD.state <> 'draft' AND (NEW.document <> OLD.document OR NEW.hash <> OLD.hash OR NEW.state = 'draft'
              OR NEW.published_at IS DISTINCT FROM OLD.published_at))
            OR (OLD.state = 'retired' AND NEW.state <> 'retired')
          THEN RAISE EXCEPTION 'the policy % stays as it was published', OLD.version USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER policy_kept BEFORE UPDATE OR DELETE ON policy FOR EACH ROW EXECUTE FUNCTION keep_policy();
      CREATE FUNCTION keep_calendar() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          IF TG_OP = 'DELETE' OR (NEW.version, NEW.region, NEW.hash, NEW.years, NEW.published_at)
            IS DISTINCT FROM (OLD.version, OLD.region, OLD.hash, OLD.years, OLD.published_at)
          THEN RAISE EXCEPTION 'the calendar % stays as it was published', OLD.version USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER calendar_kept BEFORE UPDATE OR DELETE ON calendar FOR EACH ROW EXECUTE FUNCTION keep_calendar();

      REVOKE ALL ON FUNCTION keep_policy, keep_calendar FROM PUBLIC;

      GRANT INSERT (version, region, state, hash, document),
        UPDATE (state, hash, document, published_at, published_by, reason) ON policy TO dispute_reader;
      GRANT INSERT (version, region, current, hash, published_at, published_by, reason, years), UPDATE (current)
        ON calendar TO dispute_reader;
      GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_draft TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
