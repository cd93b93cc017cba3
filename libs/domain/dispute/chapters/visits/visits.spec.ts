import { describe, expect, it } from '@jest/globals';
import { PEOPLE, Town, rulesFor, shanghai } from '../../../../../test/support/town.js';
import type { CommandData } from '../../commands.js';
import { can, raiseCore } from '../../decide.js';
import { CORE } from '../../editions.js';
import { evolve } from '../../evolve.js';
import { noticesOf } from '../../notices.js';
import { ALARM } from '../../../policy/alarm.js';
import { DEFAULT_POLICY } from '../../../policy/default-policy.js';
import { holderOf, type Registered } from '../../state.js';
import { DomainError } from '../../../errors.js';
import { violationsOf } from '../../../proof/invariants.js';
import { DAY, HOUR, MINUTE, plusMillis } from '../../../time/time.js';
import type { DangerSign, Grade, Role } from '../../../words.js';

/** A Monday; so is day 7. */
const MONDAY = shanghai('2026-11-23 09:00');

const resolved = (data: Partial<CommandData['RegisterDispute']> = {}) => new Town(MONDAY).resolvedBy('justice', data);
const dueVisits = (town: Town) =>
  town.dispute.obligations.filter((each) => each.kind === 'return-visit').map((each) => [each.n, each.dueAt]);
const visit = (
  n: number,
  outcome: CommandData['RecordVisit']['outcome'] = 'stable',
  mode: CommandData['RecordVisit']['mode'] = 'in-person',
): CommandData['RecordVisit'] => ({ n, mode, outcome, parties: [{ partyId: 'p1' }, { partyId: 'p2' }] });

