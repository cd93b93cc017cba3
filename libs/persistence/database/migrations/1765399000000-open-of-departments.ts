import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who chooses a department wants to know how much it has to do, and sees few of its cases: counted past the policy, as a
 * number a department and nothing of any case. Open is what is not resolved (`libs/domain/reading/open.ts`).
 */
export class OpenOfDepartments1765399000000 implements MigrationInterface {
  readonly name = 'OpenOfDepartments1765399000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION open_of_departments(places text[]) RETURNS TABLE(id text, open integer)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT d.holder, count(*)::integer FROM dispute d
          WHERE d.holder = ANY (places) AND NOT d.rehearsal AND d.status <> 'closed' AND d.status <> 'resolved'
          GROUP BY d.holder;
        END;
      REVOKE ALL ON FUNCTION open_of_departments FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION open_of_departments TO dispute_reader;
    `);
  }

  async down(): Promise<void> {
    throw new Error('there is no way back but a backup');
  }
}
