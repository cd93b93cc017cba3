import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';

interface Channel {
  id: string;
  address: string;
  secret?: string;
  muted: string[];
  quietHours: { from: string; to: string } | null;
  active: boolean;
  code: string;
  errors: { pointer: string; code: string }[];
  kinds: string[];
}

const LEGAL = [
  'offered',
  'returned',
  'remind',
  'warn',
  'explain',
  'urge',
  'supervise',
  'supervision',
  'bulletin',
  'redispatch',
  'moved',
];

describe('where people are told', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start({ OUTGOING_ALLOW: '127.0.0.1:9' });
  });
  beforeEach(() => api.engine.database.owner.query(`TRUNCATE channel, delivery, delivery_item`));
  afterAll(() => api.stop());

  const add = (who: string, body: object) => api.post<Channel>(who, '/channels', body);
  const mail = (more: object = {}) => ({ kind: 'email', address: 'chen@example.com', ...more });

  it('is chosen by each for themselves', async () => {
    const { status, body } = await add(
      'justice',
      mail({ muted: ['resolved'], quietHours: { from: '20:00', to: '08:00' } }),
    );
    expect([status, body]).toMatchObject([
      201,
      { address: 'chen@example.com', muted: ['resolved'], quietHours: { from: '20:00', to: '08:00' }, active: true },
    ]);
    const changed = await api.call<Channel>('justice', 'PATCH', `/channels/${body.id}`, {
      quietHours: null,
      muted: [],
    });
    expect(changed.body).toMatchObject({ quietHours: null, muted: [] });
    expect((await api.call('land', 'PATCH', `/channels/${body.id}`, { muted: [] })).status).toBe(404);
    expect((await api.call('land', 'DELETE', `/channels/${body.id}`)).status).toBe(404);
    expect((await api.get<{ items: unknown[] }>('land', '/channels')).body.items).toEqual([]);
    expect((await api.call('justice', 'DELETE', `/channels/${body.id}`)).status).toBe(204);
  });

  it('shows a secret once, and keeps it and the address sealed', async () => {
    const address = 'http://127.0.0.1:9/hook?key=topsecret';
    const { body } = await add('justice', { kind: 'webhook', address });
    expect(body.secret).toMatch(/^whsec_/);
    expect(body.address).toBe('http://127.0.0.1:9/…');
    const listed = JSON.stringify((await api.get('justice', '/channels')).body);
    const kept = JSON.stringify(await api.engine.database.owner.query(`SELECT c::text FROM channel c`));
    for (const text of [listed, kept]) expect(text).not.toMatch(/topsecret|whsec_/);
  });

  it.each(['dingtalk', 'feishu'])(
    'keeps the secret that a robot of %s was given, sealed, and never says it',
    async (kind) => {
      const secret = 'SEC-told-by-the-owner';
      const { status, body } = await add('justice', { kind, address: 'http://127.0.0.1:9/robot', secret });
      expect([status, body.secret]).toEqual([201, undefined]);
      const [row] = await api.engine.database.owner.query(`SELECT secret FROM channel`);
      expect(api.engine.vault.openOwn(row.secret, 'channel')).toBe(secret);
      expect(JSON.stringify((await api.get('justice', '/channels')).body)).not.toContain(secret);
    },
  );

  it('takes no secret where none is signed with', async () => {
    const { status, body } = await add('justice', mail({ secret: 'x' }));
    expect([status, body.errors[0]]).toMatchObject([400, { pointer: '/secret', code: 'NOT_TAKEN' }]);
  });

  it.each([
    ['webhook', 'http://example.com/', 'NOT_HTTPS'],
    ['webhook', 'https://127.0.0.1/', 'PRIVATE'],
    ['wecom', 'https://[::1]/', 'PRIVATE'],
    ['wecom', 'https://localhost/', 'PRIVATE'],
    ['dingtalk', 'https://10.0.0.1/robot/send?access_token=x', 'PRIVATE'],
    ['feishu', 'https://192.168.1.1/hook/x', 'PRIVATE'],
    ['webhook', 'x', 'NOT_A_URL'],
    ['email', 'a@b\r\nBcc: c@d.example', 'NOT_AN_ADDRESS'],
    ['email', 'nobody', 'NOT_AN_ADDRESS'],
  ])('takes no %s at %s', async (kind, address, code) => {
    const { status, body } = await add('justice', { kind, address });
    expect([status, body.errors[0]]).toMatchObject([400, { pointer: '/address', code }]);
  });

  it('lets nobody turn legal deadlines off on all of them', async () => {
    const refused = await add('justice', mail({ muted: LEGAL }));
    expect([refused.status, refused.body.code, refused.body.kinds]).toEqual([409, 'LEGAL_NOTICES', LEGAL]);
    expect((await api.get<{ items: unknown[] }>('justice', '/channels')).body.items).toEqual([]);
    const first = await add('justice', mail());
    const second = await add('justice', mail({ address: 'b@example.com', muted: LEGAL }));
    expect(second.status).toBe(201);
    const change = (id: string, body: object) => api.call<Channel>('justice', 'PATCH', `/channels/${id}`, body);
    expect((await change(first.body.id, { muted: ['urge'] })).body).toMatchObject({
      code: 'LEGAL_NOTICES',
      kinds: ['urge'],
    });
    expect((await change(first.body.id, { active: false })).body.code).toBe('LEGAL_NOTICES');
    expect((await change(second.body.id, { active: false })).status).toBe(200);
  });

  it('shows what failed and sends it again', async () => {
    const { body } = await add('justice', mail());
    const [{ id }] = await api.engine.database.owner.query(
      `INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at, attempts, last_error)
       VALUES ($1, 'justice', 'failed', false, now(), now(), 8, 'answered 503') RETURNING id`,
      [body.id],
    );
    const failed = await api.get<{ items: object[] }>('justice', '/deliveries?state=failed');
    expect(failed.body.items).toMatchObject([{ id, attempts: 8, lastError: 'answered 503' }]);
    expect((await api.get<{ items: object[] }>('land', '/deliveries')).body.items).toEqual([]);
    expect((await api.post('land', `/deliveries/${id}/resend`, undefined)).status).toBe(404);
    expect((await api.post('justice', `/deliveries/${id}/resend`, undefined)).status).toBe(204);
    expect((await api.post<Channel>('justice', `/deliveries/${id}/resend`, undefined)).body.code).toBe('NOT_FAILED');
  });

  it('has an end', async () => {
    for (let n = 0; n < 10; n += 1)
      expect((await add('justice', mail({ address: `a${n}@example.com` }))).status).toBe(201);
    expect((await add('justice', mail({ address: 'a10@example.com' }))).body.code).toBe('TOO_MANY_CHANNELS');
    expect((await add('land', mail({ address: 'a@example.com' }))).status).toBe(201);
    expect((await add('land', mail({ address: 'a@example.com' }))).body.errors[0]!.code).toBe('KNOWN');
  });
});
