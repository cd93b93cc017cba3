import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Foresee } from '../../apps/api/disputes/bodies.js';
import { Api, type Answer } from '../support/api.js';
import { Casework, quarrel, type Done, type Problem, type View } from '../support/casework.js';

type Asked = Promise<Answer<Done & Problem>>;
type Headers = Record<string, string>;
/** What a command would do to what is owed. */
interface Foreseen {
  refused: Problem | null;
  status: string;
  begins: { kind: string; n?: number; mode?: string; dueAt: string; earliest?: string }[];
}

/** A refusal: how a case comes there, what is asked, what it says, and that what it advises can be done. */
interface Refusal {
  code: string;
  when: string;
  status?: number;
  bring: () => Promise<View>;
  who: string;
  verb: string;
  body: object;
  headers?: (view: View) => Headers;
  /** What `detail` has to name, in Chinese and in English. */
  says: [RegExp, RegExp];
  /** The verb itself is free and only this body is refused: then `can[]` goes on offering it. */
  byBody?: true;
  facts?: object;
  /** What the refusal advises. */
  then: (view: View) => Promise<unknown>;
}

describe('a refusal', () => {
  let api: Api;
  let cases: Casework;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const transfer = { to: 'land', reason: '移交' };
  const back = (reasonCode = 'not-our-duty', transferId = 't1') => ({ transferId, reasonCode, reason: '不属本单位' });
  const resolution = { outcome: 'mediated', summary: '双方和解' };
  const parties = [{ partyId: 'p1' }, { partyId: 'p2' }];
  const visit = { n: 1, mode: 'phone', outcome: 'stable', note: '安好', parties };
  /** In a rehearsal the day of its first visit has come. */
  const yellowResolved = async (rehearsal = false) => {
    const { id } = await cases.handledBy('justice', { grade: 'yellow', rehearsal });
    await cases.does('justice', id, 'plan', { goal: '化解', measures: ['上门'] });
    const resolved = await cases.does('justice', id, 'resolve', resolution);
    return rehearsal ? cases.forward(id, 1, 'days') : resolved;
  };
  const returnedTwice = async () => {
    const { id } = await cases.offered('justice');
    for (const [who, transferId] of [
      ['justice', 't1'],
      ['land', 't2'],
    ] as const) {
      if (who === 'land') await cases.does('desk', id, 'transfer', transfer);
      await cases.returned(who, id, transferId);
      await cases.decided(id, transferId, true);
    }
    return cases.view('desk', id);
  };
  const designated = async (id: string, to = 'forestry') =>
    cases.does('supervisor', id, 'transfer', { to, reason: '指定办理', designated: true });

  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  const decision = { text: '现场放线', departmentId: 'land', dueAt: inDays(9) };

  const afterHalfAYear: Refusal = {
    code: 'REOPEN_WINDOW_OVER',
    when: 'half a year has gone since the case was closed',
    // A last day moves past a weekend and past holidays.
    bring: async () => cases.forward((await cases.closedBy('justice', { rehearsal: true })).id, 200, 'days'),
    who: 'desk',
    verb: 'reopen',
    body: { reason: '又起争执' },
    says: [/新的纠纷登记/, /register a new dispute/i],
    then: () => cases.register({ narrative: '原案再起' }),
  };

  const refusals: Refusal[] = [
    {
      code: 'NOT_ALLOWED',
      when: 'the desk accepts what it offered to another',
      status: 403,
      bring: () => cases.offered('justice'),
      who: 'desk',
      verb: 'accept',
      body: { transferId: 't1' },
      says: [/页面上列出的操作/, /can\[\]/],
      then: async ({ id }) => {
        expect((await cases.view('desk', id)).can).toContain('recall');
        await cases.does('desk', id, 'recall', { transferId: 't1', reason: '改派' });
      },
    },
    {
      code: 'NOT_ALLOWED',
      when: 'the desk designates, which is the superior’s',
      status: 403,
      bring: () => cases.register(),
      who: 'desk',
      verb: 'transfer',
      body: { ...transfer, designated: true },
      byBody: true,
      says: [/页面上列出的操作/, /can\[\]/],
      then: ({ id }) => cases.does('desk', id, 'transfer', transfer),
    },
    {
      code: 'NOT_ALLOWED',
      when: 'the holder waives a visit, which is the supervisor’s',
      status: 403,
      bring: () => cases.resolvedBy('justice'),
      who: 'justice',
      verb: 'waive-visit',
      body: { n: 1, reason: '不必' },
      says: [/页面上列出的操作/, /can\[\]/],
      then: ({ id }) => cases.does('supervisor', id, 'waive-visit', { n: 1, reason: '当事人外迁' }),
    },
    {
      code: 'TRANSFER_OPEN',
      when: 'an offer waits for its answer',
      bring: () => cases.offered('justice'),
      who: 'desk',
      verb: 'transfer',
      body: transfer,
      says: [/答复|撤回/, /recall/i],
      then: async ({ id }) => {
        await cases.does('desk', id, 'recall', { transferId: 't1', reason: '改派' });
        await cases.does('desk', id, 'transfer', transfer);
      },
    },
    {
      code: 'TRANSFER_OPEN',
      when: 'a department handles the case',
      bring: () => cases.handledBy('justice'),
      who: 'desk',
      verb: 'transfer',
      body: transfer,
      byBody: true,
      says: [/主办部门办理/, /lead handles/i],
      then: ({ id }) => cases.does('desk', id, 'transfer', { ...transfer, role: 'assist' }),
    },
    {
      code: 'TRANSFER_OPEN',
      when: 'the desk resolves what it has offered',
      bring: () => cases.offered('justice'),
      who: 'desk',
      verb: 'resolve',
      body: resolution,
      says: [/撤回/, /recall/i],
      then: async ({ id }) => {
        await cases.does('desk', id, 'recall', { transferId: 't1', reason: '当场和解' });
        await cases.does('desk', id, 'resolve', { outcome: 'settled-on-spot', summary: '当场和解' });
      },
    },
    {
      code: 'NO_OPEN_TRANSFER',
      when: 'an offer was accepted already',
      bring: () => cases.handledBy('justice'),
      who: 'justice-head',
      verb: 'accept',
      body: { transferId: 't1' },
      says: [/刷新|查看/, /read the case again/i],
      then: async ({ id }) => expect((await cases.view('justice-head', id)).transfers[0]!.state).toBe('accepted'),
    },
    {
      code: 'NO_OPEN_TRANSFER',
      when: 'the desk recalls what was never offered',
      bring: () => cases.register(),
      who: 'desk',
      verb: 'recall',
      body: { transferId: 't1', reason: '改派' },
      says: [/刷新|查看/, /read the case again/i],
      then: async ({ id }) => expect((await cases.view('desk', id)).transfers).toEqual([]),
    },
    {
      code: 'RETURNS_EXHAUSTED',
      when: 'two departments returned it with reason and the desk would choose a third',
      bring: returnedTwice,
      who: 'desk',
      verb: 'transfer',
      body: { to: 'forestry', reason: '再移交' },
      says: [/上级指定/, /superior has to designate/i],
      then: ({ id }) => designated(id),
    },
    {
      code: 'RETURNS_EXHAUSTED',
      when: 'a department would return the same case a second time',
      bring: async () => {
        const { id } = await cases.offered('justice');
        await cases.returned('justice', id, 't1');
        await cases.decided(id, 't1', true);
        return cases.does('desk', id, 'transfer', { to: 'justice', reason: '再次移交' });
      },
      who: 'justice',
      verb: 'return',
      body: back('out-of-area', 't2'),
      says: [/上级指定/, /superior has to designate/i],
      then: async ({ id }) => {
        await cases.does('desk', id, 'recall', { transferId: 't2', reason: '报请指定' });
        await designated(id);
      },
    },
    {
      code: 'RETURNS_EXHAUSTED',
      when: 'one returned it with reason, another let the offer lapse, and the desk would choose a third',
      bring: async () => {
        const { id } = await cases.offered('justice', { rehearsal: true });
        await cases.returned('justice', id, 't1');
        await cases.decided(id, 't1', true);
        await cases.does('desk', id, 'transfer', transfer);
        return cases.forward(id, 3, 'workingDays');
      },
      who: 'desk',
      verb: 'transfer',
      body: { to: 'forestry', reason: '再移交' },
      says: [/上级指定/, /superior has to designate/i],
      then: async ({ id }) => expect(await designated(id)).toMatchObject({ handOffs: 3, status: 'circulating' }),
    },
    ...(['lead', 'assist'] as const).map((role): Refusal => ({
      code: 'NOBODY_THERE',
      when: `a village without a handler is asked to ${role}`,
      bring: () => (role === 'lead' ? cases.register() : cases.handledBy('justice')),
      who: 'desk',
      verb: 'transfer',
      body: { to: 'village-helin', role, reason: '请就近处理' },
      byBody: true,
      facts: { to: 'village-helin' },
      says: [/有承办人的单位/, /has a handler/i],
      then: ({ id }) => cases.does('desk', id, 'transfer', { ...transfer, role }),
    })),
    {
      code: 'NOBODY_THERE',
      when: 'the superior designates a place where nobody handles anything',
      bring: () => cases.register(),
      who: 'supervisor',
      verb: 'transfer',
      body: { to: 'village-helin', designated: true, reason: '指定' },
      byBody: true,
      says: [/有承办人的单位/, /has a handler/i],
      then: ({ id }) => designated(id),
    },
    {
      code: 'NOBODY_THERE',
      when: 'the second thing that a meeting decides is for a village without a handler',
      bring: async () => {
        const { id } = await cases.handledBy('justice');
        return cases.does('desk', id, 'meet', { departments: ['land'], at: inDays(1) });
      },
      who: 'desk',
      verb: 'conclude-meeting',
      body: { meetingId: 'm1', decisions: [decision, { ...decision, departmentId: 'village-helin' }] },
      byBody: true,
      facts: { decision: 2, to: 'village-helin' },
      says: [/有承办人的单位/, /has a handler/i],
      then: ({ id }) => cases.does('desk', id, 'conclude-meeting', { meetingId: 'm1', decisions: [decision] }),
    },
    {
      code: 'SUSPENSION_TOO_LONG',
      when: 'a case is to stand for two years',
      bring: () => cases.handledBy('justice'),
      who: 'supervisor',
      verb: 'suspend',
      body: { ground: 'court', reason: '等待判决', until: inDays(730) },
      byBody: true,
      facts: { latest: expect.any(String) },
      says: [/更早的日期/, /latest/],
      then: async ({ id }) => {
        await cases.does('supervisor', id, 'suspend', { ground: 'court', reason: '等待判决', until: inDays(300) });
        // Without an end it goes on to its review.
        await cases.does('supervisor', id, 'suspend', { ground: 'court', reason: '仍未判决' });
      },
    },
    {
      code: 'DESIGNATED_NO_RETURN',
      when: 'a designated department would return the case',
      bring: async () => designated((await cases.register()).id, 'justice'),
      who: 'justice',
      verb: 'return',
      body: back(),
      says: [/上级/, /superior/i],
      then: ({ id }) => cases.does('justice', id, 'accept', { transferId: 't1' }),
    },
    {
      code: 'RETURN_WINDOW_OVER',
      when: 'a department would hand back a red case after four hours',
      bring: async () => {
        const { id } = await cases.handledBy('justice', { grade: 'red', rehearsal: true });
        return cases.forward(id, 241, 'minutes');
      },
      who: 'justice',
      verb: 'return',
      body: back(),
      says: [/继续办理/, /go on handling/i],
      then: async ({ id }) => {
        await cases.does('justice', id, 'progress', { note: '继续办理' });
        await cases.does('desk', id, 'transfer', { ...transfer, role: 'assist' });
      },
    },
    {
      code: 'REASON_NOT_UPHELD',
      when: 'a department gives the reason again that did not hold',
      bring: async () => {
        const { id } = await cases.offered('justice');
        await cases.returned('justice', id, 't1');
        return cases.decided(id, 't1', false);
      },
      who: 'justice',
      verb: 'return',
      body: back(),
      byBody: true,
      says: [/签收|新的理由/, /accept|another reason/i],
      then: ({ id }) => cases.does('justice', id, 'return', back('insufficient-facts')),
    },
    {
      code: 'RETURN_OPEN',
      when: 'a department accepts what it has just returned',
      bring: async () => cases.returned('justice', (await cases.offered('justice')).id, 't1'),
      who: 'justice',
      verb: 'accept',
      body: { transferId: 't1' },
      says: [/流转台/, /desk decides/i],
      then: async ({ id }) => {
        await cases.decided(id, 't1', false);
        await cases.does('justice', id, 'accept', { transferId: 't1' });
      },
    },
    {
      code: 'NO_RETURN_OPEN',
      when: 'the desk decides a return that nobody made',
      bring: () => cases.offered('justice'),
      who: 'desk',
      verb: 'decide-return',
      body: { transferId: 't1', uphold: true, reason: '经核实' },
      says: [/刷新|查看/, /read the case again/i],
      then: async ({ id }) => expect((await cases.view('desk', id)).can).not.toContain('decide-return'),
    },
    {
      code: 'VISITS_OPEN',
      when: 'the desk closes before the visits are made',
      bring: () => cases.resolvedBy('justice'),
      who: 'desk',
      verb: 'close',
      body: {},
      facts: { openVisits: [1] },
      says: [/回访全部完成/, /openVisits/],
      then: async ({ id }) => expect((await cases.let(id)).status).toBe('closed'),
    },
    {
      code: 'OBLIGATIONS_OPEN',
      when: 'the desk closes while a term of the agreement is open',
      bring: async () => {
        const { id } = await cases.handledBy('justice');
        const agreement = { terms: [{ text: '一个月内拆墙' }] };
        await cases.does('justice', id, 'resolve', { ...resolution, agreement });
        return cases.let(id);
      },
      who: 'desk',
      verb: 'close',
      body: {},
      facts: { openObligations: [expect.anything()] },
      says: [/这些事项完成后/, /openObligations/],
      then: async ({ id }) =>
        expect((await cases.does('justice', id, 'fulfil-term', { n: 1, note: '已拆除' })).status).toBe('closed'),
    },
    {
      code: 'NOT_RESOLVED',
      when: 'a visit is recorded while the case is handled',
      bring: () => cases.handledBy('justice'),
      who: 'desk',
      verb: 'visit',
      body: visit,
      says: [/办结之后/, /after the resolution/i],
      then: async ({ id }) => {
        await cases.does('justice', id, 'resolve', resolution);
        await cases.does('visitor', id, 'visit', { ...visit, outcome: 'relapsed' });
      },
    },
    {
      code: 'ALREADY_CLOSED',
      when: 'the desk transfers a closed case',
      bring: () => cases.closedBy('justice'),
      who: 'desk',
      verb: 'transfer',
      body: transfer,
      says: [/重新启动/, /reopened/i],
      then: async ({ id }) =>
        expect((await cases.does('desk', id, 'reopen', { reason: '又起争执' })).status).toBe('handling'),
    },
    {
      code: 'INVALID_ONLY_BLUE',
      when: 'who handles a yellow case calls it none',
      bring: () => cases.handledBy('justice', { grade: 'yellow' }),
      who: 'justice',
      verb: 'resolve',
      body: { outcome: 'invalid', summary: '误报' },
      byBody: true,
      says: [/调低等级/, /lowers it first/i],
      then: async ({ id }) => {
        await cases.does('supervisor', id, 'grade', { grade: 'blue', reason: '现场核实，无争执' });
        const { status } = await cases.does('justice', id, 'resolve', { outcome: 'invalid', summary: '误报' });
        expect(status).toBe('closed');
      },
    },
    {
      code: 'LOWERING_NEEDS_SUPERVISOR',
      when: 'the desk lowers a grade',
      status: 403,
      bring: () => cases.register({ grade: 'yellow' }),
      who: 'desk',
      verb: 'grade',
      body: { grade: 'blue', reason: '已缓和' },
      byBody: true,
      says: [/联系上级/, /ask the supervisor/i],
      then: async ({ id }) =>
        expect((await cases.does('supervisor', id, 'grade', { grade: 'blue', reason: '已缓和' })).grade).toBe('blue'),
    },
    {
      code: 'SAME_GRADE',
      when: 'a grade is given that it has',
      bring: () => cases.register(),
      who: 'desk',
      verb: 'grade',
      body: { grade: 'blue', reason: '确认' },
      byBody: true,
      says: [/不同的等级/, /another grade/i],
      then: ({ id }) => cases.does('desk', id, 'grade', { grade: 'red', reason: '有人持械' }),
    },
    {
      code: 'PLAN_REQUIRED',
      when: 'a yellow case is resolved without a plan',
      bring: () => cases.handledBy('justice', { grade: 'yellow' }),
      who: 'justice',
      verb: 'resolve',
      body: resolution,
      byBody: true,
      says: [/填写方案/, /written plan/i],
      then: async ({ id }) => {
        await cases.does('justice', id, 'plan', { goal: '化解', measures: ['上门'] });
        await cases.does('justice', id, 'resolve', resolution);
      },
    },
    {
      code: 'STALE_VERSION',
      when: 'somebody acted since the caller looked',
      status: 412,
      bring: async () => {
        const { id } = await cases.register();
        return cases.does('desk', id, 'note', { text: '新情况' });
      },
      who: 'desk',
      verb: 'transfer',
      body: transfer,
      headers: ({ seq }) => ({ 'if-match': `"${seq - 1}"` }),
      byBody: true,
      says: [/刷新/, /read it again/i],
      then: async ({ id, seq }) =>
        expect((await cases.act('desk', id, 'transfer', transfer, { 'if-match': `"${seq}"` })).status).toBe(200),
    },
    {
      code: 'KEY_REUSED',
      when: 'a key was used for another body',
      status: 422,
      bring: async () => {
        const { id } = await cases.register();
        await cases.act('desk', id, 'note', { text: '一' }, { 'idempotency-key': `used ${id}` });
        return cases.view('desk', id);
      },
      who: 'desk',
      verb: 'note',
      body: { text: '二' },
      headers: ({ id }) => ({ 'idempotency-key': `used ${id}` }),
      byBody: true,
      says: [/新的幂等键/, /new Idempotency-Key/],
      then: async ({ id }) =>
        expect((await cases.act('desk', id, 'note', { text: '二' }, { 'idempotency-key': randomUUID() })).status).toBe(
          200,
        ),
    },
    {
      code: 'NOT_A_REHEARSAL',
      when: 'the time of a real case is moved',
      bring: () => cases.register(),
      who: 'desk',
      verb: 'fast-forward',
      body: { by: { amount: 1, unit: 'days' } },
      says: [/演练/, /rehearsal/i],
      then: async () => cases.forward((await cases.register({ rehearsal: true })).id, 1, 'hours'),
    },
    {
      code: 'NOT_GRADED',
      when: 'an ungraded case is transferred',
      bring: () => cases.register({ grade: undefined }),
      who: 'desk',
      verb: 'transfer',
      body: transfer,
      says: [/先定级/, /grade it first/i],
      then: async ({ id }) => {
        await cases.does('desk', id, 'grade', { grade: 'blue', reason: '一般' });
        await cases.does('desk', id, 'transfer', transfer);
      },
    },
    {
      code: 'NOT_HANDLING',
      when: 'an assistant is asked before there is a lead',
      bring: () => cases.register(),
      who: 'desk',
      verb: 'transfer',
      body: { ...transfer, role: 'assist' },
      byBody: true,
      says: [/移交并由部门签收/, /transfer it/i],
      then: async ({ id }) => {
        await cases.does('desk', id, 'transfer', { to: 'justice', reason: '移交' });
        await cases.does('justice', id, 'accept', { transferId: 't1' });
        await cases.does('desk', id, 'transfer', { ...transfer, role: 'assist' });
      },
    },
    {
      code: 'SAME_DEPARTMENT',
      when: 'the lead is asked to assist itself',
      bring: () => cases.handledBy('justice'),
      who: 'desk',
      verb: 'transfer',
      body: { to: 'justice', role: 'assist', reason: '协办' },
      byBody: true,
      says: [/其他部门/, /another department/i],
      then: ({ id }) => cases.does('desk', id, 'transfer', { ...transfer, role: 'assist' }),
    },
    {
      code: 'ALREADY_RESOLVED',
      when: 'a resolved case is resolved again',
      bring: () => cases.resolvedBy('justice'),
      who: 'justice',
      verb: 'resolve',
      body: resolution,
      says: [/回访|重新启动/, /relapse on a visit|reopen/i],
      then: ({ id }) => cases.does('desk', id, 'reopen', { reason: '又起争执' }),
    },
    {
      code: 'NO_SUCH_VISIT',
      when: 'a visit is recorded that was not planned',
      bring: () => cases.resolvedBy('justice'),
      who: 'visitor',
      verb: 'visit',
      body: { ...visit, n: 9 },
      byBody: true,
      says: [/尚未完成的回访/, /visits/],
      then: ({ id }) => cases.does('visitor', id, 'visit', { ...visit, outcome: 'relapsed' }),
    },
    {
      code: 'VISIT_NOT_OPEN',
      when: 'a visit is recorded twice',
      bring: async () => {
        const { id } = await yellowResolved(true);
        return cases.does('visitor', id, 'visit', { ...visit, mode: 'in-person' });
      },
      who: 'visitor',
      verb: 'visit',
      body: { ...visit, mode: 'in-person' },
      byBody: true,
      says: [/尚未完成的回访/, /still open/i],
      then: async ({ id }) => {
        await cases.forward(id, 2, 'days');
        await cases.does('visitor', id, 'visit', { ...visit, n: 2 });
      },
    },
    {
      code: 'VISIT_IN_PERSON_REQUIRED',
      when: 'a telephone call is made where somebody must go',
      bring: () => yellowResolved(true),
      who: 'visitor',
      verb: 'visit',
      body: visit,
      byBody: true,
      says: [/当面/, /in person/i],
      then: ({ id }) => cases.does('visitor', id, 'visit', { ...visit, mode: 'in-person' }),
    },
    {
      code: 'VISIT_TOO_EARLY',
      when: 'a visit is recorded in the minute after the resolution',
      bring: () => cases.resolvedBy('justice', { rehearsal: true }),
      who: 'visitor',
      verb: 'visit',
      body: visit,
      byBody: true,
      facts: { n: 1, earliest: expect.stringMatching(/Z$/) },
      says: [/最早时间之后/, /earliest/],
      then: async ({ id }) => {
        await cases.forward(id, 7, 'days');
        await cases.does('visitor', id, 'visit', visit);
      },
    },
    {
      code: 'VISIT_OWN_WORK',
      when: 'who resolved a case visits it',
      bring: async () => {
        const { id } = await cases.resolvedBy('justice', { rehearsal: true });
        return cases.forward(id, 7, 'days');
      },
      who: 'justice',
      verb: 'visit',
      body: visit,
      says: [/其他人/, /somebody else/i],
      then: ({ id }) => cases.does('justice-head', id, 'visit', visit),
    },
    {
      code: 'PAIR_REQUIRED',
      when: 'one says that two went, and not who',
      bring: () => yellowResolved(true),
      who: 'visitor',
      verb: 'visit',
      body: { ...visit, mode: 'in-person-pair' },
      byBody: true,
      facts: { n: 1, mode: 'in-person-pair' },
      says: [/填写能做回访的同行人/, /with/],
      then: async ({ id }) => {
        const pair = { ...visit, mode: 'in-person-pair', with: 'desk' };
        const made = await cases.does('visitor', id, 'visit', pair);
        expect(made.visits[0]).toMatchObject({ state: 'unconfirmed', by: 'visitor', with: 'desk', confirmedAt: null });
        const confirmed = await cases.does('desk', id, 'confirm-visit', { n: 1 });
        expect(confirmed.visits[0]).toMatchObject({ state: 'done', confirmedAt: expect.any(String) });
      },
    },
    {
      code: 'SIDES_MISSING',
      when: 'the last visit leaves a side unheard',
      bring: async () => {
        const { id } = await cases.resolvedBy('justice', { rehearsal: true });
        return cases.forward(id, 7, 'days');
      },
      who: 'visitor',
      verb: 'visit',
      body: { ...visit, parties: [{ partyId: 'p1', satisfied: true }] },
      byBody: true,
      facts: { n: 1, sides: ['respondent'] },
      says: [/还没有见到的一方/, /sides/],
      then: async ({ id }) => {
        const told = [
          { partyId: 'p1', satisfied: true },
          { partyId: 'p2', kept: true },
        ];
        const { visits } = await cases.does('visitor', id, 'visit', { ...visit, parties: told });
        expect(visits[0]).toMatchObject({ state: 'done', satisfied: true, parties: told });
      },
    },
    {
      code: 'NO_SUCH_CHECK',
      when: 'a visit is checked that was not drawn',
      bring: () => cases.resolvedBy('justice'),
      who: 'supervisor',
      verb: 'check-visit',
      body: { n: 1, result: 'confirmed', note: '属实' },
      says: [/尚未完成的抽查/, /openChecks/],
      then: async ({ id }) => expect((await cases.view('supervisor', id)).can).not.toContain('check-visit'),
    },
    {
      code: 'NO_SUCH_TERM',
      when: 'a term is kept that nobody agreed',
      bring: () => cases.resolvedBy('justice'),
      who: 'justice',
      verb: 'fulfil-term',
      body: { n: 1, note: '已履行' },
      says: [/序号/, /number of the term/i],
      then: async ({ id }) => expect((await cases.view('justice', id)).can).not.toContain('fulfil-term'),
    },
    {
      code: 'NO_SUCH_PARTY',
      when: 'somebody was reached who is no party',
      bring: () => cases.handledBy('justice'),
      who: 'justice',
      verb: 'contact',
      body: { parties: ['p9'], at: '2026-01-01T00:00:00Z', note: '已联系' },
      byBody: true,
      says: [/本案当事人/, /parties/],
      then: ({ id, now }) => cases.does('justice', id, 'contact', { parties: ['p1'], at: now, note: '已联系' }),
    },
    {
      code: 'MOMENT_OUT_OF_RANGE',
      when: 'a contact is dated into the future',
      bring: () => cases.handledBy('justice'),
      who: 'justice',
      verb: 'contact',
      body: { parties: ['p1'], at: '2099-01-01T00:00:00Z', note: '已联系' },
      byBody: true,
      says: [/真实发生的时间/, /past/i],
      then: ({ id, now }) => cases.does('justice', id, 'contact', { parties: ['p1'], at: now, note: '已联系' }),
    },
  ];

  async function refused({ code, status = 409, bring, who, verb, body, headers, says, byBody, facts, then }: Refusal) {
    const view = await bring();
    const ask = (language: string): Asked =>
      cases.act(who, view.id, verb, body, { 'accept-language': language, ...headers?.(view) });
    const [chinese, english] = [await ask('zh-CN'), await ask('en')];
    for (const answer of [chinese, english]) {
      expect(answer.body).toMatchObject({ code, status, type: expect.stringContaining(code), ...facts });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
    const han = /[\u4e00-\u9fff]/;
    expect(chinese.body.title).toMatch(han);
    expect(chinese.body.detail).toMatch(says[0]);
    expect(`${english.body.title} ${english.body.detail}`).not.toMatch(han);
    expect(english.body.detail).toMatch(says[1]);
    // Who asks before sending is told the same, and nothing comes of the question.
    if (!headers && Foresee.shape.verb.safeParse(verb).success) {
      const asked = { verb, body };
      const foreseen = await api.post<Foreseen>(who, `/disputes/${view.id}/preview`, asked, {
        'accept-language': 'en',
      });
      const { title, detail } = english.body;
      expect([foreseen.status, foreseen.body]).toMatchObject([
        200,
        { refused: { code, title, detail, ...facts }, begins: [] },
      ]);
    }
    const after = await cases.view(who, view.id);
    expect(after.seq).toBe((await cases.view('desk', view.id)).seq);
    expect((await cases.timeline('desk', view.id)).at(-1)!.seq).toBe(view.seq);
    if (verb !== 'fast-forward') expect(after.can.includes(verb)).toBe(byBody === true);
    await then(view);
  }

  it.each(refusals)(
    'with $code when $when says what to do next in both languages, changes nothing, and the advice works',
    refused,
  );

  it('is none where it would be done: what comes of it is told, and then it comes', async () => {
    const { id, seq } = await cases.handledBy('justice');
    const body = { ...resolution, agreement: { terms: [{ dueAt: inDays(9) }] } };
    const ask = (verb: string, given: object) =>
      api.post<Foreseen & Problem>('justice', `/disputes/${id}/preview`, { verb, body: given });
    const { body: foreseen } = await ask('resolve', body);
    expect(foreseen).toMatchObject({ refused: null, status: 'resolved' });
    expect((await cases.view('justice', id)).seq).toBe(seq);
    const agreement = { terms: [{ text: '拆墙', dueAt: body.agreement.terms[0]!.dueAt }] };
    const resolved = await cases.does('justice', id, 'resolve', { ...resolution, agreement });
    const owed = resolved.obligations
      .filter(({ state }) => state === 'open')
      .map(({ kind, n, dueAt }) => ({ kind, n, dueAt }));
    // Whoever asks and whoever sends is later by moments.
    const toTheHour = (all: { kind: string; n?: number; dueAt: string }[]) =>
      all.map(({ kind, n, dueAt }) => `${kind} ${n} ${dueAt.slice(0, 13)}`).sort();
    expect(toTheHour(foreseen.begins)).toEqual(toTheHour(owed));
    // What is no such verb's body is said at its place; what a rollout or two records decide is not foreseen.
    const wrong = await ask('resolve', { outcome: 'won', more: 1 });
    expect([wrong.status, wrong.body.errors!.map(({ pointer }) => pointer).sort()]).toEqual([
      400,
      ['/body/more', '/body/outcome'],
    ]);
    expect((await ask('merge', { into: id })).body.errors!.map(({ pointer }) => pointer)).toEqual(['/verb']);
  });

  it('asks for a reason where something hangs on it, at its field, and for none where nothing does', async () => {
    const { id } = await cases.offered('justice');
    await cases.returned('justice', id, 't1');
    const decide = (uphold: boolean) => cases.act('desk', id, 'decide-return', { transferId: 't1', uphold });
    const refused = await decide(false);
    expect([refused.status, refused.body.errors]).toMatchObject([400, [{ pointer: '/reason', code: 'REQUIRED' }]]);
    const needs = async (uphold: boolean) =>
      (
        await api.post<{ needsReason: boolean }>('desk', `/disputes/${id}/preview`, {
          verb: 'decide-return',
          body: { transferId: 't1', uphold },
        })
      ).body.needsReason;
    expect([await needs(false), await needs(true)]).toEqual([true, false]);
    expect((await decide(true)).status).toBe(200);
    await cases.does('desk', id, 'grade', { grade: 'yellow' });
    const lowered = await cases.act('supervisor', id, 'grade', { grade: 'blue' });
    expect([lowered.status, lowered.body.errors]).toMatchObject([400, [{ pointer: '/reason', code: 'REQUIRED' }]]);
    await cases.does('desk', id, 'transfer', transfer);
    await cases.does('desk', id, 'recall', { transferId: 't2' });
  });

  it('with REOPEN_WINDOW_OVER when half a year has gone since the case was closed', () => refused(afterHalfAYear));

  it.each(['accept', 'return'])(
    'of a late %s tells who was offered that it is over, and nothing else',
    async (verb) => {
      const body = { transferId: 't1', ...(verb === 'return' && { reasonCode: 'out-of-area', reason: '不在辖区' }) };
      const recalled = await cases.offered('justice');
      await cases.does('desk', recalled.id, 'recall', { transferId: 't1', reason: '改派' });
      const lapsed = await cases.offered('justice', { rehearsal: true });
      await cases.forward(lapsed.id, 3, 'workingDays');
      for (const { id } of [recalled, lapsed]) {
        expect((await api.get('justice', `/disputes/${id}`)).status).toBe(404);
        const late = await cases.act('justice', id, verb, body);
        expect([late.status, late.body]).toEqual([
          409,
          {
            type: '/docs/problems#NO_OPEN_TRANSFER',
            title: expect.any(String),
            status: 409,
            detail: expect.any(String),
            code: 'NO_OPEN_TRANSFER',
            transferId: 't1',
            rule: expect.any(Object),
          },
        ]);
        // Nobody else learns of it, and neither does the same department by another number or verb.
        const others: [string, string, object][] = [
          ['land', verb, body],
          ['justice', verb, { ...body, transferId: 't2' }],
          ['justice', 'note', { text: '还在吗' }],
        ];
        for (const [who, what, asked] of others) {
          expect((await cases.act(who, id, what, asked)).status).toBe(404);
        }
      }
    },
  );

  it('gets nobody rid of a case by silence: a designation binds when its answer is late', async () => {
    const { id } = await cases.register({ rehearsal: true });
    await designated(id, 'land');
    const bound = await cases.forward(id, 2, 'workingDays');
    const [transfer] = bound.transfers;
    expect(bound).toMatchObject({ status: 'handling', holder: 'land', handOffs: 1 });
    expect(transfer).toMatchObject({ state: 'accepted', designated: true, bySilence: true, answeredAt: null });
    const entries = await cases.timeline('desk', id);
    const accepted = entries.find((each) => each.type === 'TransferAccepted')!;
    expect(accepted).toMatchObject({ actor: { kind: 'clock' }, data: { bySilence: true } });
    const handle = (await cases.view('land', id)).obligations.find((each) => each.kind === 'handle')!;
    expect(handle).toMatchObject({ holder: { departmentId: 'land' }, openedAt: accepted.at });
    // What an assistant still owes when the lead ends it is recalled.
    await cases.does('desk', id, 'transfer', { to: 'forestry', role: 'assist', reason: '协助勘界' });
    await cases.does('forestry', id, 'accept', { transferId: 't2' });
    const ended = await cases.does('land', id, 'resolve', resolution);
    expect(ended.transfers.map(({ state, bySilence }) => [state, bySilence])).toEqual([
      ['completed', true],
      ['recalled', false],
    ]);
  });

  it('of fast-forward is none for many of a small unit', async () => {
    const { id } = await cases.register({ rehearsal: true });
    const by = { amount: 30 * 24 * 3600, unit: 'seconds' };
    expect((await cases.act('desk', id, 'fast-forward', { by })).status).toBe(200);
    const far = await cases.act('desk', id, 'fast-forward', { by: { ...by, amount: 99_000_000 } });
    expect([far.status, far.body.errors!.map((each) => each.pointer)]).toEqual([400, ['/by/amount']]);
  });

  it('of fast-forward is for those who only handle, visit or read along', async () => {
    const { id } = await cases.resolvedBy('justice', { rehearsal: true });
    for (const who of ['justice', 'justice-head', 'visitor', 'auditor']) {
      const answer = await cases.act(who, id, 'fast-forward', { by: { amount: 1, unit: 'minutes' } });
      expect([who, answer.status, answer.body.code]).toEqual([who, 403, 'NOT_ALLOWED']);
    }
    for (const who of ['desk', 'supervisor'])
      await cases.does(who, id, 'fast-forward', { by: { amount: 1, unit: 'minutes' } });
  });

  it('of fast-forward is not for the administrator', async () => {
    const { id } = await cases.register({ rehearsal: true });
    expect((await cases.act('admin', id, 'fast-forward', { by: { amount: 1, unit: 'minutes' } })).status).toBe(200);
  });

  it('of a registration meets everybody who is no desk', async () => {
    for (const who of ['justice', 'visitor', 'supervisor', 'auditor', 'admin', 'grid']) {
      const answer = await api.post<Problem>(who, '/disputes', quarrel());
      expect([who, answer.status, answer.body.code]).toEqual([who, 403, 'NOT_ALLOWED']);
    }
  });

  it('is the same for two who ask at once: exactly one of two offers is made', async () => {
    const { id } = await cases.register();
    const answers = await Promise.all(
      ['justice', 'land', 'forestry', 'labour'].map((to) => cases.act('desk', id, 'transfer', { to, reason: '移交' })),
    );
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409, 409, 409]);
    expect(answers.filter((each) => each.status === 409).map((each) => each.body.code)).toEqual(
      Array(3).fill('TRANSFER_OPEN'),
    );
    expect((await cases.view('desk', id)).transfers).toHaveLength(1);
  });

  it('is the same for two who accept at once: one of them has done it', async () => {
    const { id } = await cases.register();
    await cases.act('desk', id, 'transfer', { to: 'justice', reason: '移交' });
    const answers = await Promise.all(
      ['justice', 'justice-head'].map((who) => cases.act(who, id, 'accept', { transferId: 't1' })),
    );
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
    const accepted = (await cases.timeline('desk', id)).filter((each) => each.type === 'TransferAccepted');
    expect(accepted).toHaveLength(1);
  });
});