describe('the plan of visits', () => {
  it.each<[Grade, string[]]>([
    ['blue', ['2026-11-30']],
    ['yellow', ['2026-11-24', '2026-11-26', '2026-11-30', '2026-12-23']],
    [
      'red',
      [
        '2026-11-24',
        '2026-11-26',
        '2026-11-30',
        '2026-12-23',
        '2027-01-23',
        '2027-02-23',
        '2027-03-23',
        '2027-04-23',
        '2027-05-23',
      ],
    ],
  ])('of a %s dispute', (grade, days) => {
    expect(dueVisits(resolved({ grade }))).toEqual(days.map((day, index) => [index + 1, shanghai(`${day} 17:30`)]));
  });

  it.each(['domestic-violence', 'minor'] as const)('is yellow’s at least where there is %s', (sign) => {
    const calm = { ...ALARM.dangerAtLeast, [sign]: 'blue' as const, threat: 'blue' as const };
    const rules = rulesFor({ ...DEFAULT_POLICY, dangerAtLeast: calm });
    const visits = (grade: Grade, dangerSign: DangerSign) =>
      dueVisits(new Town(MONDAY, rules).resolvedBy('justice', { grade, dangerSigns: [dangerSign] }));
    expect(visits('blue', sign)).toHaveLength(4);
    expect(visits('red', sign)).toHaveLength(9);
    expect(visits('blue', 'threat')).toHaveLength(1);
  });

  it('is a stricter grade’s for the categories that a policy names', () => {
    const rules = rulesFor({ ...DEFAULT_POLICY, visitsAtLeast: [{ category: 'family', as: 'yellow' }] });
    expect(dueVisits(new Town(MONDAY, rules).resolvedBy('justice', { category: 'family' }))).toHaveLength(4);
    expect(dueVisits(new Town(MONDAY, rules).resolvedBy('justice', { category: 'debt' }))).toHaveLength(1);
  });

  it('keeps a day that is a holiday', () => {
    const town = new Town(shanghai('2026-09-24 09:00')).resolvedBy('justice');
    expect(dueVisits(town)).toEqual([[1, shanghai('2026-10-01 17:30')]]);
  });

  it('is held by the visitors of the desk, while who resolved it keeps the case', () => {
    const town = resolved();
    expect(town.owed('return-visit')!.holder).toEqual({ departmentId: 'police', role: 'visitor' });
    expect(holderOf(town.dispute)).toBe('justice');
  });

  it('reminds the visitor on the eve and in the morning, and calls it late only after its tolerance', () => {
    const town = resolved();
    expect(town.owed('return-visit')!.steps.map((step) => [step.at, step.do])).toEqual([
      [shanghai('2026-11-27 14:00'), 'remind'],
      [shanghai('2026-11-29 17:30'), 'remind'],
      [shanghai('2026-11-30 08:00'), 'remind'],
      [shanghai('2026-12-02 17:30'), 'explain'],
      [shanghai('2026-12-03 17:30'), 'supervise'],
    ]);
    town.passTo(shanghai('2026-12-02 17:29'));
    expect(town.owed('return-visit')!.state).toBe('open');
    town.passTo(shanghai('2026-12-02 17:30'));
    expect(town.owed('return-visit')!.state).toBe('late');
  });

  const reminders = (town: Town) =>
    town
      .owed('return-visit')!
      .steps.filter((step) => step.do === 'remind')
      .map((step) => step.at);

  it.each([
    ['a Tuesday', '2026-11-24', ['2026-11-30 17:30', '2026-12-01 08:00']],
    ['a Saturday', '2026-11-21', ['2026-11-27 17:30', '2026-11-28 08:00']],
    ['a Sunday', '2026-11-22', ['2026-11-27 14:00', '2026-11-28 17:30', '2026-11-29 08:00']],
    ['a Monday', '2026-11-23', ['2026-11-27 14:00', '2026-11-29 17:30', '2026-11-30 08:00']],
    ['the first of October', '2026-09-24', ['2026-09-30 17:30', '2026-10-01 08:00']],
    ['the day after the holiday', '2026-10-01', ['2026-09-30 14:00', '2026-10-07 17:30', '2026-10-08 08:00']],
    ['a make-up Saturday', '2026-10-03', ['2026-10-09 17:30', '2026-10-10 08:00']],
    ['the Monday after a make-up Saturday', '2026-10-05', ['2026-10-10 14:00', '2026-10-11 17:30', '2026-10-12 08:00']],
  ])('of %s is reminded of on its eve and that morning, and while people are still at work', (_what, on, expected) => {
    const town = new Town(shanghai(`${on} 00:01`)).resolvedBy('justice');
    const later = expected.map(shanghai).filter((at) => at > town.now);
    expect(reminders(town)).toEqual(later);
  });

  it('under a policy of before it knew times is reminded of when work began', () => {
    const { ladders } = DEFAULT_POLICY;
    const before = ladders['return-visit']!.flatMap(({ time: _time, ...rung }) =>
      'on' in rung.at && rung.at.on === 'last-workday' ? [] : [rung],
    );
    const rules = rulesFor({ ...DEFAULT_POLICY, ladders: { ...ladders, 'return-visit': before } });
    const town = new Town(MONDAY, rules).resolvedBy('justice');
    expect(reminders(town)).toEqual([shanghai('2026-11-29 14:00'), shanghai('2026-11-30 08:30')]);
  });

  it('reaches the visitor, then the head, then the supervisor', () => {
    const town = resolved();
    const told = town
      .passTo(shanghai('2026-12-03 17:30'))
      .flatMap((event) => (event.type === 'LadderStepFired' ? [event] : []))
      .filter(({ data }) => data.obligationId === town.owed('return-visit')!.id)
      .map(({ at, data }) => [at, data.do, data.to]);
    expect(told).toEqual([
      [shanghai('2026-11-27 14:00'), 'remind', ['visitor']],
      [shanghai('2026-11-29 17:30'), 'remind', ['visitor']],
      [shanghai('2026-11-30 08:00'), 'remind', ['visitor']],
      [shanghai('2026-12-02 17:30'), 'explain', ['head']],
      [shanghai('2026-12-03 17:30'), 'supervise', ['director']],
    ]);
  });
});

