import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rulebooks } from '../../../../../test/support/rulebooks.js';
import { Town, rulesFor, shanghai } from '../../../../../test/support/town.js';
import type { DisputeEvent, EventOf } from '../../events.js';
import { evolve } from '../../evolve.js';
import type { NoticeTarget } from '../../notice-targets.js';
import { noticesOf } from '../../notices.js';
import type { Registered } from '../../state.js';
import { isLateAtOnce, lateAtOnceNotices } from '../owing/notices.js';
import { DomainError } from '../../../errors.js';
import type { Rules } from '../../../obligation/obligation.js';
import { DEFAULT_POLICY } from '../../../policy/default-policy.js';
import type { PolicyDocument } from '../../../policy/document.js';
import { violationsOf } from '../../../proof/invariants.js';
import { causeOf } from '../../../reading/cause.js';
import { movesUnder } from '../../../reading/what-if.js';
import { SHIPPED_CALENDARS } from '../../../time/shipped-calendars.js';
import { DAY, HOUR, plusMillis } from '../../../time/time.js';

/** A Monday. */
const MONDAY = shanghai('2026-11-23 09:00');

const published = (change: Partial<PolicyDocument>, version = 'default-2'): Rules => ({
  ...rulesFor({ ...DEFAULT_POLICY, ...change }),
  policyVersion: version,
});
const withYears = (years: Rules['calendar']['years'], version = 'default-2'): Rules => {
  const { calendar, ...rest } = rulesFor();
  return { ...rest, calendar: { ...calendar, version, years } };
};
const handling = (amount: number): Partial<PolicyDocument> => {
  const limit = { amount, unit: 'workingDays' as const };
  const each = { simple: limit, ordinary: limit, complex: limit };
  return { handle: { blue: each, yellow: each, red: each } };
};
const code = (move: () => unknown) => {
  try {
    move();
    return 'ok';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};
/** Whom these entries reach, each in the state that it fell into. */
const heard = (from: Registered, events: readonly DisputeEvent[], movedAt: string | null): NoticeTarget[] => {
  let state: Registered = from;
  return events.flatMap((event) => {
    const before = state;
    state = evolve(state, event) as Registered;
    return noticesOf(event, before, state, movedAt);
  });
};
const dues = (town: Town) => town.dispute.obligations.map(({ id, dueAt }) => [id, dueAt]);

describe('a policy that was published later', () => {
  it('moves what is open to its limits, and says by whose word and from where', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const before = town.owed('handle')!;
    const events = town.as('supervisor').moveTo(published(handling(3)));
    expect(town.types(events)).toEqual(['RulesMoved', 'ObligationMoved']);
    expect(events[0]).toMatchObject({
      actor: { kind: 'person', userId: 'supervisor' },
      data: { policyVersion: 'default-2', calendarVersion: 'default-1', cause: 'policy' },
    });
    expect(events[1]).toMatchObject({ data: { cause: 'policy', from: before.dueAt } });
    expect(town.owed('handle')).toMatchObject({
      dueAt: shanghai('2026-11-26 17:30'),
      rule: { policyVersion: 'default-2', path: 'handle.blue.ordinary' },
      terms: { limit: { amount: 3, unit: 'workingDays' } },
    });
    expect(town.row).toMatchObject({ policyVersion: 'default-2' });
    expect(violationsOf(town.events, rulesFor(), town.now)).toEqual([]);
  });

  it('begins what is owed from then on under its own limits', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.as('supervisor').moveTo(published(handling(3)));
    town.offer('justice');
    town.as('justice').do('AcceptTransfer', { transferId: 't1' });
    expect(town.owed('handle')).toMatchObject({
      dueAt: shanghai('2026-11-26 17:30'),
      rule: { policyVersion: 'default-2' },
    });
  });

  it('leaves what is late as it is: that is a fact', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.passTo(shanghai('2026-12-03 09:00'));
    const late = town.owed('handle')!;
    expect(late.state).toBe('late');
    town.as('supervisor').moveTo(published(handling(30)));
    expect(town.owed('handle')).toEqual(late);
  });

  it('shortens what was announced only where that was said', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const before = dues(town);
    town.as('supervisor').moveTo(published(handling(3)), 'policy', false);
    expect(dues(town)).toEqual(before);
    town.as('supervisor').moveTo(published(handling(9), 'default-3'), 'policy', false);
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-12-04 17:30'));
  });

  it.each([
    [9, 'stays, announced as one that a year may move and no limit'],
    [8, 'moved, by the rules of before'],
  ])('brings no provisional date forward without a word: under core %i it %s', (core) => {
    const within = withYears(
      SHIPPED_CALENDARS.filter(({ year }) => year <= 2026),
      'default-1',
    );
    const town = new Town(shanghai('2026-12-28 09:00'), within).handledBy('justice');
    town.state = { ...town.state, core };
    const { provisional, dueAt } = town.owed('handle')!;
    expect(provisional).toBe(true);
    const shorter = (policyVersion: string) => ({
      ...published(handling(3), policyVersion),
      calendar: within.calendar,
    });
    town.as('supervisor').moveTo(shorter('default-2'), 'policy', false);
    expect(town.owed('handle')!.dueAt === dueAt).toBe(core === 9);
    town.as('supervisor').moveTo(shorter('default-3'), 'policy', true);
    expect(town.owed('handle')!.dueAt < dueAt).toBe(true);
  });

  it('moves return visits with their tolerance', () => {
    const town = new Town(MONDAY).resolvedBy('justice');
    const blue = [
      {
        after: { amount: 10, unit: 'days' as const },
        mode: 'phone' as const,
        tolerance: { amount: 1, unit: 'days' as const },
      },
    ];
    town.as('supervisor').moveTo(published({ visits: { ...DEFAULT_POLICY.visits, blue } }));
    expect(town.owed('return-visit')).toMatchObject({
      dueAt: shanghai('2026-12-03 17:30'),
      lateAfter: shanghai('2026-12-04 17:30'),
    });
    expect(town.row!.visits[0]).toMatchObject({ dueAt: shanghai('2026-12-03 17:30') });
  });

  it('fires each rung once, wherever it stands on the new ladder', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const [half, ...rest] = DEFAULT_POLICY.ladders.handle!;
    town.passTo(shanghai('2026-11-27 09:00'));
    const fired = () => town.events.filter(({ type }) => type === 'LadderStepFired').length;
    const before = fired();
    expect(before).toBeGreaterThan(0);
    // The first rung comes last now, and a new one that lies in the past is nobody's any more.
    const ladder = [{ at: { percent: 10 }, do: 'warn' as const, to: ['head' as const] }, ...rest, half!];
    town.as('supervisor').moveTo(published({ ladders: { ...DEFAULT_POLICY.ladders, handle: ladder } }));
    town.passTo(plusMillis(town.now, 60_000));
    expect(fired()).toBe(before);
    expect(violationsOf(town.events, rulesFor(), town.now)).toEqual([]);
  });

  it('tells of what it made late at once by no rung of that moment, and of what comes later as ever', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.passTo(shanghai('2026-11-24 09:00'));
    const limit = { amount: 1, unit: 'hours' as const };
    const each = { simple: limit, ordinary: limit, complex: limit };
    const ladder = [
      { at: { percent: 50 }, do: 'remind' as const, to: ['handler' as const] },
      { at: { percent: 80 }, do: 'warn' as const, to: ['head' as const] },
      { at: { percent: 100 }, do: 'explain' as const, to: ['head' as const] },
      { at: { after: { amount: 2, unit: 'hours' as const } }, do: 'remind' as const, to: ['handler' as const] },
      { at: { after: { amount: 5, unit: 'days' as const } }, do: 'supervise' as const, to: ['director' as const] },
    ];
    const rules = published({ ladders: { ...DEFAULT_POLICY.ladders, handle: ladder } });
    town.as('supervisor').moveTo(rules);
    const shorter = published(
      { handle: { blue: each, yellow: each, red: each }, ladders: rules.policy.ladders },
      'default-3',
    );
    town.as('supervisor').moveTo(shorter);
    const movedAt = town.now;
    const told = (from: Registered, passed: readonly DisputeEvent[], moved: string | null = movedAt) =>
      heard(from, passed, moved).map(({ kind, post, role }) => [kind, post ?? role]);
    const before = town.dispute;
    const moved = town.owed('handle')!;
    const passed = town.passTo(plusMillis(town.now, 1_000));
    expect(town.types(passed)).toContain('ObligationLate');
    expect(told(before, passed)).toEqual([]);
    // Whoever they would have reached is told once of all that the move made late.
    const all = lateAtOnceNotices(moved, { movedAt, latenesses: 1, desk: town.dispute.desk });
    expect(all.map(({ post, role }) => post ?? role)).toEqual(['handler', 'handler', 'head', 'head', 'handler']);
    const later = town.dispute;
    expect(told(later, town.passTo(plusMillis(town.now, 6 * DAY)))).toContainEqual(['supervise', 'director']);
    // Where nobody moved it, what was late in the moment of another entry is told by its rungs.
    expect(told(before, passed, null)).toEqual([
      ['explain', 'head'],
      ['remind', 'handler'],
    ]);
  });

  it('that ends an offer at once tells the desk of it, and nobody that they owe what is over', () => {
    const town = new Town(MONDAY);
    town.register({ grade: 'blue' });
    town.as('desk').offer('justice');
    town.passTo(shanghai('2026-11-23 15:00'));
    const soon = { amount: 10, unit: 'minutes' as const };
    const answer = { ...DEFAULT_POLICY.limits['answer-transfer']!, blue: soon };
    const limits = { ...DEFAULT_POLICY.limits, 'answer-transfer': answer };
    town.as('supervisor').moveTo(published({ limits }));
    const [before, movedAt, owed] = [town.dispute, town.now, town.owed('answer-transfer')!];
    const told = heard(before, town.passTo(movedAt), movedAt);
    expect(told.map(({ kind, role }) => [kind, role])).toContainEqual(['lapsed', 'desk']);
    expect(isLateAtOnce(owed, movedAt)).toBe(false);
  });

  it('that makes it late at once is no outage; one that hides this is told for as long as it did', () => {
    const limit = { amount: 1, unit: 'hours' as const };
    const each = { simple: limit, ordinary: limit, complex: limit };
    const outage = (hidden: number) => {
      const town = new Town(MONDAY).handledBy('justice');
      town.passTo(shanghai('2026-11-27 09:00'));
      town.as('supervisor').moveTo(published({ handle: { blue: each, yellow: each, red: each } }));
      town.now = plusMillis(town.now, hidden);
      town.passTo(town.now);
      const late = town.row!.obligations.find(({ kind }) => kind === 'handle')!;
      expect(late.noticedAfterMs).toBeGreaterThan(DAY);
      return causeOf(town.row!, late, town.now).outageMinutes;
    };
    expect([outage(1_000), outage(3 * HOUR)]).toEqual([0, 180]);
  });

  it('is moved to by who publishes or the supervisor, of a real case that is open', () => {
    const town = new Town(MONDAY).handledBy('justice');
    for (const who of ['desk', 'justice', 'auditor'] as const)
      expect(code(() => town.as(who).moveTo(published(handling(3))))).toBe('NOT_ALLOWED');
    const rehearsed = new Town(MONDAY).handledBy('justice', { rehearsal: true });
    expect(code(() => rehearsed.as('supervisor').moveTo(published(handling(3))))).toBe('NOT_ALLOWED');
    town.as('desk').do('WithdrawDispute', {});
    for (const { n } of town.dispute.obligations) town.as('supervisor').do('WaiveVisit', { n: n! });
    expect(town.status).toBe('closed');
    expect(code(() => town.as('supervisor').moveTo(published(handling(3))))).toBe('ALREADY_CLOSED');
  });

  it('changes nothing where it is the one in force, and makes nobody’s picture stale that it does not move', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const { materialSeq } = town.dispute;
    expect(town.as('supervisor').moveTo(rulesFor())).toEqual([]);
    expect(town.types(town.moveTo(published({})))).toEqual(['RulesMoved']);
    expect(town.dispute.materialSeq).toBe(materialSeq);
  });

  it('keeps a case out whose legal procedure would have other steps', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.do('EnterTrack', { track: 'labour' });
    const statutory = {
      ...DEFAULT_POLICY.statutory,
      labour: [{ step: 'award', limit: { amount: 9, unit: 'days' as const } }],
    };
    expect(code(() => town.as('supervisor').moveTo(published({ statutory })))).toBe('ON_STATUTORY_TRACK');
  });
});

