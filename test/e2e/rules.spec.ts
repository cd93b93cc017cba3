import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PolicyDocument } from '#domain/policy/document.js';
import type { CalendarYear } from '#domain/time/calendar.js';
import { until } from '../support/township.js';
import { Api } from '../support/api.js';
import { MASTER_KEY } from '../support/engine.js';
import { Casework, quarrel, type ObligationView, type Page, type Problem, type View } from '../support/casework.js';

const { getWorkdaysInRange } = createRequire(import.meta.url)('chinese-days') as {
  getWorkdaysInRange: (from: string, to: string) => string[];
};
const POLICY_TOOL = fileURLToPath(new URL('../../dist/apps/local/policy.js', import.meta.url));
const dayOf = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
const endOfDay = (instant: string) => new Date(`${dayOf(instant)}T23:59:59+08:00`).toISOString();
/** By somebody else's calendar: the working days that end after one moment and not after the other. */
const workdaysBetween = (from: string, to: string) =>
  getWorkdaysInRange(dayOf(from), dayOf(to)).filter((day) => {
    const end = new Date(`${day}T17:30:00+08:00`).toISOString();
    return end > from && end <= to;
  }).length;

/** What the rules of a dispute's life (issue 4) are for people who ask over HTTP, mostly in rehearsals whose time moves. */
interface Full extends View {
  extensions: { id: string; state: string; decidedBy: string | null }[];
  suspensions: { id: string; ground: string; reason: string | null; until: string | null; endedAt: string | null }[];
  tracks: { track: string; outcome: string | null; steps: { step: string }[] }[];
  supervisions: { id: string; state: string; answer: string | null }[];
  meetings: { id: string; state: string; decisions: { n: number; fulfilledAt: string | null }[] }[];
  closures: { resolvedAt: string; outcome: string }[];
  repeats: string[];
  resolution: { outcome: string; into?: string } | null;
  nextStep: { verb: string } | null;
  calendarVersion: string;
  suggestion: { departmentId: string; reason: string } | null;
}
interface Explanation {
  dueAt: string;
  steps: { label: string; from: string; to: string; detail: string }[];
}
interface Attribution {
  totalMinutes: number;
  parts: { departmentId: string; phase: string; minutes: number }[];
}