describe('a visit', () => {
  it('that was the last thing owed closes the dispute by itself', () => {
    const town = resolved();
    town.pass({ amount: 7, unit: 'days' });
    const events = town.as('visitor').do('RecordVisit', visit(1, 'stable', 'phone'));
    expect(town.types(events)).toEqual(['VisitMade', 'ObligationMet', 'DisputeClosed']);
    expect(events.at(-1)).toMatchObject({
      actor: { kind: 'system' },
      data: { outcome: 'mediated', resolvedAt: MONDAY, departmentId: 'justice' },
    });
  });

  it('that is not the last one leaves it open', () => {
    const town = resolved({ grade: 'yellow' });
    town.visit(1);
    expect(town.status).toBe('resolved');
    town.visitAll();
    expect(town.status).toBe('closed');
  });

  it('is made once, and only where it is planned', () => {
    const town = resolved({ grade: 'yellow' });
    town.visit(1);
    expect(town.attempt('RecordVisit', visit(1))).toBe('VISIT_NOT_OPEN');
    expect(town.attempt('RecordVisit', visit(9))).toBe('NO_SUCH_VISIT');
  });

  it('by telephone is refused where the rule demands a person', () => {
    const town = resolved({ grade: 'yellow' });
    town.as('visitor').passTo(shanghai('2026-11-26 10:00'));
    expect(town.attempt('RecordVisit', visit(1, 'stable', 'phone'))).toBe('VISIT_IN_PERSON_REQUIRED');
    expect(town.attempt('RecordVisit', visit(1, 'stable', 'in-person'))).toBe('ok');
    expect(town.attempt('RecordVisit', visit(2, 'stable', 'phone'))).toBe('ok');
  });

  it.each([
    ['an hour', HOUR, true],
    ['48 hours to the minute', 48 * HOUR, true],
    ['a minute more than 48 hours', 48 * HOUR + MINUTE, false],
  ])('reported after %s counts when it was made: %3$s', (_what, ago, counts) => {
    const town = resolved({ grade: 'yellow' });
    town.passTo(plusMillis(MONDAY, 10 * DAY));
    const visitedAt = plusMillis(town.now, -ago);
    town.as('visitor').do('RecordVisit', { ...visit(3), visitedAt });
    expect(town.last('VisitMade')).toMatchObject({ at: town.now, data: { visitedAt: counts ? visitedAt : town.now } });
    expect(town.last('ObligationMet')!.data.at).toBe(counts ? visitedAt : town.now);
  });

  it('made in tolerance and reported after it was never late', () => {
    const town = resolved();
    town.passTo(shanghai('2026-12-03 10:00'));
    expect(town.owed('return-visit')!.state).toBe('late');
    town.as('visitor').do('RecordVisit', { ...visit(1), visitedAt: shanghai('2026-12-02 17:00') });
    expect(town.row!.obligations.find((each) => each.kind === 'return-visit')).toMatchObject({
      state: 'met',
      metAt: shanghai('2026-12-02 17:00'),
      endedAt: shanghai('2026-12-03 10:00'),
      lateSince: null,
    });
  });

  it('made before the resolution tells nothing of it', () => {
    const town = resolved();
    town.passTo(shanghai('2026-11-30 10:00'));
    const visitedAt = plusMillis(MONDAY, -HOUR);
    expect(town.as('visitor').attempt('RecordVisit', { ...visit(1), visitedAt })).toBe('VISIT_TOO_EARLY');
  });

  it('in the future is refused', () => {
    const town = resolved();
    const visitedAt = plusMillis(town.now, MINUTE);
    expect(town.as('visitor').attempt('RecordVisit', { ...visit(1), visitedAt })).toBe('MOMENT_OUT_OF_RANGE');
  });
});

