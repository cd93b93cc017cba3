import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The announcement of a change names the dispute, so that whoever waits for its own command can look (ADR 0014). */
export class Committed1764770000000 implements MigrationInterface {
  readonly name = 'Committed1764770000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          gone text[] := '{}';
        BEGIN
          -- Nobody else is told of a rehearsal; who sent the command waits for it all the same.
          IF NEW.rehearsal THEN
            PERFORM announce(json_build_object('scopes', '{}'::text[], 'dispute', NEW.id)::text);
            RETURN NULL;
          END IF;
          IF TG_OP = 'UPDATE' THEN
            gone := ARRAY(SELECT unnest(OLD.visible_to) EXCEPT SELECT unnest(NEW.visible_to));
            IF gone <> '{}' THEN
              INSERT INTO departure (dispute_id, scope, changed_in)
                SELECT NEW.id, scope, pg_current_xact_id() FROM unnest(gone) AS scope
                ON CONFLICT (dispute_id, scope) DO UPDATE SET changed_in = excluded.changed_in;
            END IF;
          END IF;
          PERFORM announce(json_build_object('scopes', NEW.visible_to || gone, 'dispute', NEW.id)::text);
          RETURN NULL;
        END $$;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
