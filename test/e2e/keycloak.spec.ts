import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { freePort } from '../../apps/local/servers.js';
import { launch, sit } from '../support/browser.js';
import { findKeycloak, Keycloak } from '../support/keycloak.js';
import { Township, until } from '../support/township.js';

/** The console and a real Keycloak in a real browser; in `npm run check:full` only, since it takes a minute to start. */
const FULL = process.env.CHECK === 'full';
const found = FULL ? findKeycloak() : { why: 'only npm run check:full tries it' };
if (FULL && 'why' in found) process.stderr.write(`Keycloak is not tried: ${found.why}\n`);

const CLIENT = { id: 'disputes', secret: 'known to both' };

('why' in found ? describe.skip : describe)('signing in by a real Keycloak', () => {
  let keycloak: Keycloak;
  let town: Township;
  const env: Record<string, string> = {};
  let browser: Browser;

  beforeAll(async () => {
    if ('why' in found) return;
    keycloak = await Keycloak.start(found);
    const own = `http://127.0.0.1:${await freePort()}`;
    await realm(own);
    Object.assign(env, {
      AUTH_MODE: 'oidc',
      PUBLIC_URL: own,
      OIDC_ISSUER: `${keycloak.url}/realms/county`,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      STREAM_BEAT_MS: '500',
      OIDC_ASK_SECONDS: '2',
    });
    town = new Township(env);
    town.url = own;
    [browser] = await Promise.all([launch(), town.start()]);
  }, 400_000);
  afterAll(async () => {
    await browser?.close();
    await town?.remove();
    await keycloak?.stop();
  });

  /** As docs/operations.md tells a county to set it up. */
  async function realm(own: string): Promise<void> {
    await keycloak.admin('POST', '/realms', { realm: 'county', enabled: true, sslRequired: 'none' });
    const profile = await keycloak.admin<object>('GET', '/realms/county/users/profile');
    await keycloak.admin('PUT', '/realms/county/users/profile', { ...profile, unmanagedAttributePolicy: 'ADMIN_EDIT' });
    for (const name of ['handler', 'head', 'desk', 'admin'])
      await keycloak.admin('POST', '/realms/county/roles', { name });
    await keycloak.admin('POST', '/realms/county/clients', {
      clientId: CLIENT.id,
      secret: CLIENT.secret,
      publicClient: false,
      standardFlowEnabled: true,
      directAccessGrantsEnabled: false,
      redirectUris: [`${own}/api/v1/auth/oidc/callback`],
      attributes: {
        'pkce.code.challenge.method': 'S256',
        'post.logout.redirect.uris': `${own}/`,
        'backchannel.logout.url': `${own}/api/v1/auth/oidc/backchannel-logout`,
        'backchannel.logout.session.required': 'true',
      },
      protocolMappers: [
        {
          name: 'department',
          protocol: 'openid-connect',
          protocolMapper: 'oidc-usermodel-attribute-mapper',
          config: {
            'user.attribute': 'department',
            'claim.name': 'department',
            'jsonType.label': 'String',
            'id.token.claim': 'true',
          },
        },
        {
          name: 'roles',
          protocol: 'openid-connect',
          protocolMapper: 'oidc-usermodel-realm-role-mapper',
          config: { 'claim.name': 'roles', multivalued: 'true', 'jsonType.label': 'String', 'id.token.claim': 'true' },
        },
      ],
    });
    await person('lina', '娜', '李', { department: ['justice'] }, ['handler']);
    await person('nowhere', '岗', '无', {}, ['handler']);
  }

  async function person(username: string, firstName: string, lastName: string, attributes: object, roles: string[]) {
    const credentials = [{ type: 'password', value: 'a long enough one', temporary: false }];
    const email = `${username}@example.gov.cn`;
    const made = { username, firstName, lastName, email, emailVerified: true, enabled: true, attributes, credentials };
    await keycloak.admin('POST', '/realms/county/users', made);
    const id = await idOf(username);
    const granted = await Promise.all(
      roles.map((role) => keycloak.admin<object>('GET', `/realms/county/roles/${role}`)),
    );
    await keycloak.admin('POST', `/realms/county/users/${id}/role-mappings/realm`, granted);
  }
  const idOf = async (username: string) => {
    const [user] = await keycloak.admin<{ id: string }[]>(
      'GET',
      `/realms/county/users?exact=true&username=${username}`,
    );
    return user!.id;
  };

  const atDoor = (page: Page) => page.locator('a[href*="auth/oidc/login"]');
  const signIn = async (page: Page, username: string) => {
    await page.goto('/');
    await atDoor(page).click();
    await page.locator('#username').fill(username);
    await page.locator('#password').fill('a long enough one');
    await page.locator('#kc-login').click();
  };
  const me = async (page: Page) => (await page.request.get('/api/v1/me')).status();

  it('makes a person of its claims, and signs out at both ends', async () => {
    const { page } = await sit(browser, town.url, '');
    await signIn(page, 'lina');
    await page.waitForURL(`${town.url}/**`);
    const answer = await page.request.get('/api/v1/me');
    expect(await answer.json()).toMatchObject({
      id: 'lina',
      username: 'lina',
      name: '娜 李',
      departmentId: 'justice',
      roles: ['handler'],
    });
    await page.getByRole('button', { name: '退出登录' }).click();
    await atDoor(page).waitFor();
    expect(page.url().startsWith(town.url)).toBe(true);
    expect(await me(page)).toBe(401);
    // It asks for the password again: its own session is over, too.
    await atDoor(page).click();
    await page.locator('#password').waitFor();
  });

  it('has no place for somebody without a department, and says so', async () => {
    const { page } = await sit(browser, town.url, '');
    await signIn(page, 'nowhere');
    await page.getByText('NO_PLACE_HERE').waitFor();
  });

  it('ends sessions here that were ended there', async () => {
    const { page } = await sit(browser, town.url, '');
    await signIn(page, 'lina');
    await page.getByRole('button', { name: '退出登录' }).waitFor();
    expect(await me(page)).toBe(200);
    await keycloak.admin('POST', `/realms/county/users/${await idOf('lina')}/logout`);
    // The page notices by itself and asks for the sign-in again, over what one was at.
    await page.getByRole('dialog').waitFor();
    expect(await me(page)).toBe(401);
  });

  it('lets nobody in who left there, and closes what they had opened here', async () => {
    const { page } = await sit(browser, town.url, '');
    await signIn(page, 'lina');
    await page.getByRole('button', { name: '退出登录' }).waitFor();
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const body = JSON.stringify({ name: '旧机', scopes: ['read'], expiresAt });
    const { token } = await page.evaluate<{ token: string }>(
      `fetch('/api/v1/tokens', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '${body}' })
         .then((answer) => answer.json())`,
    );
    const program = async () =>
      (await fetch(`${town.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await program()).toBe(200);

    const id = await idOf('lina');
    const roles = await keycloak.admin<object[]>('GET', `/realms/county/users/${id}/role-mappings/realm`);
    await keycloak.admin('DELETE', `/realms/county/users/${id}/role-mappings/realm`, roles);
    // At their next sign-in, on whatever machine, the provider gives them no role of ours.
    const { page: other } = await sit(browser, town.url, '');
    await signIn(other, 'lina');
    await other.getByText('NO_PLACE_HERE').waitFor();
    await page.getByRole('dialog').waitFor();
    expect(await me(page)).toBe(401);
    expect(await program()).toBe(401);

    // An account that was closed there: Keycloak ends its sessions and tells nobody. It is asked.
    const granted = await keycloak.admin<object>('GET', '/realms/county/roles/handler');
    await keycloak.admin('POST', `/realms/county/users/${id}/role-mappings/realm`, [granted]);
    const { page: third } = await sit(browser, town.url, '');
    await signIn(third, 'lina');
    await third.getByRole('button', { name: '退出登录' }).waitFor();
    const user = await keycloak.admin<object>('GET', `/realms/county/users/${id}`);
    await keycloak.admin('PUT', `/realms/county/users/${id}`, { ...user, enabled: false });
    await third.getByRole('dialog').waitFor();
    expect(await me(third)).toBe(401);
    const { page: fourth } = await sit(browser, town.url, '');
    await fourth.goto('/');
    await atDoor(fourth).click();
    await fourth.locator('#username').fill('lina');
    await fourth.locator('#password').fill('a long enough one');
    await fourth.locator('#kc-login').click();
    await fourth.locator('.kc-feedback-text, #input-error, .pf-m-error').first().waitFor();
    expect(await me(fourth)).toBe(401);
  });

  it('asks each night about who is away, and shows who was let go there', async () => {
    env.OIDC_SCOPE = 'openid profile email offline_access';
    await town.stop();
    await town.start();
    await person('zhao', '明', '赵', { department: ['land'] }, ['handler']);
    await person('qian', '明', '钱', { department: ['land'] }, ['handler', 'head']);
    await person('boss', '立', '孙', { department: ['district'] }, ['admin']);
    for (const username of ['zhao', 'qian']) {
      const { page, context } = await sit(browser, town.url, '');
      await signIn(page, username);
      await page.getByRole('button', { name: '退出登录' }).waitFor();
      // They close the browser and sign out nowhere; long before the night Keycloak has ended its own session.
      await context.close();
      const sessions = await keycloak.admin<{ id: string }[]>(
        'GET',
        `/realms/county/users/${await idOf(username)}/sessions`,
      );
      for (const { id } of sessions) await keycloak.admin('DELETE', `/realms/county/sessions/${id}`);
    }
    const database = await town.database();
    await database.query(`DELETE FROM session WHERE account_id IN ('zhao', 'qian')`);
    await database.query(
      `UPDATE account SET provider_asked_at = now() - interval '1 day', vouched_at = now() - interval '1 day'
       WHERE id IN ('zhao', 'qian')`,
    );
    await database.destroy();
    const change = async (username: string, more: object) => {
      const path = `/realms/county/users/${await idOf(username)}`;
      await keycloak.admin('PUT', path, { ...(await keycloak.admin<object>('GET', path)), ...more });
    };
    await change('zhao', { enabled: false });
    await change('qian', { attributes: { department: ['forestry'] } });
    await town.stop();
    await town.start();
    const { page } = await sit(browser, town.url, '');
    await signIn(page, 'boss');
    await page.waitForURL(`${town.url}/**`);
    const standing = async () => {
      const { items } = (await (await page.request.get('/api/v1/readiness')).json()) as {
        items: { code: string; of: string[] }[];
      };
      return items.find(({ code }) => code === 'gone-at-provider')!.of;
    };
    await until(async () => (await standing()).includes('zhao'), 100);
    expect(await standing()).not.toContain('qian');
    const moved = (await (await page.request.get('/api/v1/users/qian')).json()) as object;
    expect(moved).toMatchObject({ departmentId: 'forestry', roles: ['handler', 'head'] });
  }, 240_000);
});