describe('a visit that tells something', () => {
  const refusal = (town: Town, data: CommandData['RecordVisit']) => {
    try {
      town.do('RecordVisit', data);
    } catch (error) {
      if (error instanceof DomainError) return [error.code, error.facts.earliest];
    }
    return 'ok';
  };
  const earliest = (town: Town) => town.row!.visits.map((each) => each.earliest);

  it('counts from half-way between the one before it, of the first the resolution, and its own due moment', () => {
    expect(earliest(resolved())).toEqual([shanghai('2026-11-27 01:15')]);
    expect(earliest(resolved({ grade: 'yellow' }))).toEqual([
      shanghai('2026-11-24 01:15'),
      shanghai('2026-11-25 17:30'),
      shanghai('2026-11-28 17:30'),
      shanghai('2026-12-12 05:30'),
    ]);
    expect(earliest(resolved({ grade: 'red' })).at(-1)).toBe(shanghai('2027-05-08 17:30'));
  });

  it('is refused before that moment, to the millisecond, with the moment', () => {
    const town = resolved();
    const from = shanghai('2026-11-27 01:15');
    town.as('visitor').passTo(plusMillis(from, -1));
    expect(refusal(town, visit(1))).toEqual(['VISIT_TOO_EARLY', from]);
    town.passTo(from);
    expect(refusal(town, visit(1))).toBe('ok');
  });

  it('is not made early and told late: when it was made counts, a try that met nobody as well', () => {
    const town = resolved();
    town.as('visitor').passTo(shanghai('2026-11-27 10:00'));
    const visitedAt = shanghai('2026-11-26 22:00');
    expect(town.attempt('RecordVisit', { ...visit(1), visitedAt })).toBe('VISIT_TOO_EARLY');
    expect(town.attempt('RecordVisit', { ...visit(1, 'unreachable'), visitedAt })).toBe('VISIT_TOO_EARLY');
    expect(town.attempt('RecordVisit', { ...visit(1), visitedAt: shanghai('2026-11-27 02:00') })).toBe('ok');
  });

  it('is heard at any time where the quarrel is back', () => {
    expect(resolved().as('visitor').attempt('RecordVisit', visit(1, 'relapsed'))).toBe('ok');
  });

  it('does not wait longer because the one before it was waived, or less because it was made late', () => {
    const town = resolved({ grade: 'yellow' });
    const before = earliest(town);
    town.as('supervisor').do('WaiveVisit', { n: 1 });
    town.as('visitor').passTo(plusMillis(before[1]!, -1));
    expect(refusal(town, visit(2))).toEqual(['VISIT_TOO_EARLY', before[1]]);
    town.passTo(shanghai('2026-11-29 10:00'));
    town.do('RecordVisit', visit(2));
    expect(refusal(town, visit(4))).toEqual(['VISIT_TOO_EARLY', before[3]]);
    expect(earliest(town)).toEqual(before);
  });

  it('counts, where it was added, from half-way from what brought it', () => {
    const town = resolved();
    town.passTo(shanghai('2026-11-30 09:30'));
    town.as('visitor').do('RecordVisit', visit(1, 'uneasy'));
    expect(town.row!.visits[1]).toMatchObject({ n: 2, earliest: shanghai('2026-12-04 01:30') });
  });

  it('is as late as a policy says', () => {
    const rules = rulesFor({ ...DEFAULT_POLICY, visitsFrom: 1 });
    expect(earliest(new Town(MONDAY, rules).resolvedBy('justice'))).toEqual([shanghai('2026-11-30 17:30')]);
    const { visitsFrom: _from, visitBy: _by, ...older } = DEFAULT_POLICY;
    expect(earliest(new Town(MONDAY, rulesFor(older)).resolvedBy('justice'))).toEqual(earliest(resolved()));
  });
});

describe('somebody else finds out', () => {
  const onItsDay = (town: Town) => {
    town.passTo(shanghai('2026-11-30 10:00'));
    return (who: string, userId = who) =>
      town.actingAs({ ...PEOPLE[who]!, userId }).attempt('RecordVisit', visit(1, 'stable', 'phone'));
  };

  it('not who resolved it', () => {
    const by = onItsDay(resolved());
    expect(by('justice')).toBe('VISIT_OWN_WORK');
    expect(by('justice-head')).toBe('ok');
    expect(by('visitor')).toBe('ok');
  });

  it('not who was named its handler, at acceptance or later, by role or for one thing, though another came after', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.as('justice').do('AcceptTransfer', { transferId: 't1', handler: 'first' });
    const name = (userId: string, more: object = {}) =>
      town.as('justice-head').do('AssignPerson', { userId, departmentId: 'justice', ...more });
    name('second', { role: 'handler' });
    name('third', { obligationId: town.owed('handle')!.id });
    town.as('justice-head').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    name('fourth', { role: 'handler' });
    const by = onItsDay(town);
    for (const each of ['first', 'second', 'third', 'fourth', 'justice-head'])
      expect(by('justice', each)).toBe('VISIT_OWN_WORK');
    expect(by('justice', 'fifth')).toBe('ok');
  });

  it('nor is it offered to them', () => {
    const town = resolved();
    town.passTo(shanghai('2026-11-30 10:00'));
    expect(can(town.dispute, PEOPLE.justice!, town.now)).not.toContain('visit');
    expect(can(town.dispute, PEOPLE.visitor!, town.now)).toContain('visit');
  });

  it('unless a policy lets anybody', () => {
    const rules = rulesFor({ ...DEFAULT_POLICY, visitBy: 'any' });
    const town = new Town(MONDAY, rules).resolvedBy('justice');
    expect(onItsDay(town)('justice')).toBe('ok');
    town.do('RecordVisit', visit(1, 'stable', 'phone'));
    expect(violationsOf(town.events, rules, town.now)).toEqual([]);
  });
});

