import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Changes } from '../../apps/api/engine/changes.js';
import { TemporalGateway } from '../../apps/engine/gateway.js';
import { Api } from '../support/api.js';

interface View {
  id: string;
  number: string;
  status: string;
  holder: string;
  seq: number;
  can: string[];
  obligations: { id: string; kind: string; dueAt: string; state: string }[];
}
interface Done {
  seq: number;
  dispute: View;
  similar: { id: string; why: string }[];
  code: string;
  errors: { pointer: string; code: string }[];
}

/** From HTTP through the engine to the board: the table of architecture.md §4. */
describe('a dispute through HTTP', () => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.start();
  });
  afterAll(() => api.stop());

  const body = (more: object = {}) => ({
    title: '围墙占道纠纷',
    narrative: '罗某砌墙占了巷道，喻某出入不便，两家多次争吵。',
    category: 'neighbours',
    grade: 'blue',
    place: { village: 'village-shixi', address: '三组巷口' },
    parties: [
      { name: '喻不言', role: 'applicant', phone: '13800009876' },
      { name: '罗可畏', role: 'respondent' },
    ],
    source: { channel: 'walk-in', reporter: '覃守诚' },
    ...more,
  });
  const register = async (more: object = {}) => (await api.post<Done>('desk', '/disputes', body(more))).body.dispute;
  const act = (who: string, id: string, verb: string, data: object, headers?: Record<string, string>) =>
    api.post<Done>(who, `/disputes/${id}/${verb}`, data, headers);

  it('is registered, offered, accepted, resolved, visited a week later and closed', async () => {
    const created = await api.post<Done>('desk', '/disputes', body({ rehearsal: true }));
    expect(created.status).toBe(201);
    const { id } = created.body.dispute;
    expect(created.headers.get('location')).toBe(`/api/v1/disputes/${id}`);
    expect((await act('desk', id, 'transfer', { to: 'justice', reason: '邻里纠纷' })).body.dispute.status).toBe(
      'circulating',
    );
    expect((await act('justice', id, 'accept', { transferId: 't1' })).body.dispute.holder).toBe('justice');
    expect(
      (await act('justice', id, 'resolve', { outcome: 'mediated', summary: '拆墙让道' })).body.dispute.status,
    ).toBe('resolved');
    const early = await act('desk', id, 'close', {});
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ code: 'VISITS_OPEN', openVisits: [1] });
    expect((await act('desk', id, 'fast-forward', { by: { amount: 7, unit: 'days' } })).status).toBe(200);
    const parties = [
      { partyId: 'p1', satisfied: true },
      { partyId: 'p2', satisfied: true },
    ];
    const visit = { n: 1, mode: 'phone', outcome: 'stable', note: '通行正常', parties };
    let last = await act('visitor', id, 'visit', visit);
    // One in ten is drawn, and holds the case open until the supervisor has called.
    if (last.body.dispute.status === 'resolved')
      last = await act('supervisor', id, 'check-visit', { n: 1, result: 'confirmed', note: '电话抽查属实' });
    expect(last.body.dispute.status).toBe('closed');
    const { items } = (await api.get<{ items: { seq: number }[] }>('desk', `/disputes/${id}/timeline`)).body;
    expect(items.map((entry) => entry.seq)).toEqual(items.map((_, index) => index + 1));
    const parts = (
      await api.get<{ totalMinutes: number; parts: { minutes: number }[] }>('desk', `/disputes/${id}/attribution`)
    ).body;
    expect(parts.parts.reduce((sum, part) => sum + part.minutes, 0)).toBe(parts.totalMinutes);
  });

  it('explains a due moment down to the day it names', async () => {
    const { id, obligations } = await register();
    const [first] = obligations;
    const { body: why } = await api.get<{ dueAt: string; steps: { to: string }[] }>(
      'desk',
      `/obligations/${first!.id}/explanation`,
    );
    expect(why.dueAt).toBe(first!.dueAt);
    expect(why.steps.at(-1)!.to).toBe(first!.dueAt);
    expect((await api.get('land', `/obligations/${first!.id}/explanation`)).status).toBe(404);
    expect(id).toBeTruthy();
  });

  it('hides from those who are not on it, in every place', async () => {
    const { id, number } = await register();
    for (const who of ['land', 'forestry-head', 'grid', 'admin', 'visitor']) {
      expect((await api.get(who, `/disputes/${id}`)).status).toBe(404);
      expect((await api.get(who, `/disputes/${id}/timeline`)).status).toBe(404);
      expect((await act(who, id, 'note', { text: 'x' })).status).toBe(404);
      const { items } = (await api.get<{ items: unknown[] }>(who, `/disputes?q=${number}`)).body;
      expect(items).toEqual([]);
    }
    for (const who of ['desk', 'supervisor', 'auditor'])
      expect((await api.get(who, `/disputes/${id}`)).status).toBe(200);
  });

  it('never tells a department who reported it', async () => {
    const { id } = await register();
    await act('desk', id, 'transfer', { to: 'justice', reason: '邻里纠纷' });
    const seen = await Promise.all(
      [`/disputes/${id}`, `/disputes/${id}/timeline`].map((path) => api.get('justice', path)),
    );
    expect(JSON.stringify(seen.map((each) => each.body))).not.toContain('覃守诚');
    expect(JSON.stringify((await api.get('desk', `/disputes/${id}/timeline`)).body)).toContain('覃守诚');
  });

  it('puts no name, telephone or narrative into Temporal or the record', async () => {
    const { id } = await register();
    await act('desk', id, 'note', { text: '喻不言称罗可畏不讲道理' });
    const history = historyToJSON(await api.engine.handle(id).fetchHistory());
    const payloads = [...history.matchAll(/"data":\s*"([A-Za-z0-9+/=]+)"/g)]
      .map((match) => Buffer.from(match[1]!, 'base64').toString())
      .join();
    // The reading itself works: codes are there, in both places.
    const record = JSON.stringify(await api.engine.events(id));
    for (const each of [payloads, record]) expect(each).toContain('neighbours');
    for (const secret of ['喻不言', '罗可畏', '13800009876', '覃守诚', '占了巷道', '围墙占道', '三组巷口']) {
      for (const each of [history, payloads, record]) expect(each).not.toContain(secret);
    }
    expect(JSON.stringify((await api.get('desk', `/disputes/${id}`)).body)).toContain('喻不言');
  });

  it('answers the same key with the same, twenty at once', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.post<Done>('desk', '/disputes', body(), { 'idempotency-key': key })),
    );
    expect(new Set(answers.map((each) => each.body.dispute?.id))).toHaveProperty('size', 1);
    expect(new Set(answers.map((each) => each.body.seq)).size).toBe(1);
    const other = await api.post<Done>('desk', '/disputes', body({ title: '另一件' }), { 'idempotency-key': key });
    expect([other.status, other.body.code]).toEqual([422, 'KEY_REUSED']);
  });

  it('answers as soon as the record holds a command, while its workflow task is still on its way', async () => {
    const gateway = api.app.get(TemporalGateway);
    // Sent as ever, but nobody comes back to tell.
    const unheard =
      <A extends unknown[]>(send: (...args: A) => Promise<unknown>) =>
      async (...args: A) => {
        await send(...args);
        return new Promise<never>(() => undefined);
      };
    const [begin, submit] = [gateway.register.bind(gateway), gateway.submit.bind(gateway)];
    jest.spyOn(gateway, 'register').mockImplementation(unheard(begin));
    jest.spyOn(gateway, 'submit').mockImplementation(unheard(submit));
    try {
      for (const rehearsal of [false, true]) {
        const { id, seq } = await register({ rehearsal });
        const noted = await act('desk', id, 'note', { text: '已联系双方' });
        expect([noted.status, noted.body.seq, noted.body.dispute.seq]).toEqual([200, seq + 1, seq + 1]);
      }
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('answers as its workflow says where no announcement came', async () => {
    const changes = api.app.get(Changes);
    const heard = jest.spyOn(changes as unknown as { heard(): void }, 'heard').mockImplementation(() => undefined);
    try {
      const { id, seq } = await register();
      const noted = await act('desk', id, 'note', { text: '已联系双方' });
      expect([noted.status, noted.body.seq]).toEqual([200, seq + 1]);
      expect(heard).toHaveBeenCalled();
    } finally {
      jest.restoreAllMocks();
    }
  });

  it('takes what comes right after the command that closed it', async () => {
    const lives = Array.from({ length: 10 }, async () => {
      const { id } = await register();
      await act('desk', id, 'transfer', { to: 'justice', reason: '邻里纠纷' });
      await act('justice', id, 'accept', { transferId: 't1' });
      await act('justice', id, 'resolve', { outcome: 'mediated', summary: '拆墙让道' });
      const last = await act('supervisor', id, 'waive-visit', { n: 1, reason: '当事人已外迁' });
      const after = await act('desk', id, 'note', { text: '归档时补记' });
      expect([last.body.dispute.status, after.status, after.body.seq]).toEqual(['closed', 200, last.body.seq + 1]);
    });
    await Promise.all(lives);
  });

  it('refuses a decision on a stale picture, and says so before it changes anything', async () => {
    const { id, seq } = await register();
    await act('desk', id, 'note', { text: '新情况' });
    const stale = await act('desk', id, 'transfer', { to: 'justice', reason: '邻里纠纷' }, { 'if-match': `"${seq}"` });
    expect([stale.status, stale.body.code]).toEqual([412, 'STALE_VERSION']);
    const fresh = await act(
      'desk',
      id,
      'transfer',
      { to: 'justice', reason: '邻里纠纷' },
      { 'if-match': `"${seq + 1}"` },
    );
    expect(fresh.status).toBe(200);
  });

  it.each<[string, string, string, object, number, string]>([
    ['a department that was not asked', 'justice', 'transfer', { to: 'land', reason: 'x' }, 404, 'NOT_FOUND'],
    ['an acceptance of nothing', 'desk', 'accept', { transferId: 't1' }, 403, 'NOT_ALLOWED'],
    [
      'a visit before the resolution',
      'desk',
      'visit',
      { n: 1, mode: 'phone', outcome: 'stable', note: 'x' },
      409,
      'NOT_RESOLVED',
    ],
    ['an unknown department', 'desk', 'transfer', { to: 'harbour', reason: 'x' }, 400, 'BAD_REQUEST'],
    ['an unknown member', 'desk', 'note', { text: 'x', status: 'closed' }, 400, 'BAD_REQUEST'],
    [
      'a time that is no rehearsal',
      'desk',
      'fast-forward',
      { by: { amount: 1, unit: 'days' } },
      409,
      'NOT_A_REHEARSAL',
    ],
  ])('refuses %s', async (_what, who, verb, data, status, code) => {
    const { id } = await register();
    const answer = await act(who, id, verb, data);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(answer.body)).not.toMatch(/ at .*\.js|SELECT /);
  });

  it('names every problem of a body at once', async () => {
    const answer = await api.post<Done>('desk', '/disputes', {
      title: 5,
      bogus: 1,
      category: 'weather',
      place: { village: 'x' },
      parties: 'none',
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((each) => each.pointer)).toEqual(
      expect.arrayContaining(['/title', '/narrative', '/category', '/parties', '/source', '/bogus']),
    );
  });

  it('counts in the inbox exactly what the inbox lists', async () => {
    for (const who of ['desk', 'justice', 'visitor', 'supervisor']) {
      const counts = (await api.get<Record<string, number>>(who, '/inbox/counts')).body;
      for (const tab of ['answer', 'work', 'visits', 'approve', 'all']) {
        const { items } = (await api.get<{ items: unknown[] }>(who, `/inbox?tab=${tab}&limit=200`)).body;
        expect({ who, tab, n: items.length }).toEqual({ who, tab, n: counts[tab] });
      }
    }
  });

  it('shows the supervisor a board without an orphan, and nobody else a board', async () => {
    const { body: board } = await api.get<{ orphaned: number; departments: { departmentId: string; open: number }[] }>(
      'supervisor',
      '/board',
    );
    expect(board.orphaned).toBe(0);
    const { items } = (
      await api.get<{ items: { status: string; holder: string }[] }>('supervisor', '/disputes?limit=200')
    ).body;
    for (const { departmentId, open } of board.departments) {
      expect(items.filter((each) => each.holder === departmentId && each.status !== 'closed')).toHaveLength(open);
    }
    expect((await api.get('justice', '/board')).status).toBe(403);
  });
});
