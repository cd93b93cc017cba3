import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Ability } from '#domain/people/abilities.js';
import { Api } from '../support/api.js';
import { addSecondCounty } from '../support/second-county.js';

/**
 * Every route × every role × (own, related, unrelated department). The routes are those of the OpenAPI document, the
 * expected answers were written by hand, once.
 */

/** One case: the desk's, handled by justice, resolved, with its visits open. */
const RELATED = ['desk', 'visitor', 'justice', 'justice-head', 'supervisor', 'auditor'] as const;
/** The same roles where they have nothing to do with it, one township further among them. */
const UNRELATED = [
  'grid',
  'admin',
  'land',
  'forestry-head',
  'desk-2',
  'visitor-2',
  'supervisor-2',
  'auditor-2',
  'admin-2',
] as const;
type Who = (typeof RELATED)[number] | (typeof UNRELATED)[number];
const EVERYBODY: readonly Who[] = [...RELATED, ...UNRELATED];

interface Row {
  /** Whom the door lets in; what the state of the case says to them then is not the door's matter. */
  in: readonly Who[];
  body?: object;
  /** Parameters of the path beside the case's id, and of the query. */
  query?: string;
  /** What those are answered who are let in, where it is not 2xx, 409 or 412. */
  answer?: number;
  /** Asks for no sign-in at all. */
  open?: true;
}

const ON_CASE: readonly Who[] = ['desk', 'visitor', 'justice', 'justice-head', 'supervisor'];
const HOLDER: readonly Who[] = ['justice', 'justice-head'];
const SUPERVISING: readonly Who[] = ['supervisor', 'auditor', 'supervisor-2', 'auditor-2'];
const reason = { reason: '试' };
const soon = new Date(Date.now() + 86_400_000).toISOString();

const REGISTRATION = {
  title: '试',
  narrative: '试',
  category: 'other',
  place: { village: 'village-nowhere' },
  parties: [{ name: '某', role: 'other' }],
  source: { channel: 'walk-in' },
};