describe('a case of older rules', () => {
  const older = () => {
    const town = new Town(MONDAY);
    town.state = { ...town.state, core: 2 };
    return town.resolvedBy('justice');
  };

  it('is visited as it was', () => {
    const town = older();
    expect(town.row!.visits[0]).not.toHaveProperty('earliest');
    expect(town.attempt('RecordVisit', visit(1))).toBe('ok');
  });

  it('takes the moments up with the later rules, and knows not who resolved it', () => {
    const town = older();
    for (const event of raiseCore(town.state, CORE, town.now)) town.record(event);
    expect(town.row!.visits[0]!.earliest).toBe(shanghai('2026-11-27 01:15'));
    expect(town.attempt('RecordVisit', visit(1))).toBe('VISIT_TOO_EARLY');
    town.passTo(shanghai('2026-11-30 10:00'));
    expect(town.attempt('RecordVisit', visit(1))).toBe('ok');
    town.visit(1);
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });
});

describe('an uneasy visit', () => {
  it('adds one more, after the first delay of the grade', () => {
    const town = resolved();
    town.pass({ amount: 7, unit: 'days' });
    town.as('visitor').do('RecordVisit', visit(1, 'uneasy'));
    expect(town.status).toBe('resolved');
    expect(dueVisits(town)).toEqual([[2, shanghai('2026-12-07 17:30')]]);
    town.visit(2);
    expect(town.status).toBe('closed');
  });
});

describe('a relapse', () => {
  const relapsed = (grade: Grade = 'blue', data: Partial<CommandData['RegisterDispute']> = {}) => {
    const town = resolved({ grade, ...data });
    town.passTo(shanghai('2026-11-24 10:00'));
    town.as('visitor').do('RecordVisit', visit(1, 'relapsed'));
    return town;
  };

  it.each([
    ['blue', 'yellow'],
    ['yellow', 'red'],
    ['red', 'red'],
  ] as const)('reopens a %s dispute as %s', (grade, raised) => {
    const town = relapsed(grade);
    expect(town.status).toBe('handling');
    expect(town.dispute.grade).toBe(raised);
    expect(town.last('DisputeReopened')!.data).toEqual({ cause: 'relapse', departmentId: 'justice', n: 1 });
  });

  it('gives who resolved it a fresh leg and the desk a fresh watch', () => {
    const town = relapsed();
    expect(holderOf(town.dispute)).toBe('justice');
    expect(town.owed('handle')).toMatchObject({
      openedAt: town.now,
      dueAt: shanghai('2026-12-03 17:30'),
      terms: { countedFrom: town.now },
      holder: { departmentId: 'justice' },
      rule: { path: 'handle.yellow.ordinary' },
    });
    expect(town.owed('watch')).toMatchObject({
      terms: { countedFrom: town.now },
      rule: { path: 'limits.watch.yellow' },
    });
    expect(town.owed('plan')).toMatchObject({ dueAt: shanghai('2026-11-26 17:30') });
  });

  it('voids the visits that were planned', () => {
    const town = relapsed('yellow');
    expect(town.owed('return-visit')).toBeUndefined();
    const visits = town.row!.obligations.filter((each) => each.kind === 'return-visit').map((each) => each.state);
    expect(visits).toEqual(['met', 'void', 'void', 'void']);
  });

  it('freezes the first closure beside the running course', () => {
    const town = relapsed();
    expect(town.row!.closures).toEqual([
      { resolvedAt: MONDAY, closedAt: null, outcome: 'mediated', departmentId: 'justice' },
    ]);
    expect(town.row!.resolution).toBeNull();
    expect(town.row!.visits).toMatchObject([{ n: 1, state: 'done', outcome: 'relapsed' }]);
  });

  it('goes on with fresh numbers of visits and needs a plan again', () => {
    const town = relapsed();
    town.as('justice');
    expect(town.attempt('ResolveDispute', { outcome: 'mediated', terms: [] })).toBe('PLAN_REQUIRED');
    town.do('MakePlan', {});
    town.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    expect(dueVisits(town).map(([n]) => n)).toEqual([2, 3, 4, 5]);
    town.visitAll();
    expect(town.status).toBe('closed');
  });

  it('forgets the returns of the first course', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('land');
    town.as('land').do('ReturnTransfer', { transferId: 't1', reasonCode: 'not-our-duty' });
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    town.offer('justice');
    town.as('justice').do('AcceptTransfer', { transferId: 't2' });
    town.do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.passTo(shanghai('2026-12-01 10:00'));
    town.as('visitor').do('RecordVisit', visit(1, 'relapsed'));
    expect(town.dispute.returns).toEqual({ total: 0, byDepartment: {} });
    // The whole limit, not what the first course had left.
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-12-10 17:30'));
  });
});

