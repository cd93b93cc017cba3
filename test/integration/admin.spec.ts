import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Engine, MASTER_KEY } from '../support/engine.js';
import type { TestDatabase } from '../support/database.js';

const program = fileURLToPath(new URL('../../dist/apps/local/admin.js', import.meta.url));

/** What is left for the day when nobody can sign in. */
describe('npm run admin', () => {
  let engine: Engine;
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    // What is brought in a worker brings in.
    engine = await Engine.start();
    database = engine.database;
    folder = mkdtempSync(join(tmpdir(), 'admin-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await engine.stop();
  });

  const admin = async (...args: string[]) => {
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: database.ownerUrl,
      MASTER_KEY,
      PUBLIC_URL: 'https://disputes.example.gov.cn',
      TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS,
      TEMPORAL_TASK_QUEUE: engine.taskQueue,
    };
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, 'admin', ...args], { env });
      // Whoever keeps a backup script's mail reads nothing there that is no answer.
      expect(stderr).toBe('');
      return { code: 0, said: stdout.trim() };
    } catch (error) {
      const { code, stderr, stdout } = error as { code: number; stderr: string; stdout: string };
      return { code, said: (stdout + stderr).trim() };
    }
  };
  const rows = async <T>(sql: string) => (await database.owner.query(sql)) as T[];
  const logged = () =>
    rows<{ action: string; who: string }>(
      `SELECT action, data ->> 'userId' AS who FROM access_log WHERE user_id = 'operator' ORDER BY id`,
    );

  it('lists everybody, and says how it is called', async () => {
    const { code, said } = await admin('list');
    expect(code).toBe(0);
    expect(said).toContain('admin\t孙立\tdistrict\tadmin\tnever signed in');
    expect(await admin('dance')).toMatchObject({ code: 1, said: expect.stringContaining('npm run admin -- list') });
  });

  it.each(['admin', 'policy', 'retention', 'rotate-key', 'verify', 'reconcile'])(
    'says of %s how it is called, where something is asked of it that it does not know',
    async (tool) => {
      const called = promisify(execFile)(
        process.execPath,
        [program.replace('admin.js', `${tool}.js`), tool, '--what'],
        {
          env: { PATH: process.env.PATH },
        },
      );
      const { code, stderr } = (await called.catch((error: unknown) => error)) as { code: number; stderr: string };
      expect(code).toBe(2);
      expect(stderr).toMatch(/^Unknown option '--what'.*\n(known are --|npm run (admin|policy) -- )/);
      expect(stderr).not.toContain('    at ');
    },
  );

  it('opens no installation that somebody looks after', async () => {
    expect(await admin('setup-link')).toMatchObject({ code: 1, said: expect.stringContaining('already') });
    await database.owner.query(`UPDATE account SET active = false WHERE 'admin' = ANY (roles)`);
    const { said } = await admin('setup-link');
    expect(said).toMatch(/^https:\/\/disputes\.example\.gov\.cn\/setup#code=([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    const [{ kept }] = (await rows(`SELECT encode(code_hash, 'hex') AS kept FROM setup_code`)) as [{ kept: string }];
    expect(kept).toMatch(/^[\da-f]{64}$/);
    await database.owner.query(`UPDATE account SET active = true WHERE 'admin' = ANY (roles)`);
  });

  it('makes an administrator who sets their own password, ends one, and closes an account, all in the log', async () => {
    const made = await admin('create-admin', 'rescue', '应急');
    expect(made.said).toMatch(/^https:\/\/disputes\.example\.gov\.cn\/invitation\?user=[\w.-]+#token=[\w-]{43}$/);
    expect(await rows(`SELECT roles, department_id FROM account WHERE id = 'rescue'`)).toEqual([
      { roles: ['admin'], department_id: 'district' },
    ]);
    expect(await admin('create-admin', 'rescue', '应急')).toEqual({
      code: 1,
      said: expect.stringContaining('somebody has or had the user name "rescue"'),
    });
    for (const username of ['Bad_Name!', '王 五', 'RESCUE2'])
      expect(await admin('create-admin', username, '应急')).toEqual({
        code: 1,
        said: expect.stringContaining(`"${username}" is no user name`),
      });
    const nowhere = await admin('create-admin', 'other', '应急', '--region', 'nowhere');
    expect(nowhere).toEqual({ code: 1, said: expect.stringContaining('there is no region nowhere') });
    await database.owner.query(
      `INSERT INTO session (token_hash, account_id, expires_at) VALUES ('x', 'desk', now() + interval '1 hour')`,
    );
    expect((await admin('reset-password', 'desk')).code).toBe(0);
    expect(await rows(`SELECT password_hash FROM account WHERE id = 'desk'`)).toEqual([{ password_hash: null }]);
    expect(await rows(`SELECT FROM session WHERE account_id = 'desk'`)).toEqual([]);
    expect((await admin('deactivate', 'land')).said).toContain('--reason is missing');
    expect((await admin('deactivate', 'land', '--reason', '退休')).code).toBe(0);
    expect(await rows(`SELECT active FROM account WHERE id = 'land'`)).toEqual([{ active: false }]);
    expect(await logged()).toEqual([
      { action: 'person-changed', who: 'rescue' },
      { action: 'invitation-made', who: 'rescue' },
      { action: 'invitation-made', who: 'desk' },
      { action: 'person-changed', who: 'land' },
    ]);
  });

  describe('of a sheet', () => {
    const PEOPLE = ['用户名,姓名,单位,岗位', 'wangwu,王五,justice,承办人', 'zhaoliu,赵六,nowhere,承办人'];
    const importing = (kind: string, lines: string[], ...more: string[]) => {
      const file = join(folder, `${kind}.csv`);
      writeFileSync(file, lines.join('\n'));
      return admin('import', kind, file, '--as', 'admin', ...more);
    };
    const here = (id: string) => rows(`SELECT department_id FROM account WHERE id = '${id}'`);

    it('asks what it holds, and in whose name where there are several', async () => {
      expect(await admin('import', 'letters', 'x')).toMatchObject({ code: 1, said: expect.stringContaining('people') });
      expect(await admin('import', 'people')).toMatchObject({
        code: 1,
        said: expect.stringContaining('the file is missing'),
      });
      writeFileSync(join(folder, 'x.csv'), '');
      const nameless = await admin('import', 'people', join(folder, 'x.csv'));
      expect(nameless).toMatchObject({ code: 1, said: expect.stringContaining('--as: admin, rescue') });
      expect((await importing('people', [''])).said).toContain('the file is empty');
      expect(await importing('people', PEOPLE, '--as', 'justice')).toMatchObject({ code: 1 });
    });

    it('names every bad cell by row and column, and brings nothing in', async () => {
      const { code, said } = await importing('people', PEOPLE);
      expect(code).toBe(1);
      expect(said).toMatch(/^row 3 单位 \(C3\) is no department/m);
      expect(said).toContain('1 of 2 rows are good');
      expect(await here('wangwu')).toEqual([]);
    });

    it('brings in what is good when it is told to, once, and is noted as the operator’s', async () => {
      const { code, said } = await importing('people', PEOPLE, '--run');
      expect([code, said]).toEqual([1, expect.stringContaining('of 1 rows 1 were brought in, 0 were there already')]);
      expect(await here('wangwu')).toEqual([{ department_id: 'justice' }]);
      const mended = PEOPLE.map((line) => line.replace('nowhere', 'land'));
      const whole = await importing('people', mended, '--run');
      expect(whole).toMatchObject({
        code: 0,
        said: expect.stringContaining('1 were brought in, 1 were there already'),
      });
      const kept = await rows(
        `SELECT action, data FROM access_log WHERE user_id = 'operator' AND action LIKE 'import%' ORDER BY id DESC LIMIT 1`,
      );
      expect(kept).toEqual([{ action: 'import-run', data: { userId: 'admin', kind: 'people' } }]);
    });

    it('may hold departments, open cases and reports as well', async () => {
      const brought = expect.stringContaining('of 1 rows 1 were brought in');
      const places = ['编号,单位,上级', 'water,水利站,centre'];
      expect(await importing('departments', places, '--run')).toMatchObject({ code: 0, said: brought });
      // A case of a ledger has one id wherever it is brought in, and all files share a server: numbers of this file alone.
      const cases = ['编号,标题,情况,类别,等级,村,登记时间', '令-1,塘边争水,两家,邻里,蓝,石溪村,2026-10-09 10:00'];
      expect(await importing('disputes', cases, '--run')).toMatchObject({ code: 0, said: brought });
      const reports = ['编号,内容,来源,村,时间', '令线-1,听说两家要打,巡查,石溪村,2026-11-02 08:00'];
      expect(await importing('items', reports, '--run')).toMatchObject({ code: 0, said: brought });
    });
  });

  it('notes that a backup was taken', async () => {
    expect((await admin('backed-up')).code).toBe(0);
    expect(await rows(`SELECT kind FROM operation_note`)).toEqual([{ kind: 'backup' }]);
  });
});
