import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MASTER_KEY } from '../support/engine.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const program = fileURLToPath(new URL('../../dist/apps/local/admin.js', import.meta.url));

/** What is left for the day when nobody can sign in. */
describe('npm run admin', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  const admin = async (...args: string[]) => {
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: database.ownerUrl,
      MASTER_KEY,
      PUBLIC_URL: 'https://disputes.example.gov.cn',
    };
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [program, 'admin', ...args], { env });
      return { code: 0, said: stdout.trim() };
    } catch (error) {
      const { code, stderr } = error as { code: number; stderr: string };
      return { code, said: stderr.trim() };
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
    expect(made.said).toMatch(/^https:\/\/disputes\.example\.gov\.cn\/invitation#token=[\w-]{43}$/);
    expect(await rows(`SELECT roles, department_id FROM account WHERE id = 'rescue'`)).toEqual([
      { roles: ['admin'], department_id: 'district' },
    ]);
    expect((await admin('create-admin', 'RESCUE', '应急')).code).toBe(1);
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

  it('notes that a backup was taken', async () => {
    expect((await admin('backed-up')).code).toBe(0);
    expect(await rows(`SELECT kind FROM operation_note`)).toEqual([{ kind: 'backup' }]);
  });
});