describe('a party whom nobody meets', () => {
  const nobody = (town: Town, day: string, mode: 'phone' | 'in-person' = 'phone') => {
    town.passTo(shanghai(`${day} 10:00`));
    town.as('visitor').do('RecordVisit', visit(1, 'unreachable', mode));
  };

  it('is tried again: the visit stays owed', () => {
    const town = resolved();
    nobody(town, '2026-11-30');
    expect(town.owed('return-visit')).toMatchObject({ n: 1, state: 'open' });
    expect(town.row!.visits[0]).toMatchObject({ state: 'planned', outcome: 'unreachable', attempts: 1 });
  });

  it('is visited in person after tries on three different days, then given up', () => {
    const town = resolved();
    nobody(town, '2026-11-28');
    nobody(town, '2026-11-29');
    nobody(town, '2026-11-30');
    expect(town.attempt('RecordVisit', visit(1, 'unreachable', 'phone'))).toBe('VISIT_IN_PERSON_REQUIRED');
    expect(town.attempt('RecordVisit', visit(1, 'stable', 'phone'))).toBe('VISIT_IN_PERSON_REQUIRED');
    expect(town.last('VisitGivenUp')).toBeUndefined();
    nobody(town, '2026-12-01', 'in-person');
    expect(town.last('VisitGivenUp')!.data).toEqual({ n: 1 });
    expect(town.row!.visits[0]).toMatchObject({ state: 'unreachable', attempts: 4 });
  });

  it('is not given up for three tries on one day', () => {
    const town = resolved();
    for (let n = 0; n < 3; n++) nobody(town, '2026-11-30');
    expect(town.attempt('RecordVisit', visit(1, 'stable', 'phone'))).toBe('ok');
    nobody(town, '2026-11-30', 'in-person');
    expect(town.last('VisitGivenUp')).toBeUndefined();
  });

  it('may be called first also where the visit itself demands a person', () => {
    const town = resolved({ grade: 'yellow' });
    town.passTo(shanghai('2026-11-24 10:00'));
    expect(town.as('visitor').attempt('RecordVisit', visit(1, 'unreachable', 'phone'))).toBe('ok');
  });

  it('that was given up is the supervisor’s to decide, or is met after all', () => {
    const town = resolved();
    for (const day of ['2026-11-28', '2026-11-29', '2026-11-30']) nobody(town, day);
    nobody(town, '2026-12-01', 'in-person');
    expect(town.owed('return-visit')).toBeDefined();
    expect(town.attempt('RecordVisit', visit(1))).toBe('ok');
    town.as('supervisor').do('WaiveVisit', { n: 1 });
    expect(town.status).toBe('closed');
  });

  it('stays given up after one more try in vain', () => {
    const town = resolved();
    for (const day of ['2026-11-28', '2026-11-29', '2026-11-30']) nobody(town, day);
    nobody(town, '2026-12-01', 'in-person');
    nobody(town, '2026-12-02', 'in-person');
    expect(town.events.filter((event) => event.type === 'VisitGivenUp')).toHaveLength(1);
    expect(town.row!.visits[0]).toMatchObject({ state: 'unreachable', attempts: 5 });
  });
});

describe('waiving a visit', () => {
  it('is the supervisor’s alone, and closes when it was the last', () => {
    const town = resolved();
    for (const who of ['desk', 'justice', 'visitor'])
      expect(town.as(who).attempt('WaiveVisit', { n: 1 })).toBe('NOT_ALLOWED');
    town.as('supervisor').do('WaiveVisit', { n: 1 });
    expect(town.status).toBe('closed');
    expect(town.row!.visits[0]!.state).toBe('waived');
    expect(town.row!.obligations.find((each) => each.kind === 'return-visit')!.state).toBe('waived');
  });
});

