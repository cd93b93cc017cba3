import { get, request, type IncomingHttpHeaders } from 'node:http';
import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Casework, quarrel, type Done, type Page, type Problem, type View } from '../support/casework.js';

const NOBODY = '00000000-0000-4000-8000-00000000dead';
/** Of the length of an id, and none; what the database takes for one, and nothing here has. */
const NO_IDS = [
  '0'.repeat(36),
  '-'.repeat(36),
  `${'0'.repeat(35)}-`,
  'f'.repeat(32),
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];
const encodedCursor = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');

/** The conventions of api.md that hold for every route. */
describe('the conventions of the API', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const raw = (path: string, init: RequestInit) => fetch(`${api.url}/api/v1${path}`, init);
  const login = async (username: string, password = 'demo') => {
    const response = await raw('/auth/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    return { response, body: (await response.json()) as Problem & { token: string; user: { id: string } } };
  };

  it('keeps filters for their person, by name, codes only', async () => {
    interface Filters {
      items: { id: string; name: string; filter: object }[];
    }
    const save = (who: string, body: object) => api.post<{ id: string } & Problem>(who, '/filters', body);
    const mine = async (who: string) => (await api.get<Filters>(who, '/filters')).body.items;
    const late = { grade: 'red', late: 'true' };
    const { status, body } = await save('justice', { name: '红色超期', filter: late });
    expect(status).toBe(201);
    await save('justice', { name: '红色超期', filter: { grade: 'red' } });
    expect(await mine('justice')).toEqual([{ id: body.id, name: '红色超期', filter: { grade: 'red' } }]);
    expect(await mine('land')).toEqual([]);
    for (const filter of [{ grade: 'green' }, { q: '张三' }, { colour: 'red' }]) {
      const refused = await save('justice', { name: 'x', filter });
      expect(refused.body.errors![0]!.pointer).toMatch(/^\/filter\//);
    }
    expect((await api.call('land', 'DELETE', `/filters/${body.id}`)).status).toBe(404);
    expect((await api.call('justice', 'DELETE', `/filters/${body.id}`)).status).toBe(204);
    expect(await mine('justice')).toEqual([]);
    for (let n = 0; n < 30; n += 1) await save('justice', { name: `f${n}`, filter: {} });
    expect((await save('justice', { name: 'one more', filter: {} })).body.errors![0]!.code).toBe('TOO_MANY');
  });

  describe('a problem', () => {
    interface Case {
      what: string;
      status: number;
      code: string;
      ask: () => Promise<{ status: number; headers: Headers; body: unknown }>;
    }
    const asked = async (path: string, init: RequestInit) => {
      const token = (await login('desk')).body.token;
      const response = await raw(path, {
        ...init,
        headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` },
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
    };
    const json = { 'content-type': 'application/json' };
    const transfer = { to: 'justice', reason: '邻里纠纷' };

    const problems: Case[] = [
      {
        what: 'a wrong body',
        status: 400,
        code: 'BAD_REQUEST',
        ask: () => api.post('desk', '/disputes', { title: 5 }),
      },
      {
        what: 'a body that is no JSON',
        status: 400,
        code: 'BAD_REQUEST',
        ask: () => asked('/disputes', { method: 'POST', headers: json, body: '{"title": ' }),
      },
      {
        what: 'no body at all',
        status: 400,
        code: 'BAD_REQUEST',
        ask: () => asked('/disputes', { method: 'POST' }),
      },
      { what: 'nobody signed in', status: 401, code: 'UNAUTHENTICATED', ask: () => api.get('', '/me') },
      {
        what: 'a role that may not',
        status: 403,
        code: 'NOT_ALLOWED',
        ask: () => api.post('justice', '/disputes', quarrel()),
      },
      { what: 'no such dispute', status: 404, code: 'NOT_FOUND', ask: () => api.get('desk', `/disputes/${NOBODY}`) },
      { what: 'no such route', status: 404, code: 'NOT_FOUND', ask: () => api.get('desk', '/nowhere') },
      {
        what: 'a refusal of the state',
        status: 409,
        code: 'NOT_RESOLVED',
        ask: async () => cases.act('desk', (await cases.register()).id, 'close', {}),
      },
      {
        what: 'a stale picture',
        status: 412,
        code: 'STALE_VERSION',
        ask: async () => {
          const { id, seq } = await cases.register();
          await cases.does('desk', id, 'note', { text: '新情况' });
          return cases.act('desk', id, 'transfer', transfer, { 'if-match': `"${seq}"` });
        },
      },
      {
        what: 'a body that is too large',
        status: 413,
        code: 'TOO_LARGE',
        ask: () => api.post('desk', '/disputes', { narrative: '长'.repeat(200_000) }),
      },
      {
        // More than the sockets hold: whoever sends it hears the answer only if all is taken.
        what: 'a body that is far too large',
        status: 413,
        code: 'TOO_LARGE',
        ask: () => api.post('desk', '/disputes', { narrative: '长'.repeat(8_000_000) }),
      },
      ...['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'].map(
        (type): Case => ({
          what: `a body of ${type}`,
          status: 415,
          code: 'UNSUPPORTED_MEDIA_TYPE',
          ask: () => asked('/disputes', { method: 'POST', headers: { 'content-type': type }, body: 'title=x' }),
        }),
      ),
      {
        what: 'a key of another body',
        status: 422,
        code: 'KEY_REUSED',
        ask: async () => {
          const key = { 'idempotency-key': randomUUID() };
          await api.post('desk', '/disputes', quarrel(), key);
          return api.post('desk', '/disputes', quarrel({ title: '另一件' }), key);
        },
      },
    ];

    it.each(problems)(
      'of $what is problem+json with $status and $code, without a stack',
      async ({ status, code, ask }) => {
        const answer = await ask();
        expect(answer.status).toBe(status);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(answer.body).toMatchObject({
          type: expect.stringContaining(code),
          title: expect.stringMatching(/\S/),
          detail: expect.stringMatching(/\S/),
          status,
          code,
        });
        expect(JSON.stringify(answer.body)).not.toMatch(/\bat \S+ \(|node_modules|\.[jt]s:\d+|SELECT |Error:/);
      },
    );

    it('has a page at the address that its type names', async () => {
      const { body } = await api.get<Problem>('', '/me');
      const page = await fetch(new URL(body.type, api.url));
      expect(page.status).toBe(200);
      expect(await page.text()).toContain(`id="${new URL(body.type, api.url).hash.slice(1)}"`);
    });
  });

  describe('a wrong body', () => {
    const errorsOf = async (path: string, body: unknown, who = 'desk') => {
      const answer = await api.post<Problem>(who, path, body);
      expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
      for (const each of answer.body.errors!) {
        expect(each).toEqual({
          pointer: expect.any(String),
          code: expect.stringMatching(/^[A-Z_]+$/),
          detail: expect.stringMatching(/\S/),
        });
      }
      return answer.body.errors!;
    };

    it('hears of all its problems at once, each with a pointer to its place', async () => {
      const errors = await errorsOf('/disputes', {
        title: '',
        category: 'weather',
        grade: 'green',
        place: { village: 'village-shixi', street: 'x', lat: 91 },
        parties: [
          { name: '甲', role: 'applicant' },
          { name: 7, role: 'judge', 'a/b~c': 1 },
        ],
        source: { channel: 'pigeon' },
        occurredAt: '2026-11-23',
        status: 'closed',
      });
      expect(errors.map((each) => each.pointer).sort()).toEqual(
        [
          '/title',
          '/narrative',
          '/category',
          '/grade',
          '/place/street',
          '/place/lat',
          '/parties/1/name',
          '/parties/1/role',
          '/parties/1/a~1b~0c',
          '/source/channel',
          '/occurredAt',
          '/status',
        ].sort(),
      );
    });

    it('hears of a village that does not exist and of a future at once', async () => {
      const errors = await errorsOf(
        '/disputes',
        quarrel({ place: { village: 'village-atlantis' }, occurredAt: '2099-01-01T00:00:00Z' }),
      );
      expect(errors.map((each) => each.pointer).sort()).toEqual(['/occurredAt', '/place/village']);
    });

    // What a schema cannot know (which villages there are) is looked at only after the schema holds.
    it.failing('hears of a missing title and of a village that does not exist at once', async () => {
      const { title: _title, ...rest } = quarrel({ place: { village: 'village-atlantis' } });
      const errors = await errorsOf('/disputes', rest);
      expect(errors.map((each) => each.pointer).sort()).toEqual(['/place/village', '/title']);
    });

    it('is refused whatever it is, and changes nothing', async () => {
      const { id, seq } = await cases.register();
      for (const body of [
        [],
        'x',
        5,
        null,
        { text: null },
        { text: ' ' },
        { text: '\u0000' },
        { text: 'x', more: 1 },
      ]) {
        const answer = await api.post<Problem>('desk', `/disputes/${id}/note`, JSON.stringify(body));
        expect({ body, status: answer.status, code: answer.body.code }).toEqual({
          body,
          status: 400,
          code: 'BAD_REQUEST',
        });
      }
      expect((await cases.view('desk', id)).seq).toBe(seq);
    });

    it.each([
      ['{"text": ', 'en', 'is no JSON: it breaks after 9 characters'],
      ['{"text": "x"} {}', 'en', 'is no JSON: it breaks after 14 characters'],
      ['{"text": "x"} {}', 'zh-CN', '不是有效的 JSON：在第 14 个字符之后出错'],
      ['{"text": "一\n"}', 'en', 'is no JSON: it breaks after 11 characters'],
      ['[', 'zh-CN', '不是有效的 JSON：在第 1 个字符之后出错'],
      ['text=x', 'en', expect.stringMatching(/^is no JSON/)],
      ['\ufeff{', 'zh-CN', expect.stringMatching(/^不是有效的 JSON/)],
    ])('that is no JSON says so, and where it breaks: %s (%s)', async (body, language, detail) => {
      for (const [who, path] of [
        ['desk', '/disputes'],
        ['desk', `/disputes/${NOBODY}/note`],
        ['desk', '/items'],
        ['', '/auth/login'],
      ] as const) {
        const headers = { 'content-type': 'application/json', 'accept-language': language };
        const answer = await api.post<Problem>(who, path, body, headers);
        expect({ path, status: answer.status, errors: answer.body.errors }).toEqual({
          path,
          status: 400,
          errors: [{ pointer: '', code: 'NOT_JSON', detail }],
        });
      }
    });

    it('cannot reach behind the members that it names', async () => {
      const { id, seq } = await cases.register();
      for (const member of ['__proto__', 'constructor', 'prototype', 'hasOwnProperty']) {
        const body = `{"text": "x", "${member}": {"prototype": {"status": "closed"}}}`;
        const answer = await api.post<Problem>('desk', `/disputes/${id}/note`, body);
        expect({ member, status: answer.status, codes: answer.body.errors?.map((each) => each.code) }).toEqual({
          member,
          status: 400,
          codes: ['UNKNOWN_MEMBER'],
        });
      }
      expect((await cases.view('desk', id)).seq).toBe(seq);
    });

    it('is refused with 400 or 409 when its moment is further than any calendar', async () => {
      const { id } = await cases.handledBy('justice');
      const agreement = { terms: [{ text: '永不再争', dueAt: '9999-12-31T00:00:00Z' }] };
      const { status } = await cases.act('justice', id, 'resolve', { outcome: 'mediated', summary: 'x', agreement });
      expect([200, 400, 409]).toContain(status);
    });
    it('is refused with 400 or 409 when it would move time further than any calendar', async () => {
      const { id } = await cases.register({ rehearsal: true });
      const { status } = await cases.act('desk', id, 'fast-forward', { by: { amount: 100_000, unit: 'months' } });
      expect([400, 409]).toContain(status);
    });

    it('hears that the handler it names is of another department', async () => {
      const { id } = await cases.offered('justice');
      const errors = await errorsOf(`/disputes/${id}/accept`, { transferId: 't1', handler: 'land' }, 'justice');
      expect(errors.map((each) => each.pointer)).toEqual(['/handler']);
    });

    it('hears that the village it names is a police station', async () => {
      const errors = await errorsOf('/disputes', quarrel({ place: { village: 'police' } }));
      expect(errors.map((each) => each.pointer)).toEqual(['/place/village']);
    });

    it('hears of unknown departments and people that it names', async () => {
      const { id } = await cases.offered('justice');
      const errors = await errorsOf(
        `/disputes/${id}/return`,
        { transferId: 't1', reasonCode: 'not-our-duty', reason: 'x', suggestedDepartment: 'harbour' },
        'justice',
      );
      expect(errors.map((each) => each.pointer)).toEqual(['/suggestedDepartment']);
      const handler = await errorsOf(`/disputes/${id}/accept`, { transferId: 't1', handler: 'nobody' }, 'justice');
      expect(handler.map((each) => each.pointer)).toEqual(['/handler']);
    });

    it('is refused where a route takes none', async () => {
      expect((await errorsOf('/notices/1/read', { bogus: 1 })).map((each) => each.pointer)).toEqual(['/bogus']);
    });
  });

  describe('a query', () => {
    const lists = ['/disputes', '/inbox', '/visits', '/notices', '/items', '/board/late', '/board/owed'];
    it.each([...lists, '/me', '/inbox/counts', '/board', '/board/bouncing', '/statistics'])(
      'of %s is refused for a parameter that nobody knows',
      async (path) => {
        const answer = await api.get<Problem>('supervisor', `${path}?bogus=1`);
        expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
        expect(answer.body.errors!.map((each) => each.pointer)).toContain('/bogus');
      },
    );

    it('is refused for an unknown parameter on one dispute, too', async () => {
      const { id, obligations } = await cases.register();
      const paths = [
        `/disputes/${id}`,
        `/disputes/${id}/timeline`,
        `/disputes/${id}/attribution`,
        `/obligations/${obligations[0]!.id}/explanation`,
      ];
      for (const path of paths) {
        expect({ path, status: (await api.get('desk', path)).status }).toEqual({ path, status: 200 });
        expect({ path, status: (await api.get('desk', `${path}?bogus=1`)).status }).toEqual({ path, status: 400 });
      }
      expect((await api.post('desk', `/disputes/${id}/note?bogus=1`, { text: 'x' })).status).toBe(400);
    });

    it.each(lists)('of %s takes a limit of 1 to 200 and only its own cursors', async (path) => {
      for (const [limit, status] of [
        ['1', 200],
        ['200', 200],
        ['0', 400],
        ['201', 400],
        ['x', 400],
        ['1.5', 400],
        ['-1', 400],
      ] as const) {
        expect({ limit, status: (await api.get('supervisor', `${path}?limit=${limit}`)).status }).toEqual({
          limit,
          status,
        });
      }
      const moment = '2026-01-01T00:00:00.000Z';
      const forged = [
        'x',
        ...[
          ...[
            [1, 2, 3, 4],
            ['x', 'y'],
            [moment, 'x'],
            [moment, '\u0000'],
            [moment, '\ud800'],
            ['1', NOBODY],
          ],
          ...[
            [`0000${moment.slice(4)}`, NOBODY],
            [`+275760${moment.slice(4)}`, NOBODY],
            [moment, NOBODY, 1.5],
          ],
          ...[[moment, NOBODY, 1e30], [1.5], [1e30], [null], {}, null, 'text'],
        ].map(encodedCursor),
      ];
      for (const cursor of forged) {
        expect({ cursor, status: (await api.get('supervisor', `${path}?cursor=${cursor}`)).status }).toEqual({
          cursor,
          status: 400,
        });
      }
    });

    it('of a list that is given whole takes the same, and its pages add up to the whole', async () => {
      const { id } = await cases.handledBy('justice');
      const whole = [
        '/departments',
        '/users',
        '/policies',
        '/calendars',
        '/calendars/default/2026/versions',
        '/sessions',
        '/tokens',
        '/filters',
        '/channels',
      ];
      const onCase = [`/disputes/${id}/timeline`, `/disputes/${id}/readers`, `/disputes/${id}/papers`];
      for (const path of [...whole, ...onCase, '/board/bouncing']) {
        const ask = (query = '') => api.get<Page<unknown>>('supervisor', `${path}${query}`);
        const { items, next } = (await ask()).body;
        const pages: unknown[] = [];
        for (let cursor: string | null = ''; cursor !== null;) {
          const { body }: { body: Page<unknown> } = await ask(`?limit=2${cursor && `&cursor=${cursor}`}`);
          expect(body.items.length).toBeLessThanOrEqual(2);
          pages.push(...body.items);
          cursor = body.next;
        }
        expect({ path, next, pages }).toEqual({ path, next: null, pages: items });
        for (const query of ['?limit=0', '?limit=201', '?cursor=x', `?cursor=${encodedCursor([-1])}`]) {
          expect({ path, query, status: (await ask(query)).status }).toEqual({ path, query, status: 400 });
        }
      }
    });

    it('of people is answered with who is meant, by letters, department and name', async () => {
      const found = async (query: string) =>
        (await api.get<Page<{ id: string; departmentId: string }>>('desk', `/users?${query}`)).body.items;
      const everybody = await found('');
      const ids = async (query: string) => (await found(query)).map(({ id }) => id);
      const those = (of: (person: { id: string; name: string; departmentId: string }) => boolean) =>
        (everybody as { id: string; name: string; departmentId: string }[]).filter(of).map(({ id }) => id);
      const [someone] = everybody as unknown as { id: string; name: string }[];
      const byName = await ids(`q=${encodeURIComponent(someone!.name.slice(0, 1))}`);
      expect(byName).toEqual(those(({ name, id }) => `${name} ${id}`.includes(someone!.name.slice(0, 1))));
      expect(byName).toContain(someone!.id);
      expect(await ids('q=JUSTICE')).toEqual(those(({ id, name }) => `${name} ${id}`.includes('justice')));
      expect(await ids('department=justice')).toEqual(those(({ departmentId }) => departmentId === 'justice'));
      expect(await ids('id=visitor&id=desk&id=nobody')).toEqual(those(({ id }) => ['visitor', 'desk'].includes(id)));
      expect(await ids('q=justice&department=land')).toEqual([]);
      expect(await ids('q=%25')).toEqual([]);
      expect(await ids('q=justice&limit=1')).toHaveLength(1);
      const many = Array.from({ length: 51 }, (_, n) => `id=u${n}`).join('&');
      for (const wrong of ['q=%00', 'department=%27', 'id=A', many]) {
        expect({ wrong, status: (await api.get('desk', `/users?${wrong}`)).status }).toEqual({ wrong, status: 400 });
      }
    });

    it('of a number of notices is answered with as many as the list says are not read', async () => {
      const { id } = await cases.offered('justice');
      const unread = async () => (await api.get<{ unread: number }>('justice', '/notices/count')).body.unread;
      const listed = async () =>
        (await cases.all<{ id: string; readAt: string | null }>('justice', '/notices')).filter((each) => !each.readAt);
      const before = await listed();
      expect(before.length).toBeGreaterThan(0);
      expect(await unread()).toBe(before.length);
      await api.post('justice', `/notices/${before[0]!.id}/read`, undefined);
      expect(await unread()).toBe(before.length - 1);
      // What it asks for was done: it waits for nobody any more, and nobody has to say so.
      const { id: other } = await cases.offered('justice');
      expect(await unread()).toBe(before.length);
      await cases.does('justice', other, 'accept', { transferId: 't1' });
      expect(await unread()).toBe(before.length - 1);
      expect((await listed()).length).toBe(before.length - 1);
      // What is no longer the reader's waits for nobody either, and is told apart.
      const lost = async () => (await api.get<{ lost: number }>('justice', '/notices/count')).body.lost;
      const left = await lost();
      const { id: recalled } = await cases.offered('justice');
      await cases.does('desk', recalled, 'recall', { transferId: 't1', reason: '误发' });
      expect([await unread(), (await lost()) > left]).toEqual([before.length - 1, true]);
      const of = async (which: string) =>
        (await cases.all<{ disputeId: string }>('justice', `/notices?lost=${which}`)).map((each) => each.disputeId);
      expect([(await of('true')).includes(recalled), (await of('false')).includes(recalled)]).toEqual([true, false]);
      expect((await of('false')).includes(id)).toBe(true);
    });

    it('of notices is newest first by the moment that they tell of, also of what was brought in with its past', async () => {
      const { id } = await cases.offered('justice');
      await api.engine.database.owner.query(`UPDATE notice SET at = at - interval '3 hours' WHERE dispute_id = $1`, [
        id,
      ]);
      type Told = Page<{ id: string; at: string }>;
      const all = (await cases.all<{ id: string; at: string }>('justice', '/notices')).map(({ at }) => at);
      // Page by page it is the same.
      const moments: string[] = [];
      for (let next: string | null = ''; next !== null;) {
        const { body }: { body: Told } = await api.get<Told>('justice', `/notices?limit=1${next && `&cursor=${next}`}`);
        moments.push(...body.items.map(({ at }) => at));
        ({ next } = body);
      }
      expect(moments).toEqual(all);
      expect(moments.length).toBeGreaterThan(2);
      expect(moments).toEqual([...moments].sort().reverse());
    });

    it('takes no cursor of another list', async () => {
      await cases.resolvedBy('justice');
      await cases.resolvedBy('justice');
      const cursorOf = async (path: string) =>
        (await api.get<{ next: string | null }>('desk', `${path}?limit=1`)).body.next!;
      const [disputes, inbox, visits] = [
        await cursorOf('/disputes'),
        await cursorOf('/inbox'),
        await cursorOf('/visits'),
      ];
      for (const [path, cursor] of [
        ['/disputes', inbox],
        ['/disputes', visits],
        ['/inbox', disputes],
        ['/inbox', visits],
        ['/visits', disputes],
        ['/visits', inbox],
        ['/notices', disputes],
        ['/items', inbox],
      ] as const) {
        expect({ path, status: (await api.get('desk', `${path}?cursor=${cursor}`)).status }).toEqual({
          path,
          status: 400,
        });
      }
    });

    it.each(['/board/late?department=%00', '/board/late?department=%27', '/disputes?holder=%00', '/disputes?q=%00'])(
      'of %s is refused, not an error of the database',
      async (path) => {
        expect((await api.get('supervisor', path)).status).toBe(400);
      },
    );

    it.each(['/disputes?enteredFrom=', '/visits?from=', '/items?from='])(
      'of %s0000-01-01 is refused or empty, not an error of the database',
      async (path) => {
        expect([200, 400]).toContain((await api.get('supervisor', `${path}0000-01-01T00:00:00Z`)).status);
      },
    );

    it('is refused with all its problems at once', async () => {
      const { body } = await api.get<Problem>('desk', '/disputes?status=gone&late=maybe&limit=0&q=&bogus=1');
      expect(body.errors!.map((each) => each.pointer).sort()).toEqual(['/bogus', '/late', '/limit', '/q', '/status']);
    });

    it.each([
      'status=handling&status=closed',
      'status[]=closed',
      'status[$ne]=closed',
      'limit=1&limit=200',
      'limit[0]=1',
    ])('is refused for ?%s: one name, one value', async (query) => {
      const answer = await api.get<Problem>('desk', `/disputes?${query}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
    });

    it('of statistics wants a period that goes forward', async () => {
      const from = '2026-01-01T00:00:00+08:00';
      const ask = (query: object) =>
        api.get<Problem>('supervisor', `/statistics?${new URLSearchParams({ ...query }).toString()}`);
      expect((await ask({ from, to: from })).status).toBe(400);
      expect((await ask({ from })).body.errors!.map((each) => each.pointer)).toEqual(['/to']);
      expect((await ask({ from, to: '2026-02-01T00:00:00' })).body.errors!.map((each) => each.pointer)).toEqual([
        '/to',
      ]);
    });
  });

  describe('who asks', () => {
    it('has to sign in on every route but the sign-in', async () => {
      const { id } = await cases.register();
      const paths = [
        '/me',
        '/disputes',
        `/disputes/${id}`,
        '/inbox',
        '/board',
        '/visits',
        '/notices',
        '/statistics',
        '/items',
      ];
      for (const path of paths)
        expect({ path, status: (await api.get('', path)).status }).toEqual({ path, status: 401 });
      expect((await api.post('', '/disputes', quarrel())).status).toBe(401);
      for (const authorization of ['Bearer nonsense', 'Bearer ', 'Basic ZGVzazpkZW1v']) {
        expect((await raw('/me', { headers: { authorization } })).status).toBe(401);
      }
    });

    it('is not told whether the name or the password was wrong', async () => {
      const wrong = await login('desk', 'nope');
      const unknown = await login('nobody', 'demo');
      expect(wrong.response.status).toBe(401);
      expect(unknown.body).toEqual(wrong.body);
      expect(unknown.response.headers.get('set-cookie')).toBeNull();
    });

    it('is told the same whatever the name is made of', async () => {
      expect((await login('\u0000')).response.status).toBe(401);
    });

    it('gets a cookie that scripts cannot read, which works like the token', async () => {
      const { response, body } = await login('justice');
      const cookie = response.headers.get('set-cookie')!;
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=Strict/i);
      const me = await raw('/me', { headers: { cookie: cookie.split(';')[0]! } });
      expect([me.status, await me.json()]).toEqual([200, body.user]);
      expect(body.user).toMatchObject({ id: 'justice', departmentId: 'justice', roles: ['handler'] });
    });

    it('is nobody after signing out, and only that session ended', async () => {
      const [one, other] = [(await login('land')).body.token, (await login('land')).body.token];
      const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
      expect((await raw('/auth/logout', { method: 'POST', ...as(one) })).status).toBe(204);
      expect((await raw('/me', as(one))).status).toBe(401);
      expect((await raw('/me', as(other))).status).toBe(200);
    });
  });

  describe('what the caller may not know of', () => {
    it('is answered like what does not exist: another department, an unknown id, an id that is none', async () => {
      const { id, obligations } = await cases.register();
      const ids = [id, NOBODY, 'abc', '../me', `${id}x`, '%00', "'--"].map(encodeURIComponent);
      const answers = await Promise.all([
        ...ids.flatMap((each) => [
          api.get<Problem>('land', `/disputes/${each}`),
          api.get<Problem>('land', `/disputes/${each}/timeline`),
          api.get<Problem>('land', `/disputes/${each}/attribution`),
          api.post<Problem>('land', `/disputes/${each}/note`, { text: 'x' }),
          api.post<Problem>('land', `/disputes/${each}/accept`, { transferId: 't1' }),
        ]),
        ...[obligations[0]!.id, `${NOBODY}.1`, `${id}.99`, 'abc', 'abc.1', ...NO_IDS.map((each) => `${each}.1`)].map(
          (each) => api.get<Problem>('land', `/obligations/${each}/explanation`),
        ),
        api.get<Problem>('desk', `/obligations/${id}.99/explanation`),
        ...['999999', 'abc'].map((each) => api.post<Problem>('land', `/notices/${each}/read`, undefined)),
      ]);
      const [first] = answers;
      expect(first!.status).toBe(404);
      for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 404, body: first!.body });
    });

    it('is no fault by whatever id it is asked for, on no route', async () => {
      const { body: document } = await api.get<{ paths: Record<string, object> }>('', '/openapi.json');
      const routes = Object.entries(document.paths)
        .filter(([path]) => path.includes('{'))
        .flatMap(([path, operations]) => Object.keys(operations).map((method) => ({ path, method })));
      expect(routes.length).toBeGreaterThan(60);
      const ids = [...NO_IDS, `${NO_IDS[0]}.1`, `${NO_IDS[4]}.1`, `${NOBODY}.1`];
      for (const { path, method } of routes) {
        const answers = await Promise.all(
          ids.map(async (each) => {
            const asked = path.replace(/^\/api\/v1/, '').replaceAll(/\{\w+\}/g, encodeURIComponent(each));
            const { status } = await api.call('desk', method.toUpperCase(), asked, method === 'get' ? undefined : {});
            return { method, path, each, status };
          }),
        );
        expect(answers.filter(({ status }) => status < 400 || status >= 500)).toEqual([]);
      }
    });

    it('stays unknown to a body that is wrong, too', async () => {
      const { id } = await cases.register();
      const answers = await Promise.all(
        [id, NOBODY].map((each) => api.post<Problem>('land', `/disputes/${each}/note`, { bogus: 1 })),
      );
      expect(answers[0]!.body).toEqual(answers[1]!.body);
    });
  });

  describe('the language', () => {
    const chinese = /[\u4e00-\u9fff]/;
    it.each([
      [undefined, 'zh'],
      ['zh-CN', 'zh'],
      ['zh', 'zh'],
      ['fr-FR,fr;q=0.9', 'zh'],
      ['en', 'en'],
      ['en-GB,en;q=0.9,zh;q=0.5', 'en'],
      ['zh;q=0.5, en;q=0.9', 'en'],
      ['en;q=0.3, zh-CN;q=0.8', 'zh'],
      ['***;;,', 'zh'],
    ])('asked for as %s is %s', async (accept, language) => {
      const { body } = await api.get<Problem>(
        'desk',
        `/disputes/${NOBODY}`,
        accept === undefined ? {} : { 'accept-language': accept },
      );
      for (const text of [body.title, body.detail]) {
        expect({ text, chinese: chinese.test(text) }).toEqual({ text, chinese: language === 'zh' });
      }
      expect(body.code).toBe('NOT_FOUND');
    });

    it('holds for the labels of an explanation and the time that is left', async () => {
      const { obligations } = await cases.register();
      for (const [accept, wanted] of [
        ['zh-CN', true],
        ['en', false],
      ] as const) {
        const headers = { 'accept-language': accept };
        const why = await api.get<{ steps: { label: string }[] }>(
          'desk',
          `/obligations/${obligations[0]!.id}/explanation`,
          headers,
        );
        expect(why.body.steps.map((step) => chinese.test(step.label))).toEqual(why.body.steps.map(() => wanted));
        const inbox = await api.get<{ items: { remaining: { text: string } }[] }>('desk', '/inbox', headers);
        expect(inbox.body.items.length).toBeGreaterThan(0);
        for (const item of inbox.body.items) expect(chinese.test(item.remaining.text)).toBe(wanted);
      }
    });

    it('holds for every single problem of a body', async () => {
      const { body } = await api.post<Problem>('desk', '/disputes', { title: 5, bogus: 1 });
      for (const each of body.errors!) expect(each.detail).toMatch(chinese);
    });
  });

  describe('an Idempotency-Key', () => {
    const keyed = (key = randomUUID()) => ({ 'idempotency-key': key });

    it('makes a repeated registration the same dispute, with the same Location and the same body', async () => {
      const headers = keyed();
      const first = await api.post<Done>('desk', '/disputes', quarrel(), headers);
      const again = await api.post<Done>('desk', '/disputes', quarrel(), headers);
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(first.headers.get('location')).toBe(`/api/v1/disputes/${first.body.dispute.id}`);
      expect(again.headers.get('location')).toBe(first.headers.get('location'));
      expect(again.body).toEqual(first.body);
      expect((await api.post<Done>('desk', '/disputes', quarrel())).body.similar!.map((each) => each.id)).toContain(
        first.body.dispute.id,
      );
      expect((await api.post<Done>('desk', '/disputes', quarrel(), headers)).body).toEqual(first.body);
    });

    it('counts a body the same whatever the order of its members', async () => {
      const headers = keyed();
      const first = await api.post<Done>('desk', '/disputes', quarrel(), headers);
      const reversed = Object.fromEntries(Object.entries(quarrel()).reverse());
      const again = await api.post<Done>('desk', '/disputes', reversed, headers);
      expect([again.status, again.body.dispute.id]).toEqual([201, first.body.dispute.id]);
    });

    it('makes a repeated command happen once, also when it comes a hundred times at once', async () => {
      const { id, seq } = await cases.register();
      const headers = keyed();
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => cases.act('desk', id, 'note', { text: '只记一次' }, headers)),
      );
      expect(answers.map((each) => [each.status, each.body.seq])).toEqual(answers.map(() => [200, seq + 1]));
      expect((await cases.timeline('desk', id)).filter((each) => each.type === 'NoteAdded')).toHaveLength(1);
    });

    it('gives the first answer again, word for word, also when the case has gone on since', async () => {
      const { id } = await cases.register();
      const headers = keyed();
      const first = await cases.act('desk', id, 'transfer', { to: 'justice', reason: '移交' }, headers);
      await cases.does('justice', id, 'accept', { transferId: 't1' });
      const again = await cases.act('desk', id, 'transfer', { to: 'justice', reason: '移交' }, headers);
      expect([again.status, again.body]).toEqual([200, first.body]);
    });

    it('is taken by fast-forward: time is moved once', async () => {
      const { id } = await cases.register({ rehearsal: true });
      const headers = keyed();
      const by = { by: { amount: 1, unit: 'hours' } };
      const first = await cases.act('desk', id, 'fast-forward', by, headers);
      const again = await cases.act('desk', id, 'fast-forward', by, headers);
      expect([again.status, again.body.seq]).toEqual([200, first.body.seq]);
      expect(again.body).toEqual(first.body);
      expect(Date.parse((await cases.view('desk', id)).now) - Date.now()).toBeLessThan(61 * 60_000);
    });

    it.each<[string, (id: string, headers: Record<string, string>) => Promise<{ status: number; body: Problem }>]>([
      ['another body', (id, headers) => cases.act('desk', id, 'note', { text: '二' }, headers)],
      ['another verb', (id, headers) => cases.act('desk', id, 'plan', { goal: '一', measures: [] }, headers)],
      [
        'another dispute',
        async (_id, headers) => cases.act('desk', (await cases.register()).id, 'note', { text: '一' }, headers),
      ],
      ['a registration', (_id, headers) => api.post<Problem>('desk', '/disputes', quarrel(), headers)],
    ])('is refused for %s', async (_what, ask) => {
      const { id } = await cases.register();
      const headers = keyed();
      expect((await cases.act('desk', id, 'note', { text: '一' }, headers)).status).toBe(200);
      const answer = await ask(id, headers);
      expect([answer.status, answer.body.code]).toEqual([422, 'KEY_REUSED']);
    });

    it('belongs to its user: two people may use the same', async () => {
      const { id } = await cases.handledBy('justice');
      const headers = keyed();
      const desk = await cases.act('desk', id, 'note', { text: '流转台' }, headers);
      const justice = await cases.act('justice', id, 'note', { text: '司法所' }, headers);
      expect([desk.status, justice.status]).toEqual([200, 200]);
      expect(justice.body.seq).toBe(desk.body.seq + 1);
    });

    it('that was refused may be used for the corrected command', async () => {
      const { id } = await cases.register();
      const headers = keyed();
      expect((await cases.act('desk', id, 'close', {}, headers)).status).toBe(409);
      expect((await cases.act('desk', id, 'note', { text: '更正' }, headers)).status).toBe(200);
    });

    it('answers a visitor again who lost sight of the case by that very visit', async () => {
      const { id } = await cases.resolvedBy('justice', { rehearsal: true });
      await cases.forward(id, 7, 'days');
      const headers = keyed();
      const parties = [{ partyId: 'p1' }, { partyId: 'p2' }];
      const visit = { n: 1, mode: 'phone', outcome: 'stable', note: '安好', parties };
      const first = await cases.act('visitor', id, 'visit', visit, headers);
      expect([first.status, first.body.dispute.visits[0]!.state]).toEqual([200, 'done']);
      expect((await api.get('visitor', `/disputes/${id}`)).status).toBe(404);
      const again = await cases.act('visitor', id, 'visit', visit, headers);
      expect([again.status, again.body.seq]).toEqual([200, first.body.seq]);
    });

    it('shows a department that lost sight of the case its first answer, and nothing that came later', async () => {
      const { id } = await cases.offered('justice');
      const headers = keyed();
      const first = await cases.act('justice', id, 'accept', { transferId: 't1' }, headers);
      await cases.returned('justice', id, 't1');
      await cases.decided(id, 't1', true);
      await cases.does('desk', id, 'transfer', { to: 'land', reason: '权属不清' });
      await cases.does('land', id, 'accept', { transferId: 't2' });
      expect((await api.get('justice', `/disputes/${id}`)).status).toBe(404);
      const again = await cases.act('justice', id, 'accept', { transferId: 't1' }, headers);
      expect([again.status, again.body.seq, again.body.dispute.seq]).toEqual([200, first.body.seq, first.body.seq]);
      expect([again.body.dispute.holder, again.body.dispute.can]).toEqual(['justice', []]);
      expect(again.body.dispute.transfers.map((each) => each.to)).toEqual(['justice']);
      expect(JSON.stringify(again.body)).not.toContain('权属不清');
    });

    it('is answered from the record when the case was closed since and its workflow is gone', async () => {
      const { id } = await cases.resolvedBy('justice');
      const headers = keyed();
      const first = await cases.act('desk', id, 'note', { text: '回访前' }, headers);
      await cases.let(id);
      const again = await cases.act('desk', id, 'note', { text: '回访前' }, headers);
      expect([again.status, again.body.seq]).toEqual([200, first.body.seq]);
      const other = await cases.act('desk', id, 'note', { text: '别的' }, headers);
      expect([other.status, other.body.code]).toEqual([422, 'KEY_REUSED']);
    });

    it('takes one of several bodies that come with it at once, and refuses the others', async () => {
      const { id } = await cases.register();
      const headers = keyed();
      const texts = ['一', '二', '三', '四', '五', '六'];
      const answers = await Promise.all(texts.map((text) => cases.act('desk', id, 'note', { text }, headers)));
      expect(answers.map((each) => each.status).sort()).toEqual([200, 422, 422, 422, 422, 422]);
      expect((await cases.timeline('desk', id)).filter((each) => each.type === 'NoteAdded')).toHaveLength(1);
      const registrations = await Promise.all(
        texts.map((title) => api.post<Done>('desk', '/disputes', quarrel({ title }), headers)),
      );
      expect(registrations.map((each) => each.status)).toEqual(texts.map(() => 422));
      const fresh = keyed();
      const titles = await Promise.all(
        texts.map((title) => api.post<Done>('desk', '/disputes', quarrel({ title }), fresh)),
      );
      expect(titles.map((each) => each.status).sort()).toEqual([201, 422, 422, 422, 422, 422]);
    });

    it.each(['', ' ', 'x'.repeat(201)])('of %j is none', async (key) => {
      const answer = await api.post<Problem>('desk', '/disputes', quarrel(), { 'idempotency-key': key });
      expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
    });
  });

  describe('If-Match', () => {
    const note = (id: string, seq: number | string, who = 'desk') =>
      cases.act(who, id, 'note', { text: 'x' }, { 'if-match': typeof seq === 'number' ? `"${seq}"` : seq });

    it('holds while nobody acted, in every form of the header', async () => {
      const { id, seq } = await cases.register();
      let last = seq;
      for (const form of [`"${last}"`, () => `W/"${last}"`, () => `${last}`, () => '*']) {
        const answer = await note(id, typeof form === 'string' ? form : form());
        expect(answer.status).toBe(200);
        last = answer.body.seq;
      }
    });

    it.each(['"x"', 'abc', '""', '"1", "2"'])('of %s is none', async (header) => {
      const { id } = await cases.register();
      const answer = await note(id, header);
      expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
    });

    it('is stale after any act of a person, and the refused act leaves nothing behind', async () => {
      const { id } = await cases.offered('justice');
      const seen = (await cases.view('desk', id)).seq;
      await cases.does('justice', id, 'note', { text: '已收到' });
      const stale = await note(id, seen);
      expect([stale.status, stale.body.code]).toEqual([412, 'STALE_VERSION']);
      expect(stale.body).toMatchObject({ seq: seen + 1 });
      expect((await cases.view('desk', id)).seq).toBe(seen + 1);
      expect((await note(id, seen + 1)).status).toBe(200);
    });

    it('is not stale after a ladder step', async () => {
      const { id } = await cases.offered('justice', { grade: 'red', rehearsal: true });
      // Half of the hour for an answer is the reminder's moment; one moves to just before it and waits for the event.
      await cases.forward(id, 30 * 60 - 3, 'seconds');
      const { seq } = await cases.view('desk', id);
      const fired = await until(async () => {
        const entries = await cases.timeline('desk', id);
        return entries.some((each) => each.seq > seq && each.type === 'LadderStepFired') ? entries : null;
      });
      expect(fired.filter((each) => each.seq > seq).map((each) => each.actor.kind)).not.toContain('person');
      expect((await note(id, seq)).status).toBe(200);
    });

    it('is not stale because a rehearsal was moved past a reminder', async () => {
      const { id } = await cases.offered('justice', { grade: 'red', rehearsal: true });
      const { seq } = await cases.view('desk', id);
      await cases.forward(id, 31, 'minutes');
      const passed = (await cases.timeline('desk', id)).filter((each) => each.seq > seq);
      expect(passed.map((each) => each.type)).toContain('LadderStepFired');
      expect((await note(id, seq)).status).toBe(200);
    });

    it('is stale after an offer that lapsed by itself: its status changed', async () => {
      const { id } = await cases.offered('justice', { grade: 'red', rehearsal: true });
      await cases.forward(id, 2 * 60 * 60 - 3, 'seconds');
      const { seq } = await cases.view('desk', id);
      await until(async () => {
        const { transfers } = await cases.view('desk', id);
        return transfers[0]!.state === 'lapsed' ? true : null;
      });
      const stale = await note(id, seq);
      expect([stale.status, stale.body.code]).toEqual([412, 'STALE_VERSION']);
    });

    it.each([
      ['the next one', 1],
      ['one far away', 999_999],
    ])('of the future is stale: nobody saw %s', async (_what, more) => {
      const { id, seq } = await cases.register({ rehearsal: true });
      const by = { by: { amount: 1, unit: 'minutes' } };
      const header = { 'if-match': `"${seq + more}"`, 'idempotency-key': randomUUID() };
      const asked = { note: { text: 'x' }, transfer: { to: 'justice', reason: '邻里纠纷' }, 'fast-forward': by };
      for (const [verb, body] of Object.entries(asked)) {
        const answer = await cases.act('desk', id, verb, body, header);
        expect({ verb, status: answer.status, body: answer.body }).toMatchObject({
          verb,
          status: 412,
          body: { code: 'STALE_VERSION', seq },
        });
      }
      const notNow = await cases.act('desk', id, 'close', {}, { 'if-match': `"${seq + more}"` });
      expect([notNow.status, notNow.body.code]).toEqual([409, 'NOT_RESOLVED']);
      expect((await cases.view('desk', id)).seq).toBe(seq);
    });

    it('of a repeated deed is not asked again', async () => {
      const { id, seq } = await cases.register({ rehearsal: true });
      const headers = { 'if-match': `"${seq}"`, 'idempotency-key': randomUUID() };
      const by = { by: { amount: 1, unit: 'minutes' } };
      const first = await cases.act('desk', id, 'fast-forward', by, headers);
      await cases.does('desk', id, 'note', { text: '其间' });
      const again = await cases.act('desk', id, 'fast-forward', by, headers);
      expect([first.status, again.status, again.body.seq]).toEqual([200, 200, first.body.seq]);
    });

    it('lets one of several through who decide on the same picture at once', async () => {
      const { id, seq } = await cases.register();
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          cases.act('desk', id, 'note', { text: `决定之${n}` }, { 'if-match': `"${seq}"` }),
        ),
      );
      expect(answers.map((each) => each.status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    });

    it('holds for fast-forward, too', async () => {
      const { id, seq } = await cases.register({ rehearsal: true });
      await cases.does('desk', id, 'note', { text: 'x' });
      const by = { by: { amount: 1, unit: 'minutes' } };
      const stale = await cases.act('desk', id, 'fast-forward', by, { 'if-match': `"${seq}"` });
      expect([stale.status, stale.body.code]).toEqual([412, 'STALE_VERSION']);
    });
  });

  describe('every answer', () => {
    it('carries the headers that browsers are protected by', async () => {
      for (const path of ['/api/v1/me', '/api/v1/disputes', `/api/v1/disputes/${NOBODY}`, '/livez', '/docs/problems']) {
        const { headers } = await fetch(`${api.url}${path}`);
        expect({
          path,
          sniff: headers.get('x-content-type-options'),
          frame: headers.get('x-frame-options'),
          referrer: headers.get('referrer-policy'),
          by: headers.get('x-powered-by'),
        }).toEqual({ path, sniff: 'nosniff', frame: 'SAMEORIGIN', referrer: 'no-referrer', by: null });
        const policy = headers.get('content-security-policy')!;
        for (const each of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'self'"]) {
          expect(policy).toContain(each);
        }
        expect(policy).toMatch(/(^|;)style-src 'self'(;|$)/);
        expect(policy).toMatch(/(^|;)base-uri 'none'(;|$)/);
        expect(policy).not.toMatch(/unsafe|https?:/);
      }
    });

    it('is kept by no cache', async () => {
      for (const path of [
        '/disputes',
        '/inbox',
        '/notices',
        '/users',
        '/me',
        '/inbox/counts',
        '/nothing-here',
        '/board',
      ]) {
        const { headers } = await api.get('supervisor', path);
        expect([path, headers.get('cache-control')]).toEqual([path, expect.stringContaining('no-store')]);
      }
    });

    it('comes compressed where it is read and long, to who takes that, and caches know it', async () => {
      const { body: me } = await login('supervisor');
      const read = (path: string, encoding: string) =>
        new Promise<{ headers: IncomingHttpHeaders; bytes: Buffer }>((done, fail) => {
          const headers = { authorization: `Bearer ${me.token}`, 'accept-encoding': encoding };
          get(`${api.url}/api/v1${path}`, { headers }, (response) => {
            const parts: Buffer[] = [];
            response.on('data', (part: Buffer) => parts.push(part));
            response.on('end', () => done({ headers: response.headers, bytes: Buffer.concat(parts) }));
          }).on('error', fail);
        });
      const plain = await read('/openapi.json', 'identity');
      const small = await read('/openapi.json', 'br, gzip');
      expect(plain.headers).toMatchObject({ vary: expect.stringMatching(/accept-encoding/i) });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(small.headers).toMatchObject({
        vary: expect.stringMatching(/accept-encoding/i),
        'content-encoding': 'gzip',
        'content-length': String(small.bytes.length),
      });
      expect(gunzipSync(small.bytes).equals(plain.bytes)).toBe(true);
      expect(small.bytes.length).toBeLessThan(plain.bytes.length / 4);
      // Short, and on its way without an end.
      expect((await read('/inbox/counts', 'gzip')).headers['content-encoding']).toBeUndefined();
      const heard = new AbortController();
      const stream = await raw('/stream', {
        headers: { authorization: `Bearer ${me.token}`, 'accept-encoding': 'gzip' },
        signal: heard.signal,
      });
      expect([stream.status, stream.headers.get('content-encoding')]).toEqual([200, null]);
      heard.abort();
      // What hands out a secret is asked for by POST.
      const long = await api.post('desk', '/disputes', quarrel({ narrative: '墙'.repeat(3_000) }));
      expect(JSON.stringify(long.body).length).toBeGreaterThan(2_000);
      expect([long.status, long.headers.get('content-encoding')]).toEqual([201, null]);
    });

    it('is none to TRACE, and none is for other sites', async () => {
      const answer = await new Promise<{ status: number | undefined; type: string | undefined }>((done, fail) => {
        const { hostname, port } = new URL(api.url);
        request({ hostname, port, path: '/api/v1/me', method: 'TRACE' }, (response) => {
          response.resume();
          done({ status: response.statusCode, type: response.headers['content-type'] });
        })
          .on('error', fail)
          .end();
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.type).not.toContain('message/http');
      const { headers } = await api.get('desk', '/me', { origin: 'https://evil.example' });
      expect([...headers.keys()].filter((each) => each.startsWith('access-control'))).toEqual([]);
    });

    it('has instants with an offset, everywhere', async () => {
      const { id } = await cases.resolvedBy('justice');
      const bodies = await Promise.all(
        [`/disputes/${id}`, `/disputes/${id}/timeline`, `/disputes/${id}/attribution`, '/visits', '/inbox'].map(
          (path) => api.get('desk', path),
        ),
      );
      const moments = JSON.stringify(bodies.map((each) => each.body)).match(/"\d{4}-\d{2}-\d{2}[T ][^"]*"/g)!;
      expect(moments.length).toBeGreaterThan(20);
      for (const each of moments)
        expect(each).toMatch(/^"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})"$/);
    });
  });

  describe('the OpenAPI document', () => {
    interface Operation {
      operationId: string;
      tags: string[];
      summary: string;
      parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
      requestBody?: { content: Record<string, { schema: object }> };
      responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
    }
    interface Document {
      openapi: string;
      info: { title: string; version: string };
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: Record<string, object> };
    }
    const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
    let document: Document;
    beforeAll(async () => {
      document = (await api.get<Document>('', '/openapi.json')).body;
    });
    const operations = () =>
      Object.entries(document.paths).flatMap(([path, item]) =>
        Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
      );

    it('is of version 3.1 and well formed', () => {
      expect(document.openapi).toMatch(/^3\.1\.\d+$/);
      expect(document.info).toEqual(
        expect.objectContaining({ title: expect.stringMatching(/\S/), version: expect.stringMatching(/\S/) }),
      );
      const seen = operations().map(({ operation }) => operation.operationId);
      expect(new Set(seen).size).toBe(seen.length);
      for (const { path, method, operation } of operations()) {
        expect(path).toMatch(/^\//);
        expect(METHODS).toContain(method);
        expect(operation.summary).toMatch(/\S/);
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
        const declared = (operation.parameters ?? []).filter((each) => each.in === 'path');
        expect({ path, names: declared.map((each) => each.name) }).toEqual({ path, names: inPath });
        for (const each of operation.parameters ?? []) {
          expect(['path', 'query', 'header', 'cookie']).toContain(each.in);
          expect(each.schema).toEqual(expect.any(Object));
          if (each.in === 'path') expect(each.required).toBe(true);
        }
        const codes = Object.keys(operation.responses);
        expect(codes.length).toBeGreaterThan(0);
        for (const code of codes) expect(code).toMatch(/^([1-5]\d\d|[1-5]XX|default)$/);
        for (const response of Object.values(operation.responses)) expect(typeof response.description).toBe('string');
      }
    });

    it('refers only to schemas that are there, in JSON Schema 2020-12', () => {
      const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!);
      expect(refs.length).toBeGreaterThan(0);
      for (const ref of refs) {
        const found = ref
          .replace(/^#\//, '')
          .split('/')
          .reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], document);
        expect({ ref, found: typeof found }).toEqual({ ref, found: 'object' });
      }
      // What 3.0 had and 3.1 has not.
      expect(JSON.stringify(document)).not.toMatch(/"nullable":|"exclusiveM(in|ax)imum":(true|false)/);
    });

    it('names every route that is served, and none that is not', () => {
      const routes = servedRoutes(api).filter(
        ({ path }) => path.startsWith('/api/') && !path.endsWith('/openapi.json'),
      );
      expect(routes.length).toBeGreaterThan(30);
      const key = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
      expect(operations().map(key).sort()).toEqual(routes.map(key).sort());
    });

    it('describes the body of every command and the parameters of every list', () => {
      const bodiless = [
        '/api/v1/auth/logout',
        '/api/v1/notices/{id}/read',
        '/api/v1/visits/feed',
        '/api/v1/audit/verify',
        '/api/v1/deliveries/{id}/resend',
        '/api/v1/channels/{id}/confirmation',
        '/api/v1/imports/{id}/run',
        '/api/v1/policies/{version}/preview',
        '/api/v1/calendars/{region}/{year}/preview',
        '/api/v1/users/{id}/invite',
        '/api/v1/users/{id}/reset-password',
      ];
      for (const { path, method, operation } of operations()) {
        if (method !== 'post' || bodiless.includes(path)) continue;
        const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
        expect({ path, schema }).toEqual({ path, schema: expect.any(Object) });
      }
      for (const { path, method, operation } of operations()) {
        const { $ref = '' } = (operation.responses['200']?.content?.['application/json']?.schema ?? {}) as {
          $ref?: string;
        };
        const shape = document.components?.schemas?.[$ref.split('/').pop()!] as { properties?: object } | undefined;
        if (method !== 'get' || !shape?.properties || !('next' in shape.properties)) continue;
        const names = (operation.parameters ?? []).map((each) => each.name);
        expect({ path, names }).toEqual({ path, names: expect.arrayContaining(['cursor', 'limit']) });
      }
    });

    it('says of every command that it takes a key and the seq that was seen', () => {
      for (const { path, operation } of operations()) {
        if (!operation.tags.includes('commands')) continue;
        const names = operation.parameters!.filter((each) => each.in === 'header').map((each) => each.name);
        expect({ path, names: names.sort() }).toEqual({ path, names: ['Idempotency-Key', 'If-Match'] });
      }
    });

    it('names the shape of every answer, and one for all problems', () => {
      const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
      const bare: string[] = [];
      for (const { path, method, operation } of operations()) {
        const { default: refused, ...done } = operation.responses;
        expect({ path, method, problem: refused?.content }).toEqual({ path, method, problem });
        expect(Object.keys(done).length).toBeGreaterThan(0);
        for (const [status, { content }] of Object.entries(done)) {
          expect(status).toMatch(/^[23]\d\d$/);
          if (!content) bare.push(`${status} ${method} ${path}`);
          for (const [type, { schema }] of Object.entries(content ?? {})) {
            const shape = type === 'application/json' ? { $ref: expect.any(String) } : { type: 'string' };
            expect({ path, method, type, schema }).toEqual({
              path,
              method,
              type,
              schema: expect.objectContaining(shape),
            });
          }
        }
      }
      // Nothing to tell, the browser sent on, and what a provider is told of a sign-out.
      expect(bare.filter((each) => !/^(204|302)/.test(each))).toEqual([
        '200 post /api/v1/auth/oidc/backchannel-logout',
      ]);
    });

    it('has words for what a name stands for: a moment, a closed list', () => {
      const { Instant, Verb, Counts } = document.components.schemas;
      expect(Instant).toMatchObject({ type: 'string', format: 'date-time' });
      expect(Verb).toMatchObject({ enum: expect.arrayContaining(['transfer', 'accept']) });
      expect(Counts).toMatchObject({
        additionalProperties: false,
        required: expect.arrayContaining(['answer', 'all']),
      });
    });
  });

  it('a case offers only verbs that are routes', async () => {
    const { can } = (await cases.view('desk', (await cases.register()).id)) as View;
    const served = servedRoutes(api).map((each) => each.path);
    expect(can.length).toBeGreaterThan(3);
    for (const verb of can) expect(served).toContain(`/api/v1/disputes/{id}/${verb}`);
  });
});

