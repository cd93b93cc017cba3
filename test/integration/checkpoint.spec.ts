import { verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logAccess } from '#persistence/audit/access-log.js';
import { knowsRun, lastRun, takeCheckpoint } from '#persistence/proof/checkpoints.js';
import { Patient } from '#persistence/persistence.module.js';
import { Outgoing } from '#guard/outgoing.js';
import { createCheckpoint } from '../../activities/checkpoint.js';
import { mailSender } from '../../activities/index.js';
import { Engine } from '../support/engine.js';
import { MailSink, WebSink } from '../support/sinks.js';

describe('a checkpoint', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start();
  });
  afterAll(() => engine.stop());

  const take = () => takeCheckpoint(engine.source, engine.vault, new Date());
  const problemsOf = async (id: string) =>
    (await engine.upkeep.verify()).problems.filter((each) => each.includes(id) && each.includes('checkpoint'));
  /** As an administrator of the database can: past every trigger. */
  const asAdmin = async (...statements: [string, unknown[]][]) => {
    const runner = engine.database.admin.createQueryRunner();
    try {
      await runner.query(`SET session_replication_role = replica`);
      for (const [statement, parameters] of statements) await runner.query(statement, parameters);
    } finally {
      await runner.query(`SET session_replication_role = DEFAULT`);
      await runner.release();
    }
  };

  it('notes what grew, once', async () => {
    const id = await engine.register();
    expect(await take()).toBeGreaterThan(0);
    expect(await take()).toBe(0);
    await engine.do(id, 'desk', 'AddNote', {});
    expect(await take()).toBe(1);
    expect(await problemsOf(id)).toEqual([]);
  });

  it('is noted on a line on which a statement may take as long as there is to note', async () => {
    const { owner } = engine.database;
    const patient = await Patient.beside(engine.source);
    await owner.query(`CREATE TABLE waiting (may_take text)`);
    await owner.query(`CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
      $$ BEGIN INSERT INTO waiting VALUES (current_setting('statement_timeout')); RETURN NULL; END $$`);
    await owner.query(`CREATE TRIGGER waits AFTER INSERT ON checkpoint EXECUTE FUNCTION waits()`);
    try {
      await engine.register();
      await createCheckpoint({ source: patient.source, vault: engine.vault })();
      expect(await owner.query(`SELECT * FROM waiting`)).toEqual([{ may_take: '10min' }]);
    } finally {
      await owner.query(`DROP FUNCTION waits CASCADE`);
      await patient.onApplicationShutdown();
    }
  });

  it('is taken, whatever becomes of the files that nobody attached', async () => {
    const { owner } = engine.database;
    await owner.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$`);
    await owner.query(`CREATE TRIGGER fail BEFORE DELETE ON file FOR EACH STATEMENT EXECUTE FUNCTION fail()`);
    try {
      const id = await engine.register();
      await expect(createCheckpoint({ source: engine.source, vault: engine.vault })()).rejects.toThrow('broken');
      expect(await owner.query(`SELECT FROM checkpoint WHERE dispute_id = $1`, [id])).toHaveLength(1);
    } finally {
      await owner.query(`DROP FUNCTION fail CASCADE`);
    }
  });

  it('looks for what was recorded since the last one, and once a day, or when the clock was put back, at all', async () => {
    const takeIn = (days: number) =>
      takeCheckpoint(engine.source, engine.vault, new Date(Date.now() + days * 24 * 3_600_000));
    const overlooked = async () => {
      const id = await engine.register();
      await asAdmin([`UPDATE event SET recorded_at = recorded_at - interval '2 days' WHERE dispute_id = $1`, [id]]);
    };
    await take();
    await overlooked();
    expect(await take()).toBe(0);
    expect(await takeIn(1)).toBe(1);
    await overlooked();
    expect(await takeIn(1)).toBe(0);
    expect(await take()).toBe(1);
  });

  it('finds a record whose end was cut off and whose rows were folded anew', async () => {
    const id = await engine.register();
    await engine.do(id, 'desk', 'AddNote', {});
    const { length } = await engine.events(id);
    await take();
    await asAdmin([`DELETE FROM event WHERE dispute_id = $1 AND seq = $2`, [id, length]]);
    await engine.upkeep.rebuild();
    expect(await problemsOf(id)).toHaveLength(1);
    expect((await problemsOf(id))[0]).toContain(`entry ${length} is not what the checkpoint`);
  });

  it('finds a dispute of which nothing is left', async () => {
    const id = await engine.register();
    await take();
    await asAdmin(
      [`DELETE FROM event WHERE dispute_id = $1`, [id]],
      [`DELETE FROM obligation WHERE dispute_id = $1`, [id]],
      [`DELETE FROM dispute WHERE id = $1`, [id]],
    );
    expect(await problemsOf(id)).toHaveLength(1);
  });

  it('cannot be made to fit', async () => {
    const id = await engine.register();
    await take();
    await asAdmin([`UPDATE checkpoint SET seq = seq - 1 WHERE dispute_id = $1`, [id]]);
    expect((await problemsOf(id))[0]).toContain('was altered');
    await asAdmin([`UPDATE checkpoint SET seq = seq + 1 WHERE dispute_id = $1`, [id]]);
    expect(await problemsOf(id)).toEqual([]);
    await expect(engine.database.owner.query(`DELETE FROM checkpoint`)).rejects.toThrow('append-only');
  });

  it('that is deleted is missed, and so is one that was made anew in its place', async () => {
    const id = await engine.register();
    await take();
    const known = (await lastRun(engine.source))!;
    await engine.do(id, 'desk', 'AddNote', {});
    await take();
    const problems = async () => (await engine.upkeep.verify()).problems;
    expect(await problems()).not.toContainEqual(expect.stringMatching(/^checkpoint /));
    await engine.database.owner.query(`CREATE TABLE kept_run AS SELECT * FROM checkpoint_run`);
    await engine.database.owner.query(`CREATE TABLE kept AS SELECT * FROM checkpoint`);
    await asAdmin([`DELETE FROM checkpoint WHERE run = $1`, [known.n]]);
    expect(await problems()).toContain(`checkpoint ${known.n} does not hold what it held`);
    await asAdmin([`DELETE FROM checkpoint_run WHERE n = $1`, [known.n]]);
    expect(await problems()).toContain(`checkpoint ${known.n} is not there`);
    // Everything from there on is gone with the end of the record: only who noted a round outside can know.
    await asAdmin(
      [`DELETE FROM checkpoint WHERE run >= $1`, [known.n]],
      [`DELETE FROM checkpoint_run WHERE n >= $1`, [known.n]],
    );
    await take();
    expect(await problems()).not.toContainEqual(expect.stringMatching(/^checkpoint /));
    expect(await knowsRun(engine.source, known.n, known.mac)).toBe(false);
    await asAdmin(
      [`TRUNCATE checkpoint, checkpoint_run`, []],
      [`INSERT INTO checkpoint_run SELECT * FROM kept_run`, []],
      [`INSERT INTO checkpoint SELECT * FROM kept`, []],
    );
    expect(await knowsRun(engine.source, known.n, known.mac)).toBe(true);
  });

  describe('of what stands beside the record', () => {
    const found = async (name: string) =>
      (await engine.upkeep.verify()).problems.filter((each) => each.startsWith(`${name} `));
    const promote = (id: string, role: string) =>
      engine.database.owner.query(`UPDATE account SET roles = roles || $2::text WHERE id = $1`, [id, role]);

    it('finds a right that the owner gave somebody, also after it was noted, until who has the master key accepts it', async () => {
      await take();
      await promote('land', 'auditor');
      expect(await found('account')).toEqual([expect.stringMatching(/^account land is not what checkpoint \d+ knew/)]);
      await take();
      expect(await found('account')).toHaveLength(1);
      await expect(engine.upkeep.accept(['account:nobody'])).rejects.toThrow('there is no account:nobody');
      await engine.upkeep.accept(['account:land']);
      expect(await found('account')).toEqual([]);
      await promote('land', 'supervisor');
      expect(await found('account')).toHaveLength(1);
      await engine.upkeep.accept(['account:land']);
    });

    it('finds nothing in a change that an entry of the access log tells of, and misses one that was made up', async () => {
      await take();
      await promote('justice', 'visitor');
      await logAccess(engine.database.owner, engine.vault, {
        action: 'person-changed' as 'view',
        userId: 'admin',
        departmentId: 'district',
        data: { userId: 'justice' },
        visibleTo: ['^district'],
      });
      expect(await found('account')).toEqual([]);
      await take();
      expect(await found('account')).toEqual([]);
      await engine.database.owner.query(
        `INSERT INTO account (id, name, department_id, roles) VALUES ('made-up', 'x', 'land', '{auditor}')`,
      );
      expect(await found('account')).toEqual([expect.stringContaining('account made-up is not what')]);
      await engine.database.owner.query(`DELETE FROM account WHERE id = 'made-up'`);
    });

    it('finds nothing in somebody who comes, and misses an entry where they stand in for another at once', async () => {
      await take();
      const comes = async (id: string, deputy: string | null) => {
        await engine.database.owner.query(
          `INSERT INTO account (id, name, department_id, roles, deputy_id) VALUES ($1, 'x', 'land', '{handler}', $2)`,
          [id, deputy],
        );
        await logAccess(engine.database.owner, engine.vault, {
          action: 'person-changed' as 'view',
          userId: 'admin',
          departmentId: 'district',
          data: { userId: id },
          visibleTo: ['^district'],
        });
      };
      await comes('new-one', null);
      for (const round of [1, 2]) {
        expect({ round, account: await found('account'), deputy: await found('deputy') }).toEqual({
          round,
          account: [],
          deputy: [],
        });
        await take();
      }
      await comes('new-two', 'land');
      expect(await found('account')).toEqual([]);
      expect(await found('deputy')).toEqual([expect.stringMatching(/^deputy new-two is not what checkpoint \d+ knew/)]);
      await engine.database.owner.query(`DELETE FROM account WHERE id LIKE 'new-%'`);
    });

    it('finds a table of retention that was altered or taken away, and none that was published', async () => {
      const publish = () =>
        engine.database.owner.query(
          `INSERT INTO retention_table (published_by, reason, document) VALUES ('admin', 'x', '{}') RETURNING version`,
        ) as Promise<[{ version: number }]>;
      await publish();
      await take();
      const [{ version }] = await publish();
      await take();
      expect(await found('retention table')).toEqual([]);
      await asAdmin([`UPDATE retention_table SET document = '{"rules": []}' WHERE version = $1`, [version]]);
      expect(await found('retention table')).toHaveLength(1);
      await asAdmin([`DELETE FROM retention_table WHERE version = $1`, [version]]);
      expect(await found('retention table')).toHaveLength(1);
    });

    it('finds a report whose end was cut off, notices that were deleted, and a time that was moved', async () => {
      const [item, id] = [await engine.report(), await engine.resolved({ rehearsal: false })];
      await take();
      const of = async (each: string) => (await engine.upkeep.verify()).problems.filter((what) => what.includes(each));
      expect([...(await of(item)), ...(await of(id))]).toEqual([]);
      await asAdmin([`DELETE FROM item_event WHERE item_id = $1 AND seq = 2`, [item]]);
      expect((await of(item))[0]).toContain('entry 2 is not what the checkpoint');
      await asAdmin([`DELETE FROM notice WHERE dispute_id = $1`, [id]]);
      expect((await of(id))[0]).toContain('others were told');
      await asAdmin([`UPDATE event SET recorded_at = recorded_at - interval '1 day' WHERE dispute_id = $1`, [id]]);
      expect((await of(id))[0]).toContain('recorded at another time');
    });
  });

  describe('of the looks', () => {
    const look = (who: string, visibleTo: string[]) =>
      // Each is an entry, unlike a view.
      logAccess(engine.database.owner, engine.vault, { action: 'file', userId: who, departmentId: who, visibleTo });
    const inLog = async () => (await engine.upkeep.verify()).problems.filter((each) => each.startsWith('access log'));
    const justice = ['^justice', '^centre', '^district'];
    const land = ['^land', '^centre', '^district'];
    let ids: string[];
    beforeAll(async () => {
      for (let n = 0; n < 3; n += 1) {
        await look('justice', justice);
        await look('land', land);
        if (n === 1) await take();
      }
      await take();
      // Not noted yet: nobody would miss it.
      await look('land', land);
      ids = (
        (await engine.database.owner.query(`SELECT id FROM access_log WHERE user_id = 'land' ORDER BY id`)) as {
          id: string;
        }[]
      ).map(({ id }) => id);
      expect(ids).toHaveLength(4);
    });

    const without = async (table: string, where: string, parameters: unknown[]) => {
      const own = table === 'access_log' ? ' OVERRIDING SYSTEM VALUE' : '';
      await engine.database.owner.query(`DROP TABLE IF EXISTS gone`);
      await engine.database.owner.query(`CREATE TABLE gone AS SELECT * FROM ${table} WHERE ${where}`, parameters);
      await asAdmin([`DELETE FROM ${table} WHERE ${where}`, parameters]);
      const found = await inLog();
      await asAdmin([`INSERT INTO ${table}${own} SELECT * FROM gone`, []]);
      return found;
    };

    it('counts them all, each time for those who may read them', async () => {
      expect(await inLog()).toEqual([]);
      const stretches = await engine.database.owner.query(
        `SELECT visible_to[1] AS of, entries FROM log_checkpoint WHERE visible_to[1] IN ('^justice', '^land')
         ORDER BY 1, until_id`,
      );
      expect(stretches).toEqual([
        { of: '^justice', entries: 2 },
        { of: '^justice', entries: 1 },
        { of: '^land', entries: 2 },
        { of: '^land', entries: 1 },
      ]);
    });

    it.each([0, 1, 2])('misses look %s that was deleted', async (n) => {
      const [found] = await without('access_log', 'id = $1', [ids[n]]);
      expect(found).toMatch(/of looks \d+ to \d+ of \^land \^centre \^district the checkpoint knew/);
      expect(await inLog()).toEqual([]);
    });

    it('misses nothing that came since', async () => {
      expect(await without('access_log', 'id = $1', [ids[3]])).toEqual([]);
    });

    it('misses a checkpoint that was deleted with its looks, and finds one that was made to fit', async () => {
      expect((await without('log_checkpoint', `visible_to[1] = '^land' AND from_id = 0`, []))[0]).toContain(
        'a checkpoint before that of looks',
      );
      await asAdmin([`UPDATE log_checkpoint SET entries = entries - 1 WHERE visible_to[1] = '^land'`, []]);
      expect((await inLog())[0]).toContain('was altered');
      await asAdmin([`UPDATE log_checkpoint SET entries = entries + 1 WHERE visible_to[1] = '^land'`, []]);
      await expect(engine.database.owner.query(`UPDATE log_checkpoint SET entries = 0`)).rejects.toThrow('append-only');
      await expect(engine.source.query(`DELETE FROM log_checkpoint`)).rejects.toThrow('permission denied');
    });

    it('waits for who is half way through writing one', async () => {
      const writer = engine.database.owner.createQueryRunner();
      await writer.connect();
      await writer.startTransaction();
      await writer.query(`SELECT log_access('land', false, $1)`, [
        JSON.stringify({
          at: new Date().toISOString(),
          action: 'view',
          user_id: 'land',
          department_id: 'land',
          data: {},
          visible_to: land,
          mac: 'x',
        }),
      ]);
      // The writer's own connection waits half a second at most, and the next hour tries again.
      await expect(take()).rejects.toThrow('lock timeout');
      await writer.rollbackTransaction();
      await writer.release();
      await take();
      expect(await inLog()).toEqual([]);
    });
  });

  describe('that is handed over to keepers outside', () => {
    let web: WebSink;
    let post: MailSink;
    let mail: ReturnType<typeof mailSender>;
    beforeAll(async () => {
      web = await WebSink.start();
      post = await MailSink.start();
      mail = mailSender({ smtpUrl: post.url, from: 'notices@disputes.example.gov.cn' });
    });
    afterAll(async () => {
      mail.close();
      await Promise.all([web.stop(), post.stop()]);
    });

    it('is signed, and tells them of a record that was cut off with all its checkpoints', async () => {
      const said: string[] = [];
      const outgoing = new Outgoing([web.host]);
      const to = [`http://${web.host}/keep`, 'keeper@archive.example.gov.cn', 'http://127.0.0.1:9/'];
      const { source, vault } = engine;
      const work = createCheckpoint({ source, vault, keepers: { to, mail, outgoing } }, (line) => said.push(line));
      await engine.register();
      await work();
      const { text, signature } = JSON.parse(web.at('/keep')[0]!.body) as { text: string; signature: string };
      expect(verify(null, Buffer.from(text), vault.publicKey(), Buffer.from(signature, 'base64'))).toBe(true);
      expect(verify(null, Buffer.from(`${text} `), vault.publicKey(), Buffer.from(signature, 'base64'))).toBe(false);
      const [, n, mac] = /^known as: (\d+):(.+)$/m.exec(text)!;
      expect(await knowsRun(source, Number(n), mac!)).toBe(true);
      expect(post.received).toMatchObject([{ to: ['keeper@archive.example.gov.cn'] }]);
      expect(post.received[0]!.source.replaceAll('=\r\n', '')).toContain(mac!.slice(0, 20));
      // One who cannot be reached keeps nobody from the others.
      expect(said).toEqual([expect.stringContaining(`the checkpoint ${n} did not reach keeper 3`)]);

      // All of it, and everything made anew by who has the worker: only the keeper knows.
      await asAdmin([`TRUNCATE checkpoint, log_checkpoint, checkpoint_run, row_checkpoint`, []]);
      for (let round = 0; round < Number(n); round += 1) {
        await engine.register();
        await work();
      }
      expect((await engine.upkeep.verify()).problems.filter((each) => each.startsWith('checkpoint'))).toEqual([]);
      expect(await knowsRun(source, Number(n), mac!)).toBe(false);
    });
  });
});
