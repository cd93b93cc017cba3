import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '#config/config.js';
import { Api } from '../support/api.js';
import { EventStream } from '../support/event-stream.js';

const LIMITS = { reads: 30, writes: 10, costly: 3, nobody: 25 };

describe('how often one may ask', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start({
      RATE_LIMITS: Object.entries(LIMITS)
        .map((each) => each.join('='))
        .join(','),
    });
    // Signing in is counted too: everybody does it before the counting begins.
    await Promise.all(['desk', 'justice', 'land', 'auditor', 'forestry', 'grid'].map((who) => api.token(who)));
  });
  afterAll(() => api.stop());

  /** How many of so many calls were answered with anything else than 429, and the first 429. */
  const flood = async (calls: number, call: () => ReturnType<Api['get']>) => {
    const answers = await Promise.all(Array.from({ length: calls }, call));
    const refused = answers.filter((each) => each.status === 429);
    return { passed: calls - refused.length, refused: refused[0] };
  };

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
    expect((await api.get('', '/console')).status).toBe(429);
    expect((await api.get('justice', '/me')).status).toBe(200);
  });

  it('counts no probes', async () => {
    for (const path of ['/livez', '/readyz', '/metrics', '/version']) {
      const answers = await Promise.all(Array.from({ length: 40 }, () => fetch(`${api.url}${path}`)));
      await Promise.all(answers.map((each) => each.text()));
      expect([path, answers.filter((each) => each.status === 429).length]).toEqual([path, 0]);
    }
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

describe('the setting', () => {
  const limits = (env: Record<string, string>) => loadConfig(env).RATE_LIMITS;

  it('is on in production and off elsewhere, where it is not set', () => {
    expect(limits({})).toBeNull();
    expect(limits({ NODE_ENV: 'production' })).toEqual({ reads: 1_200, writes: 240, costly: 20, nobody: 1_200 });
    expect(limits({ NODE_ENV: 'production', RATE_LIMITS: 'off' })).toBeNull();
    expect(limits({ RATE_LIMITS: 'on' })).toEqual(limits({ NODE_ENV: 'production' }));
    expect(limits({ RATE_LIMITS: 'writes=5, costly=1' })).toMatchObject({ reads: 1_200, writes: 5, costly: 1 });
  });

  it.each(['reads=0', 'reads', 'looks=5', 'reads=1,', 'toString=5'])('refuses "%s"', (text) => {
    expect(() => loadConfig({ RATE_LIMITS: text })).toThrow('RATE_LIMITS');
  });
});