/** Of the case: those who are not let in and may know it get 403, all others 404. */
const OF_CASE: Record<string, Row> = {
  'GET /disputes/{id}': { in: RELATED },
  'GET /disputes/{id}/timeline': { in: RELATED },
  'GET /disputes/{id}/attribution': { in: RELATED },
  'GET /disputes/{id}/readers': { in: RELATED },
  'GET /obligations/{id}/explanation': { in: RELATED },
  'POST /disputes/{id}/reveal': { in: RELATED, body: { partyId: 'p1', field: 'phone', ...reason } },
  'POST /disputes/{id}/files': { in: ON_CASE, answer: 415 },
  'GET /disputes/{id}/files/{fileId}': { in: RELATED, answer: 404 },
  'POST /disputes/{id}/attach': {
    in: RELATED,
    body: { fileId: '00000000-0000-4000-8000-000000000009', name: '甲' },
    // Whoever knows this case is told first that there is no such file; who may attach is asked in libs/domain.
    answer: 400,
  },
  'GET /disputes/{id}/dossier': { in: RELATED },
  'GET /disputes/{id}/papers': { in: RELATED },
  'POST /disputes/{id}/papers': { in: ['desk'], body: { kind: 'transfer-letter', subjectId: 't1' } },
  'GET /disputes/{id}/papers/{paperId}': { in: RELATED, answer: 404 },
  'POST /disputes/{id}/fast-forward': { in: ['desk', 'supervisor'], body: { by: { amount: 1, unit: 'days' } } },
  'POST /disputes/{id}/grade': { in: ON_CASE, body: { grade: 'red', ...reason } },
  'POST /disputes/{id}/plan': { in: ['desk', ...HOLDER], body: { goal: '定', measures: [] } },
  'POST /disputes/{id}/transfer': { in: ['desk', 'supervisor'], body: { to: 'land', ...reason } },
  'POST /disputes/{id}/accept': { in: HOLDER, body: { transferId: 't1' } },
  'POST /disputes/{id}/return': { in: HOLDER, body: { transferId: 't1', reasonCode: 'out-of-area', ...reason } },
  'POST /disputes/{id}/decide-return': { in: ['desk'], body: { transferId: 't1', uphold: true, ...reason } },
  'POST /disputes/{id}/recall': { in: ['desk'], body: { transferId: 't1', ...reason } },
  'POST /disputes/{id}/complete-assist': { in: [], body: { transferId: 't1', report: '完' } },
  'POST /disputes/{id}/contact': { in: HOLDER, body: { parties: ['p1'], at: '2026-01-01T00:00:00Z', note: '谈' } },
  'POST /disputes/{id}/consent': { in: HOLDER, body: { parties: ['p1'], note: '同意' } },
  'POST /disputes/{id}/progress': { in: HOLDER, body: { note: '谈' } },
  'POST /disputes/{id}/extend': {
    in: ['desk', ...HOLDER],
    body: { obligationId: '00000000-0000-4000-8000-000000000001.1', by: { amount: 1, unit: 'days' }, ...reason },
  },
  'POST /disputes/{id}/decide-extension': {
    in: ['justice-head', 'supervisor'],
    body: { extensionId: 'x1', approve: true, ...reason },
  },
  'POST /disputes/{id}/suspend': { in: ['supervisor'], body: { ground: 'court', ...reason } },
  'POST /disputes/{id}/resume': { in: ['supervisor'], body: reason },
  'POST /disputes/{id}/statutory': { in: HOLDER, body: { track: 'labour', reference: '一' } },
  'POST /disputes/{id}/statutory-step': { in: HOLDER, body: { step: 'mediation' } },
  'POST /disputes/{id}/statutory-end': { in: HOLDER, body: { outcome: 'decided', ...reason } },
  'POST /disputes/{id}/resolve': { in: HOLDER, body: { outcome: 'mediated', summary: '和' } },
  'POST /disputes/{id}/fulfil-term': { in: [...HOLDER, 'visitor'], body: { n: 1, note: '付' } },
  'POST /disputes/{id}/visit': {
    in: ['visitor', 'desk', ...HOLDER],
    body: { n: 1, mode: 'phone', outcome: 'stable', note: '好' },
  },
  'POST /disputes/{id}/waive-term': { in: ['supervisor'], body: { n: 1, ...reason } },
  'POST /disputes/{id}/waive-visit': { in: ['supervisor'], body: { n: 1, ...reason } },
  'POST /disputes/{id}/close': { in: ['desk'], body: {} },
  'POST /disputes/{id}/reopen': { in: ['desk', 'supervisor'], body: reason },
  'POST /disputes/{id}/supervise': {
    in: ['supervisor'],
    body: { demand: '速办', answerWithin: { amount: 1, unit: 'days' } },
  },
  'POST /disputes/{id}/answer-supervision': { in: HOLDER, body: { orderId: 'o1', answer: '已办' } },
  'POST /disputes/{id}/meet': { in: ['desk', 'supervisor'], body: { departments: ['land'], at: soon } },
  'POST /disputes/{id}/conclude-meeting': { in: ['desk', 'supervisor'], body: { meetingId: 'm1', decisions: [] } },
  'POST /disputes/{id}/fulfil-decision': { in: ON_CASE, body: { meetingId: 'm1', n: 1, note: '办' } },
  'POST /disputes/{id}/assign': { in: ['desk', 'justice-head'], body: { role: 'visitor', userId: 'visitor' } },
  'POST /disputes/{id}/note': { in: ON_CASE, body: { text: '记' } },
  'POST /disputes/{id}/merge': {
    // Whoever knows this case is told first that there is no such other; who may merge is asked in libs/domain.
    in: RELATED,
    body: { into: '00000000-0000-4000-8000-000000000009' },
    answer: 400,
  },
  'POST /disputes/{id}/withdraw': { in: ['desk'], body: reason },
  'POST /disputes/{id}/hold': { in: ['auditor'], body: reason },
  'POST /disputes/{id}/lift-hold': { in: ['auditor'], body: reason },
  'POST /disputes/{id}/erase': { in: ['auditor'], body: { ground: 'person-request', ...reason } },
};