type Moved = EventOf<'ObligationMoved'> & DisputeEvent;
/** Not only a rung beyond its due moment. */
const isNews = (event: DisputeEvent): event is Moved =>
  event.type === 'ObligationMoved' && event.data.from !== event.data.obligation.dueAt;

describe('a calendar that was published later', () => {
  const PUBLISHED = SHIPPED_CALENDARS.filter(({ year }) => year <= 2026);
  const of2027 = {
    region: 'default',
    year: 2027,
    official: true,
    source: '国务院办公厅通知',
    holidays: ['2027-01-01', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'],
    makeUpDays: ['2027-02-14'],
    statutory: ['2027-01-01'],
  };

  it('moves exactly the provisional dates', () => {
    const town = new Town(shanghai('2026-12-28 09:00'), withYears(PUBLISHED, 'default-1')).handledBy('justice');
    const provisional = town.dispute.obligations.filter((each) => each.provisional).map(({ id }) => id);
    expect(provisional).toContain(town.owed('handle')!.id);
    const events = town.as('supervisor').moveTo(withYears([...PUBLISHED, of2027]), 'calendar', false);
    const moved = events.flatMap((each) => (isNews(each) ? [each.data.obligationId] : []));
    expect(provisional).toEqual(expect.arrayContaining(moved));
    expect(town.dispute.obligations.filter((each) => each.provisional)).toEqual([]);
    // Seven working days over New Year's Day, which is none.
    expect(town.owed('handle')).toMatchObject({ provisional: false, dueAt: shanghai('2027-01-07 17:30') });
    expect(violationsOf(town.events, withYears(PUBLISHED, 'default-1'), town.now)).toEqual([]);
  });

  it('is foretold with whether the new date may move as well', () => {
    const town = new Town(shanghai('2026-12-28 09:00'), withYears(PUBLISHED, 'default-1')).handledBy('justice');
    const handle = (rules: Rules, cause: 'policy' | 'calendar') =>
      movesUnder(town.dispute, rules, cause, town.now).find(({ kind }) => kind === 'handle');
    expect(handle(withYears([...PUBLISHED, of2027]), 'calendar')).toMatchObject({
      provisional: true,
      provisionalThen: false,
    });
    const longer = {
      ...withYears(PUBLISHED, 'default-1'),
      ...published(handling(9)),
      calendar: town.dispute.rules.calendar,
    };
    expect(handle(longer, 'policy')).toMatchObject({ provisional: true, provisionalThen: true });
  });

  it('shortens no announced date by bringing a provisional one forward, as other limits do', () => {
    const town = new Town(shanghai('2026-12-28 09:00'), withYears(PUBLISHED, 'default-1')).handledBy('justice');
    const worked = { ...of2027, holidays: [], statutory: [], makeUpDays: ['2027-01-02'] };
    const foretold = (to: Rules, cause: 'calendar' | 'policy') =>
      movesUnder(town.dispute, to, cause, town.now).find(({ kind }) => kind === 'handle')!;
    const byYear = foretold(withYears([...PUBLISHED, worked]), 'calendar');
    const byLimit = foretold({ ...published(handling(3)), calendar: town.dispute.rules.calendar }, 'policy');
    expect([byYear.to < byYear.from, byLimit.to < byLimit.from]).toEqual([true, true]);
    expect(byYear).toMatchObject({ provisional: true, shorter: false });
    expect(byLimit).toMatchObject({ provisional: true, shorter: true });
  });
});

it('a policy and the one before it again leave every date that is open where it was', () => {
  fc.assert(
    fc.property(
      rulebooks,
      fc.constantFrom('blue', 'yellow', 'red'),
      fc.integer({ min: 0, max: 9 * DAY }),
      (to, grade, millis) => {
        const town = new Town(MONDAY).handledBy('justice', { grade });
        town.passTo(plusMillis(MONDAY, millis));
        const before = dues(town);
        const later = { ...to, policyVersion: 'default-2', calendar: { ...to.calendar, version: 'default-2' } };
        town.as('supervisor').moveTo(later);
        const lates = town.events.filter(({ type }) => type === 'ObligationLate').length;
        town.as('supervisor').moveTo(rulesFor());
        // What the policy between made late in that moment is a fact.
        fc.pre(lates === town.events.filter(({ type }) => type === 'ObligationLate').length);
        expect(dues(town).sort()).toEqual(before.sort());
      },
    ),
    { numRuns: 200, seed: 20261129 },
  );
});

it('what is foretold of a move is what comes of it, to the second', () => {
  fc.assert(
    fc.property(
      rulebooks,
      fc.constantFrom('blue', 'yellow', 'red'),
      fc.integer({ min: 0, max: 9 * DAY }),
      (to, grade, millis) => {
        const town = new Town(MONDAY).handledBy('justice', { grade });
        town.passTo(plusMillis(MONDAY, millis));
        const later = { ...to, policyVersion: 'default-2', calendar: { ...to.calendar, version: 'default-2' } };
        const foretold = movesUnder(town.dispute, later, 'policy', town.now);
        const events = town.as('supervisor').moveTo(later);
        const came = events.flatMap((each) =>
          isNews(each) ? [{ id: each.data.obligationId, from: each.data.from, to: each.data.obligation.dueAt }] : [],
        );
        expect(foretold.map(({ obligationId: id, from, to }) => ({ id, from, to }))).toEqual(came);
      },
    ),
    { numRuns: 100, seed: 20261129 },
  );
});

it('whom the rungs of a move’s own moment reach of what it made late is told of all of it, or by the rung', () => {
  let silent = 0;
  fc.assert(
    fc.property(
      rulebooks,
      fc.constantFrom('blue', 'yellow', 'red'),
      fc.integer({ min: 0, max: 20 * DAY }),
      (to, grade, millis) => {
        const town = new Town(MONDAY).handledBy('justice', { grade });
        town.passTo(plusMillis(MONDAY, millis));
        const later = { ...to, policyVersion: 'default-2', calendar: { ...to.calendar, version: 'default-2' } };
        const { latenesses } = town.dispute;
        town.as('supervisor').moveTo(later);
        const movedAt = town.now;
        const before = town.dispute;
        const late = before.obligations.filter((each) => each.state !== 'late' && isLateAtOnce(each, movedAt));
        const all = { movedAt, latenesses: latenesses + late.length, desk: town.dispute.desk };
        const whom = ({ post, role, departmentId, userId }: NoticeTarget) => [post, role, departmentId, userId].join();
        const digest = new Set(late.flatMap((each) => lateAtOnceNotices(each, all)).map(whom));
        const passed = town.passTo(plusMillis(town.now, 20 * DAY));
        const ofAll = heard(before, passed, movedAt);
        const left = new Set(ofAll.map((each) => `${each.obligationId} ${each.kind} ${whom(each)}`));
        for (const each of heard(before, passed, null)) {
          if (left.has(`${each.obligationId} ${each.kind} ${whom(each)}`)) continue;
          silent += 1;
          expect(digest).toContain(whom(each));
        }
        // What falls due later is silenced by no move.
        const ownMoment = passed.filter(({ at }) => at === movedAt);
        const rest = passed.slice(ownMoment.length);
        const then = ownMoment.reduce((state, event) => evolve(state, event) as Registered, before);
        expect(heard(then, rest, movedAt)).toEqual(heard(then, rest, null));
      },
    ),
    { numRuns: 200, seed: 20261130 },
  );
  expect(silent).toBeGreaterThan(0);
});
