import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '#config/config.js';
import { UserNames1764840000000 } from '#persistence/database/migrations/1764840000000-user-names.js';
import { hashPassword } from '#guard/passwords.js';
import { createServer } from '../../apps/api/server.js';
import { Api } from '../support/api.js';
import { MASTER_KEY } from '../support/engine.js';

const GOOD = 'correct horse battery staple';

interface Session {
  id: string;
  current: boolean;
  agent: string | null;
}

describe('signing in', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
    for (const id of ['zhao', 'qian', 'sun']) {
      await api.engine.database.owner.query(
        `INSERT INTO account (id, name, department_id, roles, password_hash) VALUES ($1, '赵钱', 'land', '{handler}', $2)`,
        [id, await hashPassword(GOOD)],
      );
    }
    // The directory of people is a snapshot that is renewed now and then.
    await eventually(async () => (await login('zhao', GOOD)).status === 200);
  });
  beforeEach(async () => {
    await api.engine.database.owner.query(`DELETE FROM sign_in_failure`);
  });
  afterAll(() => api.stop());

  async function eventually(what: () => Promise<boolean>): Promise<void> {
    for (const until = Date.now() + 15_000; !(await what());) {
      if (Date.now() > until) throw new Error('it never happened');
      await api.engine.database.owner.query(`DELETE FROM sign_in_failure`);
    }
  }
  const login = (username: string, password: string, headers: Record<string, string> = {}) =>
    api.post<{ token: string; code: string }>('', '/auth/login', { username, password }, headers);
  /** Guesses at once. What they cost runs from a minute ahead, so that a busy machine waits none of it off. */
  const guesses = async (username: string, n = 12) => {
    const tries = await Promise.all(Array.from({ length: n }, (_, i) => login(username, `guess ${i}`)));
    await api.engine.database.owner.query(
      `UPDATE sign_in_failure SET last_at = clock_timestamp() + interval '1 minute'`,
    );
    return tries;
  };
  const cookies = (headers: Headers) => headers.getSetCookie().map((each) => each.split(';')[0]!);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const me = async (headers: Record<string, string>) => (await api.call('', 'GET', '/me', undefined, headers)).status;

  it('answers a wrong name and a wrong password alike', async () => {
    const [name, word] = [await login('nobody-here', GOOD), await login('zhao', 'wrong')];
    expect([name.status, word.status]).toEqual([401, 401]);
    expect(name.body).toEqual(word.body);
    expect(word.body).toMatchObject({ code: 'CREDENTIALS_WRONG', title: '用户名或密码不正确' });
    const english = await api.post('', '/auth/login', { username: 'zhao', password: 'x' }, { 'accept-language': 'en' });
    expect(english.body.title).toBe('Wrong user name or password');
  });

  describe('a user name', () => {
    const added = async (id: string): Promise<void> => {
      await api.engine.database.owner.query(
        `INSERT INTO account (id, name, department_id, roles, password_hash) VALUES ($1, '李', 'land', '{handler}', $2)`,
        [id, await hashPassword(GOOD)],
      );
    };

    it.each(['ZHAO', ' zhao ', 'Zh ao', '\u3000ｚｈａｏ', 'ＺＨＡＯ', 'zh\u200Bao\uFEFF'])(
      'knows no case, width or blanks: %j',
      async (typed) => {
        const { status, headers } = await login(typed, GOOD);
        expect(status).toBe(200);
        const device = cookies(headers).find((each) => each.startsWith('device='))!;
        await guesses('zhao', 6);
        // One name, one count: whoever writes it in another way has no five tries more.
        expect((await login(typed, 'guess')).status).toBe(429);
        expect((await login('zhao', GOOD, { cookie: device })).status).toBe(200);
      },
    );

    it('is not given twice that differs in no more than that', async () => {
      for (const id of ['Zhao', 'ｚhao', 'zha o']) await expect(added(id)).rejects.toThrow('has the user name');
    });

    it('of before that was given twice is the one that is written just so', async () => {
      const runner = api.engine.database.owner.createQueryRunner();
      await runner.query(
        `DROP TRIGGER account_name ON account; DROP INDEX account_username_key;
         DROP FUNCTION refuse_same_name, account_named, username_key`,
      );
      await added('Zhou');
      await added('zhou');
      await new UserNames1764840000000().up(runner);
      await runner.release();
      await eventually(async () => (await login('zhou', GOOD)).status === 200);
      const who = async (typed: string) =>
        ((await login(typed, GOOD)).body as unknown as { user?: { id: string } }).user?.id;
      expect([await who('Zhou'), await who('zhou'), await who('ZHOU')]).toEqual(['Zhou', 'zhou', undefined]);
      await expect(added('ZHOU')).rejects.toThrow('has the user name');
    });
  });

  it('sets a cookie that no script reads and no foreign page sends', async () => {
    const [cookie] = (await login('zhao', GOOD)).headers.getSetCookie();
    expect(cookie).toMatch(/^session=[\w-]{43};/);
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part);
  });

  it('gives a new session each time, and ends the one that the browser had', async () => {
    const first = (await login('qian', GOOD)).body.token;
    const elsewhere = (await login('qian', GOOD)).body.token;
    const again = (await login('zhao', GOOD, { cookie: `session=${first}` })).body.token;
    expect(new Set([first, elsewhere, again]).size).toBe(3);
    expect([await me(bearer(first)), await me(bearer(elsewhere)), await me(bearer(again))]).toEqual([401, 200, 200]);
  });

  it('is noted, and so are tries, new passwords, tokens and the end; a name that nobody has is not', async () => {
    const { token } = (await login('qian', GOOD)).body;
    const seen = async () =>
      (await api.engine.database.owner.query(
        `SELECT action, user_id AS who FROM access_log WHERE id > $1 ORDER BY id`,
        [last],
      )) as { action: string; who: string }[];
    const [{ last }] = (await api.engine.database.owner.query(`SELECT max(id) AS last FROM access_log`)) as [
      { last: string },
    ];
    await login('qian', 'wrong');
    await login('A-password-typed-as-a-name', 'wrong');
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const program = { name: 'x', scopes: ['read'], expiresAt };
    const made = await api.post<{ id: string }>('', '/tokens', program, bearer(token));
    await api.call('', 'DELETE', `/tokens/${made.body.id}`, undefined, bearer(token));
    await api.call('', 'DELETE', '/sessions', undefined, bearer(token));
    const out = await api.post('', '/auth/logout', {}, bearer(token));
    // What the browser holds of the person goes with the session.
    expect(out.headers.get('clear-site-data')).toBe('"cache", "storage"');
    const actions = ['sign-in-failed', 'token-made', 'token-revoked', 'sessions-ended', 'sign-out'];
    expect(await seen()).toEqual(actions.map((action) => ({ action, who: 'qian' })));
  });

  it('slows guessing of one name, and lets others from the same place in', async () => {
    // All at once or one by one: five are free, then each waits.
    expect((await guesses('zhao', 5)).map((each) => each.status)).toEqual(Array(5).fill(401));
    const refused = await guesses('zhao');
    expect(refused.map((each) => each.status)).toEqual(Array(12).fill(429));
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await login('zhao', GOOD)).status).toBe(429);
    expect((await login('qian', GOOD)).status).toBe(200);
  });

  it('counts each of the guesses that come at once', async () => {
    const looked = (await guesses('zhao')).filter((each) => each.status === 401).length;
    const [{ failures }] = (await api.engine.database.owner.query(
      `SELECT max(failures) AS failures FROM sign_in_failure`,
    )) as [{ failures: number }];
    expect(failures).toBe(looked);
    expect(looked).toBeGreaterThanOrEqual(5);
  });

  it('says nothing about an account by refusing guesses', async () => {
    const answers = async (name: string) =>
      [...(await guesses(name, 5)), ...(await guesses(name, 3))].map(({ status, body }) => [status, body.code]);
    expect(await answers('sun')).toEqual(await answers('no-such-person'));
  });

  it('lets the person in on their own device while somebody else guesses', async () => {
    const device = cookies((await login('zhao', GOOD)).headers).find((each) => each.startsWith('device='))!;
    await guesses('zhao');
    expect((await login('zhao', GOOD)).status).toBe(429);
    expect((await login('zhao', GOOD, { cookie: device })).status).toBe(200);
    // Somebody else's device is nobody's.
    await guesses('qian');
    expect((await login('qian', GOOD, { cookie: device })).status).toBe(429);
  });

  it('believes nobody who says where they come from', async () => {
    await guesses('zhao', 5);
    expect((await login('zhao', 'guess', { 'x-forwarded-for': '198.51.100.7' })).status).toBe(429);
  });

  it('forgets failures after a success', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 4; i += 1) expect((await login('zhao', 'typo')).status).toBe(401);
      expect((await login('zhao', GOOD)).status).toBe(200);
    }
  });

  it('lists sessions and ends them one by one', async () => {
    const [first, second] = [await login('qian', GOOD, { 'user-agent': 'telephone' }), await login('qian', GOOD)];
    const own = bearer(second.body.token);
    const list = await api.call<{ items: Session[] }>('', 'GET', '/sessions', undefined, own);
    const other = list.body.items.find((each) => each.agent === 'telephone')!;
    expect(other.current).toBe(false);
    expect(list.body.items.filter((each) => each.current)).toHaveLength(1);
    expect(JSON.stringify(list.body)).not.toContain(first.body.token);
    const strangers = bearer((await login('zhao', GOOD)).body.token);
    expect((await api.call('', 'DELETE', `/sessions/${other.id}`, undefined, strangers)).status).toBe(404);
    expect(await me(bearer(first.body.token))).toBe(200);
    expect((await api.call('', 'DELETE', `/sessions/${other.id}`, undefined, own)).status).toBe(204);
    expect(await me(bearer(first.body.token))).toBe(401);
    expect(await me(own)).toBe(200);
  });

  it('ends a session that nobody used, and one that is too old', async () => {
    const tokens = [(await login('zhao', GOOD)).body.token, (await login('zhao', GOOD)).body.token];
    const { owner } = api.engine.database;
    await owner.query(
      `UPDATE session SET used_at = now() - interval '5 hours' WHERE id = (SELECT id FROM session WHERE account_id = 'zhao' ORDER BY created_at DESC LIMIT 1)`,
    );
    await owner.query(
      `UPDATE session SET expires_at = now() WHERE id = (SELECT id FROM session WHERE account_id = 'zhao' ORDER BY created_at DESC OFFSET 1 LIMIT 1)`,
    );
    for (const token of tokens) expect(await me(bearer(token))).toBe(401);
  });

  it('changes a password, ends the other sessions and refuses a bad one', async () => {
    const [old, own] = [(await login('sun', GOOD)).body.token, (await login('sun', GOOD)).body.token];
    const change = (current: string, next: string) =>
      api.call<{ code: string; errors: { code: string }[] }>('', 'PUT', '/me/password', { current, next }, bearer(own));
    for (const [next, code] of [
      ['short', 'TOO_SHORT'],
      ['password123456', 'COMMON'],
      ['Land-office-2026', 'FROM_CONTEXT'],
    ]) {
      const refused = await change(GOOD, next!);
      expect([refused.status, refused.body.errors[0]!.code]).toEqual([400, code]);
    }
    expect((await change('not it', 'nine geese cross the road')).body.code).toBe('PASSWORD_WRONG');
    expect((await change(GOOD, 'nine geese cross the road')).status).toBe(204);
    expect([await me(bearer(old)), await me(bearer(own))]).toEqual([401, 200]);
    expect((await login('sun', GOOD)).status).toBe(401);
    expect((await login('sun', 'nine geese cross the road')).status).toBe(200);
  });

  it('gives programs and calendars no longer than the password is good', async () => {
    const own = bearer((await login('qian', GOOD)).body.token);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await api.post<{ id: string; token: string }>(
      '',
      '/tokens',
      { name: 'x', scopes: ['read'], expiresAt },
      own,
    );
    const feed = await api.post<{ token: string }>('', '/visits/feed', {}, own);
    const calendar = () => api.get('', `/visits.ics?token=${feed.body.token}`);
    expect([await me(bearer(made.body.token)), (await calendar()).status]).toEqual([200, 200]);
    const next = 'seven cranes over the river';
    expect((await api.call('', 'PUT', '/me/password', { current: GOOD, next }, own)).status).toBe(204);
    expect([await me(bearer(made.body.token)), (await calendar()).status, await me(own)]).toEqual([401, 404, 200]);
    const { items } = (
      await api.get<{ items: { data: object }[] }>('auditor', '/audit?user=qian&action=password-changed')
    ).body;
    expect(items[0]!.data).toEqual({ ended: { tokens: [made.body.id], feed: true } });
    expect((await api.call('', 'PUT', '/me/password', { current: next, next: GOOD }, own)).status).toBe(204);
  });

  it('follows a person who was moved, and ends with an account that was closed', async () => {
    const own = bearer((await login('qian', GOOD)).body.token);
    const set = (change: string) =>
      api.engine.database.owner.query(`UPDATE account SET ${change} WHERE id = 'qian'`) as Promise<unknown>;
    const department = async () =>
      (await api.call<{ departmentId: string }>('', 'GET', '/me', undefined, own)).body.departmentId;
    const before = await department();
    await set(`department_id = 'labour'`);
    await eventually(async () => (await department()) === 'labour');
    await set(`department_id = '${before}', active = false`);
    await eventually(async () => (await me(own)) === 401);
    expect((await login('qian', GOOD)).status).toBe(401);
    // Opened again it is opened for a new sign-in, not for what was left lying somewhere.
    await set('active = true');
    await eventually(async () => (await login('qian', GOOD)).status === 200);
    expect(await me(own)).toBe(401);
  });

  describe('with the cookie', () => {
    const withCookie = async (headers: Record<string, string>, method = 'DELETE', path = '/sessions') => {
      const cookie = cookies((await login('zhao', GOOD)).headers).join('; ');
      return api.call<{ code: string }>('', method, path, undefined, { cookie, ...headers });
    };

    it.each<[string, Record<string, string>]>([
      ['another site', { origin: 'https://evil.example' }],
      ['a sandbox', { origin: 'null' }],
      ['a neighbour of ours', { origin: 'http://127.0.0.1:1' }],
      ['another site by a new browser', { 'sec-fetch-site': 'cross-site' }],
      ['a sister site', { 'sec-fetch-site': 'same-site' }],
      ['nowhere', {}],
    ])('changes nothing on behalf of %s', async (_what, headers) => {
      const answer = await withCookie(headers);
      expect([answer.status, answer.body.code]).toEqual([403, 'CROSS_SITE']);
    });

    it('does what our own pages ask', async () => {
      expect((await withCookie({ 'sec-fetch-site': 'same-origin' })).status).toBe(204);
      expect((await withCookie({ origin: api.url })).status).toBe(204);
      expect((await withCookie({}, 'GET', '/me')).status).toBe(200);
    });

    it('signs nobody in for a foreign page', async () => {
      expect((await login('zhao', GOOD, { origin: 'https://evil.example' })).body.code).toBe('CROSS_SITE');
    });
  });

  describe('tokens for programs', () => {
    const soon = () => new Date(Date.now() + 3_600_000).toISOString();
    const make = (scopes: string[], expiresAt = soon()) =>
      api.post<{ id: string; token: string; code: string; errors: unknown[] }>('land', '/tokens', {
        name: 'statistics office',
        scopes,
        expiresAt,
      });

    it('act as their person, within their scopes', async () => {
      const reading = bearer((await make(['read'])).body.token);
      expect(await me(reading)).toBe(200);
      expect((await api.call('', 'GET', '/disputes', undefined, reading)).status).toBe(200);
      const writing = await api.call<{ code: string }>('', 'POST', '/notices/1/read', undefined, reading);
      expect([writing.status, writing.body.code]).toEqual([403, 'SCOPE_MISSING']);
      const both = bearer((await make(['read', 'write'])).body.token);
      expect((await api.call('', 'POST', '/notices/1/read', undefined, both)).status).toBe(404);
    });

    it('give access to nothing that gives access', async () => {
      const token = bearer((await make(['read', 'write'])).body.token);
      for (const [method, path] of [
        ['GET', '/tokens'],
        ['POST', '/tokens'],
        ['GET', '/sessions'],
        ['DELETE', '/sessions'],
        ['PUT', '/me/password'],
      ] as const) {
        expect([path, (await api.call<{ code: string }>('', method, path, undefined, token)).body.code]).toEqual([
          path,
          'IN_PERSON_ONLY',
        ]);
      }
    });

    it('show when they were used, end with their time and by revocation', async () => {
      const { id, token } = (await make(['read'])).body;
      const listed = async () =>
        (await api.get<{ items: { id: string; usedAt: string | null }[] }>('land', '/tokens')).body.items.find(
          (each) => each.id === id,
        );
      expect((await listed())!.usedAt).toBeNull();
      await me(bearer(token));
      expect((await listed())!.usedAt).not.toBeNull();
      expect((await api.call('justice', 'DELETE', `/tokens/${id}`)).status).toBe(404);
      expect((await api.call('land', 'DELETE', `/tokens/${id}`)).status).toBe(204);
      expect(await me(bearer(token))).toBe(401);
      const other = (await make(['read'])).body;
      await api.engine.database.owner.query(`UPDATE api_token SET expires_at = now() WHERE id = $1`, [other.id]);
      expect(await me(bearer(other.token))).toBe(401);
    });

    it('are seen and revoked by an administrator above their person, and by nobody else; it is noted', async () => {
      const { id, token } = (await make(['read'])).body;
      const list = (who: string, headers?: Record<string, string>) =>
        api.get<{ items: { id: string }[] }>(who, '/users/land/tokens', headers);
      for (const who of ['land', 'land-head', 'supervisor', 'auditor', 'justice']) {
        expect([who, (await list(who)).status]).toEqual([who, 403]);
        expect([who, (await api.call(who, 'DELETE', `/users/land/tokens/${id}`)).status]).toEqual([who, 403]);
      }
      const program = { name: 'x', scopes: ['read', 'write'], expiresAt: soon() };
      const admins = (await api.post<{ token: string }>('admin', '/tokens', program)).body.token;
      expect((await list('', bearer(admins))).status).toBe(403);
      // Of the same office, or of nobody.
      expect((await api.get('admin', '/users/auditor/tokens')).status).toBe(403);
      expect((await api.get('admin', '/users/nobody-here/tokens')).status).toBe(404);
      const { body } = await list('admin');
      expect(body.items.map((each) => each.id)).toContain(id);
      expect(JSON.stringify(body)).not.toContain(token.slice(4));
      expect(await me(bearer(token))).toBe(200);
      expect((await api.call('admin', 'DELETE', `/users/land/tokens/${id}`)).status).toBe(204);
      expect(await me(bearer(token))).toBe(401);
      expect((await api.call('admin', 'DELETE', `/users/land/tokens/${id}`)).status).toBe(404);
      const { items } = (
        await api.get<{ items: { data: object }[] }>('auditor', '/audit?user=admin&action=token-revoked&limit=1')
      ).body;
      expect(items[0]!.data).toEqual({
        userId: 'land',
        tokenId: id,
        before: { scopes: ['read'], expiresAt: expect.any(String) },
        after: null,
      });
    });

    it('are kept as hashes only, and for a year at most', async () => {
      const { token } = (await make(['read'])).body;
      const rows = await api.engine.database.owner.query(`SELECT t::text FROM api_token t`);
      expect(JSON.stringify(rows)).not.toContain(token.slice(4));
      expect((await make(['read'], new Date(Date.now() + 400 * 86_400_000).toISOString())).status).toBe(400);
      expect((await make(['everything'])).status).toBe(400);
    });
  });
});