describe('closing', () => {
  const refusal = (town: Town) => {
    try {
      town.as('desk').do('CloseDispute', {});
    } catch (error) {
      if (error instanceof DomainError) return { code: error.code, ...error.facts };
    }
    throw new Error('was not refused');
  };

  it('hears which visits are open', () => {
    const town = resolved({ grade: 'yellow' });
    town.visit(1);
    expect(refusal(town)).toEqual({ code: 'VISITS_OPEN', openVisits: [2, 3, 4] });
  });

  it('hears which terms are open when all visits are made, and waits for them', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.do('ResolveDispute', { outcome: 'mediated', terms: [{ dueAt: shanghai('2027-03-01 12:00') }, {}] });
    const [first, second] = town.dispute.obligations.filter((each) => each.kind === 'agreement-term');
    expect(first).toMatchObject({ n: 1, dueAt: shanghai('2027-03-01 12:00'), holder: { departmentId: 'justice' } });
    // A term without a date is looked at with the last visit.
    expect(second).toMatchObject({ n: 2, dueAt: shanghai('2026-11-30 17:30') });
    town.visit(1);
    expect(refusal(town)).toEqual({
      code: 'OBLIGATIONS_OPEN',
      openObligations: [first, second].map((each) => ({ id: each!.id, kind: 'agreement-term', n: each!.n })),
    });
    town.as('visitor').do('FulfilTerm', { n: 2 });
    expect(town.attempt('FulfilTerm', { n: 2 })).toBe('NO_SUCH_TERM');
    expect(town.attempt('FulfilTerm', { n: 3 })).toBe('NO_SUCH_TERM');
    town.do('FulfilTerm', { n: 1 });
    expect(town.status).toBe('closed');
  });

  it('goes on without a term that will never be kept, where a supervisor lets it go', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.do('ResolveDispute', { outcome: 'mediated', terms: [{}, {}] });
    town.visit(1);
    for (const who of ['desk', 'justice', 'visitor'])
      expect(town.as(who).attempt('WaiveTerm', { n: 2 })).toBe('NOT_ALLOWED');
    town.as('supervisor').do('WaiveTerm', { n: 2 });
    expect(town.status).toBe('resolved');
    expect(town.attempt('WaiveTerm', { n: 2 })).toBe('NO_SUCH_TERM');
    expect(town.as('visitor').attempt('FulfilTerm', { n: 2 })).toBe('NO_SUCH_TERM');
    town.do('FulfilTerm', { n: 1 });
    expect(town.status).toBe('closed');
    expect(town.row!.resolution!.terms).toMatchObject([{ fulfilledAt: town.now }, { waivedAt: town.now }]);
    const states = town.row!.obligations.filter((each) => each.kind === 'agreement-term').map((each) => each.state);
    expect(states).toEqual(['met', 'waived']);
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it('is not had by a supervisor who resolved the case themself: somebody else waives what shows how it holds', () => {
    const chief = { ...PEOPLE.supervisor!, userId: 'chief', roles: ['handler', 'supervisor'] satisfies Role[] };
    const resolved = () => {
      const town = new Town(MONDAY).actingAs(PEOPLE.desk!);
      town.register({ grade: 'blue' });
      town.do('TransferDispute', { to: 'centre', role: 'lead', designated: false });
      town.actingAs(chief).do('AcceptTransfer', { transferId: 't1' });
      town.do('ResolveDispute', { outcome: 'mediated', terms: [{}] });
      return town;
    };
    const town = resolved();
    expect(town.attempt('WaiveVisit', { n: 1 })).toBe('SELF_APPROVAL');
    expect(town.attempt('WaiveTerm', { n: 1 })).toBe('SELF_APPROVAL');
    for (const verb of ['waive-visit', 'waive-term'] as const)
      expect(can(town.dispute, chief, town.now)).not.toContain(verb);
    town.as('supervisor').do('WaiveVisit', { n: 1 });
    town.do('WaiveTerm', { n: 1 });
    expect(town.status).toBe('closed');
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
    const before = resolved();
    before.state = { ...before.state, core: 7 };
    expect(before.attempt('WaiveVisit', { n: 1 })).toBe('ok');
  });

  it('needs no visit where a blue case was invalid', () => {
    const town = new Town(MONDAY).handledBy('justice');
    const events = town.do('ResolveDispute', { outcome: 'invalid', terms: [] });
    expect(town.status).toBe('closed');
    expect(town.types(events)).not.toContain('VisitMade');
    expect(town.dispute.obligations).toEqual([]);
    expect(violationsOf(town.events, town.state.rules, town.now)).toEqual([]);
  });

  it('is not had by calling a yellow or red case none before a supervisor lowered it', () => {
    for (const grade of ['yellow', 'red'] as const) {
      const town = new Town(MONDAY).handledBy('justice', { grade });
      const callsItNone = () => town.as('justice').attempt('ResolveDispute', { outcome: 'invalid', terms: [] });
      expect(callsItNone()).toBe('INVALID_ONLY_BLUE');
      expect(town.as('desk').attempt('GradeDispute', { grade: 'blue' })).toBe('LOWERING_NEEDS_SUPERVISOR');
      town.as('supervisor').do('GradeDispute', { grade: 'blue' });
      expect(callsItNone()).toBe('ok');
    }
  });

  it('is possible for an invalid case that was never graded', () => {
    const town = new Town(MONDAY);
    town.as('desk').register();
    town.do('ResolveDispute', { outcome: 'invalid', terms: [] });
    expect(town.status).toBe('closed');
  });

  it('needs its visits after an end that is no resolution, too', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.do('ResolveDispute', { outcome: 'refused', terms: [] });
    expect(town.status).toBe('resolved');
    expect(dueVisits(town)).toHaveLength(1);
  });

  it('is not reached without the plan that the grade demands', () => {
    const town = new Town(MONDAY).handledBy('justice', { grade: 'yellow' });
    expect(town.attempt('ResolveDispute', { outcome: 'mediated', terms: [] })).toBe('PLAN_REQUIRED');
    town.do('MakePlan', {});
    expect(town.attempt('ResolveDispute', { outcome: 'mediated', terms: [] })).toBe('ok');
  });

  it('refuses an agreed date that has passed', () => {
    const town = new Town(MONDAY).handledBy('justice');
    expect(town.attempt('ResolveDispute', { outcome: 'mediated', terms: [{ dueAt: MONDAY }] })).toBe(
      'MOMENT_OUT_OF_RANGE',
    );
  });
});

