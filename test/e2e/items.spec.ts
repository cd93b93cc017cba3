import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Casework, type Problem, type View } from '../support/casework.js';

interface Item {
  id: string;
  number: string;
  seq: number;
  state: string;
  text: string;
  dangerSigns: string[];
  dangerFound: { sign: string; from: number; to: number }[];
  heardAt: string;
  triageDueAt: string;
  disputeId: string | null;
  disputeStatus: string | null;
  reason: string | null;
  reporter?: string;
  reportedBy?: string;
  similar?: { id: string; why: string }[];
}
interface Notice {
  kind: string;
  itemId: string | null;
}

describe('information items over HTTP', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const told = { text: '两家为排水沟争吵', feeder: 'info-officer', village: 'village-shixi', reporter: '程立新' };
  const report = async (more: object = {}, who = 'grid') => {
    const { status, body } = await api.post<Item>(who, '/items', { ...told, ...more });
    expect(status).toBe(201);
    return body;
  };
  const get = (who: string, id: string) => api.get<Item>(who, `/items/${id}`);
  const promotion = (phone: string) => ({
    title: '排水沟纠纷',
    narrative: '两家为排水沟争吵。',
    category: 'neighbours',
    grade: 'blue',
    place: { village: 'village-shixi' },
    parties: [
      { name: '甲', role: 'applicant', phone },
      { name: '乙', role: 'respondent' },
    ],
  });

  it('are looked at within seven working hours, within half an hour where the words show danger', async () => {
    const [calm, urgent] = [await report(), await report({ text: '拿刀威胁邻居' })];
    expect(Date.parse(urgent.triageDueAt) - Date.parse(urgent.heardAt)).toBe(30 * 60_000);
    expect(Date.parse(calm.triageDueAt) - Date.parse(calm.heardAt)).toBeGreaterThanOrEqual(7 * 3_600_000);
  });

  it('say by which words they show danger, and which was ticked', async () => {
    const { text, dangerSigns, dangerFound } = await report({ text: '他说今晚要杀了我全家', dangerSigns: ['group'] });
    expect(dangerSigns).toEqual(['group', 'threat']);
    expect(dangerFound.map(({ sign, from, to }) => [sign, text.slice(from, to)])).toEqual([['threat', '杀了我全家']]);
    const calm = await report({ text: '砍了三棵树，没有人受伤' });
    expect([calm.dangerSigns, calm.dangerFound]).toEqual([[], []]);
  });

  it('show the same danger to who asks before a case is registered, of which nothing is kept', async () => {
    const text = '他说今晚要杀了我全家';
    const { status, body } = await api.post<{ found: Item['dangerFound'] }>('desk', '/danger', { text });
    expect(status).toBe(200);
    expect(body.found.map(({ sign, from, to }) => [sign, text.slice(from, to)])).toEqual([['threat', '杀了我全家']]);
    expect((await api.post<{ found: object[] }>('desk', '/danger', { text: '砍了三棵树' })).body.found).toEqual([]);
  });

  it('are no danger by one word of the desk, once, and then wait as long as any other', async () => {
    const { id, seq, heardAt } = await report({ text: '拿刀威胁邻居' });
    const deny = (who = 'desk', seen = seq, key = randomUUID()) =>
      api.post<Item & Problem>(who, `/items/${id}/no-danger`, {}, { 'if-match': `"${seen}"`, 'idempotency-key': key });
    expect([(await deny('grid')).status, (await deny('justice')).status]).toEqual([403, 404]);
    expect((await deny('desk', seq + 1)).body.code).toBe('STALE_VERSION');
    const key = randomUUID();
    const { status, body } = await deny('desk', seq, key);
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'new', dangerSigns: [], dangerFound: [] });
    expect(Date.parse(body.triageDueAt) - Date.parse(heardAt)).toBeGreaterThanOrEqual(7 * 3_600_000);
    // A repeated deed is not asked again.
    expect((await deny('desk', seq, key)).status).toBe(200);
    const again = await deny('desk', body.seq);
    expect([again.status, again.body.code]).toEqual([409, 'NO_DANGER_SIGNS']);
    const { owner } = api.engine.database;
    const [row] = await owner.query<object[]>(`SELECT urgency, danger_signs FROM item WHERE id = $1`, [id]);
    expect(row).toEqual({ urgency: 'blue', danger_signs: [] });
    const [entry] = await owner.query<{ actor: object; data: object }[]>(
      `SELECT actor, data FROM item_event WHERE item_id = $1 AND type = 'DangerDenied'`,
      [id],
    );
    expect(entry).toMatchObject({ actor: { userId: 'desk' }, data: { dangerSigns: ['weapon', 'threat'] } });
    expect((await api.post('desk', `/items/${id}/discard`, { reason: '玩笑' })).status).toBe(200);
  });

  it('raise the grade of the dispute that comes of them, unless the desk says which danger is true', async () => {
    const promoted = async (more: object, phone: string) => {
      const { id } = await report({ text: '拿刀威胁邻居' });
      const body = { ...promotion(phone), ...more };
      return (await api.post<{ dispute: View }>('desk', `/items/${id}/promote`, body)).body.dispute;
    };
    expect(await promoted({}, '13911110041')).toMatchObject({ grade: 'red', dangerSigns: ['weapon', 'threat'] });
    const threat = await promoted({ dangerSigns: ['threat'] }, '13911110042');
    expect(threat).toMatchObject({ grade: 'yellow', dangerSigns: ['threat'] });
    expect(await promoted({ dangerSigns: [] }, '13911110043')).toMatchObject({ grade: 'blue', dangerSigns: [] });
    const graded = (await cases.timeline('desk', threat.id)).find(({ type }) => type === 'DisputeGraded');
    expect(graded).toMatchObject({ data: { grade: 'yellow', because: 'danger' } });
  });

  it('wait on the desk’s list, which has as many lines as its count says', async () => {
    await report();
    const waiting = await cases.all<Item>('desk', '/items?state=new');
    const counts = await api.get<{ items: number }>('desk', '/inbox/counts');
    expect(counts.body.items).toBe(waiting.length);
  });

  it('wait in the order in which they are due, danger before what came later, page by page', async () => {
    await report({ text: '拿刀威胁邻居' });
    await report();
    const due = await cases.all<Item>('desk', '/items?state=new&sort=due', 2);
    expect(due.length).toBeGreaterThan(2);
    const times = due.map(({ triageDueAt }) => triageDueAt);
    expect(times).toEqual(times.toSorted());
    const all = await cases.all<Item>('desk', '/items?state=new');
    expect(due.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
    expect(all[0]!.dangerSigns).toEqual([]);
    expect(due[0]!.dangerSigns).toContain('weapon');
  });

  it('are promoted once, however often the same form is sent at the same time', async () => {
    const { id } = await report();
    const headers = { 'idempotency-key': randomUUID() };
    const body = promotion('13911110009');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        api.post<{ dispute: View } & Problem>('desk', `/items/${id}/promote`, body, headers),
      ),
    );
    expect(answers.map((each) => [each.status, each.body.code])).toEqual(answers.map(() => [201, undefined]));
    expect(new Set(answers.map((each) => each.body.dispute.id)).size).toBe(1);
    expect((await get('desk', id)).body.state).toBe('promoted');
  });

  it('become one dispute, whoever promotes them and however often at the same time', async () => {
    const { id } = await report();
    const body = promotion('13911110001');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        api.post<{ dispute: View } & Problem>('desk', `/items/${id}/promote`, body, {
          'idempotency-key': randomUUID(),
        }),
      ),
    );
    const made = answers.filter((each) => each.status === 201).map((each) => each.body.dispute.id);
    expect(new Set(made).size).toBe(1);
    for (const each of answers.filter((one) => one.status !== 201)) {
      expect([each.status, each.body.code]).toEqual([409, 'ITEM_NOT_NEW']);
    }
    expect((await get('desk', id)).body).toMatchObject({
      state: 'promoted',
      disputeId: made[0],
      disputeStatus: 'entered',
    });
    const found = await cases.all<View>('desk', '/disputes');
    expect(found.filter((each) => each.id === made[0]).length).toBe(1);
  });

  it('answer a repeated promotion with the dispute that came of the first', async () => {
    const { id } = await report();
    const headers = { 'idempotency-key': randomUUID() };
    const body = promotion('13911110002');
    const [first, again] = [
      await api.post<{ dispute: View }>('desk', `/items/${id}/promote`, body, headers),
      await api.post<{ dispute: View }>('desk', `/items/${id}/promote`, body, headers),
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.dispute.id).toBe(first.body.dispute.id);
  });

  it('are linked to a dispute that is there, or set aside with a reason, once and by the desk', async () => {
    const { id: disputeId } = await cases.register({ parties: [{ name: '独户', role: 'other' }] });
    const [one, other] = [await report(), await report()];
    expect((await api.post('grid', `/items/${one.id}/link`, { disputeId })).status).toBe(403);
    expect((await api.post('supervisor', `/items/${one.id}/discard`, { reason: '无' })).status).toBe(403);
    expect((await api.post<Item>('desk', `/items/${one.id}/link`, { disputeId })).body).toMatchObject({
      state: 'linked',
      disputeId,
    });
    expect((await api.post<Item>('desk', `/items/${other.id}/discard`, { reason: '当场和好' })).body).toMatchObject({
      state: 'discarded',
      reason: '当场和好',
    });
    const twice = await api.post<Problem>('desk', `/items/${other.id}/discard`, { reason: '再次' });
    expect([twice.status, twice.body.code]).toEqual([409, 'ITEM_NOT_NEW']);
    const unknown = await api.post<Problem>('desk', `/items/${(await report()).id}/link`, {
      disputeId: '00000000-0000-4000-8000-000000000009',
    });
    expect(unknown.body.errors![0]).toMatchObject({ pointer: '/disputeId', code: 'UNKNOWN_DISPUTE' });
  });

  it.each([
    ['promote', promotion('13911110031')],
    ['link', null],
    ['discard', { reason: '不属实' }],
  ])('that nobody can have seen, or that were other when they were seen, are not to %s', async (verb, body) => {
    const asked = body ?? { disputeId: (await cases.register()).id };
    const { id, seq } = await report();
    const act = (seen: number, who = 'desk', key = randomUUID()) =>
      api.post<Problem & { seq: number }>(who, `/items/${id}/${verb}`, asked, {
        'if-match': `"${seen}"`,
        'idempotency-key': key,
      });
    expect((await get('desk', id)).body.seq).toBe(seq);
    for (const seen of [0, seq + 1, 999_999]) {
      expect((await act(seen)).body).toMatchObject({ status: 412, code: 'STALE_VERSION', seq });
    }
    expect((await act(0, 'grid')).status).toBe(403);
    expect((await get('desk', id)).body).toMatchObject({ state: 'new', seq, disputeId: null });
    const key = randomUUID();
    const done = await act(seq, 'desk', key);
    expect(done.status).toBeLessThan(300);
    // A repeated deed is not asked again.
    expect((await act(seq, 'desk', key)).status).toBe(done.status);
    const late = await act(seq);
    expect([late.status, late.body.code]).toEqual([409, 'ITEM_NOT_NEW']);
  });

  it('that were set aside since they were seen are not erased', async () => {
    const { id, seq } = await report();
    await api.post('desk', `/items/${id}/discard`, { reason: '不属实' });
    const erase = (seen: number) =>
      api.post<Problem>(
        'auditor',
        `/items/${id}/erase`,
        { ground: 'person-request', reason: '申请' },
        {
          'if-match': `"${seen}"`,
        },
      );
    const stale = await erase(seq);
    expect([stale.status, stale.body.code]).toEqual([412, 'STALE_VERSION']);
    expect((await erase((await get('auditor', id)).body.seq)).status).toBe(200);
  });

  it('show the desk disputes that look alike', async () => {
    const like = await cases.register({
      title: '后山竹林砍伐纠纷',
      parties: [{ name: '欧阳竹生', role: 'applicant' }],
    });
    const { id } = await report({ text: '欧阳竹生说有人又砍了他后山竹林的竹子' });
    expect((await get('desk', id)).body.similar).toEqual([{ id: like.id, number: like.number, why: 'same-party' }]);
  });

  it('tell their reporter what became of them, and of the dispute its status alone', async () => {
    const { id } = await report();
    const body = promotion('13911110003');
    const { dispute } = (await api.post<{ dispute: View }>('desk', `/items/${id}/promote`, body)).body;
    expect((await get('grid', id)).body).toMatchObject({ state: 'promoted', disputeStatus: 'entered' });
    expect((await api.get('grid', `/disputes/${dispute.id}`)).status).toBe(404);
    // Of which case it is a part they hear from nobody whom they ask: not by any list, nor by trying again.
    const told = await Promise.all([
      get('grid', id),
      ...['/items', '/notices', `/items?state=promoted`].map((path) => api.get('grid', path)),
      api.post('grid', `/items/${id}/promote`, body),
    ]);
    expect(JSON.stringify(told.map((each) => each.body))).not.toContain(dispute.id);
    expect((await get('desk', id)).body.disputeId).toBe(dispute.id);
    const notices = await cases.all<Notice>('grid', '/notices');
    expect(notices.filter((each) => each.itemId === id).map((each) => each.kind)).toEqual(['item-promoted']);
  });

  it('tell nobody of which case they became a part who may not read it, their desk no more either', async () => {
    const { id: disputeId } = await cases.register({ parties: [{ name: '独户', role: 'other' }] });
    const { id } = await report();
    await api.post('desk', `/items/${id}/link`, { disputeId });
    const { owner } = api.engine.database;
    const [{ scopes }] = (await owner.query(`SELECT visible_to AS scopes FROM dispute WHERE id = $1`, [disputeId])) as [
      { scopes: string[] },
    ];
    await owner.query(`UPDATE dispute SET visible_to = '{justice}' WHERE id = $1`, [disputeId]);
    const answers = [
      await get('desk', id),
      await api.get('desk', '/items'),
      await api.post('desk', `/items/${id}/link`, { disputeId }),
      await api.post('desk', `/items/${id}/discard`, { reason: '再次' }),
      await api.post('desk', `/items/${id}/promote`, promotion('13911110004')),
    ];
    await owner.query(`UPDATE dispute SET visible_to = $2 WHERE id = $1`, [disputeId, scopes]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 409, 409]);
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain(disputeId);
    expect((await get('desk', id)).body).toMatchObject({ state: 'linked', disputeId });
  });

  it('hand on who told of it, whatever else is said of the source, unless another is named', async () => {
    for (const [source, reporter] of [
      [undefined, '程立新'],
      [{ channel: 'hotline-110' }, '程立新'],
      [{ channel: 'hotline-110', reporter: '钮思齐' }, '钮思齐'],
    ] as const) {
      const { id } = await report();
      const body = { ...promotion('13911110010'), source };
      const { dispute } = (await api.post<{ dispute: View }>('desk', `/items/${id}/promote`, body)).body;
      const [entry] = await cases.timeline('desk', dispute.id);
      expect(entry).toMatchObject({
        data: { source: { itemId: id, ...(source && { channel: source.channel }) } },
        text: { reporter },
      });
    }
  });

  it('are found by their id in the list, which is a look at nobody', async () => {
    const { id, number } = await report();
    const looks = async () =>
      (await api.get<{ items: { data: { itemId?: string } }[] }>('auditor', '/audit?action=view')).body.items.filter(
        ({ data }) => data.itemId === id,
      ).length;
    for (const [who, found] of [
      ['desk', [number]],
      ['grid', [number]],
      ['auditor', [number]],
      ['justice', []],
    ] as const) {
      const items = await cases.all<Item>(who, `/items?id=${id}`);
      expect([who, items.map((each) => each.number)]).toEqual([who, found]);
    }
    expect(await looks()).toBe(0);
  });

  it('name their reporter to the desk of origin and the auditor alone, one look at a time, and each is noted', async () => {
    const { id, ...answer } = await report();
    for (const [who, knows] of [
      ['desk', true],
      ['auditor', true],
      ['grid', false],
      ['supervisor', false],
    ] as const) {
      const { body } = await get(who, id);
      // Whoever handed it in knows their own account.
      const account = who === 'grid' ? 'grid' : knows ? 'grid' : undefined;
      expect([who, body.reporter, body.reportedBy]).toEqual([who, knows ? '程立新' : undefined, account]);
    }
    for (const who of ['justice', 'visitor', 'admin']) expect((await get(who, id)).status).toBe(404);
    const discarded = await api.post<Item>('desk', `/items/${id}/discard`, { reason: '不属实' });
    const lists = await Promise.all(['desk', 'auditor', 'grid'].map((who) => cases.all<Item>(who, '/items')));
    for (const each of [answer, discarded.body, ...lists.flat()]) {
      expect(Object.keys(each).filter((name) => name.startsWith('report'))).toEqual([]);
    }
    const { body } = await api.get<{ items: { action: string; userId: string; data: { itemId?: string } }[] }>(
      'auditor',
      '/audit?kind=access&action=view',
    );
    const looks = body.items.filter(({ data }) => data.itemId === id);
    expect(looks.map(({ userId, data }) => ({ userId, data })).reverse()).toEqual(
      ['desk', 'auditor'].map((userId) => ({ userId, data: { itemId: id, reporter: true } })),
    );
  });

  it('keep who told sealed in the database, and hand it on to the dispute that they become', async () => {
    const { id } = await report({ reporter: '端木知言' });
    const lines = async (table: string, of = 'id') =>
      JSON.stringify(await api.engine.database.owner.query(`SELECT t::text FROM ${table} t WHERE ${of} = $1`, [id]));
    expect(await lines('item')).toContain(told.text);
    expect((await lines('item')) + (await lines('item_event', 'item_id'))).not.toContain('端木知言');
    const { body } = await api.post<{ dispute: View }>('desk', `/items/${id}/promote`, promotion('13911110009'));
    const [entry] = await cases.timeline('desk', body.dispute.id);
    expect(entry).toMatchObject({ text: { reporter: '端木知言' } });
  });

  it('reach a deputy while a colleague is away, and the colleague again afterwards', async () => {
    const awayUntil = new Date(Date.now() + 86_400_000).toISOString();
    const stranger = await api.call<Problem>('land', 'PATCH', '/users/justice-head', {
      awayUntil,
      deputyId: 'justice',
    });
    expect(stranger.status).toBe(403);
    const outside = await api.call<Problem>('justice-head', 'PATCH', '/users/justice-head', { deputyId: 'land' });
    expect([outside.status, outside.body.code]).toEqual([403, 'DEPUTY_NOT_ALLOWED']);
    const away = await api.call('justice-head', 'PATCH', '/users/justice-head', { awayUntil, deputyId: 'justice' });
    expect([away.status, away.body]).toMatchObject([
      200,
      { posts: ['handler', 'head'], awayUntil, deputyId: 'justice' },
    ]);
    // Sessions remember who somebody is for two seconds.
    const roles = async () => (await api.get<{ roles: string[] }>('justice', '/me')).body.roles;
    const until = async (has: boolean) => {
      for (const end = Date.now() + 10_000; (await roles()).includes('head') !== has;) {
        if (Date.now() > end) throw new Error(`head never became ${has}`);
        await new Promise((tick) => setTimeout(tick, 100));
      }
    };
    await until(true);
    await api.call('justice-head', 'PATCH', '/users/justice-head', { awayUntil: null });
    await until(false);
  });

  it('are proved like disputes', async () => {
    expect((await api.engine.upkeep.verify()).problems).toEqual([]);
  });
});
