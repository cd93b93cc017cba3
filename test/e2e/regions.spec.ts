import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rolloutWorkflowIdOf } from '#workflows/rollout/messages.js';
import type { Api } from '../support/api.js';
import { Casework, type Done, type Page, type Problem } from '../support/casework.js';
import { Doors, EVERYBODY, OF_CASE, type Door } from '../support/doors.js';
import { addOtherRegion, OF_OTHERS, OTHERS } from '../support/other-region.js';

interface Policy {
  version: string;
  document: { region: string; limits: Record<string, object> };
}
interface Region {
  id: string;
  departmentId: string | null;
  begun: boolean;
}

const reason = '试';
const period = '/statistics?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z';

/** Two counties in one installation see nothing of each other. */
describe('two regions', () => {
  let doors: Doors;
  let api: Api;
  let cases: Casework;
  let theirs: Done;
  /** What of the first nobody of the other may read. */
  let ofFirst: string[];

  const patch = <T = Problem>(who: string, path: string, body: object) => api.call<T>(who, 'PATCH', path, body);
  const codesOf = ({ status, body }: { status: number; body: Problem }) => [
    status,
    ...(body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`),
  ];
  const told = (body: unknown, secrets: readonly string[]) => {
    const text = JSON.stringify(body ?? '');
    // Behind their own letters they count as the first does.
    const others = text.replaceAll(/HESHAN-(R-)?\d{4}-\d+/g, '');
    return secrets.filter((each) => (secrets === ofFirst ? others : text).includes(each));
  };
  /** The same quarrel of the same people, in a village of the same name. */
  const likewise = (more: object = {}) => ({
    title: '山头界桩纠纷',
    narrative: '界桩又挪了。',
    category: 'forest-title',
    grade: 'blue',
    place: { village: 'heshan-village' },
    parties: [{ name: '侯三顺', role: 'applicant', phone: '13500007890' }],
    source: { channel: 'walk-in' },
    ...more,
  });

  beforeAll(async () => {
    doors = await Doors.open();
    api = doors.api;
    cases = new Casework(api);
    const [{ body: departments }, { body: people }] = await Promise.all([
      api.get<Page<{ id: string; name: string; nameEn: string }>>('admin', '/departments'),
      api.get<Page<{ name: string }>>('admin', '/users'),
    ]);
    await addOtherRegion(api);
    const [{ body: otherPlaces }, { body: otherPeople }] = await Promise.all([
      api.get<typeof departments>('heshan-admin', '/departments'),
      api.get<typeof people>('heshan-admin', '/users'),
    ]);
    const shared = new Set([...otherPlaces.items, ...otherPeople.items].map(({ name }) => name));
    const names = [...departments.items, ...people.items].map(({ name }) => name);
    // Names of a letter or two stand in any word.
    const own = names.filter((name) => name.length > 1 && !shared.has(name));
    expect(own.length).toBeGreaterThan(20);
    ofFirst = [doors.dispute.id, doors.dispute.number, ...own];
    const registered = await api.post<Done>('heshan-desk', '/disputes', likewise());
    expect(registered).toMatchObject({ status: 201 });
    theirs = registered.body;
    await cases.does('heshan-desk', theirs.dispute.id, 'transfer', { to: 'heshan-justice', reason });
  });
  afterAll(() => api.stop());

  it('count for themselves, each number of one case in the installation', async () => {
    const year = doors.dispute.number.slice(0, 4);
    expect(theirs.dispute.number).toBe(`HESHAN-${year}-00001`);
    const rehearsed = await api.post<Done>('heshan-desk', '/disputes', likewise({ rehearsal: true }));
    expect(rehearsed.body.dispute.number).toMatch(new RegExp(`^HESHAN-R-${year}-000\\d\\d$`));
    const item = { text: '两家又争山界', feeder: 'patrol', village: 'heshan-village' };
    const { body } = await api.post<{ number: string }>('heshan-grid', '/items', item);
    expect(body.number).toBe(`HESHAN-X${year.slice(2)}-00001`);
    const next = await cases.register();
    expect(next.number).toMatch(/^\d{4}-\d{5}$/);
    await cases.does('desk', next.id, 'withdraw', { reason });
  });

  it('take the same people, telephones and places of one for nobody of the other', async () => {
    // A second report of the same people would be yellow.
    expect(theirs).toMatchObject({ similar: [], dispute: { grade: 'blue', repeats: [] } });
    const { body } = await api.get<{ similar: object[] }>(
      'heshan-desk',
      encodeURI('/proposal?category=forest-title&village=heshan-village&title=山头界桩纠纷&name=侯三顺'),
    );
    expect(told(body.similar, ofFirst)).toEqual([]);
    for (const q of ['13500007890', '侯三顺', '山头界桩', doors.dispute.number]) {
      const { body: found } = await api.get<Page<{ id: string }>>(
        'heshan-desk',
        `/disputes?q=${encodeURIComponent(q)}`,
      );
      expect([q, found.items.filter(({ id }) => id === doors.dispute.id)]).toEqual([q, []]);
    }
  });

  it('show nothing at any door, to whomever of them', async () => {
    const looks = (each: Door) => each.method === 'GET' && each.row && !each.ofCase && !(each.key in OF_CASE);
    const seen: string[] = [];
    for (const door of doors.all.filter(looks)) {
      for (const [people, secrets] of [
        [OTHERS, ofFirst],
        [EVERYBODY, [...OF_OTHERS, theirs.dispute.id]],
      ] as const) {
        for (const who of people) {
          const { status, body } = await doors.ask(who, door);
          if (status === 200) seen.push(`${door.key} ${who}`);
          // What is told before anybody has signed in.
          const betrayed = door.row!.open ? [] : told(body, secrets);
          expect({ key: door.key, who, betrayed }).toEqual({ key: door.key, who, betrayed: [] });
        }
      }
    }
    // They were let in where each of them is.
    expect(seen).toEqual(
      expect.arrayContaining(['GET /users heshan-grid', 'GET /audit heshan-auditor', 'GET /board heshan-supervisor']),
    );
  });

  it('show nobody of the other that there is such a case, by whatever verb', async () => {
    for (const door of doors.all.filter(({ ofCase, row }) => ofCase && row)) {
      const { status, body } = await doors.ask('heshan-desk', door);
      expect({ key: door.key, status, told: told(body, ofFirst) }).toEqual({ key: door.key, status: 404, told: [] });
    }
  });

  it('count nothing of each other', async () => {
    for (const [who, entered] of [
      ['heshan-supervisor', 1],
      ['heshan-auditor', 1],
    ] as const) {
      const { body } = await api.get<{ entered: { value: number } }>(who, period);
      expect([who, body.entered.value]).toEqual([who, entered]);
    }
    const [{ disputes }] = (await api.engine.database.owner.query(
      `SELECT count(*)::int AS disputes FROM dispute WHERE '^heshan' = ANY (visible_to)`,
    )) as [{ disputes: number }];
    const { body } = await api.post('heshan-auditor', '/audit/verify', {});
    expect(body).toMatchObject({ ok: true, disputes });
  });

  it('know no department, village or person of each other, wherever one may be named', async () => {
    const to = await api.post<Problem>('heshan-desk', `/disputes/${theirs.dispute.id}/transfer`, {
      to: 'land',
      reason,
    });
    expect(codesOf(to)).toEqual([400, '/to UNKNOWN_DEPARTMENT']);
    const village = await api.post<Problem>(
      'heshan-desk',
      '/disputes',
      likewise({ place: { village: 'village-helin' } }),
    );
    expect(codesOf(village)).toEqual([400, '/place/village UNKNOWN_VILLAGE']);
    const report = { text: '听说两家要打', feeder: 'patrol', village: 'village-helin' };
    expect(codesOf(await api.post<Problem>('heshan-grid', '/items', report))).toEqual([
      400,
      '/village UNKNOWN_VILLAGE',
    ]);
    const named = { role: 'handler', userId: 'justice' };
    const assigned = await api.post<Problem>('heshan-desk', `/disputes/${theirs.dispute.id}/assign`, named);
    expect(codesOf(assigned)).toEqual([400, '/userId UNKNOWN_PERSON']);
    const merged = { into: doors.dispute.id };
    const merge = await api.post<Problem>('heshan-desk', `/disputes/${theirs.dispute.id}/merge`, merged);
    expect(codesOf(merge)).toEqual([400, '/into UNKNOWN_DISPUTE']);

    const admin = 'heshan-admin';
    const awayUntil = new Date(Date.now() + 86_400_000).toISOString();
    for (const [answer, expected] of [
      [patch(admin, '/departments/heshan-justice', { parentId: 'centre' }), [400, '/parentId UNKNOWN_DEPARTMENT']],
      [patch(admin, '/users/heshan-justice', { departmentId: 'justice' }), [400, '/departmentId UNKNOWN_DEPARTMENT']],
      [patch('heshan-desk', '/users/heshan-desk', { awayUntil, deputyId: 'desk' }), [400, '/deputyId UNKNOWN_PERSON']],
      [
        api.post<Problem>(admin, '/departments/heshan-justice/close', { successorId: 'justice', reason }),
        [400, '/successorId UNKNOWN_DEPARTMENT'],
      ],
      [
        api.post<Problem>(admin, '/users/heshan-visitor/deactivate', { successorId: 'visitor', reason }),
        [400, '/successorId UNKNOWN_PERSON'],
      ],
      [
        api.post<Problem>(admin, '/departments', { id: 'police', name: '别所', parentId: 'heshan' }),
        [400, '/id ID_TAKEN'],
      ],
      [
        api.post<Problem>(admin, '/users', {
          username: 'new',
          name: '新',
          departmentId: 'justice',
          roles: ['handler'],
        }),
        [400, '/departmentId UNKNOWN_DEPARTMENT'],
      ],
      [patch(admin, '/departments/justice', { name: '改名' }), [404]],
      [patch(admin, '/users/justice', { name: '改名' }), [404]],
      [patch('heshan-desk', '/users/desk', { awayUntil }), [404]],
      [api.get<Problem>(admin, '/users/justice'), [404]],
      [api.post<Problem>(admin, '/users/justice/reset-password', {}), [404]],
      [api.get<Problem>(admin, '/users/justice/tokens'), [404]],
      // Its own people look after it now.
      [patch('admin', '/departments/heshan', { name: '改名' }), [404]],
      [api.post<Problem>('admin', '/users/heshan-desk/reset-password', {}), [404]],
    ] as const) {
      expect(codesOf(await answer)).toEqual(expected);
    }
  });

  it('go by rules of their own: a policy that one publishes moves no case of the other', async () => {
    const { body: own } = await api.get<Policy>('heshan-admin', '/policies/current');
    expect(own).toMatchObject({ version: 'heshan-1', document: { region: 'heshan' } });
    const document = { ...own.document, title: '河山县规则' };
    const elsewhere = await api.post<Problem>('heshan-admin', '/policies', {
      document: { ...document, region: 'default' },
    });
    expect(codesOf(elsewhere)).toEqual([400, '/document/region OTHER_REGION']);
    const routed = { ...document, mediators: ['justice'] };
    expect((await api.post('heshan-admin', '/policies', { document: routed })).status).toBe(400);
    const { body: drafted } = await api.post<Policy>('heshan-admin', '/policies', { document });
    expect(drafted.version).toBe('heshan-2');
    const { body } = await api.post<{ rollout: { id: string; total: number } }>(
      'heshan-admin',
      '/policies/heshan-2/publish',
      { moveOpen: true, reason },
    );
    expect(body.rollout.total).toBe(1);
    await api.engine.client.workflow.getHandle(rolloutWorkflowIdOf(body.rollout.id)).result();
    const { body: progress } = await api.get('heshan-admin', `/rollouts/${body.rollout.id}`);
    expect(progress).toMatchObject({ total: 1, moved: 1, failed: 0 });
    // Who answers for the rules of one region reads nothing of another's.
    const listed = async (who: string) => (await api.get<Page<{ id: string }>>(who, '/rollouts')).body.items;
    expect((await listed('heshan-admin')).map(({ id }) => id)).toContain(body.rollout.id);
    for (const who of ['admin', 'supervisor']) {
      expect((await listed(who)).map(({ id }) => id)).not.toContain(body.rollout.id);
      expect((await api.get(who, `/rollouts/${body.rollout.id}`)).status).toBe(404);
    }
    expect(await cases.view('desk', doors.dispute.id)).toMatchObject({ policyVersion: 'default-1' });
    expect(await cases.view('heshan-desk', theirs.dispute.id)).toMatchObject({ policyVersion: 'heshan-2' });
    expect((await api.get<Policy>('admin', '/policies/current')).body.version).toBe('default-1');
    expect((await api.get('heshan-admin', '/policies/default-1')).status).toBe(404);
    expect((await api.get('admin', '/policies/heshan-2')).status).toBe(404);
  });

  it('have calendars and retention of their own', async () => {
    expect((await api.get('heshan-desk', '/calendars/default/2026')).status).toBe(404);
    expect((await api.get('heshan-desk', '/calendars/default/2026/versions')).status).toBe(404);
    const { body: year } = await api.get('heshan-desk', '/calendars/heshan/2026');
    expect(year).toMatchObject({ region: 'heshan', year: 2026 });
    const theirYear = { ...year, year: 2027 };
    expect((await api.call('heshan-admin', 'PUT', '/calendars/default/2027', theirYear)).status).toBe(404);
    const { body: before } = await api.get<{ rules: { kind: string }[]; version: number }>('admin', '/retention');
    const rules = before.rules.map((each) => ({ ...each, years: 50 }));
    const set = await api.call<typeof before>('heshan-admin', 'PUT', '/retention', { rules, reason });
    expect({ status: set.status, rules: set.body.rules }).toEqual({ status: 200, rules });
    expect((await api.get<typeof before>('admin', '/retention')).body).toMatchObject({ version: before.version });
  });

  it('bring in ledgers of one name each for themselves', async () => {
    const head = '编号,标题,情况,类别,等级,村,登记时间';
    const brought = async (who: string, narrative: string) => {
      const response = await fetch(`${api.url}/api/v1/imports?kind=disputes&source=${encodeURIComponent('旧台账')}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv', authorization: `Bearer ${await api.token(who)}` },
        body: `${head}\n纠-1,塘边争水,${narrative},邻里,蓝,鹤林村,2026-10-09 10:00`,
      });
      const { id, good } = (await response.json()) as { id: string; good: number };
      expect(good).toBe(1);
      const { body } = await api.post<{ rollout: { id: string } }>(who, `/imports/${id}/run`, {});
      await api.engine.client.workflow.getHandle(rolloutWorkflowIdOf(body.rollout.id)).result();
      return (await api.get(who, `/rollouts/${body.rollout.id}`)).body;
    };
    expect(await brought('admin', '甲乙两家')).toMatchObject({ moved: 1, failed: 0 });
    expect(await brought('heshan-admin', '丙丁两家')).toMatchObject({ moved: 1, failed: 0 });
    const { body } = await api.get<Page<{ number: string; title: string }>>('heshan-desk', '/disputes?q=塘边');
    expect(body.items).toMatchObject([{ title: '塘边争水', number: expect.stringMatching(/^HESHAN-2026-/) }]);
  });

  describe('are made', () => {
    const make = (who: string, body: object) => api.post<Problem & Region>(who, '/regions', body);

    it('by the administrator at the top of the first, each with letters and a name of its own', async () => {
      for (const who of ['heshan-admin', 'desk', 'supervisor', 'auditor'])
        expect([who, (await make(who, { id: 'jiangbei', name: '江北县' })).status]).toEqual([who, 403]);
      const { status, body } = await make('admin', { id: 'heshan', name: '江北县' });
      expect([status, body.code, ...codesOf({ status, body }).slice(1)]).toEqual([
        409,
        'REGION_TAKEN',
        '/id REGION_TAKEN',
      ]);
      for (const id of ['r', 'He', 'he-shan', '河山', ''])
        expect(codesOf(await make('admin', { id, name: '江北县' }))).toEqual([400, expect.stringMatching(/^\/id /)]);
    });

    it('then their first department, once', async () => {
      const first = (who: string, region: string, name = '政法委') =>
        api.post<Problem>(who, '/departments', { name, parentId: null, region });
      expect(codesOf(await first('admin', 'jiangbei'))).toEqual([400, '/region UNKNOWN_REGION']);
      expect((await make('admin', { id: 'jiangbei', name: '江北县' })).body).toEqual({
        id: 'jiangbei',
        name: '江北县',
        departmentId: null,
        begun: false,
      });
      expect((await first('heshan-admin', 'jiangbei')).status).toBe(403);
      expect((await first('admin', 'jiangbei')).status).toBe(201);
      const again = await first('admin', 'jiangbei', '信访局');
      expect(codesOf(again)).toEqual([400, '/parentId PARENT_REQUIRED']);
    });

    it('and are shown to who makes them, and nobody else, until their own people are there', async () => {
      const listed = async (who: string) => (await api.get<Page<Region> & { mayFound: boolean }>(who, '/regions')).body;
      const { items, mayFound } = await listed('admin');
      expect([mayFound, items.map(({ id, begun }) => [id, begun])]).toEqual([
        true,
        [
          ['default', true],
          ['heshan', true],
          ['jiangbei', false],
        ],
      ]);
      expect(await listed('heshan-admin')).toMatchObject({ mayFound: false, items: [{ id: 'heshan' }] });
      const places = async (who: string) =>
        (await api.get<Page<{ id: string; region: string | null }>>(who, '/departments')).body.items.map(
          ({ region }) => region,
        );
      expect(await places('admin')).toContain('jiangbei');
      for (const who of ['auditor', 'desk', 'heshan-admin', 'heshan-desk'])
        expect([who, (await places(who)).includes('jiangbei')]).toEqual([who, false]);
      // Nothing moves between the two, also while one person looks after both.
      const id = items.find((each) => each.id === 'jiangbei')!.departmentId!;
      expect(codesOf(await patch('admin', '/departments/forestry', { parentId: id }))).toEqual([
        400,
        '/parentId OTHER_REGION',
      ]);
      expect(codesOf(await patch('admin', '/users/forestry', { departmentId: id }))).toEqual([
        400,
        '/departmentId OTHER_REGION',
      ]);
    });
  });
});
