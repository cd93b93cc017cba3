import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a rollout did to many is told to each person once, by a notice of the rollout that says how much of it is theirs. */
export class Digests1765221000000 implements MigrationInterface {
  readonly name = 'Digests1765221000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE notice
        ADD COLUMN rollout_id uuid REFERENCES rollout (id) ON DELETE CASCADE,
        ADD COLUMN count integer,
        DROP CONSTRAINT notice_check,
        ADD CONSTRAINT notice_check CHECK (num_nonnulls(dispute_id, item_id, rollout_id) = 1),
        ADD CONSTRAINT notice_counted CHECK ((rollout_id IS NULL) = (count IS NULL)),
        DROP CONSTRAINT notice_dispute_id_item_id_seq_user_id_kind_obligation_id_key,
        ADD CONSTRAINT notice_once UNIQUE NULLS NOT DISTINCT
          (dispute_id, item_id, rollout_id, seq, user_id, kind, obligation_id);

      CREATE OR REPLACE VIEW notice_matter WITH (security_invoker = true) AS
        SELECT n.id AS notice_id, d.number, d.grade, d.grade IS NOT DISTINCT FROM 'red' AS red, d.holder, d.visible_to,
          NULL::text AS reported_by, NULL::jsonb AS triage
        FROM notice n JOIN dispute d ON d.id = n.dispute_id
        UNION ALL
        SELECT n.id, i.number, NULL, i.urgency = 'red', i.desk, i.visible_to, i.reported_by, i.item #> '{obligations,0}'
        FROM notice n JOIN item i ON i.id = n.item_id
        UNION ALL
        SELECT n.id, NULL, NULL, false, NULL, NULL, NULL, NULL FROM notice n WHERE n.rollout_id IS NOT NULL;

      DROP FUNCTION notices_since(text[], xid8, integer);
      CREATE FUNCTION notices_since(who text[], since xid8, most integer)
        RETURNS TABLE (id bigint, user_id text, dispute_id uuid, kind text, obligation_id text, at timestamptz,
          read_at timestamptz, rollout_id uuid, count integer)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO public, pg_temp
        BEGIN ATOMIC
          SELECT n.id, n.user_id, n.dispute_id, n.kind, n.obligation_id, n.at, n.read_at, n.rollout_id, n.count
          FROM notice n WHERE n.user_id = ANY (who) AND n.recorded_in >= since ORDER BY n.id LIMIT most;
        END;
      REVOKE ALL ON FUNCTION notices_since(text[], xid8, integer) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION notices_since(text[], xid8, integer) TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