/** Of no case: those who are not let in get 403. What they are shown must not betray the case either. */
const OF_ALL: Record<string, Row> = {
  'GET /auth/oidc/login': { in: EVERYBODY, open: true, answer: 404 },
  'GET /auth/oidc/callback': { in: EVERYBODY, open: true, answer: 404 },
  'POST /auth/oidc/backchannel-logout': { in: EVERYBODY, open: true, body: { logout_token: 'x' }, answer: 404 },
  'GET /me': { in: EVERYBODY },
  'PUT /me/password': { in: EVERYBODY, body: { current: 'x', next: 'short' }, answer: 400 },
  'GET /sessions': { in: EVERYBODY },
  'DELETE /sessions': { in: EVERYBODY },
  'DELETE /sessions/{id}': { in: EVERYBODY, answer: 404 },
  'GET /tokens': { in: EVERYBODY },
  'POST /tokens': {
    in: EVERYBODY,
    body: { name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' },
    answer: 400,
  },
  'DELETE /tokens/{id}': { in: EVERYBODY, answer: 404 },
  'POST /disputes': { in: ['desk', 'desk-2'], body: REGISTRATION, answer: 400 },
  'GET /disputes': { in: EVERYBODY },
  'GET /disputes.csv': { in: EVERYBODY },
  'GET /inbox': { in: EVERYBODY },
  'GET /inbox/counts': { in: EVERYBODY },
  'GET /visits': { in: EVERYBODY },
  'GET /visits.ics': { in: EVERYBODY, open: true, query: '?token=x', answer: 404 },
  'POST /visits/feed': { in: EVERYBODY },
  'GET /visits/feed': { in: EVERYBODY },
  'DELETE /visits/feed': { in: EVERYBODY },
  'GET /notices': { in: EVERYBODY },
  'POST /notices/{id}/read': { in: EVERYBODY, answer: 404 },
  'GET /channels': { in: EVERYBODY },
  'POST /channels': { in: EVERYBODY, body: { kind: 'webhook', address: 'https://127.0.0.1/' }, answer: 400 },
  'PATCH /channels/{id}': { in: EVERYBODY, body: {}, answer: 404 },
  'POST /channels/{id}/confirm': { in: EVERYBODY, body: { code: '123456' }, answer: 404 },
  'POST /channels/{id}/confirmation': { in: EVERYBODY, answer: 404 },
  'DELETE /channels/{id}': { in: EVERYBODY, answer: 404 },
  'GET /deliveries': { in: EVERYBODY },
  'GET /deliveries/overseen': { in: ['supervisor', 'supervisor-2', 'admin', 'admin-2'] },
  'POST /deliveries/{id}/resend': { in: EVERYBODY, answer: 404 },
  'GET /items': { in: EVERYBODY },
  'POST /items': { in: EVERYBODY, body: {}, answer: 400 },
  'GET /items/{id}': { in: EVERYBODY, answer: 404 },
  'POST /items/{id}/promote': { in: EVERYBODY, body: REGISTRATION, answer: 404 },
  'POST /items/{id}/link': {
    in: EVERYBODY,
    body: { disputeId: '00000000-0000-4000-8000-000000000009' },
    answer: 404,
  },
  'POST /items/{id}/discard': { in: EVERYBODY, body: reason, answer: 404 },
  'POST /items/{id}/erase': { in: EVERYBODY, body: { ground: 'person-request', ...reason }, answer: 404 },
  'GET /console': { in: EVERYBODY, open: true },
  // Asks for what is just like the case.
  'GET /proposal': {
    in: EVERYBODY,
    query: encodeURI('?category=forest-title&village=village-helin&title=山头界桩纠纷&name=侯三顺'),
  },
  'GET /filters': { in: EVERYBODY },
  'POST /filters': { in: EVERYBODY, body: { name: 'x', filter: { grade: 'green' } }, answer: 400 },
  'DELETE /filters/{id}': { in: EVERYBODY, answer: 404 },
  'GET /departments': { in: EVERYBODY },
  'GET /users': { in: EVERYBODY },
  'GET /dossier-key': { in: EVERYBODY, open: true },
  'GET /policies': { in: EVERYBODY },
  'GET /policies/current': { in: EVERYBODY },
  'GET /policies/{version}': { in: EVERYBODY, answer: 404 },
  'GET /policies/{version}/examples': { in: EVERYBODY, answer: 404 },
  'GET /calendars': { in: EVERYBODY },
  'GET /calendars/{region}/{year}': { in: EVERYBODY, answer: 404 },
  'PATCH /users/{id}': { in: EVERYBODY, body: {}, answer: 404 },
  'GET /users/{id}/tokens': { in: EVERYBODY, answer: 404 },
  'DELETE /users/{id}/tokens/{tokenId}': { in: EVERYBODY, answer: 404 },
  'GET /statistics': { in: EVERYBODY, query: '?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z' },
  'GET /board': { in: SUPERVISING },
  'GET /board/late': { in: SUPERVISING },
  'GET /board/bouncing': { in: SUPERVISING },
  'GET /retention': { in: ['admin', 'admin-2', 'auditor', 'auditor-2'] },
  'PUT /retention': {
    in: ['admin', 'admin-2'],
    body: { rules: [{ kind: 'case', years: 1, source: '试' }], ...reason },
    answer: 400,
  },
  'GET /audit': { in: ['auditor', 'auditor-2'] },
  // What they asked for in vain themselves is theirs to read.
  'GET /audit.csv': { in: ['auditor', 'auditor-2'], query: '?kind=event' },
  'POST /audit/verify': { in: ['auditor', 'auditor-2'] },
};
/** Asked by stream.spec.ts, since it has no end, and by sign-in.spec.ts, since they begin and end what is asked with. */
const ELSEWHERE = ['GET /stream', 'POST /auth/login', 'POST /auth/logout'];

const SECRETS = ['山头界桩', '侯三顺', '13500007890', '覃守诚'];

describe('every route × every role', () => {
  let api: Api;
  let id: string;
  let number: string;
  let obligation: string;
  const routes: { key: string; method: string; path: string; row: Row | undefined; ofCase: boolean }[] = [];

  beforeAll(async () => {
    api = await Api.start();
    await addSecondCounty(api.engine.database.owner);
    const act = (who: string, verb: string, body: object) => api.post(who, `/disputes/${id}/${verb}`, body);
    const made = await api.post<{ dispute: { id: string; number: string; obligations: { id: string }[] } }>(
      'desk',
      '/disputes',
      {
        title: '山头界桩纠纷',
        narrative: '界桩挪了三丈。',
        category: 'forest-title',
        grade: 'blue',
        place: { village: 'village-helin' },
        parties: [{ name: '侯三顺', role: 'applicant', phone: '13500007890' }],
        source: { channel: 'walk-in', reporter: '覃守诚' },
      },
    );
    ({ id, number } = made.body.dispute);
    obligation = made.body.dispute.obligations[0]!.id;
    await act('desk', 'transfer', { to: 'justice', reason: '调解' });
    await act('justice', 'accept', { transferId: 't1' });
    await act('justice', 'plan', { goal: '定界', measures: ['踏勘'] });
    const done = await act('justice', 'resolve', { outcome: 'mediated', summary: '各退一步' });
    expect(done.status).toBe(200);
    // People who were added are known everywhere within some seconds.
    for (const until = Date.now() + 15_000; ;) {
      const answer = await api.post('', '/auth/login', { username: 'admin-2', password: 'demo' });
      if (answer.status === 200) break;
      if (Date.now() > until) throw new Error('the new people never became known');
      await api.engine.database.owner.query(`DELETE FROM sign_in_failure`);
    }
    // In the order of the table: what is looked at was made before.
    const order = Object.keys(OF_ALL);
    const { body: description } = await api.get<{ paths: Record<string, Record<string, unknown>> }>(
      '',
      '/api/v1/openapi.json',
    );
    for (const [path, methods] of Object.entries(description.paths)) {
      for (const method of Object.keys(methods)) {
        const key = `${method.toUpperCase()} ${path.replace('/api/v1', '')}`;
        const row = OF_CASE[key] ?? OF_ALL[key];
        routes.push({
          key,
          method: method.toUpperCase(),
          path: path.replace(/{(paper|file|token)Id}/, '00000000-0000-4000-8000-000000000002'),
          row,
          ofCase: key in OF_CASE || path.includes('/disputes/{id}'),
        });
      }
    }
    routes.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
  });
  afterAll(() => api.stop());

  const ask = (who: string, method: string, path: string, { body, query = '' }: Partial<Row> = {}) => {
    const place = path.includes('obligations')
      ? obligation
      : path.includes('notices')
        ? '999999'
        : path.includes('disputes')
          ? id
          : '00000000-0000-4000-8000-000000000001';
    // Who looked at nothing decides on a stale picture: nobody changes the case here, whatever they may.
    return api.call(who, method, path.replace('{id}', place) + query, body ?? (method === 'POST' ? {} : undefined), {
      'if-match': '"0"',
    });
  };
  const betrays = (body: unknown) =>
    [...SECRETS, id, number].filter((each) => JSON.stringify(body ?? '').includes(each));
  const isIn = (status: number, row: Row) =>
    row.answer === undefined ? status < 300 || status === 409 || status === 412 : status === row.answer;

  it('knows every route', () => {
    expect(routes.length).toBeGreaterThan(50);
    const unknown = routes.filter(({ key, row }) => !row && !ELSEWHERE.includes(key)).map(({ key }) => key);
    // A new route has to say here whom it serves.
    expect(unknown).toEqual([]);
    const rows = Object.keys({ ...OF_CASE, ...OF_ALL });
    expect(rows.filter((key) => !routes.some((each) => each.key === key))).toEqual([]);
  });

  it('asks everybody who they are', async () => {
    for (const { key, method, path, row } of routes) {
      if (row?.open || key === 'POST /auth/login') continue;
      const { status, body } = await ask('', method, path, row);
      expect({ key, status, betrays: betrays(body) }).toEqual({ key, status: 401, betrays: [] });
    }
  });

  it('lets people on the case do what is theirs, and refuses the rest', async () => {
    let cells = 0;
    for (const { key, method, path, row, ofCase } of routes) {
      if (!row || !ofCase) continue;
      for (const who of RELATED) {
        const { status } = await ask(who, method, path, row);
        const may = row.in.includes(who);
        expect({ key, who, status, fits: may ? isIn(status, row) : status === 403 }).toEqual({
          key,
          who,
          status,
          fits: true,
        });
        cells += 1;
      }
    }
    expect(cells).toBeGreaterThan(150);
  });

  it('lets nobody else know that there is such a case', async () => {
    for (const { key, method, path, row, ofCase } of routes) {
      if (!row || !ofCase) continue;
      for (const who of UNRELATED) {
        const { status, body } = await ask(who, method, path, row);
        expect({ key, who, status, betrays: betrays(body) }).toEqual({ key, who, status: 404, betrays: [] });
        // An unknown case and one that is not theirs answer alike.
        const unknown = await api.call(
          who,
          method,
          path.replace(
            '{id}',
            path.includes('obligations')
              ? '00000000-0000-4000-8000-000000000001.1'
              : '00000000-0000-4000-8000-000000000001',
          ),
          row.body,
        );
        expect({ key, who, status: unknown.status, body: unknown.body }).toEqual({ key, who, status, body });
      }
    }
  });

  it('gives everybody their lists, and in nobody else’s the case', async () => {
    const seen: string[] = [];
    for (const { key, method, path, row, ofCase } of routes) {
      if (!row || ofCase || key.startsWith('DELETE /sessions')) continue;
      for (const who of EVERYBODY) {
        const { status, body } = await ask(who, method, path, row);
        const may = row.in.includes(who);
        expect({ key, who, status, fits: may ? isIn(status, row) : status === 403 }).toEqual({
          key,
          who,
          status,
          fits: true,
        });
        const found = betrays(body);
        if ((UNRELATED as readonly string[]).includes(who))
          expect({ key, who, found }).toEqual({ key, who, found: [] });
        else if (found.length > 0) seen.push(`${key} ${who}`);
      }
    }
    // The looking itself works: those on the case find it in their lists.
    expect(seen).toEqual(
      expect.arrayContaining(['GET /disputes desk', 'GET /visits visitor', 'GET /notices justice-head']),
    );
  });

  it('counts nothing of it for others', async () => {
    const measured = async (who: Who) =>
      (
        await api.get<{ entered: { value: number } }>(
          who,
          '/statistics?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z',
        )
      ).body.entered.value;
    for (const who of UNRELATED) {
      expect({ who, entered: await measured(who) }).toEqual({ who, entered: 0 });
      const { body } = await api.get<Record<string, number>>(who, '/inbox/counts');
      expect({ who, all: body.all }).toEqual({ who, all: 0 });
    }
    expect(await measured('supervisor')).toBe(1);
  });

  it('GET /me names to each what the door lets them do, and so does the answer to a sign-in', async () => {
    const doors: [Ability, string][] = [
      ['board.see', 'GET /board'],
      ['deliveries.oversee', 'GET /deliveries/overseen'],
      ['dispute.register', 'POST /disputes'],
      ['record.read', 'GET /audit'],
      ['record.verify', 'POST /audit/verify'],
      ['retention.see', 'GET /retention'],
      ['retention.set', 'PUT /retention'],
    ];
    const named = new Map<Who, readonly Ability[]>();
    for (const who of EVERYBODY) {
      named.set(who, (await api.get<{ abilities: Ability[] }>(who, '/me')).body.abilities);
    }
    for (const [ability, route] of doors) {
      const having = EVERYBODY.filter((who) => named.get(who)!.includes(ability));
      expect([route, having.toSorted()]).toEqual([route, [...OF_ALL[route]!.in].sort()]);
    }
    const signedIn = await api.post<{ user: object }>('', '/auth/login', { username: 'desk', password: 'demo' });
    expect(signedIn.body.user).toMatchObject({ roles: ['desk'], abilities: named.get('desk') });
  });

  describe('by a deputy', () => {
    const owner = () => api.engine.database.owner;
    const set = (who: string, whose: string, deputyId: string) =>
      api.call<{ code: string }>(who, 'PATCH', `/users/${whose}`, { awayUntil: soon, deputyId });
    const rolesOf = async (who: string) => (await api.get<{ roles: string[] }>(who, '/me')).body.roles;
    const PLACES: Record<string, string> = Object.fromEntries([
      ...['desk', 'visitor'].map((each) => [each, 'police']),
      ['justice', 'justice'],
      ['justice-head', 'justice'],
      ['supervisor', 'centre'],
      ['auditor', 'district'],
      ['admin', 'district'],
      ['desk-2', 'police-2'],
      ['auditor-2', 'district-2'],
    ]);
    /** Who may lend whose post to whom, of all three-way choices; everything else is refused. */
    const LENT = [
      'desk lends desk to visitor',
      'visitor lends visitor to desk',
      'admin lends desk to visitor',
      'admin lends visitor to desk',
      // A head handles cases too.
      'justice lends justice to justice-head',
      'justice-head lends justice to justice-head',
      'admin lends justice to justice-head',
      'justice-head lends justice-head to justice',
      'admin lends justice-head to justice',
    ];

    it('nobody comes to more than their own post, whoever asks, of whichever tree', async () => {
      const lent: string[] = [];
      for (const who of [...new Set([...Object.keys(PLACES), 'admin-2', 'land', 'grid', 'supervisor-2'])]) {
        for (const whose of Object.keys(PLACES)) {
          for (const deputy of Object.keys(PLACES).filter((each) => each !== whose)) {
            // A pair of different offices says nothing new after the first of them.
            if (PLACES[whose] !== PLACES[deputy] && deputy !== 'admin') continue;
            const { status, body } = await set(who, whose, deputy);
            if (status === 200) lent.push(`${who} lends ${whose} to ${deputy}`);
            else
              expect([who, whose, deputy, status, body.code]).toEqual([
                who,
                whose,
                deputy,
                403,
                expect.stringMatching(/^(NOT_ALLOWED|DEPUTY_NOT_ALLOWED)$/),
              ]);
          }
        }
      }
      await owner().query(`UPDATE account SET away_until = NULL, deputy_id = NULL`);
      expect(lent.sort()).toEqual([...LENT].sort());
    });

    it('a row of before the rule gives nothing: the administrator stays one', async () => {
      await owner().query(`UPDATE account SET away_until = $1, deputy_id = 'admin' WHERE id = 'auditor'`, [soon]);
      type People = { items: { id: string; deputyId: string | null }[] };
      for (const until = Date.now() + 15_000; ;) {
        const { items } = (await api.get<People>('admin', '/users')).body;
        if (items.find((each) => each.id === 'auditor')!.deputyId === 'admin') break;
        if (Date.now() > until) throw new Error('the row never became known');
      }
      // Whoever calls is remembered for two seconds; a token that nobody used yet is looked up at once.
      api.forget('admin');
      expect(await rolesOf('admin')).toEqual(['admin']);
      for (const path of ['/audit', `/disputes/${id}`]) {
        expect([path, (await api.get('admin', path)).status]).toEqual([path, path === '/audit' ? 403 : 404]);
      }
      await owner().query(`UPDATE account SET away_until = NULL, deputy_id = NULL`);
    });

    it('no program sets one, nobody on a sign-in of long ago, and what was set is noted with before and after', async () => {
      const program = { name: 'x', scopes: ['read', 'write'], expiresAt: soon };
      const { token } = (await api.post<{ token: string }>('justice-head', '/tokens', program)).body;
      const asked = await api.call<{ code: string }>(
        '',
        'PATCH',
        '/users/justice-head',
        { awayUntil: soon, deputyId: 'justice' },
        { authorization: `Bearer ${token}` },
      );
      expect([asked.status, asked.body.code]).toEqual([403, 'IN_PERSON_ONLY']);
      await owner().query(`UPDATE session SET proved_at = now() - interval '16 minutes'`);
      const late = await set('justice-head', 'justice-head', 'justice');
      expect([late.status, late.body.code]).toEqual([403, 'SIGN_IN_AGAIN']);
      api.forget('justice-head');
      expect((await set('justice-head', 'justice-head', 'justice')).status).toBe(200);
      const { items } = (
        await api.get<{ items: { userId: string; data: object }[] }>('auditor', '/audit?action=deputy-changed&limit=1')
      ).body;
      expect(items[0]).toMatchObject({
        userId: 'justice-head',
        data: {
          userId: 'justice-head',
          before: { awayUntil: null, deputyId: null },
          after: { awayUntil: soon, deputyId: 'justice', lends: ['handler', 'head'] },
        },
      });
    });
  });
});
