import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { catalogueOf, catalogueProblems } from '#persistence/proof/catalogue.js';
import { READ_TIMEOUTS, openDatabase } from '#persistence/database/database.js';
import { LANDED } from '#persistence/proof/landed.js';
import { Engine } from '../support/engine.js';

const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Whom a database serves, and what each of them could do with it beyond what the product asks of them. */
describe('the roles of the database', () => {
  let engine: Engine;
  let reader: DataSource;
  let held: string;
  let free: string;
  beforeAll(async () => {
    engine = await Engine.start();
    reader = await openDatabase(engine.database.readerUrl, READ_TIMEOUTS, 4).initialize();
    [held, free] = [await engine.resolved({ rehearsal: false }), await engine.resolved({ rehearsal: false })];
    await engine.do(held, 'auditor', 'PlaceHold', {});
  });
  afterAll(async () => {
    await reader.destroy();
    await engine.stop();
  });

  const rows = async <T>(sql: string, values: unknown[] = []) =>
    (await engine.database.admin.query(sql, values)) as T[];

  describe('of the API', () => {
    it('comes to no right of the owner by what it puts in the way of a function', async () => {
      const runner = reader.createQueryRunner();
      const refused: string[] = [];
      for (const each of [
        `CREATE FUNCTION pg_temp.rise() RETURNS text LANGUAGE plpgsql AS
           $$ BEGIN ALTER ROLE dispute_reader SUPERUSER; RETURN 'risen'; END $$`,
        `CREATE TEMP VIEW dispute AS SELECT '${NOBODY}'::uuid AS id, pg_temp.rise() AS status`,
        `SELECT dispute_status('${NOBODY}')`,
      ]) {
        await runner.query(each).catch((error: Error) => refused.push(error.message));
      }
      await runner.query(`DISCARD TEMP`);
      await runner.release();
      const [{ risen }] = (await rows(`SELECT rolsuper AS risen FROM pg_roles WHERE rolname = 'dispute_reader'`)) as [
        { risen: boolean },
      ];
      await engine.database.admin.query(`ALTER ROLE dispute_reader NOSUPERUSER`);
      expect(risen).toBe(false);
      expect(refused[0]).toContain('permission denied to create temporary');
    });

    it('would come to none though it had a place of its own for such things', async () => {
      const [{ name }] = (await rows<{ name: string }>(`SELECT current_database() AS name`)) as [{ name: string }];
      await engine.database.admin.query(`GRANT TEMP ON DATABASE ${name} TO dispute_reader`);
      const runner = reader.createQueryRunner();
      try {
        await runner.query(`CREATE TEMP TABLE seen (who text)`);
        await runner.query(`GRANT ALL ON seen TO PUBLIC`);
        await runner.query(`CREATE FUNCTION pg_temp.up() RETURNS text LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO pg_temp.seen VALUES (current_user); RETURN ''; END $$`);
        await runner.query(`CREATE TEMP VIEW dispute AS SELECT '${NOBODY}'::uuid AS id, pg_temp.up() AS status,
          '{}'::jsonb AS row`);
        await runner.query(`CREATE TEMP VIEW paper AS SELECT '${NOBODY}'::uuid AS dispute_id, ''::text AS kind,
          ''::text AS subject_id, pg_temp.up() AS sender, 0 AS year, 0 AS n, 0 AS copy`);
        await runner.query(`CREATE TEMP VIEW account AS SELECT pg_temp.up() AS id, pg_temp.up() AS oidc_subject`);
        await runner.query(
          `CREATE TEMP VIEW access_log AS SELECT now() AS at, NULL::uuid AS dispute_id WHERE pg_temp.up() = ''`,
        );
        for (const call of [
          `SELECT dispute_status('${NOBODY}')`,
          `SELECT * FROM next_paper('${NOBODY}', '', '', '', 2026, true)`,
          `SELECT count_expired('access-log', now(), '{land}')`,
          `SELECT sign_in_by_provider('s', 'u', 'n', 'land', '{}')`,
        ]) {
          await runner.query(call);
        }
        const seen = (await runner.query(`SELECT DISTINCT who FROM pg_temp.seen`)) as { who: string }[];
        expect(seen.filter(({ who }) => who !== 'dispute_reader')).toEqual([]);
      } finally {
        await runner.query(`DISCARD TEMP`);
        await runner.release();
        await engine.database.admin.query(`REVOKE TEMP ON DATABASE ${name} FROM dispute_reader`);
        await engine.database.admin.query(`DELETE FROM account WHERE id = 'u'`);
      }
    });
  });

  describe('of the worker', () => {
    const asWriter = (sql: string, values: unknown[] = []) => engine.source.query(sql, values);

    it('takes no legal hold away', async () => {
      for (const change of [
        `UPDATE dispute SET row = row - 'hold' WHERE id = $1`,
        `DELETE FROM dispute WHERE id = $1`,
        `TRUNCATE dispute CASCADE`,
        `ALTER TABLE dispute DISABLE TRIGGER ALL`,
        `SET session_replication_role = replica`,
      ]) {
        await expect(asWriter(change.replace('$1', `'${held}'`))).rejects.toThrow(
          /hold|permission denied|must be owner/,
        );
      }
      await expect(asWriter(`UPDATE dispute SET row = row || '{"hold": {}}' WHERE id = $1`, [free])).rejects.toThrow(
        'hold',
      );
    });

    it('deletes no key and nothing else of a case under one, whatever its row says', async () => {
      const kept = async () =>
        Promise.all(
          ['dispute_key', 'dispute_match', 'notice', 'command_key'].map(
            async (table) =>
              (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE dispute_id = $1`, [held]))[0]!
                .n,
          ),
        );
      await engine.database.owner.query(`INSERT INTO dispute_match VALUES ('i:x', $1)`, [held]);
      const before = await kept();
      expect(before.every((n) => n > 0)).toBe(true);
      // What the trigger believed before: the row, which the worker writes.
      await asWriter(`UPDATE dispute SET row = row || '{"erased": {}}' WHERE id = $1`, [held]);
      for (const table of ['dispute_key', 'dispute_match', 'notice', 'command_key']) {
        await expect(asWriter(`DELETE FROM ${table} WHERE dispute_id = $1`, [held])).rejects.toThrow('hold');
      }
      expect(await kept()).toEqual(before);
      await engine.upkeep.rebuild();
    });

    it('deletes no key of a case that was not erased, whatever its row says', async () => {
      await asWriter(`UPDATE dispute SET row = row || '{"erased": {}}' WHERE id = $1`, [free]);
      await expect(asWriter(`DELETE FROM dispute_key WHERE dispute_id = $1`, [free])).rejects.toThrow('not erased');
      const item = await engine.report();
      await asWriter(`UPDATE item SET item = item || '{"erased": {}}' WHERE id = $1`, [item]);
      await expect(asWriter(`DELETE FROM dispute_key WHERE dispute_id = $1`, [item])).rejects.toThrow('not erased');
      await engine.upkeep.rebuild();
    });

    it('deletes the key of a report under the hold of its case neither', async () => {
      const item = await engine.report();
      await engine.database.admin.query(
        `INSERT INTO item_event (item_id, seq, at, type, actor, data, prev_hash, hash)
         VALUES ($1, 98, now(), 'ItemLinked', '{}', jsonb_build_object('disputeId', $2::text), '', ''),
                ($1, 99, now(), 'ItemErased', '{}', '{}', '', '')`,
        [item, held],
      );
      await expect(asWriter(`DELETE FROM dispute_key WHERE dispute_id = $1`, [item])).rejects.toThrow('hold');
    });

    it('adds nothing to the access log but departments and people of a list', async () => {
      const entry = (action: string) =>
        asWriter(`SELECT log_access('admin', false, $1)`, [
          {
            at: new Date(),
            action,
            user_id: 'admin',
            department_id: 'district',
            data: {},
            visible_to: ['district'],
            mac: '',
          },
        ]);
      await expect(entry('view')).rejects.toThrow('row-level security');
      await expect(entry('sign-in')).rejects.toThrow('row-level security');
      const runner = engine.source.createQueryRunner();
      await runner.startTransaction();
      await runner.query(`SELECT log_access('admin', false, $1)`, [
        {
          at: new Date(),
          action: 'person-changed',
          user_id: 'admin',
          department_id: 'district',
          data: {},
          visible_to: [],
          mac: '',
        },
      ]);
      await runner.rollbackTransaction();
      await runner.release();
    });

    it('has a key that nothing was ever entered under swept away as before', async () => {
      const id = randomUUID();
      await engine.vault.create(engine.source, id);
      await asWriter(`DELETE FROM dispute_key WHERE dispute_id = $1`, [id]);
    });
  });

  describe('by the catalogue', () => {
    /** Of ours, not of an extension. */
    const OWN = `p.pronamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_depend d
      WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')`;
    const SERVING = `(VALUES ('public'), ('dispute_reader'), ('dispute_writer')) AS r(role)`;

    it('are no superusers, nor is the owner, and none is another one', async () => {
      expect(
        await rows(
          `SELECT rolname AS name FROM pg_roles WHERE rolname LIKE 'dispute\\_%'
             AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
           UNION SELECT pg_get_userbyid(member) FROM pg_auth_members WHERE pg_get_userbyid(member) LIKE 'dispute\\_%'`,
        ),
      ).toEqual([]);
      expect(
        await rows(
          `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace
             AND relkind IN ('r', 'v', 'S')
           UNION SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()
           UNION SELECT pg_get_userbyid(proowner) FROM pg_proc p WHERE ${OWN}`,
        ),
      ).toEqual([{ owner: 'dispute_owner' }]);
    });

    it('make nothing of their own, in no schema and not for a while', async () => {
      expect(
        await rows(
          `SELECT role, 'TEMP' AS what FROM ${SERVING} WHERE has_database_privilege(role, current_database(), 'TEMP')
           UNION ALL SELECT role, 'CREATE' FROM ${SERVING} WHERE has_database_privilege(role, current_database(), 'CREATE')
           UNION ALL SELECT role, nspname FROM ${SERVING}, pg_namespace WHERE has_schema_privilege(role, oid, 'CREATE')`,
        ),
      ).toEqual([]);
    });

    it('find the names of every function bound before a place where they could put something', async () => {
      expect(
        await rows(
          `SELECT p.oid::regprocedure::text AS unbound FROM pg_proc p WHERE ${OWN} AND p.prosqlbody IS NULL
           AND coalesce(p.proconfig, '{}') <> '{"search_path=public, pg_temp"}'`,
        ),
      ).toEqual([]);
    });

    it('call just those functions that are meant for them, and of those that act as the owner just these', async () => {
      const callable = await rows<{ role: string; functions: string[] }>(
        `SELECT role, array_agg(p.proname || CASE WHEN p.prosecdef THEN '!' ELSE '' END ORDER BY 1) AS functions
         FROM pg_proc p, ${SERVING} WHERE ${OWN} AND has_function_privilege(role, p.oid, 'EXECUTE') GROUP BY role ORDER BY role`,
      );
      expect(Object.fromEntries(callable.map(({ role, functions }) => [role, functions.sort().join(' ')]))).toEqual({
        dispute_reader:
          'account_named announce app_oversees app_scopes app_user count_expired! dispute_status! few_seen! find_dispute found_region! ' +
          'leads_to! log_access log_access_hourly name_successor! next_number! next_paper! notices_since! open_command open_of_departments! put_account! put_department! ' +
          'sign_in_by_provider! spread ' +
          'spread_pattern username_key ways_of!',
        dispute_writer:
          'access_log_end! account_named announce close_department! hand_sight_on! is_held is_open is_withheld log_access ' +
          'moved_places! moves_settled! next_number! put_account! put_department! spread spread_words username_key',
      });
    });

    it('have no right over a table but to read and write rows', async () => {
      expect(
        await rows(
          `SELECT role, relname, privilege FROM ${SERVING}, pg_class, unnest('{TRUNCATE,REFERENCES,TRIGGER,MAINTAIN}'::text[])
             AS privilege WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
             AND has_table_privilege(role, pg_class.oid, privilege)
           UNION ALL SELECT role, relname, 'ANY' FROM ${SERVING}, pg_class WHERE relnamespace = 'public'::regnamespace
             AND role = 'public' AND relkind IN ('r', 'v', 'S')
             AND has_table_privilege('public', pg_class.oid, 'SELECT, INSERT, UPDATE, DELETE')`,
        ),
      ).toEqual([]);
    });

    it('change nothing that was recorded, and the API writes no case', async () => {
      const may = await rows<{ role: string; name: string; rights: string }>(
        `SELECT role, relname AS name, string_agg(privilege, ' ' ORDER BY privilege) AS rights
         FROM ${SERVING}, pg_class c, unnest('{INSERT,UPDATE,DELETE}'::text[]) AS privilege
         WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND role <> 'public'
           AND has_any_column_privilege(role, c.oid, CASE privilege WHEN 'DELETE' THEN 'SELECT' ELSE privilege END)
           AND (privilege <> 'DELETE' OR has_table_privilege(role, c.oid, 'DELETE')) GROUP BY role, relname`,
      );
      const of = (name: string) =>
        Object.fromEntries(may.filter((each) => each.name === name).map(({ role, rights }) => [role, rights]));
      for (const table of ['event', 'item_event', 'checkpoint', 'checkpoint_run', 'log_checkpoint', 'retention_run']) {
        expect([table, of(table)]).toEqual([table, { dispute_writer: 'INSERT' }]);
      }
      for (const table of ['paper', 'void_paper', 'retention_table']) {
        expect([table, of(table)]).toEqual([table, { dispute_reader: 'INSERT' }]);
      }
      expect(of('access_log')).toEqual({ dispute_reader: 'INSERT', dispute_writer: 'INSERT' });
      for (const table of ['dispute', 'item', 'obligation', 'transfer']) {
        expect([table, of(table)]).toEqual([table, { dispute_writer: 'INSERT UPDATE' }]);
      }
      expect(of('dispute_key')).toEqual({ dispute_reader: 'INSERT', dispute_writer: 'DELETE INSERT' });
      // A draft is changed, and what was published is not: PostgreSQL itself keeps it (`policy_kept`).
      for (const table of ['policy', 'calendar']) {
        expect([table, of(table)]).toEqual([table, { dispute_reader: 'INSERT UPDATE' }]);
      }
      for (const table of ['department', 'migrations']) {
        expect([table, of(table)]).toEqual([table, {}]);
      }
    });

    it('see nothing past row-level security: each policy is of one of them, and asks the API who reads', async () => {
      expect(
        await rows(
          `SELECT c.relname, p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
           WHERE p.polroles NOT IN ('{dispute_reader}'::regrole[]::oid[], '{dispute_writer}'::regrole[]::oid[])
             OR (p.polroles = '{dispute_reader}'::regrole[]::oid[] AND (coalesce(pg_get_expr(p.polqual, p.polrelid), '')
               || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')) !~ 'app_(scopes|user|oversees)|FROM (dispute|item|rollout)\\s')`,
        ),
      ).toEqual([]);
    });

    it('look through no view that acts as its owner but by the policy of what it shows', async () => {
      const views = await rows<{ name: string; condition: string; policy: string }>(
        `SELECT v.relname AS name, substring(pg_get_viewdef(v.oid) FROM 'WHERE (.*);') AS condition,
           pg_get_expr(p.polqual, p.polrelid) AS policy
         FROM pg_class v LEFT JOIN pg_policy p
           ON p.polrelid IN ('dispute'::regclass, 'dispute_words'::regclass) AND p.polname = 'reader_scoped'
         WHERE v.relnamespace = 'public'::regnamespace AND v.relkind IN ('v', 'm')
           AND NOT coalesce(v.reloptions, '{}') @> '{security_invoker=true}'`,
      );
      // Of two tables, which have the same policy; the scopes that it asks for are the first one's. One is of the release before.
      expect(views.map(({ name }) => name).sort()).toEqual([
        'found_dispute',
        'found_dispute',
        'seen_dispute',
        'seen_dispute',
      ]);
      for (const { condition, policy } of views) expect(condition).toBe(policy.replace('visible_to', 's.visible_to'));
    });

    it('is what the migrations made of it', async () => {
      // Of a change that a migration means: copy what is found to libs/persistence/proof/landed.ts.
      expect(await catalogueOf(engine.database.owner)).toEqual(LANDED);
    });

    it.each([
      [`ALTER TABLE event DISABLE TRIGGER event_append_only`, 'trigger event.event_append_only is not what'],
      [`DROP TRIGGER event_append_only ON event`, 'trigger event.event_append_only is not there'],
      [`DROP TRIGGER event_not_emptied ON event`, 'trigger event.event_not_emptied is not there'],
      [`ALTER TABLE dispute_key DISABLE TRIGGER USER`, 'trigger dispute_key.dispute_key_held is not what'],
      [
        `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
           AS $$ BEGIN RETURN NEW; END $$`,
        'function refuse_change() is not what',
      ],
      [
        `CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
         CREATE TRIGGER a_quiet BEFORE INSERT ON access_log FOR EACH ROW EXECUTE FUNCTION quiet()`,
        'trigger access_log.a_quiet was added',
      ],
      [`CREATE RULE quiet AS ON INSERT TO access_log DO INSTEAD NOTHING`, 'rule access_log.quiet was added'],
      [`ALTER TABLE dispute DISABLE ROW LEVEL SECURITY`, 'table dispute is not what'],
      [`ALTER POLICY reader_scoped ON dispute USING (true)`, 'policy dispute.reader_scoped is not what'],
      [`CREATE POLICY more ON event FOR SELECT TO dispute_reader USING (true)`, 'policy event.more was added'],
      [`GRANT UPDATE ON event TO dispute_writer`, 'table event is not what'],
      [`GRANT UPDATE (roles) ON account TO dispute_reader`, 'table account is not what'],
      [`GRANT SELECT ON event TO PUBLIC`, 'table event is not what'],
      [`ALTER TABLE checkpoint DROP CONSTRAINT checkpoint_pkey`, 'table checkpoint is not what'],
      [`ALTER FUNCTION dispute_status RESET search_path`, 'function dispute_status(uuid) is not what'],
      [`GRANT CREATE ON SCHEMA public TO dispute_reader`, 'schema public is not what'],
      [`CREATE FUNCTION way_up() RETURNS int LANGUAGE sql SECURITY DEFINER RETURN 1`, 'function way_up() was added'],
    ])('is found by verify to be another after the owner said %s', async (change, what) => {
      const runner = engine.database.owner.createQueryRunner();
      await runner.startTransaction();
      try {
        await runner.query(change);
        expect(await catalogueProblems(runner)).toContainEqual(expect.stringContaining(what));
      } finally {
        await runner.rollbackTransaction();
        await runner.release();
      }
      expect((await engine.upkeep.verify()).problems.filter((each) => each.startsWith('the '))).toEqual([]);
    });

    it('lets its owner empty none of what was recorded, and change it by no statement', async () => {
      for (const table of [
        'event',
        'item_event',
        'access_log',
        'checkpoint',
        'checkpoint_run',
        'log_checkpoint',
        'paper',
        'void_paper',
      ]) {
        await expect(engine.database.owner.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('append-only');
      }
      await expect(engine.database.owner.query(`SET session_replication_role = replica`)).rejects.toThrow('permission');
    });
  });
});
