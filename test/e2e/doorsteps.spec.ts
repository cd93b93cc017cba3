import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#domain/time/time.js';
import type { Grade } from '#domain/words.js';
import { Api } from '../support/api.js';
import { Casework, quarrel, type Page, type Problem, type View, type VisitView } from '../support/casework.js';

const FULL = process.env.CHECK === 'full';
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const instantAt = (date: string, time: string) => new Date(Date.parse(`${date}T${time}:00+08:00`)).toISOString();

/** They are resolved in the morning of the next 28 December: every plan goes on in the next year. */
const YEAR = new Date(Date.now() + 4 * DAY).getUTCFullYear();
const RESOLVED_ON = `${YEAR}-12-28`;
const inDays = (...days: number[]) => days.map((each) => addDays(RESOLVED_ON, each));
const inMonths = (...months: number[]) => months.map((each) => `${YEAR + 1}-${String(each).padStart(2, '0')}-28`);

/** The days that the published policy says, counted by hand: none moves, whatever holiday it is. */
const PLANS: [Grade, mode: string[], days: string[]][] = [
  ['blue', ['phone'], inDays(7)],
  ['yellow', ['in-person', 'phone', 'phone', 'phone'], inDays(1, 3, 7, 30)],
  ['red', Array<string>(9).fill('in-person-pair'), [...inDays(1, 3, 7), ...inMonths(1, 2, 3, 4, 5, 6)]],
];

interface Visit extends VisitView {
  earliest: string;
  mode: string;
}
type Seen = Omit<View, 'visits'> & { visits: Visit[]; closedAt: string | null };
type Refused = Problem & { earliest?: string };
interface Sent {
  at: string;
  to: string;
  channel: string;
  kind: string;
}

const BOTH = ['p1', 'p2'].map((partyId) => ({ partyId, satisfied: true }));

