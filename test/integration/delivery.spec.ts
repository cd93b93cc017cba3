import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NativeConnection } from '@temporalio/worker';
import { HTTP, type CloudEvent } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import type { ItemCommand } from '#domain/item/item.js';
import { instantOf } from '#domain/time/time.js';
import type { Grade } from '#domain/words.js';
import { claim, type ChannelKind, type RobotKind } from '#persistence/delivery/delivery-store.js';
import { Directory } from '#persistence/people/directory.js';
import { Outgoing } from '#guard/outgoing.js';
import { mailSender, robotSenders, webhookSender, type DeliverDeps } from '../../activities/index.js';
import { createDeliver } from '../../activities/deliver.js';
import { createWorker } from '../../apps/worker/temporal-worker.js';
import { Rhythms } from '../../apps/worker/rhythms.js';
import { Engine } from '../support/engine.js';
import { MailSink, WebSink, bodyOf } from '../support/sinks.js';
import { shanghai } from '../support/town.js';

/** From the notice to the other side's server, over the real queue. */
describe('delivery', () => {
  let engine: Engine;
  let web: WebSink;
  let mail: MailSink;
  let deps: DeliverDeps;
  let now: number;
  let seq = 1_000;
  const secret = `whsec_${Buffer.from('a secret of thirty-two bytes, yes').toString('base64')}`;
  const disputes = {} as Record<Grade, string>;

  beforeAll(async () => {
    const timeouts = { connection: 30_000, lock: 5_000, statement: 30_000, answer: 30_000 };
    [engine, web, mail] = await Promise.all([Engine.start({ timeouts }), WebSink.start(), MailSink.start()]);
    const outgoing = new Outgoing([web.host]);
    const open = (sealed: string) => engine.vault.openOwn(sealed, 'channel');
    deps = {
      source: engine.source,
      rulebook: engine.rulebook,
      directory: new Directory(engine.source),
      publicUrl: 'https://disputes.example.gov.cn',
      open,
      hashOf: (channelId, code) => engine.vault.match('confirmation', channelId, code),
      clock: () => now,
      senders: {
        email: mailSender({ smtpUrl: mail.url, from: 'notices@disputes.example.gov.cn' }),
        webhook: webhookSender(outgoing, 'https://disputes.example.gov.cn', (each) => open(each.secret!)),
        ...robotSenders(outgoing, (each) => each.secret && open(each.secret)),
      },
    };
    for (const grade of ['blue', 'yellow', 'red'] as const) {
      const id = await engine.register({ rehearsal: false, grade });
      await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
      disputes[grade] = id;
    }
  });
  beforeEach(async () => {
    // A Tuesday, in working time; nothing of the tests before.
    now = Date.parse(shanghai('2026-11-24 09:30'));
    await engine.database.owner.query(`TRUNCATE channel, delivery, delivery_item, confirmation`);
    web.received.length = 0;
    mail.received.length = 0;
    web.answer = { status: 200, body: '{"errcode":0}' };
    mail.refusal = null;
  });
  afterAll(async () => {
    (deps.senders.email as ReturnType<typeof mailSender>).close();
    await Promise.all([web.stop(), mail.stop()]);
    await engine.stop();
  });

  const channel = async (
    kind: ChannelKind,
    address: string,
    more: { who?: string; muted?: string[]; quiet?: [string, string]; signed?: boolean } = {},
  ) => {
    const { who = 'justice', muted = [], quiet = [null, null], signed = true } = more;
    const seal = (text: string) => engine.vault.sealOwn(text, 'channel');
    const [row] = await engine.database.owner.query(
      `INSERT INTO channel (account_id, kind, address, address_hash, shown, secret, muted, quiet_from, quiet_to, confirmed_at)
       VALUES ($1, $2, $3, $4, '', $5, $6, $7, $8, now()) RETURNING id`,
      [who, kind, seal(address), address, signed ? seal(secret) : null, muted, ...quiet],
    );
    return row.id as string;
  };
  interface Telling {
    grade?: Grade;
    who?: string;
    times?: number;
    at?: string;
    id?: string;
    obligationId?: string;
  }
  const tell = async (kind = 'urge', options: Telling = {}) => {
    const { grade = 'blue', who = 'justice', times = 1, at = new Date(now - 120_000).toISOString() } = options;
    const { id = disputes[grade], obligationId = null } = options;
    await engine.source.query(
      `INSERT INTO notice (dispute_id, seq, user_id, kind, at, obligation_id)
       SELECT $1, n, $2, $3, $4, $7 FROM generate_series($5::int, $6::int) n`,
      [id, who, kind, at, seq, seq + times - 1, obligationId],
    );
    seq += times;
  };
  const deliver = (more: Partial<DeliverDeps> = {}) => createDeliver({ ...deps, ...more })();
  const later = (minutes: number) => (now += minutes * 60_000);
  const hook = (name = 'hook') => `http://${web.host}/${name}`;
  const states = async () =>
    (await engine.database.owner.query(
      `SELECT state, attempts, last_error AS error FROM delivery ORDER BY made_at, id`,
    )) as {
      state: string;
      attempts: number;
      error: string | null;
    }[];

  const faults = () => engine.database.owner.query(`SELECT state, fault FROM delivery ORDER BY made_at, id`);

  it('queues with the event and mails once, without a word about the case', async () => {
    await channel('email', 'chenming@example.com');
    const id = await engine.register({ rehearsal: false, grade: 'blue' });
    await engine.do(id, 'desk', 'TransferDispute', { to: 'justice', role: 'lead', designated: false });
    // A Monday after everything that is entered now.
    now = Date.parse(shanghai('2099-03-02 10:00'));
    expect(await deliver()).toEqual({ sent: 1, failed: 0, dropped: 0 });
    expect(await deliver()).toEqual({ sent: 0, failed: 0, dropped: 0 });
    const [received] = mail.received;
    expect(mail.received).toHaveLength(1);
    expect(received!.to).toEqual(['chenming@example.com']);
    const [{ id: deliveryId }] = await engine.database.owner.query(`SELECT id FROM delivery`);
    expect(received!.source).toContain(`Message-ID: <${deliveryId}@dispute-circulation>`);
    const body = bodyOf(received!.source);
    expect(body).toContain(`https://disputes.example.gov.cn/disputes/${id}`);
    // The case, what is owed by when, why this person, and where to look.
    expect(body.replaceAll(/\s+/g, ' ')).toMatch(
      new RegExp(
        `【有案件待签收】石桥派出所交办[\\d-]+（蓝色）。请在 .+ 前办理「签收」。由您部门负责。 https://[\\w.]+/disputes/${id}[?]do=accept&for=${id}`,
      ),
    );
    // Nor are notices of rehearsals sent: there are none.
    await engine.resolved();
    expect((await deliver()).sent).toBe(0);
  });

  it('takes reports out of the house, too: with danger signs at once, else with the digest', async () => {
    await channel('webhook', hook(), { who: 'desk' });
    const urgent = await engine.report({ dangerSigns: ['weapon'] });
    now = Date.now() + 1_000;
    expect(await deliver()).toEqual({ sent: 1, failed: 0, dropped: 0 });
    const { data } = JSON.parse(web.received[0]!.body) as CloudEvent<{ notices: Record<string, unknown>[] }>;
    const [{ number }] = await engine.database.owner.query(`SELECT number FROM item WHERE id = $1`, [urgent]);
    expect(data!.notices).toEqual([
      {
        noticeId: expect.any(String),
        kind: 'item-urgent',
        itemId: urgent,
        number,
        obligation: { kind: 'triage', dueAt: expect.stringMatching(/Z$/) },
        link: 'https://disputes.example.gov.cn/items',
      },
    ]);
    await engine.report();
    await deliver();
    const [{ due }] = await engine.database.owner.query(
      `SELECT to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') AS due FROM delivery_item WHERE delivery_id IS NULL`,
    );
    expect(['08:30', '14:00']).toContain(due);
  });

  it('tells a reporter what became of a report, who may read no case', async () => {
    await channel('email', 'grid@example.com', { who: 'grid' });
    const id = await engine.report();
    const set: ItemCommand = { ...engine.command('desk', 'AddNote', {}), type: 'DiscardItem', data: {} };
    await engine.sendToItem(id, set);
    now = Date.parse(shanghai('2099-03-02 10:00'));
    expect(await deliver()).toEqual({ sent: 1, failed: 0, dropped: 0 });
    expect(bodyOf(mail.received[0]!.source).replaceAll(/\s+/g, ' ')).toMatch(
      /【您报送的线索未立案】您报送的线索X26-\d+未立案。由您报送。 https:\/\/disputes\.example\.gov\.cn\/tell/,
    );
  });

  it.each<[string, string, Grade, string, string]>([
    ['an urgent one in the evening', 'urge', 'blue', '2026-11-24 20:00', '2026-11-25 08:31'],
    ['one that can wait, in the morning', 'resolved', 'yellow', '2026-11-24 09:00', '2026-11-24 14:00'],
    ['a red one at night', 'resolved', 'red', '2026-11-25 02:00', '2026-11-25 02:00'],
  ])('%s leaves at its time and not before', async (_what, kind, grade, at, leaves) => {
    await channel('webhook', hook());
    await tell(kind, { grade, at: shanghai(at) });
    now = Date.parse(shanghai(leaves)) - 1;
    expect((await deliver()).sent).toBe(0);
    now += 1;
    expect((await deliver()).sent).toBe(1);
  });

  /** A blue case whose visit is owed, as a notice of it names both. */
  const visited = async () => {
    const id = await engine.resolved({ rehearsal: false });
    const { obligations } = await engine.state(id);
    return { id, obligationId: obligations.find((each) => each.kind === 'return-visit')!.id };
  };

  it.each<[string, string, string]>([
    ['of a Saturday', '2026-11-27 17:30', '2026-11-28 08:00'],
    ['of a Monday', '2026-11-29 17:30', '2026-11-30 08:00'],
    ['of a make-up Saturday', '2026-10-09 17:30', '2026-10-10 08:00'],
    ['of the first of October', '2026-09-30 17:30', '2026-10-01 08:00'],
    ['of the middle of the holiday', '2026-10-04 17:30', '2026-10-05 08:00'],
  ])('a visit %s is reminded of by mail and by robot on its eve and that morning', async (_what, eve, morning) => {
    await channel('email', 'visitor@example.com', { who: 'visitor' });
    await channel('wecom', hook('robot'), { who: 'visitor' });
    const id = await visited();
    for (const at of [eve, morning]) {
      await tell('remind', { who: 'visitor', at: shanghai(at), ...id });
      now = Date.parse(shanghai(at)) - 1;
      expect((await deliver()).sent).toBe(0);
      now += 1;
      // Both at once, whatever day it is, and the second although the first was just sent.
      expect((await deliver()).sent).toBe(2);
    }
    expect(mail.received).toHaveLength(2);
    expect(web.at('/robot')).toHaveLength(2);
    expect(bodyOf(mail.received[1]!.source)).toMatch(/【提醒】提醒：[\d-]+（蓝色）的第 1 次「回访」快到期/);
  });

  it('what somebody pressed for passes what was sent a moment ago, and waits for no working time', async () => {
    await channel('webhook', hook());
    now = Date.parse(shanghai('2026-10-02 10:00'));
    await tell('urge', { grade: 'red' });
    expect((await deliver()).sent).toBe(1);
    later(1);
    await tell('urged', { at: new Date(now).toISOString() });
    expect((await deliver()).sent).toBe(1);
    await tell('urge', { at: new Date(now).toISOString() });
    expect((await deliver()).sent).toBe(0);
  });

  it('makes one message of five hundred late cases, and the next half an hour later', async () => {
    await channel('email', 'head@example.com');
    await tell('urge', { times: 500 });
    expect((await deliver()).sent).toBe(1);
    expect(mail.received).toHaveLength(1);
    await tell('urge', { times: 30 });
    later(10);
    expect((await deliver()).sent).toBe(0);
    later(25);
    expect((await deliver()).sent).toBe(1);
    const items = await engine.database.owner.query(
      `SELECT count(*)::int AS n FROM delivery_item WHERE delivery_id IS NOT NULL`,
    );
    expect(items[0].n).toBe(530);
    // A red one waits for nobody.
    await tell('urge', { grade: 'red' });
    expect((await deliver()).sent).toBe(1);
  });

  it('signs webhooks as Standard Webhooks and speaks CloudEvents', async () => {
    await channel('webhook', hook());
    await tell('urge');
    await deliver();
    const [{ headers, body }] = web.received as unknown as [{ headers: Record<string, string>; body: string }];
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({ specversion: '1.0' });
    expect(() => new Webhook(secret).verify(body.replace('urge', 'open'), headers)).toThrow();
    const event = HTTP.toEvent({ headers, body }) as CloudEvent<{ notices: { disputeId: string; kind: string }[] }>;
    expect(event.validate()).toBe(true);
    expect(event.id).toBe(headers['webhook-id']);
    expect(event.data!.notices).toMatchObject([{ kind: 'urge', disputeId: disputes.blue }]);
  });

  /** A robot that all of many people share, each with something red to be told. */
  const shared = async (kind: RobotKind, many: number) => {
    const { owner } = engine.database;
    await owner.query(
      `INSERT INTO account (id, name, department_id, roles)
       SELECT 'many-' || n, '多', 'justice', '{handler}' FROM generate_series(1, $1::int) n ON CONFLICT DO NOTHING`,
      [many],
    );
    await owner.query(
      `INSERT INTO channel (account_id, kind, address, address_hash, shown)
       SELECT 'many-' || n, $2, $3, $4, '' FROM generate_series(1, $1::int) n`,
      [many, kind, engine.vault.sealOwn(hook('robot'), 'channel'), hook('robot')],
    );
    deps.directory = new Directory(engine.source);
    for (let n = 1; n <= many; n += 1) await tell('urge', { who: `many-${n}`, grade: 'red' });
  };

  it.each(['wecom', 'dingtalk'] as const)(
    'keeps to the twenty a minute of a robot of %s, whoever shares it',
    async (kind) => {
      await shared(kind, 40);
      await deliver();
      expect(web.received).toHaveLength(20);
      later(0.5);
      await deliver();
      expect(web.received).toHaveLength(20);
      later(0.6);
      await deliver();
      expect(web.received).toHaveLength(40);
    },
  );

  it('keeps to the five a second and the hundred a minute of a robot of Feishu', async () => {
    web.answer = { status: 200, body: '{"code":0,"msg":"success"}' };
    await shared('feishu', 110);
    const heard: number[] = [];
    const pause = (millis: number) => {
      heard.push(web.received.length);
      now += millis;
      return Promise.resolve();
    };
    await deliver({ pause });
    expect(heard).toEqual(Array.from({ length: 20 }, (_, n) => 5 * (n + 1)));
    later(1);
    await deliver({ pause });
    expect(web.received).toHaveLength(110);
  });

  it.each<[RobotKind, number, (body: { text: { content: string }; content: { text: string } }) => string]>([
    ['wecom', 2_048, ({ text }) => text.content],
    ['dingtalk', 18_000, ({ text }) => text.content],
    ['feishu', 18_000, ({ content }) => content.text],
  ])(
    'says to a robot of %s what its group may ask for in every message, and keeps to its bytes',
    async (kind, most, textOf) => {
      await channel(kind, hook('robot'));
      await tell('urge', { times: 300 });
      await deliver();
      const { body } = web.received[0]!;
      const text = textOf(JSON.parse(body) as Parameters<typeof textOf>[0]);
      expect(text.split('\n')[0]).toContain('矛盾纠纷');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(20_000);
      expect(text).toMatch(/……另有 \d+ 件/);
    },
  );

  it('signs for DingTalk in the address', async () => {
    await channel('dingtalk', `${hook('robot')}?access_token=abc`);
    await tell('urge');
    await deliver();
    const asked = new URL(web.received[0]!.path, 'http://sink').searchParams;
    const timestamp = asked.get('timestamp')!;
    expect(Math.abs(Number(timestamp) - Date.now())).toBeLessThan(60_000);
    expect([asked.get('access_token'), asked.get('sign')]).toEqual([
      'abc',
      createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'),
    ]);
    expect(JSON.parse(web.received[0]!.body)).toMatchObject({ msgtype: 'text' });
  });

  it('signs for Feishu in the body, with the text to sign as the key', async () => {
    web.answer = { status: 200, body: '{"code":0,"msg":"success"}' };
    await channel('feishu', hook('robot'));
    await tell('urge');
    expect((await deliver()).sent).toBe(1);
    const { timestamp, sign, msg_type } = JSON.parse(web.received[0]!.body);
    expect(Math.abs(Number(timestamp) * 1000 - Date.now())).toBeLessThan(60_000);
    expect([msg_type, sign]).toEqual([
      'text',
      createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64'),
    ]);
  });

  it('signs nothing where the robot has no secret', async () => {
    await channel('dingtalk', hook('ding'), { signed: false });
    await channel('feishu', hook('fei'), { signed: false });
    await tell('urge');
    await deliver();
    expect(web.at('/ding')).toHaveLength(1);
    expect(JSON.parse(web.at('/fei')[0]!.body)).not.toHaveProperty('sign');
  });

  it.each<[RobotKind, object, number]>([
    ['wecom', { errcode: 45_009, errmsg: 'api freq out of limit' }, 1],
    ['dingtalk', { errcode: 130_101, errmsg: 'send too fast' }, 10],
    ['feishu', { code: 11_232, msg: 'frequency limited' }, 1],
  ])('waits as long as %s wants it to that says "too fast" under HTTP 200', async (kind, body, minutes) => {
    await channel(kind, hook('robot'));
    await tell('urge');
    web.answer = { status: 200, body: JSON.stringify(body) };
    await deliver();
    expect(await faults()).toEqual([{ state: 'waiting', fault: 'too-often' }]);
    web.answer = { status: 200, body: '{"errcode":0,"code":0}' };
    later(minutes - 0.1);
    expect((await deliver()).sent).toBe(0);
    later(0.2);
    expect((await deliver()).sent).toBe(1);
    expect(web.received[1]!.body).toContain('矛盾纠纷】（重发）');
    expect(await faults()).toEqual([{ state: 'sent', fault: null }]);
  });

  it.each<[RobotKind, object]>([
    ['wecom', { errcode: 93_000, errmsg: 'sign not match' }],
    ['dingtalk', { errcode: 93_000, errmsg: 'sign not match' }],
    ['feishu', { code: 93_000, msg: 'sign not match' }],
  ])('takes a refusal of %s under HTTP 200 for the last word, and keeps its reason', async (kind, body) => {
    await channel(kind, hook('robot'));
    await tell('urge');
    web.answer = { status: 200, body: JSON.stringify(body) };
    await deliver();
    expect(await faults()).toEqual([{ state: 'failed', fault: 'refused' }]);
    expect((await states())[0]!.error).toBe('93000 sign not match');
  });

  it('tries again and again at growing distances, under the same id, and gives up in sight', async () => {
    await channel('webhook', hook());
    await tell('urge');
    web.answer = { status: 503 };
    await deliver();
    expect(await states()).toEqual([{ state: 'waiting', attempts: 1, error: 'answered 503' }]);
    await deliver();
    expect(web.received).toHaveLength(1);
    for (const minutes of [1, 5, 15, 60, 180, 360, 720]) {
      later(minutes - 0.1);
      await deliver();
      const before = web.received.length;
      later(0.2);
      await deliver();
      expect(web.received).toHaveLength(before + 1);
    }
    expect(await states()).toEqual([{ state: 'failed', attempts: 8, error: 'answered 503' }]);
    expect(new Set(web.received.map((each) => each.headers['webhook-id'])).size).toBe(1);
  });

  it('waits as long as it is told to', async () => {
    await channel('webhook', hook());
    await tell('urge');
    web.answer = { status: 429, headers: { 'retry-after': '600' } };
    await deliver();
    web.answer = { status: 200 };
    later(9);
    expect((await deliver()).sent).toBe(0);
    later(2);
    expect((await deliver()).sent).toBe(1);
  });

  it.each([
    ['a refusal', { status: 400 }, 'failed', true],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1/' } }, 'failed', true],
    ['"gone"', { status: 410 }, 'failed', false],
  ])('takes %s for the last word', async (_what, answer, state, active) => {
    const id = await channel('webhook', hook());
    await tell('urge');
    web.answer = answer;
    await deliver();
    expect((await states())[0]!.state).toBe(state);
    const [row] = await engine.database.owner.query(`SELECT active FROM channel WHERE id = $1`, [id]);
    expect(row.active).toBe(active);
  });

  it('tells a mail server that is busy from one that says no', async () => {
    await channel('email', 'x@example.com');
    await tell('urge');
    mail.refusal = { code: 451 };
    await deliver();
    expect((await states())[0]).toMatchObject({ state: 'waiting' });
    mail.refusal = { code: 550 };
    later(2);
    await deliver();
    expect((await states())[0]).toMatchObject({ state: 'failed' });
  });

  it('calls nothing inside, even if it was saved before', async () => {
    await channel('webhook', 'https://169.254.169.254/latest');
    await tell('urge');
    await deliver();
    expect(await states()).toEqual([{ state: 'failed', attempts: 1, error: 'PRIVATE' }]);
  });

  it('does not tell somebody of a case that they may not see any more', async () => {
    await channel('webhook', hook(), { who: 'land' });
    await tell('urge', { who: 'land' });
    expect(await deliver()).toEqual({ sent: 0, failed: 0, dropped: 1 });
    expect(web.received).toEqual([]);
  });

  it('sends nothing that was muted, and keeps quiet hours', async () => {
    await channel('webhook', hook('muted'), { muted: ['urge'] });
    await channel('webhook', hook('quiet'), { quiet: ['09:00', '11:00'] });
    await tell('urge');
    await deliver();
    expect(web.received).toEqual([]);
    now = Date.parse(shanghai('2026-11-24 11:02'));
    await deliver();
    expect(web.received.map((each) => each.path)).toEqual(['/quiet']);
  });

  it('loses nothing when it dies between sending and writing that down', async () => {
    await channel('webhook', hook('a'));
    await channel('webhook', hook('b'), { who: 'justice-head' });
    await tell('urge');
    await tell('urge', { who: 'justice-head' });
    const dying = deliver({
      senders: {
        ...deps.senders,
        webhook: async (...message) => {
          const tried = await deps.senders.webhook(...message);
          if (!message[1].endsWith('/a')) return tried;
          // The other one, which goes at the same time, is through.
          while (!(await states()).some(({ state }) => state === 'sent')) await new Promise(setImmediate);
          throw new Error('power cut');
        },
      },
    });
    await expect(dying).rejects.toThrow('power cut');
    // Whoever comes next within the lease leaves it alone: it may be under way.
    later(1);
    await deliver();
    expect([web.at('/a').length, web.at('/b').length]).toEqual([1, 1]);
    later(2);
    await deliver();
    expect([web.at('/a').length, web.at('/b').length]).toEqual([2, 1]);
    expect(new Set(web.at('/a').map((each) => each.headers['webhook-id'])).size).toBe(1);
    expect((await states()).map((each) => each.state)).toEqual(['sent', 'sent']);
  });

  it('cut off in the middle and begun again it brings each message, and twice only what was under way', async () => {
    const own = Array.from({ length: 12 }, (_, n) => n);
    for (const n of own) {
      await channel('webhook', hook(`n${n}`));
      await channel('email', `n${n}@example.com`);
    }
    await tell('urge', { times: 3 });
    // After ten messages the power goes: what is under way reaches the other side, and nobody writes that down.
    let left = 10;
    const dying =
      <Rest extends unknown[], T>(sender: (...rest: Rest) => Promise<T>) =>
      async (...rest: Rest) => {
        const tried = await sender(...rest);
        if ((left -= 1) < 0) throw new Error('power cut');
        return tried;
      };
    const { senders } = deps;
    const cut = { ...senders, webhook: dying(senders.webhook), email: dying(senders.email) };
    await expect(deliver({ senders: cut })).rejects.toThrow('power cut');
    later(3);
    await deliver();
    const ids = (each: string | undefined) => each ?? 'none';
    const hooks = own.map((n) => web.at(`/n${n}`).map(({ headers }) => ids(headers['webhook-id'] as string)));
    const mails = own.map((n) =>
      mail.received
        .filter(({ to }) => to.includes(`n${n}@example.com`))
        .map(({ source }) => ids(/^Message-ID: (.+)$/im.exec(source)?.[1])),
    );
    const all = [...hooks, ...mails];
    expect(all.filter((each) => each.length === 0)).toEqual([]);
    expect(all.filter((each) => new Set(each).size !== 1)).toEqual([]);
    const twice = all.filter((each) => each.length > 1).length;
    expect(twice).toBeGreaterThan(0);
    // Eight are under way at a time.
    expect(twice).toBeLessThanOrEqual(8);
    expect(all.flat()).toHaveLength(24 + twice);
    expect((await states()).map((each) => each.state)).toEqual(Array(24).fill('sent'));
    later(60);
    expect(await deliver()).toEqual({ sent: 0, failed: 0, dropped: 0 });
  });

  it('sends everything once when several work at once', async () => {
    for (let n = 1; n <= 12; n += 1) await channel('webhook', hook(`n${n}`));
    for (let week = 1; week <= 10; week += 1) {
      later(7 * 24 * 60);
      web.received.length = 0;
      await tell('urge', { times: 3 });
      const done = await Promise.all([deliver(), deliver(), deliver(), deliver()]);
      expect([week, done.reduce((sum, each) => sum + each.sent, 0)]).toEqual([week, 12]);
      expect(new Set(web.received.map((each) => each.path)).size).toBe(12);
      expect(web.received).toHaveLength(12);
    }
  });

  it('gives a message to one sender only, however many ask at the same moment', async () => {
    await channel('webhook', hook());
    const at = instantOf(now);
    for (let round = 0; round < 20; round += 1) {
      await engine.database.owner.query(
        `TRUNCATE delivery, delivery_item; INSERT INTO delivery (channel_id, account_id, state, red, made_at, next_at)
         SELECT id, 'justice', 'waiting', false, now(), '2026-01-01' FROM channel, generate_series(1, 40)`,
      );
      const claims = await Promise.all(Array.from({ length: 10 }, () => claim(engine.source, at, 120, 8, [])));
      const taken = claims.flat().map(({ id }) => id);
      expect(new Set(taken).size).toBe(taken.length);
    }
  });

  it('runs as a workflow by a schedule that is made once', async () => {
    await channel('webhook', hook());
    await tell('urge');
    const address = process.env.TEST_TEMPORAL_ADDRESS!;
    const connection = await NativeConnection.connect({ address });
    const settings = { address, namespace: 'default', taskQueue: `delivery-${randomUUID()}` };
    const rhythms = Rhythms.connect(settings);
    const stores = { disputes: engine.store, items: engine.items, overdue: engine.overdue, wake: rhythms.wake };
    const worker = await createWorker(connection, settings, { ...stores, deliver: deps });
    await worker.runUntil(async () => {
      const done = await engine.client.workflow.execute('deliveryWorkflow', {
        workflowId: randomUUID(),
        taskQueue: settings.taskQueue,
      });
      expect(done).toEqual({ sent: 1, failed: 0, dropped: 0 });
    });
    await connection.close();
    await rhythms.keep();
    await rhythms.keep();
    await rhythms.close();
    for (const other of ['reconciler', 'checkpoint', 'housekeeping']) {
      await engine.client.schedule.getHandle(`${other}-${settings.taskQueue}`).delete();
    }
    const schedule = engine.client.schedule.getHandle(`delivery-${settings.taskQueue}`);
    const { spec, policies } = await schedule.describe();
    expect(spec.intervals).toMatchObject([{ every: 60_000 }]);
    expect(policies.overlap).toBe('SKIP');
    await schedule.delete();
  });
});