describe('a server in earnest', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start({ REHEARSALS: 'off' });
  });
  afterAll(() => api.stop());

  it('knows no rehearsals: it registers none and moves no time', async () => {
    const rehearsal = await api.post<Problem>('desk', '/disputes', quarrel({ rehearsal: true }));
    expect([rehearsal.status, rehearsal.body.errors!.map((each) => each.pointer)]).toEqual([400, ['/rehearsal']]);
    const real = await api.post<Done>('desk', '/disputes', quarrel());
    const by = { by: { amount: 1, unit: 'hours' } };
    const forward = await api.post<Problem>('desk', `/disputes/${real.body.dispute.id}/fast-forward`, by);
    expect([forward.status, forward.body.code]).toEqual([404, 'NOT_FOUND']);
  });
});

/** What Fastify really serves, from its own tree of routes. */
function servedRoutes(api: Api): { method: string; path: string }[] {
  const fastify = api.app.getHttpAdapter().getInstance() as unknown as { printRoutes(options: object): string };
  const stack: string[] = [];
  return fastify
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const match = /^([│├└─ ]*)(\S+) \(([A-Z, ]+)\)/u.exec(line);
      if (!match) return [];
      const depth = Math.round(match[1]!.length / 4);
      stack.splice(depth - 1);
      stack[depth - 1] = match[2]!;
      const path = stack.join('').replace(/:(\w+)/g, '{$1}');
      return match[3]!
        .split(', ')
        .filter((method) => method !== 'HEAD')
        .map((method) => ({ method: method.toLowerCase(), path }));
    });
}

/** Waits for something to be there. */
async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to pass');
}
