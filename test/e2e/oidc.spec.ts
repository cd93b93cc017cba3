import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { Provider, type Configuration } from 'oidc-provider';
import { Logger } from '@nestjs/common';
import type { Config } from '#config/config.js';
import { hashPassword } from '#guard/passwords.js';
import { Directory } from '#persistence/people/directory.js';
import { CONFIG } from '../../apps/api/http/tokens.js';
import { IdentityProvider } from '../../apps/api/auth/provider.js';
import { Vouching } from '../../apps/api/auth/vouching.js';
import { Api } from '../support/api.js';
import { EventStream } from '../support/event-stream.js';

type Claims = Record<string, unknown>;
interface Token {
  token: string;
}

/** A browser as far as it matters here: keeps cookies a site, follows redirects one by one. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  async go(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const each of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(each)!;
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(each)) jar.delete(name!);
      else jar.set(name!, value!);
    }
    return response;
  }

  /** Follows redirects until a page comes, or one that `stop` names. */
  async follow(
    url: string,
    stop: (url: string) => boolean = () => false,
  ): Promise<{ url: string; response: Response }> {
    for (let at = url; ;) {
      if (stop(at)) return { url: at, response: new Response() };
      const response = await this.go(at);
      const next = response.headers.get('location');
      if (!next) return { url: at, response };
      at = new URL(next, at).href;
    }
  }

  cookies(url: string): string {
    return [...(this.jars.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  has(host: string, name: string): boolean {
    return this.jars.get(host)?.has(name) ?? false;
  }
}

describe('signing in by an identity provider', () => {
  let api: Api;
  let idp: Server;
  let provider: Provider;
  let issuer: string;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  const people: Record<string, Claims> = {
    sub1: {
      preferred_username: 'Li.Na',
      name: '李娜',
      department: 'justice',
      realm_access: { roles: ['handler', 'x'] },
    },
    sub2: { preferred_username: 'desk', name: '冒名', department: 'police', realm_access: { roles: ['desk'] } },
    sub3: { preferred_username: 'nobody', name: '无岗', department: 'justice', realm_access: { roles: ['x'] } },
    sub4: { preferred_username: 'far', name: '外地', department: 'harbour', realm_access: { roles: ['handler'] } },
    sub6: { preferred_username: 'wu', name: '吴一', department: 'land', realm_access: { roles: ['handler'] } },
    sub7: { preferred_username: 'zheng', name: '郑一', department: 'land', realm_access: { roles: ['handler'] } },
    sub8: { preferred_username: 'chu', name: '褚一', department: 'land', realm_access: { roles: ['handler'] } },
    sub9: { preferred_username: 'wei', name: '卫一', department: 'land', realm_access: { roles: ['handler'] } },
    sub5: { preferred_username: 'li.na', name: '同名', department: 'land', realm_access: { roles: ['head'] } },
  };

  /** Of whom nothing is told but who they are, except as they sign in (OpenID Connect Core 1.0, 12.2 lets a provider). */
  const quiet = new Set<string>();

  beforeAll(async () => {
    // What the provider advises whoever runs it for real.
    for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
    // Where the API listens has to be known to the provider, and the other way round.
    const probe = createServer();
    await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
    const port = (probe.address() as AddressInfo).port;
    await new Promise((done) => probe.close(done));
    const own = `http://127.0.0.1:${port}`;
    idp = createServer((request, response) => void provider.callback()(request, response));
    await new Promise<void>((done) => idp.listen(0, '127.0.0.1', done));
    issuer = `http://127.0.0.1:${(idp.address() as AddressInfo).port}`;
    pair = await generateKeyPair('RS256', { extractable: true });
    const configuration: Configuration = {
      clients: [
        {
          client_id: 'disputes',
          client_secret: 'known to both',
          token_endpoint_auth_method: 'client_secret_post',
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: [`${own}/api/v1/auth/oidc/callback`],
          post_logout_redirect_uris: [`${own}/`],
          backchannel_logout_uri: `${own}/api/v1/auth/oidc/backchannel-logout`,
          backchannel_logout_session_required: true,
        },
      ],
      claims: { openid: ['sub', 'preferred_username', 'name', 'department', 'realm_access'] },
      features: { backchannelLogout: { enabled: true } },
      // Its own way out asks nobody on this machine.
      fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
      jwks: { keys: [{ ...(await exportJWK(pair.privateKey)), kid: 'its-key', use: 'sig', alg: 'RS256' }] },
      conformIdTokenClaims: false,
      cookies: { keys: ['only here'] },
      pkce: { required: () => true },
      issueRefreshToken: async () => true,
      findAccount: (_context, sub, token) => {
        const isQuiet = token?.kind === 'RefreshToken' && quiet.has(sub);
        return people[sub] && { accountId: sub, claims: () => ({ sub, ...(!isQuiet && people[sub]) }) };
      },
    };
    provider = new Provider(issuer, configuration);
    api = await Api.start(
      {
        AUTH_MODE: 'oidc',
        PUBLIC_URL: own,
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: 'disputes',
        OIDC_CLIENT_SECRET: 'known to both',
        OIDC_ROLES_CLAIM: 'realm_access.roles',
        STREAM_BEAT_MS: '100',
      },
      port,
    );
  });
  afterAll(async () => {
    await api.stop();
    idp.closeAllConnections();
    await new Promise((done) => idp.close(done));
  });

  const callback = (url: string) => url.startsWith(`${api.url}/api/v1/auth/oidc/callback`);
  /** Signs in at the provider, and stops where it sends the browser back. */
  const atProvider = async (browser: Browser, sub: string, returnTo = '/', again = false) => {
    let { url, response } = await browser.follow(
      `${api.url}/api/v1/auth/oidc/login?returnTo=${encodeURIComponent(returnTo)}${again ? '&again=true' : ''}`,
      callback,
    );
    while (!callback(url)) {
      const page = await response.text();
      const form = { prompt: page.includes('name="login"') ? 'login' : 'consent', login: sub, password: 'x' };
      const sent = await browser.go(url, { method: 'POST', body: new URLSearchParams(form) });
      ({ url, response } = await browser.follow(new URL(sent.headers.get('location')!, url).href, callback));
    }
    return url;
  };
  const signIn = async (sub: string, returnTo?: string) => {
    const browser = new Browser();
    return { browser, response: await browser.go(await atProvider(browser, sub, returnTo)) };
  };
  const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
  const meOf = async (browser: Browser) => (await (await browser.go(`${api.url}/api/v1/me`)).json()) as Claims;

  it('makes a person of the claims and sends them where they wanted to go', async () => {
    const { browser, response } = await signIn('sub1', '/inbox?tab=work');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/inbox?tab=work']);
    expect(await meOf(browser)).toMatchObject({
      id: 'li.na',
      username: 'li.na',
      name: '李娜',
      departmentId: 'justice',
      roles: ['handler'],
    });
    expect(browser.has(new URL(api.url).host, 'sign-in')).toBe(false);
  });

  it('asks with PKCE, state and nonce', async () => {
    const { headers } = await new Browser().go(`${api.url}/api/v1/auth/oidc/login`);
    const asked = new URL(headers.get('location')!).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)!.length).toBeGreaterThan(30);
    expect(headers.getSetCookie()[0]).toMatch(/^sign-in=.*HttpOnly.*SameSite=Lax/);
  });

  it('takes up at the next sign-in what the provider changed', async () => {
    const { browser } = await signIn('sub1');
    people.sub1 = { ...people.sub1, department: 'land', realm_access: { roles: ['handler', 'head'] } };
    await signIn('sub1');
    expect(await meOf(browser)).toMatchObject({ departmentId: 'land', roles: ['handler', 'head'] });
    people.sub1 = { ...people.sub1, department: 'justice', realm_access: { roles: ['handler'] } };
    await signIn('sub1');
  });

  it.each([
    ['whose name belongs to a demo account', 'sub2'],
    ['without a role', 'sub3'],
    ['of an unknown department', 'sub4'],
    ['who has the name of somebody else', 'sub5'],
  ])('has no place for somebody %s', async (_what, sub) => {
    await signIn('sub1');
    const { browser, response } = await signIn(sub);
    expect([response.status, await codeOf(response)]).toEqual([403, 'NO_PLACE_HERE']);
    expect(browser.has(new URL(api.url).host, 'session')).toBe(false);
  });

  it('lets nobody in whom it was told to keep out', async () => {
    await signIn('sub1');
    await api.engine.database.owner.query(`UPDATE account SET active = false WHERE id = 'li.na'`);
    try {
      expect((await signIn('sub1')).response.status).toBe(403);
    } finally {
      await api.engine.database.owner.query(`UPDATE account SET active = true WHERE id = 'li.na'`);
    }
  });

  it.each<[string, (url: string, browser: Browser) => [string, Browser]]>([
    ['another browser', (url) => [url, new Browser()]],
    ['another state', (url, browser) => [url.replace(/state=[^&]+/, 'state=forged'), browser]],
    ['no state', (url, browser) => [url.replace(/&?state=[^&]+/, ''), browser]],
    ['another code', (url, browser) => [url.replace(/code=[^&]+/, 'code=forged'), browser]],
    ['another issuer', (url, browser) => [url.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example'), browser]],
    ['an error', (url, browser) => [url.replace(/code=[^&]+/, 'error=access_denied'), browser]],
  ])('refuses to finish with %s', async (_what, forge) => {
    const browser = new Browser();
    const [url, other] = forge(await atProvider(browser, 'sub1'), browser);
    const response = await other.go(url);
    expect([response.status, await codeOf(response)]).toEqual([401, 'SIGN_IN_REFUSED']);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('finishes once', async () => {
    const browser = new Browser();
    const url = await atProvider(browser, 'sub1');
    expect((await browser.go(url)).status).toBe(302);
    expect((await browser.go(url)).status).toBe(401);
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'inbox', '/a b'])(
    'sends nobody on to %s',
    async (returnTo) => {
      const url = `${api.url}/api/v1/auth/oidc/login?returnTo=${encodeURIComponent(returnTo)}`;
      expect((await new Browser().go(url)).status).toBe(400);
    },
  );

  it('signs out at both ends', async () => {
    const { browser } = await signIn('sub1');
    const out = await browser.go(`${api.url}/api/v1/auth/logout`, { method: 'POST', headers: { origin: api.url } });
    const { logoutUrl } = (await out.json()) as { logoutUrl: string };
    expect(logoutUrl).toMatch(new RegExp(`^${issuer}/session/end\\?.*id_token_hint=`));
    expect((await browser.go(logoutUrl)).status).toBe(200);
    expect((await browser.go(`${api.url}/api/v1/me`)).status).toBe(401);
  });

  describe('somebody signs out at the provider', () => {
    const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
    const statusOf = async (browser: Browser) => (await browser.go(`${api.url}/api/v1/me`)).status;
    const send = (token: string) =>
      fetch(`${api.url}/api/v1/auth/oidc/backchannel-logout`, {
        method: 'POST',
        body: new URLSearchParams({ logout_token: token }),
      });
    const sidOf = async () => {
      const [row] = (await api.engine.database.owner.query(
        `SELECT provider_sid AS sid FROM session ORDER BY created_at DESC LIMIT 1`,
      )) as { sid: string }[];
      return row!.sid;
    };
    const tokenOf = (claims: JWTPayload, key = pair.privateKey, header: object = {}) =>
      new SignJWT({ iss: issuer, aud: 'disputes', jti: `${Math.random()}`, events: { [EVENT]: {} }, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'its-key', typ: 'logout+jwt', ...header })
        .sign(key);
    const now = () => Math.floor(Date.now() / 1000);

    it('and is out here too, open streams included; other sessions go on', async () => {
      const [{ browser }, other] = [await signIn('sub1'), await signIn('sub1')];
      const stream = await EventStream.open(`${api.url}/api/v1/stream`, { cookie: browser.cookies(api.url) });
      const page = await (await browser.go(`${issuer}/session/end`)).text();
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)![1]!;
      const form = new URLSearchParams({ xsrf, logout: 'yes' });
      await browser.go(`${issuer}/session/end/confirm`, { method: 'POST', body: form });
      await stream.end();
      expect([await statusOf(browser), await statusOf(other.browser)]).toEqual([401, 200]);
    });

    it('everywhere, where the token names the person alone, and only what had begun', async () => {
      const { browser } = await signIn('sub1');
      const old = await tokenOf({ sub: 'sub1', iat: now() - 200 });
      expect((await send(old)).status).toBe(200);
      expect(await statusOf(browser)).toBe(200);
      const answer = await send(await tokenOf({ sub: 'sub1', iat: now() }));
      expect([answer.status, answer.headers.get('cache-control'), await answer.text()]).toEqual([200, 'no-store', '']);
      expect(await statusOf(browser)).toBe(401);
    });

    it.each<[string, (sid: string) => Promise<string>]>([
      ['of another issuer', (sid) => tokenOf({ sid, iat: now(), iss: 'https://evil.example' })],
      ['for another client', (sid) => tokenOf({ sid, iat: now(), aud: 'other' })],
      ['that is old', (sid) => tokenOf({ sid, iat: now() - 1_000 })],
      ['without a time', (sid) => tokenOf({ sid })],
      ['without an id', (sid) => tokenOf({ sid, iat: now(), jti: undefined })],
      ['without its event', (sid) => tokenOf({ sid, iat: now(), events: {} })],
      ['with a nonce, as an ID token', (sid) => tokenOf({ sid, iat: now(), nonce: 'x' })],
      ['that names nobody', () => tokenOf({ iat: now() })],
      ['of another key', async (sid) => tokenOf({ sid, iat: now() }, (await generateKeyPair('RS256')).privateKey)],
      [
        'that nobody signed',
        async (sid) => {
          const [, body] = (await tokenOf({ sid, iat: now() })).split('.');
          return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
        },
      ],
      ['that is none', () => Promise.resolve('x')],
    ])('believes no token %s', async (_what, make) => {
      const { browser } = await signIn('sub1');
      const answer = await send(await make(await sidOf()));
      expect([answer.status, await codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
      expect(await statusOf(browser)).toBe(200);
    });

    it('as the one form that is taken', async () => {
      const body = new URLSearchParams({ name: 'x' });
      const answer = await fetch(`${api.url}/api/v1/auth/login`, { method: 'POST', body });
      expect(answer.status).toBe(415);
    });
  });

  it('asks for the password again where that is wanted, whoever is signed in there', async () => {
    const proved = async () =>
      (
        (await api.engine.database.owner.query(
          `SELECT proved_at AS "provedAt" FROM session ORDER BY created_at DESC LIMIT 1`,
        )) as [{ provedAt: Date | null }]
      )[0].provedAt;
    const absent = { awayUntil: new Date(Date.now() + 86_400_000).toISOString() };
    const setAway = (browser: Browser) =>
      browser.go(`${api.url}/api/v1/users/li.na`, {
        method: 'PATCH',
        body: JSON.stringify(absent),
        headers: { origin: api.url, 'content-type': 'application/json' },
      });
    const { browser } = await signIn('sub1');
    expect(await proved()).not.toBeNull();
    // What another provider says that names no moment unless it is asked for it.
    await api.engine.database.owner.query(`UPDATE session SET proved_at = NULL`);
    const refused = await setAway(browser);
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'SIGN_IN_AGAIN']);
    const before = Date.now();
    await browser.go(await atProvider(browser, 'sub1', '/', true));
    expect((await proved())!.getTime()).toBeGreaterThan(before - 2_000);
    expect((await setAway(browser)).status).toBe(200);
  });

  it('lets tokens and feeds go on while the provider vouches for their person, and not when they have left', async () => {
    const { browser } = await signIn('sub6');
    const asks = (path: string, body: object) =>
      browser.go(`${api.url}/api/v1${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { origin: api.url, 'content-type': 'application/json' },
      });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { token } = (await (await asks('/tokens', { name: 'x', scopes: ['read'], expiresAt })).json()) as Token;
    const feed = (await (await asks('/visits/feed', {})).json()) as Token;
    const open = async () => [
      (await api.call('', 'GET', '/me', undefined, { authorization: `Bearer ${token}` })).status,
      (await api.get('', `/visits.ics?token=${feed.token}`)).status,
    ];
    const vouched = (ago: string) =>
      api.engine.database.owner.query(`UPDATE account SET vouched_at = now() - $1::interval WHERE id = 'wu'`, [ago]);
    expect(await open()).toEqual([200, 200]);
    await vouched('15 days');
    // A token that was used a moment ago is remembered for two seconds.
    for (const end = Date.now() + 10_000; (await open()).join() !== '401,404';) {
      if (Date.now() > end) throw new Error('they went on');
    }
    // They sign in again: it was no end.
    await signIn('sub6');
    expect(await open()).toEqual([200, 200]);
    // The provider knows them and gives them no role any more.
    people.sub6 = { ...people.sub6, realm_access: { roles: [] } };
    const left = await signIn('sub6');
    expect([left.response.status, await codeOf(left.response)]).toEqual([403, 'NO_PLACE_HERE']);
    expect(await open()).toEqual([401, 404]);
    const [{ n }] = (await api.engine.database.owner.query(
      `SELECT count(*)::int AS n FROM api_token WHERE account_id = 'wu'`,
    )) as [{ n: number }];
    expect(n).toBe(0);
  });

  it('notes a person who was moved, with before and after', async () => {
    await signIn('sub7');
    people.sub7 = { ...people.sub7, department: 'labour', realm_access: { roles: ['handler', 'head'] } };
    await signIn('sub7');
    const rows = (await api.engine.database.owner.query(
      `SELECT data FROM access_log WHERE action = 'person-changed' AND user_id = 'zheng' ORDER BY id`,
    )) as { data: object }[];
    const first = { id: 'zheng', name: '郑一', departmentId: 'land', roles: ['handler'] };
    expect(rows.map(({ data }) => data)).toEqual([
      { userId: 'zheng', by: 'oidc', before: null, after: first },
      {
        userId: 'zheng',
        by: 'oidc',
        before: first,
        after: { ...first, departmentId: 'labour', roles: ['handler', 'head'] },
      },
    ]);
  });

  it('asks the provider about whoever is at work: what it says of them holds, and who was let go is out', async () => {
    const { browser } = await signIn('sub8');
    const me = () => browser.go(`${api.url}/api/v1/me`);
    const longAgo = () =>
      api.engine.database.owner.query(
        `UPDATE session SET asked_at = now() - interval '10 minutes' WHERE account_id = 'chu'`,
      );
    // What is remembered of a session is for two seconds.
    const becomes = async (holds: (answer: Response) => boolean | Promise<boolean>) => {
      for (const end = Date.now() + 10_000; !(await holds(await me()));)
        if (Date.now() > end) throw new Error('it stays');
    };
    people.sub8 = { ...people.sub8, realm_access: { roles: ['head'] } };
    expect(await (await me()).json()).toMatchObject({ roles: ['handler'] });
    await longAgo();
    await becomes(async (answer) => ((await answer.json()) as { roles: string[] }).roles.join() === 'head');
    // Asked with what it gave the last time, and again.
    await longAgo();
    await becomes(async (answer) => {
      const [{ n }] = (await api.engine.database.owner.query(
        `SELECT count(*)::int AS n FROM session WHERE account_id = 'chu' AND asked_at > now() - interval '1 minute'`,
      )) as [{ n: number }];
      return answer.ok && n === 1;
    });
    delete people.sub8;
    await longAgo();
    await becomes((answer) => answer.status === 401);
    const [last] = (await api.engine.database.owner.query(
      `SELECT action, data FROM access_log WHERE user_id = 'chu' ORDER BY id DESC LIMIT 1`,
    )) as { action: string; data: object }[];
    expect(last).toEqual({ action: 'sign-out', data: { by: 'oidc' } });
  });

  it('takes the silence of a provider that was asked for no leaving', async () => {
    const { browser } = await signIn('sub9');
    const made = await browser.go(`${api.url}/api/v1/tokens`, {
      method: 'POST',
      body: JSON.stringify({ name: 'x', scopes: ['read'], expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
      headers: { origin: api.url, 'content-type': 'application/json' },
    });
    const { token } = (await made.json()) as Token;
    const askUntil = async (holds: (answer: Response) => Promise<boolean>) => {
      await api.engine.database.owner.query(
        `UPDATE session SET asked_at = now() - interval '10 minutes' WHERE account_id = 'wei'`,
      );
      for (const end = Date.now() + 10_000; !(await holds(await browser.go(`${api.url}/api/v1/me`)));)
        if (Date.now() > end) throw new Error('it stays');
    };
    quiet.add('sub9');
    let isAsked = false;
    provider.once('grant.success', () => (isAsked = true));
    await askUntil(async () => isAsked);
    // What was said is taken in one after the other: what comes now is heard by whoever is in still.
    quiet.delete('sub9');
    people.sub9 = { ...people.sub9, realm_access: { roles: ['head'] } };
    await askUntil(async (answer) => ((await answer.json()) as { roles?: string[] }).roles?.join() === 'head');
    const asProgram = await api.call('', 'GET', '/me', undefined, { authorization: `Bearer ${token}` });
    expect(asProgram.status).toBe(200);
  });

  it('ends nobody’s access without an entry that says so', async () => {
    const { owner } = api.engine.database;
    await signIn('sub9');
    const left = async () => {
      people.sub9 = { ...people.sub9, realm_access: { roles: [] } };
      const { response } = await signIn('sub9');
      const [counts] = (await owner.query(
        `SELECT (SELECT count(*)::int FROM session WHERE account_id = 'wei') AS sessions,
           (SELECT count(*)::int FROM access_log WHERE user_id = 'wei' AND data->'after' = 'null') AS noted`,
      )) as { sessions: number; noted: number }[];
      return { status: response.status, isIn: counts!.sessions > 0, noted: counts!.noted };
    };
    await owner.query(`ALTER TABLE access_log ADD CONSTRAINT full_disk CHECK (action <> 'person-changed') NOT VALID`);
    try {
      expect(await left()).toEqual({ status: 500, isIn: true, noted: 0 });
    } finally {
      await owner.query(`ALTER TABLE access_log DROP CONSTRAINT full_disk`);
    }
    expect(await left()).toEqual({ status: 403, isIn: false, noted: 1 });
  });

  it('ends nobody’s work while the provider is away', async () => {
    const { browser } = await signIn('sub7');
    idp.closeAllConnections();
    const { port } = new URL(issuer);
    await new Promise((done) => idp.close(done));
    await api.engine.database.owner.query(`UPDATE session SET asked_at = now() - interval '10 minutes'`);
    const asked = async () => {
      const [{ n }] = (await api.engine.database.owner.query(
        `SELECT count(*)::int AS n FROM session WHERE account_id = 'zheng' AND asked_at > now() - interval '1 minute'`,
      )) as [{ n: number }];
      return n > 0;
    };
    const me = () => browser.go(`${api.url}/api/v1/me`);
    for (const end = Date.now() + 10_000; !(await asked());) {
      if (Date.now() > end) throw new Error('nobody asked');
      expect((await me()).status).toBe(200);
    }
    expect((await me()).status).toBe(200);
    await new Promise<void>((done) => idp.listen(Number(port), '127.0.0.1', done));
  });

  it('asks once a night about who is away, where it is given what to ask with for good', async () => {
    const { owner } = api.engine.database;
    const config = api.app.get<Config>(CONFIG);
    const ask = (OIDC_SCOPE: string) =>
      Object.assign(api.app.get(IdentityProvider), { config: { ...config, OIDC_SCOPE } });
    const away = { jiang: 'sub20', qi: 'sub21', tao: 'sub22', jin: 'sub23' };
    const ids = Object.keys(away);
    for (const [id, sub] of Object.entries(away))
      people[sub] = { preferred_username: id, name: id, department: 'land', realm_access: { roles: ['handler'] } };
    const standing = () =>
      owner.query(
        `SELECT id, roles, vouched_at > now() - interval '1 minute' AS vouched FROM account WHERE id = ANY ($1) ORDER BY id`,
        [ids],
      );
    const begin = async () => {
      await owner.query(`DELETE FROM session WHERE account_id = ANY ($1)`, [ids]);
      await owner.query(
        `UPDATE account SET provider_asked_at = now() - interval '1 day', vouched_at = now() - interval '10 days'
         WHERE id = ANY ($1) AND provider_token IS NOT NULL`,
        [ids],
      );
    };
    const night = () => api.app.get(Vouching).askAtNight();
    try {
      await signIn(away.jin);
      ask(`${config.OIDC_SCOPE} offline_access`);
      for (const id of ['jiang', 'qi', 'tao'] as const) await signIn(away[id]);
      await begin();
      delete people[away.jiang];
      people[away.qi] = { ...people[away.qi], realm_access: { roles: ['head'] } };
      quiet.add(away.tao);
      await night();
      expect(await standing()).toEqual([
        { id: 'jiang', roles: ['handler'], vouched: null },
        // It gave nothing that lasts when they were here.
        { id: 'jin', roles: ['handler'], vouched: true },
        { id: 'qi', roles: ['head'], vouched: true },
        { id: 'tao', roles: ['handler'], vouched: true },
      ]);
      const noted = await owner.query(
        `SELECT action, data FROM access_log WHERE user_id = 'jiang' ORDER BY id DESC LIMIT 1`,
      );
      expect(noted).toEqual([{ action: 'sign-out', data: { by: 'oidc' } }]);
      // Each once, with what it gave the last time.
      let asked = 0;
      const count = () => (asked += 1);
      provider.on('grant.success', count);
      await night();
      expect(asked).toBe(0);
      await begin();
      await night();
      expect(asked).toBe(2);
      // Of whom nobody answers is asked again as soon as somebody does.
      await begin();
      idp.closeAllConnections();
      await new Promise((done) => idp.close(done));
      await expect(night()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      await new Promise<void>((done) => idp.listen(Number(new URL(issuer).port), '127.0.0.1', done));
      await night();
      expect(asked).toBe(4);
      // Whom it gives no place any more has left, and is asked about no more.
      people[away.qi] = { ...people[away.qi], realm_access: { roles: [] } };
      await begin();
      await night();
      expect(asked).toBe(6);
      await begin();
      await night();
      expect(asked).toBe(7);
      provider.off('grant.success', count);
    } finally {
      ask(config.OIDC_SCOPE);
    }
  });

  it('knows no passwords', async () => {
    const login = await api.call('', 'POST', '/auth/login', { username: 'desk', password: 'demo' });
    expect(login.status).toBe(404);
  });

  describe('the one administrator who stays local', () => {
    const PASSWORD = 'ein langer Satz vom Fluss';
    const enter = (username: string, password = PASSWORD) =>
      api.call<Token>('', 'POST', '/auth/login', { username, password });
    const logged = (userId: string) =>
      api.engine.database.owner.query(
        `SELECT action FROM access_log WHERE user_id = $1 AND action IN ('sign-in', 'break-glass') ORDER BY id`,
        [userId],
      ) as Promise<{ action: string }[]>;
    let told: jest.SpiedFunction<Logger['error']>;
    beforeAll(async () => {
      told = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      await api.engine.database.owner.query(
        `INSERT INTO account (id, name, department_id, roles, password_hash) VALUES
           ('rescue', '应急', 'district', '{admin}', $1), ('clerk', '某', 'police', '{desk}', $1)`,
        [await hashPassword(PASSWORD)],
      );
      api.app.get(Directory).forget();
    });
    afterAll(() => told.mockRestore());

    it('comes in past the provider, and it is in the log of who audits and of who operates', async () => {
      const { status, body } = await enter('rescue');
      expect(status).toBe(200);
      expect(await logged('rescue')).toEqual([{ action: 'sign-in' }, { action: 'break-glass' }]);
      expect(told.mock.calls.map(([line]) => String(line))).toEqual([
        expect.stringMatching(/^rescue signed in past the identity provider, from /),
      ]);
      api.know('rescue', body.token);
      expect((await api.get<Claims>('rescue', '/me')).body).toMatchObject({ id: 'rescue', roles: ['admin'] });
      // A wrong password is refused and noted as anywhere, and is no alarm.
      expect((await enter('rescue', 'demo')).status).toBe(401);
      expect(told).toHaveBeenCalledTimes(1);
    });

    it('and nobody else: no clerk with a password, and no administrator of the provider', async () => {
      expect((await enter('clerk')).status).toBe(404);
      await api.engine.database.owner.query(`UPDATE account SET oidc_subject = 'x y' WHERE id = 'rescue'`);
      expect((await enter('rescue')).status).toBe(404);
      await api.engine.database.owner.query(`UPDATE account SET oidc_subject = NULL WHERE id = 'rescue'`);
    });

    it('reads in the readiness who is gone at the provider, so that somebody takes over', async () => {
      const gone = async () => {
        const { body } = await api.get<{ items: { code: string; of: string[] }[] }>('rescue', '/readiness');
        return body.items.find(({ code }) => code === 'gone-at-provider')!.of;
      };
      people.sub12 = {
        preferred_username: 'feng',
        name: '冯一',
        department: 'land',
        realm_access: { roles: ['handler'] },
      };
      people.sub13 = { ...people.sub12, preferred_username: 'shen', name: '沈一' };
      await Promise.all([signIn('sub12'), signIn('sub13')]);
      expect((await gone()).filter((id) => ['feng', 'shen'].includes(id))).toEqual([]);
      // One is given no role any more and is heard of at the next sign-in; the other never comes back.
      people.sub12 = { ...people.sub12, realm_access: { roles: [] } };
      await signIn('sub12');
      expect(await gone()).toContain('feng');
      await api.engine.database.owner.query(
        `UPDATE account SET vouched_at = now() - interval '15 days' WHERE id = 'shen'`,
      );
      expect(await gone()).toEqual(expect.arrayContaining(['feng', 'shen']));
      people.sub12 = { ...people.sub12, realm_access: { roles: ['handler'] } };
      await signIn('sub12');
      expect(await gone()).not.toContain('feng');
    });

    it('prepares accounts: ladders reach them before they ever came, and who has their name there is them', async () => {
      const made = await api.post<{ user: Claims; invitation: null }>('rescue', '/users', {
        username: 'zhou',
        name: '周一',
        departmentId: 'forestry',
        roles: ['head'],
        phone: '13900001111',
      });
      expect(made).toMatchObject({
        status: 201,
        body: { user: { id: 'zhou', roles: ['head'], account: { signedInAt: null } }, invitation: null },
      });
      const link = await api.post<{ code: string }>('rescue', '/users/zhou/invite', {});
      expect([link.status, link.body.code]).toEqual([409, 'NO_PASSWORDS_HERE']);
      const heads = async () => {
        const tree = await new Directory(api.engine.source).load();
        return tree.people({ post: 'head', departmentId: 'forestry' }).map(({ id }) => id);
      };
      expect(await heads()).toContain('zhou');
      people.sub10 = {
        preferred_username: 'Zhou',
        name: '周一',
        department: 'forestry',
        realm_access: { roles: ['head'] },
      };
      const { browser, response } = await signIn('sub10');
      expect(response.status).toBe(302);
      expect(await meOf(browser)).toMatchObject({ id: 'zhou', departmentId: 'forestry', roles: ['head'] });
      expect((await heads()).filter((id) => id === 'zhou')).toHaveLength(1);
      const { body } = await api.get<{ account: Claims }>('rescue', '/users/zhou');
      expect(body.account).toMatchObject({ phone: '13900001111', signedInAt: expect.any(String) });
      // They are the provider's from then on: another of that name there is not them.
      people.sub11 = { ...people.sub10, name: '冒名' };
      const other = await signIn('sub11');
      expect([other.response.status, await codeOf(other.response)]).toEqual([403, 'NO_PLACE_HERE']);
    });
  });
});