describe('return visits', () => {
  let api: Api;
  let cases: Casework;
  let people = 0;
  beforeAll(async () => {
    api = await Api.start();
    cases = new Casework(api);
  });
  afterAll(() => api.stop());

  const strangers = () => ({
    parties: ['applicant', 'respondent'].map((role) => ({ name: `门口人${(people += 1)}`, role })),
  });
  const seen = async (id: string) => (await api.get<Seen>('desk', `/disputes/${id}`)).body;
  const does = async (who: string, id: string, verb: string, body: object) =>
    (await cases.does(who, id, verb, body)) as unknown as Seen;
  const refused = async (who: string, id: string, verb: string, body: object) => {
    const { status, body: problem } = await cases.act<Refused>(who, id, verb, body);
    return status === 200 ? { code: 'taken', earliest: undefined } : problem;
  };
  /** Moves the rehearsal to a moment of its own time. */
  const to = async (id: string, moment: string) => {
    const minutes = Math.ceil((Date.parse(moment) - Date.parse((await seen(id)).now)) / MINUTE);
    if (minutes > 0) await cases.forward(id, minutes, 'minutes');
  };

  // A red one by the clock of the engine alone is in test/workflow/months.spec.ts.
  describe.each(FULL ? PLANS : PLANS.slice(0, 1))('of a %s case over New Year', (grade, modes, days) => {
    const inPair = grade === 'red';
    let id: string;
    const visit = (n: number, more: object = {}) => ({
      ...{ n, mode: modes[n - 1], outcome: 'stable', note: '两家相安', parties: BOTH },
      ...(inPair && { with: 'desk' }),
      ...more,
    });

    it('are planned for their days, each with the moment from which it counts', async () => {
      ({ id } = await cases.handledBy('justice', { grade, rehearsal: true, ...strangers() }));
      if (grade !== 'blue') await does('justice', id, 'plan', { goal: '化解', measures: ['上门'] });
      await to(id, instantAt(RESOLVED_ON, '10:00'));
      const { visits, now } = await does('justice', id, 'resolve', { outcome: 'mediated', summary: '各退一步' });
      expect(visits.map(({ dueAt }) => dueAt)).toEqual(days.map((each) => instantAt(each, '17:30')));
      expect(visits.map(({ mode }) => mode)).toEqual(modes);
      const before = [now, ...visits.map(({ dueAt }) => dueAt)];
      for (const [index, { earliest, dueAt }] of visits.entries()) {
        const halfway = (Date.parse(before[index]!) + Date.parse(dueAt)) / 2;
        expect(Math.abs(Date.parse(earliest) - halfway)).toBeLessThan(MINUTE);
      }
    });

    it('are made by somebody else at their time, and closed by the last alone', async () => {
      for (const [index, day] of days.entries()) {
        const n = index + 1;
        const { earliest, dueAt } = (await seen(id)).visits[index]!;
        // The visit before was made a moment ago: this one tells nothing yet, whatever is said of it and by whom.
        for (const who of ['visitor', 'desk']) {
          const other = who === 'desk' && inPair ? { with: 'visitor' } : {};
          for (const more of [{}, { note: '换一句话' }, { outcome: 'unreachable' }]) {
            const early = await refused(who, id, 'visit', visit(n, { ...other, ...more }));
            expect([who, early.code, early.earliest]).toEqual([who, 'VISIT_TOO_EARLY', earliest]);
          }
        }
        expect((await refused('visitor', id, 'visit', visit(n, { visitedAt: dueAt }))).code).toBe(
          'MOMENT_OUT_OF_RANGE',
        );
        await to(id, instantAt(day, '17:00'));
        const backdated = new Date(Date.parse(earliest) - MINUTE).toISOString();
        expect((await refused('visitor', id, 'visit', visit(n, { visitedAt: backdated }))).code).toBe(
          'VISIT_TOO_EARLY',
        );
        expect((await refused('justice', id, 'visit', visit(n))).code).toBe('VISIT_OWN_WORK');
        for (const who of ['visitor', 'desk', 'justice'])
          expect((await refused(who, id, 'waive-visit', { n, reason: '不必' })).code).toBe('NOT_ALLOWED');
        if (inPair)
          for (const alone of [{ with: undefined }, { with: 'visitor' }, { mode: 'in-person', with: undefined }])
            expect((await refused('visitor', id, 'visit', visit(n, alone))).code).toBe('PAIR_REQUIRED');
        expect(await refused('desk', id, 'close', {})).toMatchObject({
          code: 'VISITS_OPEN',
          openVisits: days.slice(index).map((_, later) => n + later),
        });
        let last = await does('visitor', id, 'visit', visit(n));
        if (inPair) {
          expect(last.visits[index]!.state).toBe('unconfirmed');
          expect((await refused('visitor', id, 'confirm-visit', { n })).code).toBe('NOT_ALLOWED');
          last = await does('desk', id, 'confirm-visit', { n });
        }
        if (last.visits[index]!.check?.state === 'owed') {
          expect(last.status).toBe('resolved');
          const body = { n, result: 'confirmed', note: '电话抽查属实' };
          // After the last one whoever made it has nothing to do with the case any more.
          expect((await refused('visitor', id, 'check-visit', body)).code).toMatch(/^NOT_(ALLOWED|FOUND)$/);
          last = await does('supervisor', id, 'check-visit', body);
        }
        expect(last.visits[index]!.state).toBe('done');
        expect(last.status).toBe(n === days.length ? 'closed' : 'resolved');
        if (n < days.length) expect((await refused('visitor', id, 'visit', visit(n))).code).toBe('VISIT_NOT_OPEN');
      }
      const { status, closedAt } = await seen(id);
      expect([status, closedAt! > instantAt(days.at(-1)!, '16:59')]).toEqual(['closed', true]);
    }, 180_000);

    it('were reminded of on their eve and that morning, on whatever day, as it would have left the house', async () => {
      const { visits, obligations } = await seen(id);
      const own = new Set(obligations.filter(({ kind }) => kind === 'return-visit').map((each) => each.id));
      const told = (await cases.timeline('desk', id)).filter(
        ({ type, data }) => type === 'LadderStepFired' && own.has(data.obligationId as string),
      );
      const { items } = (await api.get<Page<Sent>>('desk', `/disputes/${id}/would-send`)).body;
      const sent = items.filter((each) => each.to === 'visitor' && each.kind === 'remind').map(({ at }) => at);
      for (const day of days) {
        const wanted = [instantAt(addDays(day, -1), '17:30'), instantAt(day, '08:00')];
        expect(told.map(({ at }) => at)).toEqual(expect.arrayContaining(wanted));
        expect(sent).toEqual(expect.arrayContaining(wanted));
      }
      // Each was made in its tolerance: nobody above was told of any.
      expect(visits.every(({ state }) => state === 'done')).toBe(true);
      expect(told.filter(({ data }) => data.do !== 'remind')).toEqual([]);
    });
  });

  it('in a pair wait for the second in their lists, on the day and before it, and are no more asked of who made them', async () => {
    const { id, number } = await cases.handledBy('justice', { grade: 'red', rehearsal: true, ...strangers() });
    await does('justice', id, 'plan', { goal: '化解', measures: ['上门'] });
    const { visits } = await does('justice', id, 'resolve', { outcome: 'mediated', summary: '各退一步' });
    await to(id, new Date(Date.parse(visits[0]!.earliest) + MINUTE).toISOString());
    type Line = { dispute: { id: string }; obligation: { n?: number }; verb: string | null };
    const work = async (who: string, tab: string) =>
      (await cases.all<Line>(who, `/inbox?rehearsal=true&tab=${tab}`))
        .filter((each) => each.dispute.id === id && each.obligation.n === 1)
        .map(({ verb }) => verb);
    expect(await work('desk', 'visits')).toEqual(['visit']);
    await does('visitor', id, 'visit', {
      ...{ n: 1, mode: 'in-person-pair', outcome: 'stable', note: '两家相安', parties: BOTH, with: 'desk' },
    });
    expect([await work('desk', 'waiting'), await work('visitor', 'visits')]).toEqual([['confirm-visit'], [null]]);
    const counts = async () =>
      (await api.get<{ waiting: number }>('desk', '/inbox/counts?rehearsal=true')).body.waiting;
    expect(await counts()).toBe((await cases.all('desk', '/inbox?rehearsal=true&tab=waiting')).length);
    const listed = async (who: string) =>
      (await cases.all<Visit & { confirms: boolean; dispute: { id: string } }>(who, '/visits?rehearsal=true'))
        .filter((each) => each.dispute.id === id && each.n === 1)
        .map(({ confirms, state }) => [confirms, state]);
    expect([await listed('desk'), await listed('visitor')]).toEqual([
      [[true, 'unconfirmed']],
      [[false, 'unconfirmed']],
    ]);
    // On its day the second is reminded, and not who made it.
    await to(id, instantAt(visits[0]!.dueAt.slice(0, 10), '08:01'));
    type Told = Sent & { sentence: string; verb: string | null; readAt: string | null; number: string };
    const { items } = (await api.get<Page<Told>>('desk', `/disputes/${id}/would-send`)).body;
    const reminded = items.filter(
      ({ kind, at }) => kind === 'remind' && at === instantAt(visits[0]!.dueAt.slice(0, 10), '08:00'),
    );
    expect(reminded.map((each) => each.to)).toEqual(['desk']);
    expect(reminded[0]!.sentence).toMatch(/第 1 次「回访」的同行确认/);
    const own = async () =>
      (await cases.all<Told>('desk', '/notices?rehearsal=true&unread=true')).filter((each) => each.number === number);
    expect((await own()).map(({ verb }) => verb)).toContain('confirm-visit');
    const unread = async () => (await api.get<{ unread: number }>('desk', '/notices/count?rehearsal=true')).body.unread;
    expect(await unread()).toBe((await cases.all('desk', '/notices?rehearsal=true&unread=true')).length);
    await does('desk', id, 'confirm-visit', { n: 1 });
    // Done, and read by that.
    expect((await own()).filter(({ verb }) => verb === 'confirm-visit')).toEqual([]);
  });

  it('that a supervisor waived are counted of who owed them, each in the list behind the number', async () => {
    interface Counted {
      visits: { departmentId: string; waived: { value: number; link: string } }[];
    }
    const waived = async () => {
      const { body } = await api.get<Counted>('supervisor', '/statistics?from=2026-01-01&to=2099-01-01');
      return body.visits.find(({ departmentId }) => departmentId === 'police')?.waived;
    };
    const before = (await waived())?.value ?? 0;
    // Of one that is closed by it, and of one that is visited further.
    const closed = await cases.closedBy('justice', strangers());
    const { id } = await cases.handledBy('justice', { grade: 'red', ...strangers() });
    await does('justice', id, 'plan', { goal: '化解', measures: ['上门'] });
    await does('justice', id, 'resolve', { outcome: 'mediated', summary: '各退一步' });
    for (const n of [2, 9]) await does('supervisor', id, 'waive-visit', { n, reason: '当事人已外迁' });
    const { value, link } = (await waived())!;
    expect([closed.status, (await seen(id)).status, value - before]).toEqual(['closed', 'resolved', 3]);
    type Line = { dispute: { id: string }; kind: string; n: number; departmentId: string; doneAt: string | null };
    const listed = await cases.all<Line>('supervisor', link.replace('/api/v1', ''));
    expect(listed).toHaveLength(value);
    const own = listed.filter(({ dispute }) => [id, closed.id].includes(dispute.id));
    expect(
      own.map(({ dispute, kind, n, departmentId, doneAt }) => [dispute.id, kind, n, departmentId, doneAt]),
    ).toEqual([9, 2, 1].map((n) => [n === 1 ? closed.id : id, 'return-visit', n, 'police', null]));
  });

  it('of red cases of today are had by nobody’s trick: not one is made, and none is closed', async () => {
    const tricked = async (n: number) => {
      const { id } = await cases.handledBy('justice', { ...quarrel(strangers()), grade: 'red' });
      await does('justice', id, 'plan', { goal: '化解', measures: ['上门'] });
      const tried: [who: string, verb: string, body: object, code: string][] = [];
      const tries = async (who: string, verb: string, body: object, code: string) => {
        tried.push([who, verb, body, code]);
        expect([n, who, verb, (await refused(who, id, verb, body)).code]).toEqual([n, who, verb, code]);
      };
      // It is called none, or less than it is, before there is anything to visit.
      const none = { outcome: 'invalid', summary: '误报' };
      await tries('justice', 'resolve', none, 'INVALID_ONLY_BLUE');
      await tries('justice-head', 'resolve', none, 'INVALID_ONLY_BLUE');
      for (const who of ['justice', 'justice-head', 'desk'])
        await tries(who, 'grade', { grade: 'blue', reason: '已缓和' }, 'LOWERING_NEEDS_SUPERVISOR');
      await tries('desk', 'fast-forward', { by: { amount: 200, unit: 'days' } }, 'NOT_A_REHEARSAL');
      await does('justice', id, 'resolve', { outcome: 'mediated', summary: '各退一步' });

      // All nine at once: by who did it, their head, who visits, and the desk, in whatever words.
      for (let visit = 1; visit <= 9; visit += 1) {
        const body = { n: visit, mode: 'in-person-pair', outcome: 'stable', note: '安好', parties: BOTH };
        await tries('justice', 'visit', { ...body, with: 'desk' }, 'VISIT_OWN_WORK');
        for (const [who, second] of [
          ['justice-head', 'justice'],
          ['justice-head', 'desk'],
          ['visitor', 'desk'],
          ['desk', 'visitor'],
        ] as const)
          await tries(who, 'visit', { ...body, with: second }, 'VISIT_TOO_EARLY');
        await tries(
          'visitor',
          'visit',
          { n: visit, mode: 'in-person', outcome: 'unreachable', note: '无人' },
          'VISIT_TOO_EARLY',
        );
        const ahead = new Date(Date.now() + 400 * DAY).toISOString();
        await tries('visitor', 'visit', { ...body, with: 'desk', visitedAt: ahead }, 'MOMENT_OUT_OF_RANGE');
        for (const who of ['visitor', 'desk', 'justice', 'justice-head'])
          await tries(who, 'waive-visit', { n: visit, reason: '不必' }, 'NOT_ALLOWED');
        await tries('desk', 'confirm-visit', { n: visit }, 'VISIT_NOT_OPEN');
      }
      // Another is named for what one did: it was done all the same.
      await does('justice-head', id, 'assign', { userId: 'justice-head' });
      for (const who of ['justice', 'justice-head'])
        await tries(who, 'visit', { n: 1, mode: 'phone', outcome: 'stable', note: '安好' }, 'VISIT_OWN_WORK');
      for (const [verb, body, code] of [
        ['close', {}, 'VISITS_OPEN'],
        ['grade', { grade: 'blue', reason: '已缓和' }, 'ALREADY_RESOLVED'],
        ['withdraw', { reason: '撤回' }, 'ALREADY_RESOLVED'],
        ['resolve', none, 'NOT_ALLOWED'],
      ] as const)
        await tries('desk', verb, body, code);
      await tries('justice', 'resolve', none, 'ALREADY_RESOLVED');
      // Of another category and without its danger it is visited as it was planned.
      const corrected = await does('desk', id, 'correct', { category: 'other', dangerSigns: [], reason: '误登' });
      expect([corrected.status, corrected.grade, corrected.visits.length]).toEqual(['resolved', 'red', 9]);
      expect(new Set(corrected.visits.map(({ state }) => state))).toEqual(new Set(['planned']));
      return tried.length;
    };
    const tries = await Promise.all((FULL ? [1, 2, 3] : [1]).map(tricked));
    console.info(`${tries.reduce((sum, each) => sum + each)} tries, none taken`);
  }, 180_000);
});
