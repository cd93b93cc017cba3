import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A draft of rules says from whom it is, and may be thrown away: it keeps its row and with that its number, which the access log
 * and past simulations name, and comes back as nothing else.
 */
export class ThrownAway1765404200000 implements MigrationInterface {
  readonly name = 'ThrownAway1765404200000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Nobody of what was drafted before this, or by a file on the machine itself.
      ALTER TABLE policy
        ADD COLUMN drafted_by text REFERENCES account (id),
        ADD COLUMN drafted_at timestamptz(3),
        DROP CONSTRAINT policy_state_check,
        ADD CONSTRAINT policy_state_check CHECK (state IN ('draft', 'published', 'retired', 'discarded'));
      GRANT INSERT (drafted_by, drafted_at), UPDATE (drafted_by, drafted_at) ON policy TO dispute_reader;

      CREATE OR REPLACE FUNCTION keep_policy() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
        BEGIN
          IF TG_OP = 'DELETE' OR NEW.version <> OLD.version OR NEW.region <> OLD.region
            OR (OLD.state <> 'draft' AND (NEW.document <> OLD.document OR NEW.hash <> OLD.hash OR NEW.state = 'draft'
              OR NEW.published_at IS DISTINCT FROM OLD.published_at))
            OR (OLD.state IN ('retired', 'discarded') AND NEW.state <> OLD.state)
            OR (OLD.state = 'published' AND NEW.state = 'discarded')
          THEN RAISE EXCEPTION 'the policy % stays as it was published', OLD.version USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
