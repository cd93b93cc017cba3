import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '#config/config.js';
import { Api } from '../support/api.js';
import { EventStream } from '../support/event-stream.js';

const LIMITS = { reads: 30, writes: 10, costly: 3, signins: 20, nobody: 25 };

describe('how often one may ask', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start({
      BODY_SECONDS: '1',
      RATE_LIMITS: Object.entries(LIMITS)
        .map((each) => each.join('='))
        .join(','),
    });
    // Signing in is counted too: everybody does it before the counting begins.
    await Promise.all(
      ['desk', 'justice', 'land', 'auditor', 'forestry', 'grid', 'agriculture', 'land-head'].map((who) =>
        api.token(who),
      ),
    );
  });
  afterAll(() => api.stop());

  /** How many of so many calls were answered with anything else than 429, and the first 429. */
  const flood = async (calls: number, call: () => ReturnType<Api['get']>) => {
    const answers = await Promise.all(Array.from({ length: calls }, call));
    const refused = answers.filter((each) => each.status === 429);
    return { passed: calls - refused.length, refused: refused[0] };
  };

  describe('a body', () => {
    const UNKNOWN = '/api/v1/disputes/00000000-0000-4000-8000-000000000001';

    /** What is answered to so much of a body of so many bytes, and whether the line is closed in the end. */
    const halfSent = async (line: string, headers: Record<string, string>, sent = '') => {
      const { port } = new URL(api.url);
      const socket = connect(Number(port), '127.0.0.1');
      const said = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`${line} HTTP/1.1\r\nhost: x\r\n${said.join('')}\r\n${sent}`);
      let answer = '';
      for await (const part of socket) answer += String(part);
      return Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1]);
    };
    const photo = { 'content-type': 'image/jpeg', 'content-length': '20000000' };
    const words = { 'content-type': 'application/json', 'content-length': '1000' };
    const of = async (who: string) => ({ authorization: `Bearer ${await api.token(who)}` });

    it('of nobody is not waited for, and the line is closed when it does not come', async () => {
      expect(await halfSent(`POST ${UNKNOWN}/files`, photo)).toBe(401);
      expect(await halfSent('POST /api/v1/items', words, '{"text":')).toBe(401);
      expect(await halfSent('POST /api/v1/nowhere', words, '{')).toBe(404);
    });

    it('of somebody who asked too often is not waited for', async () => {
      const token = await of('agriculture');
      await flood(LIMITS.writes + 1, () => api.post('agriculture', '/notices/999999/read', {}));
      expect(await halfSent('POST /api/v1/items', { ...words, ...token }, '{')).toBe(429);
    });

    it('that does not come in time is given up, and its line closed', async () => {
      expect(await halfSent('POST /api/v1/auth/login', words, '{"username":')).toBe(408);
      expect(await halfSent('PATCH /api/v1/users/forestry', { ...words, ...(await of('forestry')) }, '{')).toBe(408);
    });

    it('has a size by its route, said before it is read', async () => {
      const long = { ...words, 'content-length': '40000' };
      expect(await halfSent('POST /api/v1/auth/login', long)).toBe(413);
      expect(await halfSent('PATCH /api/v1/users/forestry', { ...long, ...(await of('forestry')) })).toBe(408);
      const chunked = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
      expect(await halfSent('POST /api/v1/auth/login', chunked, `9000\r\n${'x'.repeat(0x9000)}\r\n`)).toBe(413);
    });
  });

  it('lets so many looks pass and says when the next may come', async () => {
    const { passed, refused } = await flood(40, () => api.get('desk', '/me'));
    expect(passed).toBe(LIMITS.reads);
    expect(refused!.headers.get('content-type')).toContain('application/problem+json');
    expect(refused!.body).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS', type: expect.any(String) });
    const wait = Number(refused!.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  });

  it('counts deeds apart and tighter, and each person for themselves', async () => {
    const deed = (who: string) => () => api.post(who, '/notices/999999/read', {});
    expect((await flood(15, deed('desk'))).passed).toBe(LIMITS.writes);
    expect((await flood(8, deed('justice'))).passed).toBe(8);
  });

  it('counts costly looks tightest', async () => {
    expect((await flood(5, () => api.get('land', '/disputes.csv'))).passed).toBe(LIMITS.costly);
    expect((await flood(5, () => api.post('auditor', '/audit/verify', {}))).passed).toBe(LIMITS.costly);
    const reveal = () => api.post('forestry', '/disputes/00000000-0000-4000-8000-000000000001/reveal', {});
    expect((await flood(5, reveal)).passed).toBe(LIMITS.costly);
    expect((await api.get('land', '/me')).status).toBe(200);
  });

  it('counts a program by its token, not with its person', async () => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const made = await api.post<{ token: string }>('grid', '/tokens', { name: 'x', scopes: ['read'], expiresAt });
    const me = () => api.get('', '/me', { authorization: `Bearer ${made.body.token}` });
    expect((await flood(35, me)).passed).toBe(LIMITS.reads);
    expect((await api.get('grid', '/me')).status).toBe(200);
  });

  it('counts nobody by the address, guessed tokens and all, and never who is signed in', async () => {
    const guess = () => api.get('', '/me', { authorization: `Bearer ${Math.random()}` });
    const { passed } = await flood(60, guess);
    expect(passed).toBeLessThanOrEqual(LIMITS.nobody);
    expect((await api.get('', '/dossier-key')).status).toBe(429);
    expect((await api.get('justice', '/me')).status).toBe(200);
  });

  const signIn = (username: string, cookie?: string) =>
    api.post('', '/auth/login', { username, password: 'demo' }, cookie ? { cookie } : {});
  const deviceOf = ({ headers }: Awaited<ReturnType<typeof signIn>>) =>
    headers
      .getSetCookie()
      .find((each) => each.startsWith('device='))!
      .split(';')[0]!;

  it('keeps the way in open, whatever else nobody asks from the same address', async () => {
    await flood(LIMITS.nobody + 1, () => api.get('', '/dossier-key'));
    expect((await api.get('', '/dossier-key')).status).toBe(429);
    expect((await api.get('', '/console')).status).toBe(200);
    expect((await signIn('visitor')).status).toBe(200);
  });

  it('counts sign-ins of strangers by the address, and of a known device by itself', async () => {
    const device = deviceOf(await signIn('supervisor'));
    const strangers = await flood(LIMITS.signins + 5, () => signIn(`nobody-${Math.random()}`));
    expect(strangers.passed).toBeLessThan(LIMITS.signins);
    expect((await signIn('supervisor')).status).toBe(429);
    expect((await signIn('supervisor', device)).status).toBe(200);
    // Its other calls of nobody are its own as well.
    expect((await api.get('', '/dossier-key', { cookie: device })).status).toBe(200);
    // Made up it is nobody's.
    expect((await signIn('supervisor', `${device}x`)).status).toBe(429);
  });

  it('counts no probes', async () => {
    for (const path of ['/livez', '/readyz', '/metrics', '/version']) {
      const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(`${api.url}${path}`)));
      await Promise.all(answers.map((each) => each.text()));
      expect([path, answers.filter((each) => each.status === 429).length]).toEqual([path, 0]);
    }
  });

  describe('what costs much', () => {
    it('is done one at a time for a person, also after who hung up, and the eleventh is told to come again', async () => {
      const other = api.engine.database.owner.createQueryRunner();
      await other.startTransaction();
      await other.query(`LOCK TABLE dispute IN ACCESS EXCLUSIVE MODE`);
      const path = '/statistics?from=2026-01-01&to=2026-02-01';
      const waiting = async () => {
        const [{ n }] = (await api.engine.database.owner.query(
          `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'dispute'::regclass`,
        )) as [{ n: number }];
        return n;
      };
      const hangUp = new AbortController();
      const authorization = `Bearer ${await api.token('land-head')}`;
      const first = fetch(`${api.url}/api/v1${path}`, { headers: { authorization }, signal: hangUp.signal });
      while ((await waiting()) === 0);
      // Its work goes on, and so does its turn.
      hangUp.abort();
      await expect(first).rejects.toThrow();
      const calls = Array.from({ length: 10 }, () => api.get('land-head', path));
      expect((await Promise.race(calls)).status).toBe(429);
      expect(await waiting()).toBe(1);
      await other.rollbackTransaction();
      await other.release();
      const statuses = (await Promise.all(calls)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(9);
    });
  });

  describe('streams', () => {
    const open: EventStream[] = [];
    afterEach(async () => {
      for (const stream of open) await stream.close();
    });

    it('are twenty a person, and the next is told when to try', async () => {
      const token = await api.token('justice');
      for (let n = 0; n < 20; n += 1)
        open.push(await EventStream.open(`${api.url}/api/v1/stream`, { authorization: `Bearer ${token}` }));
      const refused = await api.get('justice', '/stream');
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    });
  });
});

const PRODUCTION = { NODE_ENV: 'production', PUBLIC_URL: 'https://disputes.example.gov.cn' };

describe('the setting', () => {
  const limits = (env: Record<string, string>) => loadConfig(env).RATE_LIMITS;

  it('is on in production and off elsewhere, where it is not set', () => {
    expect(limits({})).toBeNull();
    expect(limits(PRODUCTION)).toEqual({
      reads: 1_200,
      writes: 240,
      costly: 20,
      signins: 300,
      nobody: 1_200,
    });
    expect(limits({ ...PRODUCTION, RATE_LIMITS: 'off' })).toBeNull();
    expect(limits({ RATE_LIMITS: 'on' })).toEqual(limits(PRODUCTION));
    expect(limits({ RATE_LIMITS: 'writes=5, costly=1' })).toMatchObject({ reads: 1_200, writes: 5, costly: 1 });
  });

  it.each(['reads=0', 'reads', 'looks=5', 'reads=1,', 'toString=5'])('refuses "%s"', (text) => {
    expect(() => loadConfig({ RATE_LIMITS: text })).toThrow('RATE_LIMITS');
  });
});