describe('the rules of a life, over HTTP', () => {
  let api: Api;
  let cases: Casework;
  let people = 0;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  /** Parties whom nobody ever registered before. */
  const strangers = () => ({
    parties: ['applicant', 'respondent'].map((role) => ({
      name: `当事人${(people += 1)}`,
      role,
      phone: `137${String(people).padStart(8, '0')}`,
    })),
  });
  const rehearsal = (more: object = {}) => ({ rehearsal: true, ...strangers(), ...more });
  const handled = (who = 'justice', more: object = {}) => cases.handledBy(who, rehearsal(more)) as Promise<Full>;
  const does = (who: string, id: string, verb: string, body: object = {}) =>
    cases.does(who, id, verb, body) as Promise<Full>;
  const view = (id: string, who = 'desk', at?: string) =>
    api.get<Full>(who, `/disputes/${id}${at ? `?at=${encodeURIComponent(at)}` : ''}`).then((answer) => answer.body);
  const owed = (dispute: View, kind: string): ObligationView => {
    const found = dispute.obligations.find(
      (each) => each.kind === kind && !['met', 'waived', 'void'].includes(each.state),
    );
    if (!found) throw new Error(`nobody owes ${kind}: ${dispute.obligations.map((each) => each.kind).join(', ')}`);
    return found;
  };
  const refused = async (who: string, id: string, verb: string, body: object, code: string) => {
    for (const [language, script] of [
      ['zh-CN', /[一-鿿]/],
      ['en', /^[^一-鿿]+$/],
    ] as const) {
      const answer = await cases.act<Problem>(who, id, verb, body, { 'accept-language': language });
      expect([answer.body.code, answer.status >= 400 && answer.status < 500]).toEqual([code, true]);
      expect(answer.body.title).toMatch(script);
      expect(answer.body.detail).toMatch(script);
    }
  };
  const days = (amount: number) => ({ amount, unit: 'workingDays' });
  const reason = { reason: '理由' };

  it('an extension is asked before expiry and decided by somebody else', async () => {
    const { id, ...before } = await handled();
    const handle = owed({ id, ...before }, 'handle');
    const ask = { obligationId: handle.id, by: days(3), reason: '等待鉴定' };
    await refused('justice', id, 'extend', { ...ask, by: days(30) }, 'EXTENSION_EXHAUSTED');
    const asked = await does('justice', id, 'extend', ask);
    expect(asked.extensions).toMatchObject([{ id: 'x1', state: 'asked', decidedBy: null }]);
    expect(owed(asked, 'decide-extension').holder).toMatchObject({ departmentId: 'justice', role: 'head' });
    const yes = { extensionId: 'x1', approve: true, ...reason };
    await refused('justice', id, 'decide-extension', yes, 'SELF_APPROVAL');
    const granted = await does('justice-head', id, 'decide-extension', yes);
    expect(granted.extensions).toMatchObject([{ state: 'approved', decidedBy: 'justice-head' }]);
    expect(owed(granted, 'handle').dueAt > handle.dueAt).toBe(true);
    const why = await api.get<Explanation>('justice', `/obligations/${handle.id}/explanation`);
    expect(why.body.dueAt).toBe(owed(granted, 'handle').dueAt);
    expect(why.body.steps.map((each) => each.label).join()).toContain('延期');
    await refused('justice', id, 'extend', ask, 'EXTENSION_EXHAUSTED');
  });

  it('a head who asks for time is decided by the next superior', async () => {
    const { id, ...dispute } = await handled();
    const ask = { obligationId: owed({ id, ...dispute }, 'handle').id, by: days(2), ...reason };
    await does('justice-head', id, 'extend', ask);
    const yes = { extensionId: 'x1', approve: true, ...reason };
    await refused('justice-head', id, 'decide-extension', yes, 'SELF_APPROVAL');
    expect((await does('supervisor', id, 'decide-extension', yes)).extensions[0]!.state).toBe('approved');
  });

  it('an extension that is asked after expiry comes too late', async () => {
    const { id, ...dispute } = await handled('land');
    await cases.forward(id, 8, 'workingDays');
    const ask = { obligationId: owed({ id, ...dispute }, 'handle').id, by: days(1), ...reason };
    await refused('land', id, 'extend', ask, 'EXTENSION_TOO_LATE');
  });

  it('a suspension moves the date by as long as it lasted, and everybody can see why', async () => {
    const { id, ...dispute } = await handled('land');
    const before = owed({ id, ...dispute }, 'handle');
    await refused('land', id, 'suspend', { ground: 'court', ...reason }, 'NOT_ALLOWED');
    const suspended = await does('supervisor', id, 'suspend', { ground: 'appraisal', reason: '等鉴定结论' });
    expect([suspended.status, owed(suspended, 'handle').state]).toEqual(['suspended', 'paused']);
    expect(suspended.suspensions).toMatchObject([{ ground: 'appraisal', reason: '等鉴定结论', endedAt: null }]);
    expect(owed(suspended, 'safety-check').holder.departmentId).toBe('land');
    await refused('desk', id, 'transfer', { to: 'justice', role: 'assist', ...reason }, 'SUSPENDED');
    const later = await cases.forward(id, 14, 'days');
    const seen = await view(id, 'desk', later.now);
    expect([seen.status, seen.can, seen.nextStep]).toEqual(['suspended', [], null]);
    const resumed = await does('supervisor', id, 'resume', reason);
    expect(resumed.status).toBe('handling');
    const after = owed(resumed, 'handle');
    // The rest of the first day was never counted, so the pause takes nothing of it.
    const paused =
      workdaysBetween(suspended.now, resumed.now) - workdaysBetween(suspended.now, endOfDay(suspended.now));
    expect(paused).toBeGreaterThan(0);
    expect(workdaysBetween(before.dueAt, after.dueAt)).toBe(paused);
    const why = await api.get<Explanation>('land', `/obligations/${after.id}/explanation`, {
      'accept-language': 'en',
    });
    expect(why.body.steps.map((each) => each.label)).toEqual(
      expect.arrayContaining([expect.stringMatching(/[Pp]aused/)]),
    );
    await refused('supervisor', id, 'resume', reason, 'NOT_SUSPENDED');
    const { body } = await api.get<Attribution>('desk', `/disputes/${id}/attribution`);
    expect(body.parts.reduce((sum, part) => sum + part.minutes, 0)).toBe(body.totalMinutes);
    const stood = body.parts.find((part) => part.phase === 'paused')!;
    expect([stood.departmentId, stood.minutes >= 14 * 1440]).toEqual(['land', true]);
  });

  it('a suspension with a stated end runs out by itself', async () => {
    const { id, now } = await handled('land');
    const until = new Date(Date.parse(now) + 3 * 86_400_000).toISOString();
    await does('supervisor', id, 'suspend', { ground: 'party-absent', until, ...reason });
    await cases.forward(id, 4, 'days');
    const after = await view(id);
    expect(after.status).toBe('handling');
    expect(after.suspensions[0]!.endedAt).toBe(until);
  });

  it('a statutory track has its own clocks, and the case comes back from it', async () => {
    const { id } = await handled('land', { category: 'land-title' });
    const on = await does('land', id, 'statutory', { track: 'land-title', reference: '土权字〔2026〕7号' });
    expect([on.status, owed(on, 'statutory-step').n, owed(on, 'handle').state]).toEqual(['statutory', 1, 'paused']);
    await refused('land', id, 'resolve', { outcome: 'decided', summary: '已裁' }, 'ON_STATUTORY_TRACK');
    await refused('land', id, 'statutory-step', { step: 'no-such-step' }, 'NO_SUCH_STEP');
    expect(owed(await does('land', id, 'statutory-step', { step: 'acceptance-opinion' }), 'statutory-step').n).toBe(2);
    await cases.forward(id, 31, 'days');
    const late = await view(id);
    expect(late.obligations.find((each) => each.kind === 'safety-check')!.state).toBe('late');
    expect(owed(late, 'handle').state).toBe('paused');
    await does('land', id, 'progress', { note: '双方情绪平稳' });
    const back = await does('land', id, 'statutory-end', { outcome: 'decided', ...reason });
    expect([back.status, back.tracks[0]!.outcome]).toEqual(['handling', 'decided']);
    await refused('land', id, 'statutory-end', { outcome: 'decided', ...reason }, 'NOT_ON_STATUTORY_TRACK');
    const done = await does('land', id, 'resolve', { outcome: 'decided', summary: '按裁决执行' });
    expect([done.status, done.resolution!.outcome]).toEqual(['resolved', 'decided']);
  });

  it('people’s mediation stops after thirty days unless both parties consent', async () => {
    const { id } = await handled('justice', { complexity: 'complex' });
    await cases.forward(id, 34, 'days');
    await refused('justice', id, 'progress', { note: '再谈一次' }, 'CONSENT_REQUIRED');
    await does('justice', id, 'consent', { parties: ['p1'], note: '同意继续' });
    await refused('justice', id, 'progress', { note: '再谈一次' }, 'CONSENT_REQUIRED');
    await does('justice', id, 'consent', { parties: ['p2'], note: '同意继续' });
    expect((await does('justice', id, 'progress', { note: '再谈一次' })).status).toBe('handling');
  });

  it('an order and a decision of a meeting keep a case open until they are done', async () => {
    const { id, now } = await handled();
    await refused('desk', id, 'supervise', { demand: '速办', answerWithin: days(2) }, 'NOT_ALLOWED');
    await does('supervisor', id, 'supervise', { demand: '三日内拿出方案', answerWithin: days(2) });
    const soon = new Date(Date.parse(now) + 2 * 86_400_000).toISOString();
    expect((await api.get('land', `/disputes/${id}`)).status).toBe(404);
    await does('desk', id, 'meet', { departments: ['land', 'justice'], at: soon });
    expect((await api.get('land', `/disputes/${id}`)).status).toBe(200);
    const decided = { text: '国土所出具界址图', departmentId: 'land', dueAt: soon };
    const met = await does('desk', id, 'conclude-meeting', { meetingId: 'm1', decisions: [decided] });
    expect(owed(met, 'meeting-decision')).toMatchObject({ n: 1, dueAt: soon, holder: { departmentId: 'land' } });
    await refused('justice', id, 'fulfil-decision', { meetingId: 'm1', n: 1, note: '办了' }, 'NO_SUCH_DECISION');
    await does('justice', id, 'resolve', { outcome: 'mediated', summary: '和解' });
    expect((await cases.let(id)).status).toBe('resolved');
    await refused('desk', id, 'close', {}, 'OBLIGATIONS_OPEN');
    await does('justice', id, 'answer-supervision', { orderId: 'o1', answer: '方案已报' });
    expect((await does('land', id, 'fulfil-decision', { meetingId: 'm1', n: 1, note: '图已出' })).status).toBe(
      'closed',
    );
    expect((await api.get('land', `/disputes/${id}`)).status).toBe(404);
  });

  it('whoever owes something is pressed for it in one tap, once a day; they and their head hear who did it', async () => {
    const { id, obligations } = (await cases.handledBy('justice', strangers())) as Full;
    const { id: obligationId } = obligations.find((each) => each.kind === 'handle')!;
    await refused('justice', id, 'urge', { obligationId }, 'NOT_ALLOWED');
    const pressed = await does('desk', id, 'urge', { obligationId, note: '请今天联系双方' });
    const { now, urgedAt } = pressed as Full & { now: string; urgedAt: string };
    expect(owed(pressed, 'handle')).toMatchObject({ id: obligationId, urgedAt });
    expect(urgedAt <= now).toBe(true);
    await refused('supervisor', id, 'urge', { obligationId }, 'URGED_TODAY');
    const timeline = await cases.all<{ type: string; text?: object }>('desk', `/disputes/${id}/timeline`);
    expect(timeline.filter((each) => each.type === 'ObligationUrged')).toMatchObject([
      { text: { note: '请今天联系双方' } },
    ]);
    for (const who of ['justice', 'justice-head']) {
      const told = await cases.all<{ disputeId: string; kind: string; sentence: string; verb: string; owed: object }>(
        who,
        '/notices',
      );
      const urged = told.filter((each) => each.disputeId === id && each.kind === 'urged');
      expect(urged).toMatchObject([{ verb: 'resolve', owed: { id: obligationId, kind: 'handle', state: 'open' } }]);
      expect(urged[0]!.sentence).toMatch(
        /^石桥派出所 \S+催办\d+-\d+《.+》的「办理」。留言：“请今天联系双方”。请在 .+ 前办理「办理」。由您部门负责。$/,
      );
    }
    // By a supervisor of what the desk itself owes, and the order shows until when it wants its answer.
    await does('supervisor', id, 'urge', { obligationId: owed(pressed, 'watch').id });
    const ordered = await does('supervisor', id, 'supervise', { demand: '速办', answerWithin: days(2) });
    expect(ordered).toMatchObject({ orderDueAt: owed(ordered, 'supervision-answer').dueAt });
  });

  it('a head names the person, nobody names people of others', async () => {
    const { id } = await handled();
    await refused('justice', id, 'assign', { userId: 'justice' }, 'NOT_ALLOWED');
    await refused('justice-head', id, 'assign', { userId: 'land' }, 'OTHER_DEPARTMENT');
    const named = await does('justice-head', id, 'assign', { userId: 'justice-head' });
    expect(owed(named, 'handle').holder).toMatchObject({ userId: 'justice-head' });
  });

  it('a merged case closes at once and names the other, a withdrawn one is visited', async () => {
    const [one, other] = [await handled(), await handled()];
    const unknown = await cases.act<Problem>('desk', one.id, 'merge', { into: '00000000-0000-4000-8000-000000000009' });
    expect([unknown.status, unknown.body.errors![0]!.pointer]).toEqual([400, '/into']);
    await refused('desk', one.id, 'merge', { into: one.id }, 'MERGE_INTO_ITSELF');
    const merged = await does('desk', one.id, 'merge', { into: other.id });
    expect([merged.status, merged.resolution]).toMatchObject(['closed', { outcome: 'merged', into: other.id }]);
    const withdrawn = await does('desk', other.id, 'withdraw', { reason: '当事人自行和解' });
    expect([withdrawn.status, withdrawn.resolution!.outcome, withdrawn.visits.length]).toEqual([
      'resolved',
      'withdrawn',
      1,
    ]);
  });

  it('an uneasy visit adds one; a relapse reopens one grade higher and freezes the first closure', async () => {
    const { id } = (await cases.resolvedBy('justice', rehearsal())) as Full;
    await cases.forward(id, 7, 'days');
    const visit = { n: 1, mode: 'phone', outcome: 'uneasy', note: '一方仍有怨气' };
    const uneasy = await does('visitor', id, 'visit', visit);
    expect(uneasy.visits.map((each) => [each.n, each.state])).toEqual([
      [1, 'done'],
      [2, 'planned'],
    ]);
    const relapsed = await does('visitor', id, 'visit', { ...visit, n: 2, outcome: 'relapsed', note: '又吵起来' });
    expect([relapsed.status, relapsed.grade, relapsed.holder]).toEqual(['handling', 'yellow', 'justice']);
    expect(relapsed.closures).toMatchObject([{ outcome: 'mediated' }]);
    expect(owed(relapsed, 'plan')).toBeDefined();
    expect(Date.parse(owed(relapsed, 'handle').dueAt)).toBeGreaterThan(Date.parse(relapsed.now));
  });

  it('nobody at home on three days asks for one visit in person, then for the supervisor’s decision', async () => {
    const { id } = (await cases.resolvedBy('justice', rehearsal())) as Full;
    const nobody = { n: 1, mode: 'phone', outcome: 'unreachable', note: '无人接听' };
    await refused('visitor', id, 'visit', nobody, 'VISIT_TOO_EARLY');
    for (const days of [4, 1, 1]) {
      await cases.forward(id, days, 'days');
      await does('visitor', id, 'visit', nobody);
    }
    await refused('visitor', id, 'visit', nobody, 'VISIT_IN_PERSON_REQUIRED');
    const given = await does('visitor', id, 'visit', { ...nobody, mode: 'in-person' });
    expect(given.visits[0]!.state).toBe('unreachable');
    expect((await does('supervisor', id, 'waive-visit', { n: 1, reason: '已外出务工' })).status).toBe('closed');
  });

  it('the same parties a second time make it yellow, a third time red; rehearsals count nowhere', async () => {
    const same = strangers();
    const register = (more: object = {}) => cases.register({ ...same, ...more }) as Promise<Full>;
    const first = await register();
    const second = await register();
    const third = await register();
    expect([first.grade, second.grade, third.grade]).toEqual(['blue', 'yellow', 'red']);
    expect(third.repeats).toEqual([first.id, second.id]);
    expect((await register({ rehearsal: true })).grade).toBe('blue');
    expect(((await cases.register(strangers())) as Full).grade).toBe('blue');
  });

  describe('who is the same', () => {
    const number = () => String((people += 1)).padStart(4, '0');
    const register = (phone: string, more: object = {}) =>
      cases.register({ parties: [{ name: `当事人${number()}`, role: 'applicant', phone }], ...more }) as Promise<Full>;

    it('nobody is by "none", whoever else typed it', async () => {
      for (const typed of ['无', '无', '无', '没有', '13800000000', '110']) {
        expect((await register(typed)).grade).toBe('blue');
      }
    });

    it('is who has the same number, however it is written, beside others or with an extension', async () => {
      const n = number();
      const mobile = `1376666${n}`;
      const first = await register(mobile);
      const second = await register(`+86 137-6666-${n}`);
      const third = await register(`0872-2${n}77、００８６１３７６６６６${n}`);
      expect([first.grade, second.grade, third.grade]).toEqual(['blue', 'yellow', 'red']);
      expect(third.repeats).toEqual([first.id, second.id]);
      expect((await register(`08722${n}77`)).repeats).toEqual([third.id]);
      expect((await register(`08722${n}77转801`)).repeats).toEqual([]);
    });

    it('a supervisor rules who is not: the raise goes, in neither direction is the pair counted again', async () => {
      const phone = `1376667${number()}`;
      const first = await register(phone);
      const second = await register(phone);
      const third = await register(phone);
      const due = owed(third, 'dispatch').dueAt;
      await refused('desk', third.id, 'not-same', { disputeId: first.id, ...reason }, 'NOT_ALLOWED');
      await refused('supervisor', third.id, 'not-same', { disputeId: third.id, ...reason }, 'NO_SUCH_REPEAT');
      const once = await does('supervisor', third.id, 'not-same', { disputeId: first.id, ...reason });
      expect([once.grade, once.repeats, owed(once, 'dispatch').dueAt]).toEqual(['yellow', [second.id], due]);
      await refused('supervisor', third.id, 'not-same', { disputeId: first.id, ...reason }, 'NO_SUCH_REPEAT');
      const twice = await does('supervisor', third.id, 'not-same', { disputeId: second.id, ...reason });
      expect([twice.grade, twice.repeats]).toEqual(['blue', []]);
      await does('supervisor', second.id, 'not-same', { disputeId: first.id, ...reason });
      // All three were ruled apart: whoever comes next is one of them at most.
      const fourth = await register(phone);
      expect([fourth.grade, fourth.repeats]).toEqual(['yellow', [third.id]]);
      const { problems } = await api.engine.upkeep.verify();
      expect(problems.filter((each) => [first, second, third, fourth].some(({ id }) => each.includes(id)))).toEqual([]);
    });

    it('is suspected by names, village and kind, shown with a number, and nothing is raised', async () => {
      type Alike = { items: { id: string; number: string; why: string }[] };
      const parties = [`伍某${number()}`, `陆某${number()}`].map((name) => ({ name, role: 'other' }));
      const first = (await cases.register({ parties })) as Full;
      const again = (await cases.register({ parties })) as Full;
      expect([again.grade, again.repeats]).toEqual(['blue', []]);
      const alike = async (id: string) => (await api.get<Alike>('desk', `/disputes/${id}/similar`)).body.items;
      expect(await alike(again.id)).toContainEqual({ id: first.id, number: first.number, why: 'suspected-repeat' });
      expect(await alike(first.id)).toContainEqual({ id: again.id, number: again.number, why: 'suspected-repeat' });
      const one = (await cases.register({ parties: [parties[0]!, { name: '别人家', role: 'other' }] })) as Full;
      expect((await alike(one.id)).find(({ id }) => id === first.id)).toMatchObject({ why: 'same-party' });
    });

    it('is told of each party before anything is registered, with nothing in the address', async () => {
      const asked = [{ phone: '无', idNumber: '11010519491231002X' }, { phone: '13800001111/13900002222' }, {}];
      const { status, body } = await api.post('desk', '/numbers', { parties: asked });
      expect([status, body]).toEqual([
        200,
        {
          parties: [
            { phones: 0, papers: 1 },
            { phones: 2, papers: 0 },
            { phones: 0, papers: 0 },
          ],
        },
      ]);
    });

    it('may be two hundred of a building site, with how many it concerns and about how much', async () => {
      const parties = Array.from({ length: 200 }, (_, n) => ({
        name: `工友${n}`,
        role: 'applicant',
        phone: `1386666${String(n).padStart(4, '0')}`,
        address: '河林村',
      }));
      const reference = '12345 工单 GD-20261129-77';
      const told = { externalNumber: '信访〔2026〕77号', source: { channel: 'other', reference } };
      const site = { parties, people: 213, amount: 1_234_567.5, ...told };
      const { id, grade } = (await cases.register(site)) as Full;
      const shown = (await api.get<{ people: number; amount: number; parties: object[] }>('desk', `/disputes/${id}`))
        .body;
      expect([grade, shown.people, shown.amount]).toEqual(['blue', 213, 1_234_567.5]);
      expect(shown).toMatchObject(told);
      for (const q of ['信访〔2026〕77号', 'GD-20261129-77']) {
        const { items } = (await api.get<Page<View>>('desk', `/disputes?q=${encodeURIComponent(q)}`)).body;
        expect(items.map((each) => each.id)).toContain(id);
      }
      expect(shown.parties).toHaveLength(200);
      expect(shown.parties[199]).toMatchObject({ id: 'p200', name: '工友199', address: '河林村' });
      await refusedAtOnce({ ...site, parties: [...parties, parties[0]] });
    });

    async function refusedAtOnce(body: object): Promise<void> {
      const answer = await api.post<Problem>('desk', '/disputes', quarrel(body));
      expect([answer.status, answer.body.code]).toEqual([400, 'BAD_REQUEST']);
    }
  });

  describe('what was mistyped', () => {
    const correct = (who: string, id: string, body: object) => does(who, id, 'correct', { ...body, ...reason });
    const shown = async (who: string, id: string) =>
      (await api.get<Full & { parties: Record<string, string>[] }>(who, `/disputes/${id}`)).body;

    it('is corrected with a reason, and what it was stays in the timeline', async () => {
      const before = (await cases.register(strangers())) as Full & { title: string };
      const { id } = before;
      const [first] = (await shown('desk', id)).parties;
      const title = '围墙越界（更正）';
      await correct('desk', id, {
        title,
        category: 'water',
        place: { village: 'village-helin', address: '三组 12 号' },
        dangerSigns: ['group'],
        parties: [
          { id: 'p1', name: '更名的人' },
          { id: 'p2', remove: true },
          { name: '新来的人', role: 'respondent', phone: '13712349876' },
        ],
      });
      const after = await shown('desk', id);
      expect(after).toMatchObject({
        title,
        category: 'water',
        grade: 'yellow',
        place: { village: 'village-helin', address: '三组 12 号' },
        dangerSigns: ['group'],
        parties: [
          { id: 'p1', name: '更名的人', phone: first!.phone },
          { id: 'p3', name: '新来的人', phone: '13712349876' },
        ],
      });
      expect(owed(after, 'dispatch').id).toBe(owed(before, 'dispatch').id);
      expect(after.obligations.filter(({ kind }) => kind === 'watch')).toHaveLength(1);
      type Entry = { type: string; data: { category?: string }; text?: { title?: string; reason?: string } };
      const { items } = (await api.get<Page<Entry>>('desk', `/disputes/${id}/timeline`)).body;
      expect(items.find(({ type }) => type === 'DisputeRegistered')!.text!.title).toBe(before.title);
      expect(items.find(({ type }) => type === 'DisputeCorrected')).toMatchObject({
        data: { category: 'water' },
        text: { title, ...reason },
      });
      const found = async (q: string) =>
        (await api.get<Page<View>>('desk', `/disputes?q=${encodeURIComponent(q)}`)).body.items.map((each) => each.id);
      expect(await found('围墙越界（更正）')).toContain(id);
      expect(await found('更名的人')).toContain(id);
      const { problems } = await api.engine.upkeep.verify();
      expect(problems.filter((each) => each.includes(id))).toEqual([]);
    });

    it('is corrected in how many it is of, what sum and which number elsewhere, each to be taken away again', async () => {
      const elsewhere = `热线 ${randomUUID().slice(0, 8)}`;
      const told = { people: 12, amount: 1_234_567.5, externalNumber: `${elsewhere} 误` };
      const { id } = await cases.register({ ...strangers(), ...told });
      const stands = async () => {
        const { people, amount, externalNumber } = (await shown('desk', id)) as Full & typeof told;
        return { people, amount, externalNumber };
      };
      const found = async (q: string) =>
        (await api.get<Page<View>>('desk', `/disputes?q=${encodeURIComponent(q)}`)).body.items.map((each) => each.id);
      expect(await stands()).toEqual(told);
      await correct('desk', id, { amount: 123_456.75, externalNumber: elsewhere });
      expect(await stands()).toEqual({ people: 12, amount: 123_456.75, externalNumber: elsewhere });
      expect(await found(elsewhere)).toContain(id);
      await correct('desk', id, { people: null, externalNumber: null });
      expect(await stands()).toEqual({ people: null, amount: 123_456.75, externalNumber: null });
      expect(await found(elsewhere)).not.toContain(id);
      const wrong = await api.call<{ errors: { pointer: string }[] }>('desk', 'POST', `/disputes/${id}/correct`, {
        people: 1.5,
        amount: '两千',
        ...reason,
      });
      expect(wrong.status).toBe(400);
      expect(wrong.body.errors.map(({ pointer }) => pointer).sort()).toEqual(['/amount', '/people']);
      const { problems } = await api.engine.upkeep.verify();
      expect(problems.filter((each) => each.includes(id))).toEqual([]);
    });

    it('is proposed to another department, and looks like other cases, once it is corrected', async () => {
      const wages = await cases.register({ ...strangers(), category: 'labour' });
      const { id, suggestion } = (await cases.register(strangers())) as Full;
      const alike = async () =>
        (await api.get<{ items: { id: string }[] }>('desk', `/disputes/${id}/similar`)).body.items.map(
          (each) => each.id,
        );
      expect(suggestion!.departmentId).toBe('justice');
      expect(await alike()).not.toContain(wages.id);
      await correct('desk', id, { category: 'labour' });
      expect((await shown('desk', id)).suggestion!.departmentId).toBe('labour');
      expect(await alike()).toContain(wages.id);
    });

    it('says which field cannot be, and nothing is changed', async () => {
      const { id, seq } = await cases.register(strangers());
      const wrong = async (body: object) => {
        const answer = await cases.act<Problem>('desk', id, 'correct', { ...body, ...reason });
        return [answer.status, answer.body.code, answer.body.errors?.map(({ pointer, code }) => [pointer, code])];
      };
      expect(await wrong({})).toEqual([400, 'BAD_REQUEST', [['', 'NOTHING_OTHER']]]);
      expect(await wrong({ category: 'neighbours' })).toEqual([400, 'BAD_REQUEST', [['', 'NOTHING_OTHER']]]);
      const nowhere = [['/place/village', 'UNKNOWN_VILLAGE']];
      expect(await wrong({ place: { village: 'police' } })).toEqual([400, 'BAD_REQUEST', nowhere]);
      expect(await wrong({ parties: [{ id: 'p9', name: '某' }, { role: 'other' }] })).toEqual([
        400,
        'BAD_REQUEST',
        [
          ['/parties/0/id', 'NO_SUCH_PARTY'],
          ['/parties/1/name', 'REQUIRED'],
        ],
      ]);
      expect((await shown('desk', id)).seq).toBe(seq);
      await refused('supervisor', id, 'correct', { title: '别的', ...reason }, 'NOT_ALLOWED');
    });

    it('is one deed however often it is sent', async () => {
      const { id } = await cases.register(strangers());
      const body = { title: '只改一次', ...reason };
      const headers = { 'idempotency-key': `correct ${id}` };
      const once = await cases.act<{ seq: number }>('desk', id, 'correct', body, headers);
      const again = await cases.act<{ seq: number }>('desk', id, 'correct', body, headers);
      expect([again.status, again.body.seq]).toEqual([200, once.body.seq]);
    });

    it('has those known by it counted again: a wrong number matched somebody else, the right one does not', async () => {
      const phone = `1376669${String((people += 1)).padStart(4, '0')}`;
      const own = `1376668${String((people += 1)).padStart(4, '0')}`;
      const first = (await cases.register({ parties: [{ name: '号主', role: 'applicant', phone }] })) as Full;
      const second = (await cases.register({ parties: [{ name: '邻居', role: 'applicant', phone }] })) as Full;
      expect([second.grade, second.repeats]).toEqual(['yellow', [first.id]]);
      const right = await correct('desk', second.id, { parties: [{ id: 'p1', phone: own }] });
      expect([right.grade, right.repeats]).toEqual(['yellow', []]);
      const third = (await cases.register({ parties: [{ name: '再来', role: 'applicant', phone: own }] })) as Full;
      expect(third.repeats).toEqual([second.id]);
      const fourth = (await cases.register({ parties: [{ name: '再来', role: 'applicant', phone }] })) as Full;
      expect(fourth.repeats).toEqual([first.id]);
    });
  });

  it('an offer that is given back is returned until the desk decides, and offered again if it does not hold', async () => {
    const { id } = await cases.offered('justice');
    const stateOf = async () => {
      const { transfers, holder } = await cases.view('desk', id);
      return [transfers.map((each) => each.state), holder];
    };
    await cases.returned('justice', id, 't1');
    expect(await stateOf()).toEqual([['returned'], 'police']);
    await cases.decided(id, 't1', false);
    expect(await stateOf()).toEqual([['offered'], 'police']);
    await cases.returned('justice', id, 't1', 'out-of-area');
    expect(await stateOf()).toEqual([['returned'], 'police']);
    await cases.decided(id, 't1', true);
    expect(await stateOf()).toEqual([['returned'], 'police']);
  });

  it('the desk is proposed whom the last return named, and nobody who gave it back as none of theirs', async () => {
    const { id } = await cases.offered('justice', rehearsal());
    const back = { transferId: 't1', reasonCode: 'not-our-duty', reason: '界址归国土所', suggestedDepartment: 'land' };
    expect((await does('justice', id, 'return', back)).suggestion!.departmentId).toBe('justice');
    const first = await does('desk', id, 'decide-return', { transferId: 't1', uphold: true, ...reason });
    expect(first.suggestion).toEqual({ departmentId: 'land', reason: '界址归国土所' });
    await does('desk', id, 'transfer', { to: 'land', ...reason });
    await does('land', id, 'return', { transferId: 't2', reasonCode: 'out-of-area', reason: '不在辖区' });
    const second = await does('desk', id, 'decide-return', { transferId: 't2', uphold: true, ...reason });
    expect(second.suggestion).toBeNull();
  });

  it('a case handed back stays accepted while the desk decides', async () => {
    const { id } = await cases.handledBy('justice');
    const { transfers, holder } = await cases.returned('justice', id, 't1');
    expect([transfers[0]!.state, holder]).toEqual(['accepted', 'justice']);
  });

  it('a case that went in a circle is on the board with its way', async () => {
    const { id } = await cases.offered('justice', strangers());
    await cases.returned('justice', id, 't1', 'not-our-duty');
    await cases.decided(id, 't1', true);
    await does('desk', id, 'transfer', { to: 'land', ...reason });
    await cases.returned('land', id, 't2', 'out-of-area');
    await cases.decided(id, 't2', true);
    await refused('desk', id, 'transfer', { to: 'justice', ...reason }, 'RETURNS_EXHAUSTED');
    await does('supervisor', id, 'transfer', { to: 'justice', designated: true, ...reason });
    const { body } = await api.get<Page<{ dispute: { id: string }; loop: string[]; circle: string[] | null }>>(
      'supervisor',
      '/board/bouncing',
    );
    expect(body.items.find((each) => each.dispute.id === id)).toMatchObject({
      loop: ['police', 'justice', 'land', 'justice'],
      circle: ['justice', 'land', 'justice'],
    });
  });

  it('nobody is told how a case will stand; a list says where it was offered to', async () => {
    const { id } = await cases.offered('land', { ...strangers(), rehearsal: false });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await view(id, 'desk', tomorrow)).toMatchObject({
      status: 400,
      errors: [{ pointer: '/at', code: 'IN_THE_FUTURE' }],
    });
    const { body } = await api.get<{ items: { id: string; offeredTo: string[] }[] }>('desk', '/disputes?limit=1');
    expect(body.items).toMatchObject([{ id, offeredTo: ['land'] }]);
  });

  describe('rules that change', () => {
    interface Policy {
      version: string;
      state: string;
      document: PolicyDocument;
    }
    interface Preview {
      total: number;
      late: number;
      shorter: number;
      byKind: { of: string; moved: number; late: number }[];
      rows: { disputeId: string; departmentId: string; kind: string; from: string; to: string; late: boolean }[];
    }
    const current = async () => (await api.get<Policy>('desk', '/policies/current')).body;
    const draft = (document: object) => api.post<Policy & Problem>('admin', '/policies', { document });
    const longer = async () => {
      const { document } = await current();
      const each = { amount: 9, unit: 'workingDays' as const };
      const handle = { ...document.handle, blue: { simple: each, ordinary: each, complex: each } };
      return { ...document, title: '延长办理时限', handle };
    };

    interface Rollout {
      id: string;
      state: string;
      total: number;
      moved: number;
      failed: number;
    }
    const done = async (who: string, { id }: Rollout) => {
      let rollout: Rollout | undefined;
      await until(async () => {
        rollout = (await api.get<Rollout>(who, `/rollouts/${id}`)).body;
        return rollout.state === 'done';
      });
      return rollout!;
    };

    it('a draft is looked through to its end, and each problem named by its place', async () => {
      const { document } = await current();
      const nonsense = {
        ...document,
        routing: [{ category: 'debt', to: 'nobody', reason: '无' }],
        reopen: { within: { amount: 0, unit: 'days' } },
        surprise: 1,
      };
      const { status, body } = await draft(nonsense);
      expect([status, body.code]).toEqual([400, 'BAD_REQUEST']);
      expect(body.errors!.map(({ pointer }) => pointer).sort()).toEqual([
        '/document/reopen/within/amount',
        '/document/routing/0/to',
        '/document/surprise',
      ]);
      const elsewhere = await draft({ ...document, region: 'elsewhere' });
      expect(elsewhere.body.errors).toMatchObject([{ pointer: '/document/region', code: 'OTHER_REGION' }]);
      for (const who of ['desk', 'supervisor', 'auditor']) {
        expect((await api.post(who, '/policies', { document })).status).toBe(403);
      }
    });

    it('a policy is described member by member, and a document that is written is looked through as it stands', async () => {
      interface Form {
        chapters: { name: string; fields: { path: string; label: { zh: string }; schema: object }[] }[];
        names: Record<string, { words: string[]; must: boolean }>;
      }
      const { body: form } = await api.get<Form>('desk', '/policies/form');
      const fields = form.chapters.flatMap((each) => each.fields);
      expect(fields.find(({ path }) => path === 'leg.total')).toMatchObject({
        label: { zh: expect.stringContaining('倍数') },
        schema: { minimum: 1, maximum: 10 },
      });
      expect(form.names.grade).toEqual({ words: ['blue', 'yellow', 'red'], must: true });

      const { document } = await current();
      interface Checked {
        problems: { pointer: string; code: string; detail: string }[];
        at: string;
        dates: { pointer: string; dueAt: string }[];
      }
      const check = (of: object, language: string) =>
        api.post<Checked>('admin', '/policies/check', { document: of }, { 'accept-language': language });
      const { body: sound } = await check(document, 'zh-CN');
      expect(sound.problems).toEqual([]);
      const dateOf = (pointer: string, { dates }: Checked) => dates.find((each) => each.pointer === pointer)?.dueAt;
      const in1 = (ms: number, { at }: Checked) => new Date(Date.parse(at) + ms).toISOString();
      expect(dateOf('/limits/dispatch/red', sound)).toBe(in1(3_600_000, sound));
      expect(dateOf('/visits/red/0/tolerance', sound)! > dateOf('/visits/red/0/after', sound)!).toBe(true);
      const limits = {
        ...document.limits,
        dispatch: { ...document.limits.dispatch!, red: { amount: 0, unit: 'hours' } },
      };
      for (const [language, script] of [
        ['zh-CN', /大于零/],
        ['en', /above zero/],
      ] as const) {
        const { body } = await check({ ...document, limits, leg: { restAtLeast: 2, total: 1 } }, language);
        expect(body.problems).toMatchObject([
          { pointer: '/limits/dispatch/red/amount', code: 'LIMIT_NOT_POSITIVE', detail: expect.stringMatching(script) },
          { pointer: '/leg/restAtLeast', code: 'OUT_OF_RANGE' },
        ]);
        // What is wrong has no date, and what is right beside it has its own.
        expect(dateOf('/limits/dispatch/red', body)).toBeUndefined();
        expect(dateOf('/limits/grade/red', body)).toBe(in1(3_600_000, body));
      }
      expect((await check({ workingTime: 1, limits: 'none' }, 'en')).body.dates).toEqual([]);
      expect((await api.post('supervisor', '/policies/check', { document })).status).toBe(403);
    });

    it('what would come earlier is asked about before it comes, and one case is foretold alone', async () => {
      const { version: before, document } = await current();
      const { id, number } = await cases.handledBy('justice', strangers());
      const each = { amount: 2, unit: 'workingDays' as const };
      const handle = { ...document.handle, blue: { simple: each, ordinary: each, complex: each } };
      const { version } = (await draft({ ...document, title: '缩短办理时限', handle })).body;
      const foretold = (await api.post<Preview & { shorter: number }>('admin', `/policies/${version}/preview`, {}))
        .body;
      expect(foretold.shorter).toBeGreaterThan(0);
      const publish = (more: object) =>
        api.post<Problem & { shorter: number; late: number; rollout: Rollout }>(
          'admin',
          `/policies/${version}/publish`,
          { moveOpen: true, reason: '提速', ...more },
        );
      const silent = await publish({ allowShorter: false });
      expect([silent.status, silent.body.code]).toEqual([409, 'DATES_SHORTENED']);
      expect(silent.body).toMatchObject({ shorter: foretold.shorter, late: 0 });
      expect((await current()).version).toBe(before);

      interface WhatIf {
        policyVersion: string;
        same: boolean;
        stays: string | null;
        moves: { kind: string; from: string; to: string }[];
      }
      const whatIf = async (who: string, of = id, query = '') =>
        (await api.get<WhatIf>(who, `/disputes/${of}/what-if${query}`)).body;
      expect(await whatIf('justice')).toMatchObject({ policyVersion: before, same: true, stays: null, moves: [] });
      const under = await whatIf('supervisor', id, `?policy=${version}`);
      // Who handles it is held to no draft, and is shown none.
      expect((await api.get('justice', `/disputes/${id}/what-if?policy=${version}`)).status).toBe(404);
      const row = foretold.rows.find(({ disputeId, kind }) => disputeId === id && kind === 'handle')!;
      expect(row).toMatchObject({ number });
      expect(under).toMatchObject({ same: false, stays: null });
      expect(under.moves).toMatchObject([{ kind: 'handle', from: row.from, to: row.to }]);
      expect(await whatIf('supervisor', (await handled('justice')).id, `?policy=${version}`)).toMatchObject({
        stays: 'rehearsal',
        moves: [],
      });
      expect((await api.get('labour', `/disputes/${id}/what-if`)).status).toBe(404);
      expect((await api.get('justice', `/disputes/${id}/what-if?policy=none-1`)).status).toBe(404);

      const sheet = await fetch(`${api.url}/api/v1/policies/${version}/preview.xlsx`, {
        headers: { authorization: `Bearer ${await api.token('admin')}`, 'accept-language': 'zh-CN' },
      });
      expect(sheet.headers.get('content-disposition')).toContain(`filename="preview-${version}-`);
      const book = unzipSync(new Uint8Array(await sheet.arrayBuffer()));
      const part = (path: string) => strFromU8(book[`xl/${path}`]!);
      const text = part('worksheets/sheet1.xml');
      // Days since the last one of 1899, by the clocks of the township.
      const local = String((Date.parse(row.to) + 8 * 3_600_000) / 86_400_000 + 25_569);
      for (const said of ['案件编号', number, '司法所', local]) expect(text).toContain(said);
      // Its tab says of which version it is, and a sheet of its own who made it.
      expect(part('workbook.xml')).toContain(`将变动的期限（${version}）`);
      for (const said of ['导出人', '孙立', version]) expect(part('worksheets/sheet2.xml')).toContain(said);
      // A link cannot say a header: the language of the console stands in its address.
      const english = await fetch(`${api.url}/api/v1/policies/${version}/preview.xlsx?language=en`, {
        headers: { authorization: `Bearer ${await api.token('admin')}`, 'accept-language': 'zh-CN' },
      });
      const inEnglish = strFromU8(unzipSync(new Uint8Array(await english.arrayBuffer()))['xl/worksheets/sheet1.xml']!);
      for (const said of ['Late at once', 'Justice']) expect(inEnglish).toContain(said);

      const meant = await publish({ allowShorter: true });
      expect(await done('admin', meant.body.rollout)).toMatchObject({ failed: 0 });
      expect(owed(await view(id), 'handle').dueAt).toBe(row.to);
      const listed = (
        await api.get<{ items: { version: string; publishedBy: string | null; reason: string | null }[] }>(
          'desk',
          '/policies',
        )
      ).body.items;
      expect(listed.find((one) => one.version === version)).toMatchObject({ publishedBy: 'admin', reason: '提速' });
      const { body: back } = await draft(document);
      await api.post('admin', `/policies/${back.version}/publish`, { moveOpen: false, reason: '恢复' });
      // What was published meanwhile would move it: whoever handles it reads that, before a supervisor does it.
      expect((await whatIf('justice')).moves).toMatchObject([{ from: row.to, to: row.from }]);
    });

    it('what would be late at once stands on top, and needs a word as well', async () => {
      const { version: before, document } = await current();
      const { id, number } = await cases.handledBy('justice', strangers());
      const second = { amount: 1, unit: 'seconds' as const };
      const all = { simple: second, ordinary: second, complex: second };
      const { version } = (await draft({ ...document, handle: { ...document.handle, blue: all } })).body;
      const preview = async () => (await api.post<Preview>('admin', `/policies/${version}/preview`, {})).body;
      const isLate = ({ rows }: Preview) => rows.some(({ disputeId, late }) => disputeId === id && late);
      await until(async () => isLate(await preview()));
      const foretold = await preview();
      expect(foretold.rows.slice(0, foretold.late).every(({ late }) => late)).toBe(true);
      expect(foretold.rows.slice(foretold.late).some(({ late }) => late)).toBe(false);
      expect(foretold.byKind.find(({ of }) => of === 'handle')!.late).toBe(foretold.late);
      const silent = await api.post<Problem & { late: number }>('admin', `/policies/${version}/publish`, {
        ...{ moveOpen: true, reason: '提速', allowShorter: false },
      });
      expect([silent.status, silent.body.code, silent.body.late > 0]).toEqual([409, 'DATES_SHORTENED', true]);
      expect((await current()).version).toBe(before);
      // The same of what a supervisor moves: of the cases that were chosen, and of no other.
      await api.post('admin', `/policies/${version}/publish`, { moveOpen: false, reason: '提速' });
      const move = (more: object) =>
        api.post<Problem & { rollout: Rollout; late: number }>('supervisor', `/policies/${version}/move`, {
          reason: '按新规则',
          ...more,
        });
      const unmeant = await move({ disputeIds: [id], allowShorter: false });
      expect([unmeant.status, unmeant.body.code, unmeant.body.late]).toEqual([409, 'DATES_SHORTENED', 1]);
      const closed = await cases.closedBy('justice', strangers());
      expect((await move({ disputeIds: [closed.id], allowShorter: false })).status).toBe(202);
      const meant = await move({ disputeIds: [id], allowShorter: true });
      expect(await done('supervisor', meant.body.rollout)).toMatchObject({ moved: 1, failed: 0 });
      // Whoever did it was killed before it was noted: done once more it has moved, and moves nothing.
      const { owner } = api.engine.database;
      const rollout = meant.body.rollout.id;
      await owner.query(`UPDATE rollout_item SET state = 'waiting' WHERE rollout_id = $1`, [rollout]);
      await owner.query(`UPDATE rollout SET ended_at = NULL WHERE id = $1`, [rollout]);
      // The workflow that did it may have its own end before it: where that one runs, no other begins.
      await until(async () => {
        await api.engine.gateway.startRollout(rollout);
        return (await api.get<Rollout>('supervisor', `/rollouts/${rollout}`)).body.state === 'done';
      }, 200);
      expect(await done('supervisor', meant.body.rollout)).toMatchObject({ moved: 1, unchanged: 0 });
      // Of one date alone it is said whose it is and when it is due now, and one click is there.
      const digest = (
        await cases.all<{ rolloutId: string; disputeId: string; count: number; sentence: string }>(
          'justice',
          '/notices',
        )
      ).find(({ rolloutId }) => rolloutId === meant.body.rollout.id);
      expect(digest).toMatchObject({ disputeId: id, count: 1 });
      expect(digest!.sentence).toMatch(new RegExp(`^${number}《.*「办理」期限有变更。.*「办理」.*到期`));
      // Whom its rungs would have told of it, each of that date, is told once of all that the move made late.
      const told = async (who: string) =>
        (await cases.all<{ disputeId: string; kind: string; count: number | null }>(who, '/notices'))
          .filter(({ disputeId }) => disputeId === id)
          .map(({ kind, count }) => [kind, count]);
      await until(async () =>
        (await cases.timeline('desk', id)).some(
          ({ type, data }) => type === 'LadderStepFired' && (data as { do?: string }).do === 'explain',
        ),
      );
      expect(await told('justice-head')).toContainEqual(['late-moved', 1]);
      for (const who of ['justice', 'justice-head'])
        expect((await told(who)).map(([kind]) => kind)).not.toEqual(
          expect.arrayContaining([expect.stringMatching(/^(remind|warn|explain)$/)]),
        );
      await api.post('admin', `/policies/${(await draft(document)).body.version}/publish`, {
        ...{ moveOpen: false, reason: '恢复' },
      });
    });

    it('a reminder is read by the date that holds now, where that was moved after it was told', async () => {
      const { document } = await current();
      const publish = async (change: object, moving: string[] = []) => {
        const { version } = (await draft({ ...document, ...change })).body;
        await api.post('admin', `/policies/${version}/publish`, { moveOpen: false, reason: '提速' });
        if (moving.length === 0) return;
        const body = { disputeIds: moving, reason: '按新规则', allowShorter: true };
        const { rollout } = (await api.post<{ rollout: Rollout }>('supervisor', `/policies/${version}/move`, body))
          .body;
        await done('supervisor', rollout);
      };
      const handle = [{ at: { percent: 1 }, do: 'remind', to: ['handler'] }];
      const ladders = { ...document.ladders, handle };
      await publish({ ladders });
      const { id, number } = await cases.handledBy('justice', strangers());
      const soon = { amount: 200, unit: 'seconds' };
      const all = { simple: soon, ordinary: soon, complex: soon };
      await publish({ ladders, handle: { ...document.handle, blue: all } }, [id]);
      const sentence = async () =>
        (await cases.all<{ disputeId: string; kind: string; sentence: string }>('justice', '/notices')).find(
          (each) => each.disputeId === id && each.kind === 'remind',
        )?.sentence;
      await until(async () => (await sentence()) !== undefined);
      expect(await sentence()).toContain(`${number}《`);
      expect(await sentence()).toContain('快到期');
      await publish({ ladders }, [id]);
      expect(await sentence()).toContain('期限有变更');
      expect(await sentence()).not.toContain('快到期');
      await publish({});
    });

    it('a draft says from whom it is, and is thrown away by who drafts: its number is given to no other', async () => {
      const { version: inForce, document } = await current();
      const { version } = (await draft(document)).body;
      const ofAll = async (who: string) =>
        (
          await api.get<{ items: { version: string; draftedBy: string | null; draftedAt: string | null }[] }>(
            who,
            '/policies',
          )
        ).body.items;
      const made = (await ofAll('supervisor')).find((each) => each.version === version)!;
      expect(made).toMatchObject({ state: 'draft', draftedBy: 'admin' });
      expect(Date.now() - Date.parse(made.draftedAt!)).toBeLessThan(60_000);

      const discard = (who: string, of: string) => api.call<Problem>(who, 'DELETE', `/policies/${of}`);
      expect((await discard('supervisor', version)).status).toBe(403);
      // Who is shown no draft learns of none.
      for (const who of ['desk', 'auditor']) expect((await discard(who, version)).status).toBe(403);
      const held = await discard('admin', inForce);
      expect([held.status, held.body.code]).toEqual([409, 'NOT_A_DRAFT']);
      expect((await discard('admin', 'default-999')).status).toBe(404);
      expect((await discard('admin', version)).status).toBe(204);
      expect((await ofAll('admin')).map((each) => each.version)).not.toContain(version);
      for (const gone of [
        await discard('admin', version),
        await api.get('admin', `/policies/${version}`),
        await api.call('admin', 'PUT', `/policies/${version}`, { document }),
        await api.post('admin', `/policies/${version}/publish`, { moveOpen: false, reason: '误发' }),
      ])
        expect(gone.status).toBe(404);
      for (const back of ['draft', 'published'])
        await expect(
          api.engine.database.owner.query(`UPDATE policy SET state = $2 WHERE version = $1`, [version, back]),
        ).rejects.toThrow('stays as it was published');
      const next = (await draft(document)).body.version;
      expect(next).not.toBe(version);
      expect((await discard('admin', next)).status).toBe(204);
      const { body: log } = await api.get<{ items: { data: object; userId: string }[] }>(
        'auditor',
        '/audit?action=policy-discarded',
      );
      expect(log.items.map(({ data }) => data)).toEqual(expect.arrayContaining([{ version }, { version: next }]));
    });

    it('a draft holds nobody, is changed until it is published, and never after', async () => {
      const before = await current();
      const { status, body } = await draft(await longer());
      const { version } = body;
      expect([status, body.state]).toEqual([201, 'draft']);
      const listed = async (who: string) =>
        (await api.get<{ items: Policy[] }>(who, '/policies')).body.items.map((each) => each.version);
      expect(await listed('admin')).toContain(version);
      // Who moves cases asks what it would change of one; nobody else is shown it, by any address.
      expect(await listed('supervisor')).toContain(version);
      for (const address of ['', '/diff', '/examples']) {
        for (const who of ['admin', 'supervisor'])
          expect((await api.get(who, `/policies/${version}${address}`)).status).toBe(200);
        for (const who of ['desk', 'auditor'])
          expect((await api.get(who, `/policies/${version}${address}`)).status).toBe(404);
      }
      for (const who of ['desk', 'auditor']) expect(await listed(who)).not.toContain(version);
      const changed = { ...(await longer()), title: '办理时限九天' };
      expect(
        (await api.call<Policy>('admin', 'PUT', `/policies/${version}`, { document: changed })).body.document,
      ).toEqual(changed);
      // Two who change it at once do not undo each other unawares.
      const theirs = { ...changed, title: '办理时限九天半' };
      const over = (document: object, madeOf: string) =>
        api.call<Policy & Problem & { hash: string }>('admin', 'PUT', `/policies/${version}`, { document, madeOf });
      const { hash } = (await api.get<Policy & { hash: string }>('admin', `/policies/${version}`)).body;
      expect((await over(theirs, hash)).status).toBe(200);
      const late = await over(changed, hash);
      expect([late.status, late.body.code]).toEqual([409, 'DRAFT_CHANGED']);
      expect((await api.get<Policy>('admin', `/policies/${version}`)).body.document).toEqual(theirs);
      expect((await over(changed, late.body.hash)).body.document).toEqual(changed);
      const diff = await api.get<{ from: string; items: { pointer: string }[] }>('admin', `/policies/${version}/diff`);
      expect(diff.body.from).toBe(before.version);
      expect(diff.body.items.map(({ pointer }) => pointer).sort()).toEqual([
        '/handle/blue/complex',
        '/handle/blue/ordinary',
        '/handle/blue/simple',
        '/title',
      ]);

      const { id } = await cases.handledBy('justice', strangers());
      const foretold = (await api.post<Preview>('admin', `/policies/${version}/preview`, {})).body;
      const own = foretold.rows.filter(({ disputeId }) => disputeId === id);
      expect(own).toMatchObject([{ kind: 'handle', late: false }]);
      expect(foretold.total).toBe(foretold.byKind.reduce((sum, { moved }) => sum + moved, 0));
      expect(own[0]!.from).toBe(owed(await view(id), 'handle').dueAt);

      const published = await api.post<{ version: string }>('admin', `/policies/${version}/publish`, {
        moveOpen: false,
        reason: '全县统一',
      });
      expect([published.status, published.body]).toEqual([202, { version, rollout: null }]);
      expect(await current()).toMatchObject({ version, state: 'published', document: changed });
      expect((await api.get<Policy>('desk', `/policies/${before.version}`)).body.state).toBe('retired');
      // What was entered before keeps its rules; what comes now has the new ones.
      expect(await view(id)).toMatchObject({ policyVersion: before.version });
      const later = await cases.handledBy('justice', strangers());
      expect(later).toMatchObject({ policyVersion: version });
      expect(owed(later, 'handle').dueAt).toBe(own[0]!.to);

      const again = await api.call<Problem>('admin', 'PUT', `/policies/${version}`, { document: changed });
      expect([again.status, again.body.code]).toEqual([409, 'NOT_A_DRAFT']);
      await expect(
        api.engine.database.owner.query(`UPDATE policy SET document = '{}' WHERE version = $1`, [version]),
      ).rejects.toThrow('stays as it was published');
      const { body: log } = await api.get<{ items: { data: object }[] }>('auditor', '/audit?action=policy-published');
      expect(log.items[0]!.data).toMatchObject({ version, before: before.version });
      // As it was, for whoever comes after.
      const { body: back } = await draft(before.document);
      await api.post('admin', `/policies/${back.version}/publish`, { moveOpen: false, reason: '恢复' });
    });

    it('a report is read by the words of the policy in force, and a case graded by its danger as that says', async () => {
      const before = await current();
      const { danger, dangerAtLeast } = before.document;
      const report = async () => {
        const told = { text: '他讲今夜要请我们吃铁蛋', feeder: 'patrol', village: 'village-shixi' };
        return (await api.post<{ dangerSigns: string[] }>('grid', '/items', told)).body.dangerSigns;
      };
      const graded = async () =>
        (await cases.register({ ...strangers(), grade: 'blue', dangerSigns: ['group'] })).grade;
      expect([await report(), await graded()]).toEqual([[], 'yellow']);
      const own = { sign: 'threat' as const, words: ['吃铁蛋'], unless: ['没…'] };
      const { body: made } = await draft({
        ...before.document,
        danger: [...danger!, own],
        dangerAtLeast: { ...dangerAtLeast!, group: 'red' },
      });
      await api.post('admin', `/policies/${made.version}/publish`, { moveOpen: false, reason: '本地说法' });
      expect([await report(), await graded()]).toEqual([['threat'], 'red']);
      const { body: back } = await draft(before.document);
      await api.post('admin', `/policies/${back.version}/publish`, { moveOpen: false, reason: '恢复' });
    });

    it('open cases move with it where that is said, each by an entry with its reason, and nobody else’s date', async () => {
      const before = await current();
      const { id } = await cases.handledBy('justice', strangers());
      const trained = await handled('justice');
      const was = owed(await view(id), 'handle').dueAt;
      const { version } = (await draft(await longer())).body;
      const foretold = (await api.post<Preview>('admin', `/policies/${version}/preview`, {})).body;
      const { body } = await api.post<{ rollout: Rollout }>('admin', `/policies/${version}/publish`, {
        moveOpen: true,
        reason: '全县统一延长',
      });
      expect(body.rollout).toMatchObject({ state: 'running' });
      expect(await done('admin', body.rollout)).toMatchObject({ failed: 0 });
      const moved = await view(id);
      expect(moved).toMatchObject({ policyVersion: version });
      const [row] = foretold.rows.filter(({ disputeId, kind }) => disputeId === id && kind === 'handle');
      expect([was, owed(moved, 'handle').dueAt]).toEqual([row!.from, row!.to]);
      expect(await view(trained.id)).toMatchObject({ policyVersion: before.version });
      // One notice a person, of how many, and not one a date.
      const { body: told } = await api.get<Page<{ kind: string; rolloutId: string; count: number; disputeId: string }>>(
        'justice',
        '/notices',
      );
      expect(told.items.filter(({ rolloutId }) => rolloutId === body.rollout.id)).toMatchObject([
        { kind: 'dates-moved', count: foretold.rows.filter((each) => each.departmentId === 'justice').length },
      ]);
      expect(told.items.filter(({ kind, disputeId }) => kind === 'moved' && disputeId === id)).toEqual([]);
      const entry = (await cases.timeline('desk', id)).find(({ type }) => type === 'RulesMoved');
      expect(entry).toMatchObject({
        data: { policyVersion: version, cause: 'policy' },
        text: { reason: '全县统一延长' },
      });
      // As it stood before, for whoever looks back; and the date explains itself by the rules that it has now.
      const then = await view(id, 'desk', new Date(Date.parse(entry!.at) - 1).toISOString());
      expect(owed(then, 'handle').dueAt).toBe(was);
      const { body: why } = await api.get<Explanation>(
        'justice',
        `/obligations/${owed(moved, 'handle').id}/explanation`,
      );
      expect(why.dueAt).toBe(row!.to);

      // Back again, by the supervisor, of one case that was chosen.
      const { body: back } = await draft(before.document);
      await api.post('admin', `/policies/${back.version}/publish`, { moveOpen: false, reason: '恢复' });
      const old = await api.post<Problem>('supervisor', `/policies/${version}/move`, { reason: '恢复' });
      expect([old.status, old.body.code]).toEqual([409, 'NOT_IN_FORCE']);
      expect((await api.post('desk', `/policies/${back.version}/move`, { reason: '恢复' })).status).toBe(403);
      const chosen = { disputeIds: [id], reason: '恢复', allowShorter: true };
      // What is no case, or none of theirs, is named; before that nothing is begun.
      const nobodys = randomUUID();
      for (const address of ['move', 'move/preview']) {
        const of = { disputeIds: [id, nobodys], ...(address === 'move' && { reason: '恢复' }) };
        const unknown = await api.post<Problem>('supervisor', `/policies/${back.version}/${address}`, of);
        expect([unknown.status, unknown.body.errors]).toMatchObject([
          400,
          [{ pointer: '/disputeIds/1', code: 'UNKNOWN_DISPUTE' }],
        ]);
      }
      // What it would move is foretold, of these cases alone; what was announced is not shortened in silence.
      const ahead = await api.post<Preview & { cases: number; shorter: number }>(
        'supervisor',
        `/policies/${back.version}/move/preview`,
        { disputeIds: [id, trained.id] },
      );
      expect([ahead.body.cases, ahead.body.shorter > 0]).toEqual([1, true]);
      expect(ahead.body.rows).toContainEqual(expect.objectContaining({ disputeId: id, kind: 'handle', to: was }));
      expect(ahead.body.rows.every((one) => one.disputeId === id)).toBe(true);
      const all = await api.post<Preview & { cases: number }>(
        'supervisor',
        `/policies/${back.version}/move/preview`,
        {},
      );
      expect(all.body.cases).toBeGreaterThan(1);
      const silent = await api.post<Problem>('supervisor', `/policies/${back.version}/move`, {
        ...chosen,
        allowShorter: false,
      });
      expect([silent.status, silent.body.code]).toEqual([409, 'DATES_SHORTENED']);
      const again = await api.post<{ rollout: Rollout }>('supervisor', `/policies/${back.version}/move`, chosen);
      expect(await done('supervisor', again.body.rollout)).toMatchObject({ total: 1, moved: 1 });
      expect(owed(await view(id), 'handle').dueAt).toBe(was);
      // A second time, and of a rehearsal, there is nothing to do, and it says so.
      const idle = await api.post<{ rollout: Rollout }>('supervisor', `/policies/${back.version}/move`, {
        ...chosen,
        disputeIds: [id, trained.id],
      });
      expect(await done('supervisor', idle.body.rollout)).toMatchObject({ total: 2, moved: 0, unchanged: 2 });
    });

    it('how far cases have moved is read by all who answer for rules, and what stays behind is named by its number', async () => {
      interface Failed extends Rollout {
        rules: { cause: string; version: string; all: boolean } | null;
        failures: { subject: string; dispute: object | null; code: string; detail: string }[];
      }
      const before = await current();
      const { id, number } = await cases.handledBy('land', strangers());
      await does('land', id, 'statutory', { track: 'land-title', reference: '土权字〔2026〕8号' });
      const { document } = before;
      const [first, ...steps] = document.statutory['land-title']!;
      const statutory = { ...document.statutory, 'land-title': [{ ...first!, step: 'own-step' }, ...steps] };
      const { version } = (await draft({ ...document, statutory })).body;
      const { body: foretold } = await api.post<Preview & { kept: object[] }>(
        'admin',
        `/policies/${version}/preview`,
        {},
      );
      expect(foretold.kept).toContainEqual({ disputeId: id, number });
      const { body } = await api.post<{ rollout: Rollout }>('admin', `/policies/${version}/publish`, {
        ...{ moveOpen: true, reason: '本地程序' },
      });
      await done('admin', body.rollout);
      const read = (who: string, language = 'zh-CN') =>
        api.get<Failed>(who, `/rollouts/${body.rollout.id}`, { 'accept-language': language });
      const listed = async (who: string, query: string) =>
        (await api.get<Page<Failed>>(who, `/rollouts?${query}`)).body.items.map((each) => each.id);
      for (const [who, readable] of [
        ['admin', false],
        ['supervisor', true],
      ] as const) {
        const { body: told } = await read(who);
        expect(told.rules).toEqual({ cause: 'policy', version, all: true });
        const failure = told.failures.find(({ subject }) => subject === id);
        expect([who, failure]).toMatchObject([who, { dispute: { id, number, readable }, code: 'ON_STATUTORY_TRACK' }]);
        // No word of a program in it.
        expect(failure!.detail).toMatch(/^[^A-Za-z]+$/);
        expect((await listed(who, `version=${version}`))[0]).toBe(body.rollout.id);
        expect(await listed(who, `cause=calendar&version=${version}`)).toEqual([]);
      }
      expect((await read('supervisor', 'en')).body.failures[0]!.detail).toContain('other steps');
      // In pages, the newest first.
      const all = await listed('supervisor', 'kind=move-rules');
      const { body: page } = await api.get<Page<Failed> & { next: string }>(
        'supervisor',
        '/rollouts?kind=move-rules&limit=1',
      );
      const next = await listed('supervisor', `kind=move-rules&limit=1&cursor=${page.next}`);
      expect([...page.items.map((each) => each.id), ...next]).toEqual(all.slice(0, 2));
      for (const who of ['desk', 'land', 'auditor'])
        expect([who, (await read(who)).status, await listed(who, '')]).toEqual([who, 404, []]);

      const { body: back } = await draft(document);
      const again = await api.post<{ rollout: Rollout }>('admin', `/policies/${back.version}/publish`, {
        ...{ moveOpen: true, reason: '恢复' },
      });
      await done('admin', again.body.rollout);
    });

    it('past months are told once more under a draft, beside what is in force; under that nothing changes', async () => {
      interface Beside {
        before: number;
        after: number;
      }
      interface Simulation {
        cases: number;
        changed: number;
        late: Beside & { byKind: (Beside & { of: string })[] };
        notices: Beside & { people: { notices: Beside; mostADay: Beside }[] };
        visits: Beside & { byDay: Beside[] };
        load: { due: Beside; late: Beside }[];
        latenesses: { disputeId: string; kind: string; before: string | null; after: string | null }[];
      }
      const before = await current();
      const { id } = await cases.handledBy('justice', strangers());
      const acceptedAt = (await cases.timeline('desk', id)).find(({ type }) => type === 'TransferAccepted')!.at;
      const past = () => ({ from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() });
      const simulate = async (version: string) => {
        const { status, body } = await api.post<{ rollout: Rollout }>('admin', `/policies/${version}/simulate`, past());
        expect(status).toBe(202);
        expect(await done('admin', body.rollout)).toMatchObject({ failed: 0 });
        return (await api.get<Simulation>('admin', `/simulations/${body.rollout.id}`)).body;
      };
      const same = await simulate(before.version);
      expect(same).toMatchObject({ changed: 0, latenesses: [] });
      expect(same.cases).toBeGreaterThan(0);
      expect(same.notices.after).toBeGreaterThan(0);
      const pairs = [
        ...[same.late, same.notices, same.visits, ...same.late.byKind, ...same.visits.byDay],
        ...same.notices.people.flatMap((each) => [each.notices, each.mostADay]),
        ...same.load.flatMap((each) => [each.due, each.late]),
      ];
      for (const each of pairs) expect(each.after).toBe(each.before);

      const second = { amount: 1, unit: 'seconds' as const };
      const all = { simple: second, ordinary: second, complex: second };
      const { body } = await draft({ ...before.document, handle: { blue: all, yellow: all, red: all } });
      await until(async () => Date.now() > Date.parse(acceptedAt) + 1_500);
      const other = await simulate(body.version);
      expect(other.cases).toBeGreaterThanOrEqual(same.cases);
      expect(other.late.byKind.find(({ of }) => of === 'handle')!.after).toBeGreaterThan(0);
      expect(other.latenesses).toContainEqual(
        expect.objectContaining({
          disputeId: id,
          kind: 'handle',
          before: null,
          after: new Date(Date.parse(acceptedAt) + 1_000).toISOString(),
          // Called by its number also for who reads no case.
          number: (await view(id)).number,
          seen: false,
        }),
      );
      // Nothing was done to the case, or to anybody.
      expect(owed(await view(id), 'handle').state).toBe('open');
      const address = `/policies/${body.version}/simulate`;
      for (const who of ['desk', 'supervisor', 'auditor'])
        expect((await api.post(who, address, past())).status).toBe(403);
      const ahead = { ...past(), to: new Date(Date.now() + 3_600_000).toISOString() };
      expect((await api.post<Problem>('admin', address, ahead)).body.errors).toMatchObject([{ pointer: '/to' }]);
      // A period of days has both whole, by the clocks of the township.
      const days = await api.post<{ rollout: Rollout }>('admin', address, { from: '2026-05-01', to: '2026-05-31' });
      expect(days.status).toBe(202);
      expect((await api.get('admin', `/simulations/${days.body.rollout.id}`)).body).toMatchObject({
        from: '2026-04-30T16:00:00.000Z',
        to: '2026-05-31T16:00:00.000Z',
      });
      const turned = await api.post<Problem>('admin', address, { from: '2026-05-02', to: '2026-05-01' });
      expect(turned.body.errors).toMatchObject([{ pointer: '/to', code: 'PERIOD' }]);
    });

    it('a policy is written to a file, and read in as a draft; what is wrong with it is named by its place', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-policy-'));
      const file = join(folder, 'policy.json');
      const tool = (...args: string[]) =>
        spawnSync(process.execPath, [POLICY_TOOL, 'policy', ...args], {
          env: { PATH: process.env.PATH, DATA_DIR: folder, DATABASE_URL: api.engine.database.ownerUrl, MASTER_KEY },
          encoding: 'utf8',
        });
      try {
        const before = await current();
        expect(tool('export', '--to', file).status).toBe(0);
        const text = readFileSync(file, 'utf8');
        expect(JSON.parse(text)).toEqual(before.document);
        writeFileSync(file, text.replace('"perDispute": 2', '"perDispute": 3'));
        const read = tool('import', file);
        expect([read.status, read.stdout]).toEqual([0, expect.stringContaining('/returns/blue/perDispute: 2 → 3')]);
        const version = /^(\S+) is a draft/m.exec(read.stdout)![1]!;
        const drafted = (await api.get<Policy>('admin', `/policies/${version}`)).body;
        expect([drafted.state, drafted.document.returns.blue.perDispute]).toEqual(['draft', 3]);
        writeFileSync(file, text.replace('"perDispute": 2', '"perDispute": -1'));
        const wrong = tool('import', file);
        expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('/returns/blue/perDispute: ')]);
        writeFileSync(file, '{');
        expect(tool('import', file).stderr).toContain('is no JSON');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('a year is read from the text of its notice', async () => {
      const text = '一、元旦：1月1日（周五）至3日（周日）放假，共3天。二、春节：2月30日放假。';
      const { body } = await api.post<{ document: CalendarYear; problems: { code: string; said: string }[] }>(
        'admin',
        '/calendars/default/2027/parse',
        { text },
      );
      expect(body.document).toMatchObject({
        official: true,
        holidays: ['2027-01-01', '2027-01-02', '2027-01-03'],
        source: '国务院办公厅关于2027年部分节假日安排的通知',
      });
      expect(body.problems.map(({ code }) => code)).toEqual(['NO_SUCH_DATE', 'NOT_UNDERSTOOD']);
      // A list of days is nobody's notice: whose it is is said by who drafts it.
      const listed = await api.post<{ document: CalendarYear }>('admin', '/calendars/default/2027/parse', {
        text: '2027-01-01,放假',
      });
      expect(listed.body.document).toMatchObject({ official: false, source: '', holidays: ['2027-01-01'] });
      expect((await api.post('desk', '/calendars/default/2027/parse', { text })).status).toBe(403);
    });

    it('a year is drafted with what is different of it, and foretold', async () => {
      const { id } = await cases.handledBy('justice', strangers());
      const { dueAt } = owed(await view(id), 'handle');
      const off = dayOf(dueAt);
      const address = `/calendars/default/${off.slice(0, 4)}`;
      const { body: known } = await api.get<CalendarYear>('desk', address);
      const put = (body: object) =>
        api.call<Problem & { differences: { pointer: string }[] }>('admin', 'PUT', address, body);
      const wrong = await put({
        ...known,
        official: true,
        makeUpDays: [off].filter((day) => !known.makeUpDays.includes(day)),
      });
      expect(wrong.body.errors).toMatchObject([{ pointer: '/makeUpDays/0', code: 'WORKED_ANYWAY' }]);
      expect((await put({ ...known, year: 2025 })).status).toBe(400);
      const holidays = [...new Set([...known.holidays, ...known.statutory, off])].sort();
      const { status, body } = await put({ ...known, official: true, holidays });
      expect([status, body.differences.map(({ pointer }) => pointer)]).toEqual([
        200,
        expect.arrayContaining(['/holidays']),
      ]);
      const listed = async (who: string) =>
        (await api.get<{ drafted: object[]; missing: number | null }>(who, '/calendars')).body;
      expect((await listed('admin')).drafted).toMatchObject([
        { year: Number(off.slice(0, 4)), source: known.source, draftedBy: 'admin', byRelease: false },
      ]);
      expect((await listed('desk')).drafted).toEqual([]);
      const { body: foretold } = await api.post<Preview>('admin', `${address}/preview`, {});
      const own = foretold.rows.filter(({ disputeId, kind }) => disputeId === id && kind === 'handle');
      expect(own).toMatchObject([{ from: dueAt }]);
      expect(own[0]!.to > dueAt).toBe(true);
      const publish = (more: object = {}) =>
        api.post<Problem & { version: string; rollout: Rollout; shorter: number }>('admin', `${address}/publish`, {
          reason: '临时放假',
          ...more,
        });
      const longer = await publish();
      expect(longer.status).toBe(202);
      expect(await done('admin', longer.body.rollout)).toMatchObject({ failed: 0 });
      expect(owed(await view(id), 'handle').dueAt).toBe(own[0]!.to);
      // Taken back, it shortens what was announced: only where somebody says that it is meant.
      await put({ ...known, official: true, source: '更正', holidays: holidays.filter((day) => day !== off) });
      const silent = await publish();
      expect([silent.status, silent.body.code]).toEqual([409, 'DATES_SHORTENED']);
      expect(silent.body.shorter).toBeGreaterThan(0);
      const meant = await publish({ allowShorter: true });
      expect(await done('admin', meant.body.rollout)).toMatchObject({ failed: 0 });
      expect(owed(await view(id), 'handle').dueAt).toBe(dueAt);
      expect((await view(id)).calendarVersion).toBe(meant.body.version);
      // As it was each time, and why, may be read by whoever is held to it.
      interface Version {
        version: string;
        publishedAt: string | null;
        publishedBy: string | null;
        reason: string | null;
        document: CalendarYear;
      }
      const { items } = (await api.get<{ items: Version[] }>('desk', `${address}/versions`)).body;
      expect(items).toMatchObject([
        { version: meant.body.version, publishedBy: 'admin', reason: '临时放假', document: { source: '更正' } },
        { version: longer.body.version, publishedBy: 'admin', reason: '临时放假', document: { holidays } },
        { publishedBy: null, reason: null, document: known },
      ]);
      const other = (
        await api.get<{ items: Version[] }>('desk', `/calendars/default/${Number(off.slice(0, 4)) - 1}/versions`)
      ).body;
      expect(other.items?.length ?? 0).toBeLessThan(2);
    });
  });

  it('the record of all this is proved', async () => {
    const { problems } = await api.engine.upkeep.verify();
    expect(problems).toEqual([]);
  });

  it('a region without a calendar blocks nothing: its dates are provisional and the board says so', async () => {
    const { owner } = api.engine.database;
    const [{ version }] = (await owner.query(`SELECT version FROM calendar WHERE current`)) as [{ version: string }];
    await owner.query(`UPDATE calendar SET current = false`);
    try {
      const { id } = await cases.handledBy('land', strangers());
      const handled = await view(id);
      expect(handled).toMatchObject({ status: 'handling', calendarVersion: 'none' });
      expect(owed(handled, 'handle')).toMatchObject({ provisional: true });
      const { body } = await api.get<{ alarms: { code: string; obligations: number }[] }>('supervisor', '/board');
      expect(body.alarms[0]).toMatchObject({ code: 'CALENDAR_UNPUBLISHED' });
      expect(body.alarms[0]!.obligations).toBeGreaterThan(0);
      // Everything goes on: it is suspended, resumed and resolved without a calendar.
      await does('supervisor', id, 'suspend', { ground: 'court', ...reason });
      await does('supervisor', id, 'resume', reason);
      expect((await does('land', id, 'resolve', { outcome: 'mediated', summary: '双方和解' })).status).toBe('resolved');
      const { problems } = await api.engine.upkeep.verify();
      expect(problems).toEqual([]);
    } finally {
      await owner.query(`UPDATE calendar SET current = true WHERE version = $1`, [version]);
    }
  });

  it('a term that will never be kept is let go by the supervisor, and the case closes', async () => {
    const { id } = await handled('justice');
    const agreement = { terms: [{ text: '赔付两千元' }] };
    await does('justice', id, 'resolve', { outcome: 'mediated', summary: '双方和解', agreement });
    await cases.let(id);
    await refused('justice', id, 'waive-term', { n: 1, ...reason }, 'NOT_ALLOWED');
    expect((await does('supervisor', id, 'waive-term', { n: 1, reason: '对方已免除' })).status).toBe('closed');
    await refused('supervisor', id, 'waive-term', { n: 1, ...reason }, 'ALREADY_CLOSED');
  });
});
