import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sendCodes } from '../../activities/confirm.js';
import { mailSender, robotSenders, webhookSender } from '../../activities/index.js';
import { Api } from '../support/api.js';
import { Outgoing } from '../../libs/guard/outgoing.js';
import { MailSink, WebSink, bodyOf } from '../support/sinks.js';

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
  'accepted-by-silence',
  'reopened',
  'returned',
  'remind',
  'warn',
  'explain',
  'urge',
  'supervise',
  'supervision',
  'urged',
  'bulletin',
  'redispatch',
  'lapsed',
  'moved',
  'dates-moved',
  'late-moved',
  'late-imported',
];

const web = await WebSink.start();

describe('where people are told', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start({ OUTGOING_ALLOW: `127.0.0.1:9,${web.host}` });
  });
  beforeEach(() => api.engine.database.owner.query(`TRUNCATE channel, delivery, delivery_item, confirmation`));
  afterAll(() => Promise.all([api.stop(), web.stop()]));

  const add = (who: string, body: object) => api.post<Channel>(who, '/channels', body);
  const mailOf = (more: object = {}) => ({ kind: 'email', address: 'chen@example.com', ...more });

  it('is chosen by each for themselves', async () => {
    const { status, body } = await add(
      'justice',
      mailOf({ muted: ['resolved'], quietHours: { from: '20:00', to: '08:00' } }),
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

  it('is an entry of the log at each change, with before and after and no address', async () => {
    const { body } = await add('forestry', mailOf());
    await api.call('forestry', 'PATCH', `/channels/${body.id}`, { address: 'lin@example.com', muted: ['resolved'] });
    await api.call('forestry', 'PATCH', `/channels/${body.id}`, { active: false });
    await api.call('forestry', 'DELETE', `/channels/${body.id}`);
    interface Facts {
      address: string;
      active: boolean;
      muted: string[];
    }
    const rows = (await api.engine.database.owner.query(
      `SELECT data FROM access_log WHERE user_id = 'forestry' AND action = 'channel-changed' ORDER BY id`,
    )) as { data: { channelId: string; before: Facts | null; after: Facts | null } }[];
    expect(rows.map(({ data: { before, after } }) => [before?.muted, after?.muted, after?.active])).toEqual([
      [undefined, [], true],
      [[], ['resolved'], true],
      [['resolved'], ['resolved'], false],
      [['resolved'], undefined, undefined],
    ]);
    const [made, moved] = rows.map(({ data }) => data.after?.address);
    expect(made).not.toBe(moved);
    expect(JSON.stringify(rows)).not.toContain('example.com');
    expect(new Set(rows.map(({ data }) => data.channelId))).toEqual(new Set([body.id]));
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
      const [row] = (await api.engine.database.owner.query(`SELECT secret FROM channel`)) as [{ secret: string }];
      expect(api.engine.vault.openOwn(row.secret, 'channel')).toBe(secret);
      expect(JSON.stringify((await api.get('justice', '/channels')).body)).not.toContain(secret);
    },
  );

  it('takes no secret where none is signed with', async () => {
    const { status, body } = await add('justice', mailOf({ secret: 'x' }));
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
    const refused = await add('justice', mailOf({ muted: LEGAL }));
    expect([refused.status, refused.body.code, refused.body.kinds]).toEqual([409, 'LEGAL_NOTICES', LEGAL]);
    expect((await api.get<{ items: unknown[] }>('justice', '/channels')).body.items).toEqual([]);
    const first = await add('justice', mailOf());
    const second = await add('justice', mailOf({ address: 'b@example.com', muted: LEGAL }));
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
    const { body } = await add('justice', mailOf());
    const [{ id }] = await api.engine.database.owner.query(
      `INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at, attempts, last_error)
       VALUES ($1, 'justice', 'failed', false, now(), now(), 8, 'answered 503') RETURNING id`,
      [body.id],
    );
    const failed = await api.get<{ items: object[] }>('justice', '/deliveries?state=failed');
    expect(failed.body.items).toMatchObject([{ id, attempts: 8, lastError: 'answered 503' }]);
    expect((await api.get<{ items: object[] }>('land', '/deliveries')).body.items).toEqual([]);
    expect((await api.post('land', `/deliveries/${id}/resend`, undefined)).status).toBe(404);
    expect((await api.post<Channel>('justice', `/deliveries/${id}/resend`, undefined)).body.code).toBe('CHANNEL_OFF');
    await api.engine.database.owner.query(`UPDATE channel SET confirmed_at = now()`);
    expect((await api.post('justice', `/deliveries/${id}/resend`, undefined)).status).toBe(204);
    expect((await api.post<Channel>('justice', `/deliveries/${id}/resend`, undefined)).body.code).toBe('NOT_FAILED');
  });

  describe('an e-mail address', () => {
    let mail: MailSink;
    let sender: ReturnType<typeof mailSender>;
    beforeAll(async () => {
      mail = await MailSink.start();
      sender = mailSender({ smtpUrl: mail.url, from: 'notices@example.gov.cn' });
    });
    beforeEach(() => {
      mail.received.length = 0;
      mail.refusal = null;
    });
    afterAll(async () => {
      sender.close();
      await mail.stop();
    });

    const open = (sealed: string) => vault().openOwn(sealed, 'channel');
    const outgoing = new Outgoing(['127.0.0.1:9', web.host]);
    const robots = {
      webhook: webhookSender(outgoing, 'https://disputes.example.gov.cn', ({ secret }) => open(secret!)),
      ...robotSenders(outgoing, ({ secret }) => secret && open(secret)),
    };
    const owner = () => api.engine.database.owner;
    const vault = () => api.engine.vault;
    /** What the worker does each minute. */
    const send = (at = Date.now()) =>
      sendCodes({
        source: api.engine.source,
        publicUrl: 'https://disputes.example.gov.cn',
        senders: { ...robots, email: sender },
        open,
        hashOf: (channelId, code) => vault().match('confirmation', channelId, code),
        clock: () => at,
      });
    const codes = () => mail.received.map(({ source }) => /(\d{6})\. It is valid/.exec(bodyOf(source))![1]!);
    const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    const confirm = (id: string, code: string, who = 'justice') =>
      api.post<Channel & { triesLeft: number }>(who, `/channels/${id}/confirm`, { code });
    const again = (id: string) => api.post<Channel>('justice', `/channels/${id}/confirmation`, undefined);
    /** As if what was asked for had been asked for so much earlier. */
    const earlier = (minutes: number) =>
      owner().query(
        `UPDATE confirmation SET asked_at = asked_at - $1 * interval '1 minute',
           expires_at = expires_at - $1 * interval '1 minute'`,
        [minutes],
      );
    const queued = async () => {
      const id = await api.engine.register({ rehearsal: false });
      await api.engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
      const [{ n }] = await owner().query(`SELECT count(*)::int AS n FROM delivery_item`);
      return n as number;
    };

    it('is silent until the code that was sent to it comes back, once', async () => {
      const { body } = await add('justice', { kind: 'email', address: 'chen@example.com' });
      expect(body).toMatchObject({ confirmed: false, live: false, confirmation: { state: 'waiting' } });
      expect(await queued()).toBe(0);
      expect((await confirm(body.id, '123456')).body.code).toBe('CODE_EXPIRED');
      await send();
      await send();
      expect(mail.received.map(({ to }) => to)).toEqual([['chen@example.com']]);
      const [code] = codes();
      expect(JSON.stringify(await owner().query(`SELECT k::text FROM confirmation k`))).not.toContain(code);
      expect((await confirm(body.id, code!, 'land')).status).toBe(404);
      const done = await confirm(body.id, code!);
      expect([done.status, done.body]).toMatchObject([200, { confirmed: true, live: true }]);
      expect(await queued()).toBe(1);
      expect((await confirm(body.id, code!)).body.code).toBe('ALREADY_CONFIRMED');
      // Whoever wants to see that something arrives is sent a message that asks for nothing.
      await earlier(2);
      expect((await again(body.id)).status).toBe(202);
      await send();
      expect(bodyOf(mail.received.at(-1)!.source)).toContain('Test message');
    });

    it.each(['wecom', 'dingtalk', 'feishu', 'webhook'])(
      'of a robot is none: %s is sent a test message, and counts once one was taken',
      async (kind) => {
        const told = async (id: string) => {
          const { items } = (await api.get<{ items: Channel[] }>('justice', '/channels')).body;
          return items.find((each) => each.id === id);
        };
        const isTicked = async () =>
          (await api.get<{ done: string[] }>('admin', '/setup')).body.done.includes('channels');
        const silent = (await add('justice', { kind, address: 'http://127.0.0.1:9/hook' })).body.id;
        expect(await told(silent)).toMatchObject({ reached: false, confirmation: { state: 'waiting' } });
        await send();
        expect(await told(silent)).toMatchObject({ reached: false, confirmation: { fault: 'no-answer' } });
        expect(await isTicked()).toBe(false);
        web.answer = {
          status: 200,
          body: JSON.stringify({ errcode: 310_000, code: 19_021, errmsg: 'sign not match' }),
        };
        const there = (await add('justice', { kind, address: `http://${web.host}/hook` })).body.id;
        if (kind !== 'webhook') {
          await send();
          expect(await told(there)).toMatchObject({
            reached: false,
            confirmation: { state: 'failed', fault: 'refused' },
          });
          expect((await again(there)).body.code).toBe('TOO_MANY_CODES');
          await earlier(2);
          expect((await again(there)).status).toBe(202);
        }
        web.answer = { status: 200, body: '{"errcode":0,"code":0}' };
        await send();
        expect(await told(there)).toMatchObject({ reached: true, confirmation: { state: 'sent', fault: null } });
        expect(await isTicked()).toBe(true);
        const { body } = web.received.at(-1)!;
        if (kind === 'webhook')
          expect(JSON.parse(body)).toMatchObject({ type: 'cn.dispute.test', data: { notices: [] } });
        else expect(body).toContain('测试消息');
        // Another address has shown nothing yet.
        await api.call('justice', 'PATCH', `/channels/${there}`, { address: 'http://127.0.0.1:9/other' });
        expect(await told(there)).toMatchObject({ reached: false });
      },
    );

    it('takes five tries of a code, also at once, and then a new code', async () => {
      const { id } = (await add('justice', mailOf())).body;
      await send();
      const [code] = codes();
      const first = await confirm(id, wrongOf(code!));
      expect([first.status, first.body]).toMatchObject([409, { code: 'CODE_WRONG', triesLeft: 4 }]);
      const more = await Promise.all(Array.from({ length: 6 }, () => confirm(id, wrongOf(code!))));
      expect(more.map(({ body }) => body.code).sort()).toEqual([
        ...Array.from({ length: 3 }, () => 'CODE_TRIES_OVER'),
        ...Array.from({ length: 3 }, () => 'CODE_WRONG'),
      ]);
      expect((await confirm(id, code!)).body.code).toBe('CODE_TRIES_OVER');
      await earlier(2);
      expect((await again(id)).status).toBe(202);
      await send();
      expect((await confirm(id, codes()[1]!)).status).toBe(200);
    });

    it('takes no code after a day, nor one that a newer one replaced', async () => {
      const { id } = (await add('justice', mailOf())).body;
      await send();
      await earlier(24 * 60 + 1);
      expect((await confirm(id, codes()[0]!)).body.code).toBe('CODE_EXPIRED');
      await again(id);
      await send();
      await earlier(2);
      await again(id);
      expect((await confirm(id, codes()[1]!)).body.code).toBe('CODE_EXPIRED');
      await send();
      expect((await confirm(id, codes()[2]!)).status).toBe(200);
    });

    it('is sent another code not at once, and not for ever, also when it is removed and added again', async () => {
      const { id } = (await add('justice', mailOf())).body;
      const soon = await again(id);
      expect([soon.status, soon.body.code]).toEqual([429, 'TOO_MANY_CODES']);
      expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(50);
      for (let n = 2; n <= 5; n += 1) {
        await earlier(2);
        expect((await again(id)).status).toBe(202);
      }
      await earlier(2);
      const last = await again(id);
      expect([last.status, Number(last.headers.get('retry-after')) > 80_000]).toEqual([429, true]);
      await api.call('justice', 'DELETE', `/channels/${id}`);
      expect((await add('justice', mailOf())).body.code).toBe('TOO_MANY_CODES');
      expect((await add('land', mailOf())).status).toBe(201);
    });

    it('is confirmed anew when it is changed', async () => {
      const { id } = (await add('justice', mailOf())).body;
      await send();
      await confirm(id, codes()[0]!);
      const change = (address: string) => api.call<Channel>('justice', 'PATCH', `/channels/${id}`, { address });
      expect((await change('chen@example.com')).body).toMatchObject({ confirmed: true });
      expect((await change('other@example.com')).body).toMatchObject({ confirmed: false, live: false });
      expect(await queued()).toBe(0);
      expect((await confirm(id, codes()[0]!)).body.code).toBe('CODE_EXPIRED');
      await send();
      expect(mail.received[1]!.to).toEqual(['other@example.com']);
      expect((await confirm(id, codes()[1]!)).status).toBe(200);
    });

    it('says why no code could be sent', async () => {
      const { id } = (await add('justice', mailOf())).body;
      mail.refusal = { code: 451 };
      await send();
      const shown = async () => (await api.get<{ items: object[] }>('justice', '/channels')).body.items[0];
      expect(await shown()).toMatchObject({ id, confirmation: { state: 'waiting', fault: 'busy' } });
      mail.refusal = { code: 550 };
      await send(Date.now() + 61_000);
      expect(await shown()).toMatchObject({ confirmation: { state: 'failed', fault: 'refused' } });
      expect(mail.received).toEqual([]);
    });

    it('counts for no legal deadline before it is confirmed, and not when it mutes them all', async () => {
      const { id } = (await add('justice', mailOf())).body;
      const hook = await add('justice', { kind: 'webhook', address: 'http://127.0.0.1:9/', muted: LEGAL });
      expect(hook.body.code).toBe('LEGAL_NOTICES');
      const muted = await add('justice', { kind: 'email', address: 'b@example.com', muted: LEGAL });
      await send();
      const at = (address: string) => codes()[mail.received.findIndex(({ to }) => to[0] === address)]!;
      expect((await confirm(muted.body.id, at('b@example.com'))).body.code).toBe('LEGAL_NOTICES');
      expect((await confirm(id, at('chen@example.com'))).status).toBe(200);
      expect((await confirm(muted.body.id, at('b@example.com'))).status).toBe(200);
    });
  });

  describe('what was sent to others', () => {
    interface Overseen {
      items: { id: string; userId: string; state: string; address: string; notices: number; fault: string }[];
      next: string | null;
      counts: object;
      code: string;
    }
    const seen = (who: string, query = '') => api.get<Overseen>(who, `/deliveries/overseen${query}`);
    const sent = async (userId: string, state: string, age = '0 days') => {
      const [row] = (await api.engine.database.owner.query(
        `WITH c AS (INSERT INTO channel (account_id, kind, address, address_hash, shown, confirmed_at)
           VALUES ($1, 'email', '', gen_random_uuid(), 'chen.ming@example.com', now()) RETURNING id)
         INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at, attempts, last_error, fault)
         SELECT id, $1, $2, false, now() - $3::interval, now(), 8, 'answered 503', 'busy' FROM c RETURNING id`,
        [userId, state, age],
      )) as [{ id: string }];
      return row.id;
    };

    it('is seen by the supervisor of those people and by the administrator, in its states', async () => {
      const failed = await sent('justice', 'failed');
      await sent('land', 'sending');
      await sent('land', 'waiting');
      await sent('land', 'sent');
      await sent('land', 'failed', '8 days');
      const elsewhere = await sent('auditor', 'failed');
      const own = await seen('supervisor');
      expect(own.body.counts).toEqual({ waiting: 2, sent: 1, failed: 1, dropped: 0 });
      expect(own.body.items).toMatchObject([
        { id: failed, userId: 'justice', state: 'failed', address: 'c…@example.com', notices: 0, fault: 'busy' },
      ]);
      expect((await seen('supervisor', '?state=waiting')).body.items).toHaveLength(2);
      expect((await seen('supervisor', '?days=9')).body.items).toHaveLength(2);
      expect((await seen('admin')).body.items.map(({ id }) => id).sort()).toEqual([failed, elsewhere].sort());
      for (const who of ['justice', 'justice-head', 'desk', 'visitor', 'auditor', 'grid']) {
        expect((await seen(who)).body.code).toBe('NOT_ALLOWED');
      }
    });

    it('comes a page at a time', async () => {
      const all = [];
      for (let n = 0; n < 5; n += 1) all.unshift(await sent('justice', 'failed', `${5 - n} minutes`));
      const first = await seen('supervisor', '?limit=3');
      const second = await seen('supervisor', `?limit=3&cursor=${first.body.next}`);
      expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(all);
      expect(second.body.next).toBeNull();
    });

    it('is sent again by them, and that is noted', async () => {
      const id = await sent('justice', 'failed');
      const again = (who: string) => api.post<Overseen>(who, `/deliveries/${id}/resend`, undefined);
      for (const who of ['auditor', 'desk', 'land', 'justice-head']) expect((await again(who)).status).toBe(404);
      const above = await sent('auditor', 'failed');
      expect((await api.post('supervisor', `/deliveries/${above}/resend`, undefined)).status).toBe(404);
      expect((await again('supervisor')).status).toBe(204);
      expect((await again('admin')).body.code).toBe('NOT_FAILED');
      const [kept] = await api.engine.database.owner.query(`SELECT state, attempts FROM delivery WHERE id = $1`, [id]);
      expect(kept).toEqual({ state: 'waiting', attempts: 0 });
      const noted = await api.engine.database.owner.query(
        `SELECT user_id AS who, data FROM access_log WHERE action = 'delivery-resent'`,
      );
      expect(noted).toEqual([{ who: 'supervisor', data: { deliveryId: id, userId: 'justice' } }]);
    });
  });

  it('has an end', async () => {
    for (let n = 0; n < 10; n += 1)
      expect((await add('justice', mailOf({ address: `a${n}@example.com` }))).status).toBe(201);
    expect((await add('justice', mailOf({ address: 'a10@example.com' }))).body.code).toBe('TOO_MANY_CHANNELS');
    expect((await add('land', mailOf({ address: 'a@example.com' }))).status).toBe(201);
    expect((await add('land', mailOf({ address: 'a@example.com' }))).body.errors[0]!.code).toBe('KNOWN');
  });
});