describe('in production', () => {
  it('no demo account is served, and none is made', async () => {
    const api = await Api.start();
    try {
      const config = loadConfig({
        NODE_ENV: 'production',
        PUBLIC_URL: 'https://disputes.example.gov.cn',
        MASTER_KEY,
        DATABASE_READER_URL: api.engine.database.readerUrl,
        TEMPORAL_ADDRESS: process.env.TEST_TEMPORAL_ADDRESS,
      });
      expect(config.SEED).toBe('none');
      const app = await createServer(config, false);
      await expect(app.init()).rejects.toThrow('demo accounts');
      await app.close();
      await api.engine.database.owner.query(`UPDATE account SET active = false WHERE demo`);
      const clean = await createServer(config, false);
      await clean.init();
      await clean.close();
    } finally {
      await api.stop();
    }
    expect(() => loadConfig({ NODE_ENV: 'production', SEED: 'demo' })).toThrow('SEED');
  });

  it('cookies belong to the one host and travel encrypted only', async () => {
    const api = await Api.start({ PUBLIC_URL: 'https://disputes.example.gov.cn' });
    try {
      const { headers } = await api.post('', '/auth/login', { username: 'desk', password: 'demo' });
      for (const cookie of headers.getSetCookie())
        expect(cookie).toMatch(/^__Host-\w+=.*; Path=\/;.* HttpOnly; Secure; SameSite=Strict$/);
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    } finally {
      await api.stop();
    }
  });
});