describe('reopening by request', () => {
  const closed = () => {
    const town = resolved();
    town.passTo(shanghai('2026-11-30 10:00'));
    town.as('visitor').do('RecordVisit', visit(1));
    return town;
  };

  it('keeps the grade and starts a fresh leg', () => {
    const town = closed();
    town.passTo(shanghai('2026-12-10 09:00'));
    town.as('desk').do('ReopenDispute', {});
    expect(town.dispute.grade).toBe('blue');
    expect(town.owed('handle')!.dueAt).toBe(shanghai('2026-12-21 17:30'));
    expect(town.row!.closures).toEqual([
      { resolvedAt: MONDAY, closedAt: shanghai('2026-11-30 10:00'), outcome: 'mediated', departmentId: 'justice' },
    ]);
    expect(town.row!.closedAt).toBeNull();
  });

  it('tells the desk and whoever has it again who did it, and offers nobody what is accepted', () => {
    const town = closed();
    let before = town.dispute;
    const told = town
      .as('supervisor')
      .do('ReopenDispute', {})
      .flatMap((event) => {
        const after = evolve(before, event) as Registered;
        const targets = noticesOf(event, before, after);
        before = after;
        return targets.map(({ kind, departmentId, role }) => [kind, departmentId, role, event.actor.kind]);
      });
    expect(told).toEqual([
      ['reopened', 'police', 'desk', 'person'],
      ['reopened', 'justice', 'handler', 'person'],
    ]);
  });

  it('is possible for 180 days, to the end of the last one', () => {
    const town = closed();
    // 29 May 2027 is a Saturday: the window moves to Monday.
    town.now = shanghai('2027-05-31 17:30');
    expect(town.as('desk').attempt('ReopenDispute', {})).toBe('ok');
    expect(town.later(1).attempt('ReopenDispute', {})).toBe('REOPEN_WINDOW_OVER');
  });

  it('is possible before it closed, and drops visits and terms', () => {
    const town = new Town(MONDAY).handledBy('justice');
    town.do('ResolveDispute', { outcome: 'mediated', terms: [{}] });
    town.as('supervisor').do('ReopenDispute', {});
    expect(town.status).toBe('handling');
    expect(town.dispute.obligations.map((each) => each.kind).sort()).toEqual(['handle', 'watch']);
  });

  it('is for the desk and its superior', () => {
    const town = closed();
    expect(town.as('justice').attempt('ReopenDispute', {})).toBe('NOT_ALLOWED');
    expect(town.as('supervisor').attempt('ReopenDispute', {})).toBe('ok');
  });
});
