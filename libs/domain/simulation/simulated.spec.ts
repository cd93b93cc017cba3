import { describe, expect, it } from '@jest/globals';
import { Town, rulesFor, shanghai } from '../../../test/support/town.js';
import type { Rules } from '../obligation/obligation.js';
import { DEFAULT_POLICY } from '../policy/default-policy.js';
import type { PolicyDocument } from '../policy/document.js';
import { DAY, plusMillis } from '../time/time.js';
import { compared } from './compared.js';
import { Counts, simulated, weekOf, type Simulated } from './counted.js';
import { retold } from './retold.js';

const MONDAY = shanghai('2026-11-23 09:00');
const days = (amount: number) => ({ amount, unit: 'days' as const });
const workingDays = (amount: number) => ({ amount, unit: 'workingDays' as const });
const drafted = (change: Partial<PolicyDocument>): Rules => ({
  ...rulesFor({ ...DEFAULT_POLICY, ...change }),
  policyVersion: 'default-2',
});
const period = {
  from: plusMillis(MONDAY, -DAY),
  to: plusMillis(MONDAY, 90 * DAY),
  until: plusMillis(MONDAY, 90 * DAY),
};
/** A post is told, whoever has it. */
const under = (town: Town, after: Rules): Simulated =>
  simulated(town.id, town.events, { before: rulesFor(), after }, period, (_event, targets) => [
    ...new Set(targets.map(({ departmentId, post, role }) => `${departmentId} ${post ?? role}`)),
  ]);
const beside = ({ before, after }: Simulated) => compared(new Counts(before), new Counts(after));

/** Handled within seven working days, visited once after a week, all of it in time. */
function closed(): Town {
  const town = new Town(MONDAY).handledBy('justice');
  town.do('RecordContact', { parties: ['p1', 'p2'], at: town.now });
  town.passTo(plusMillis(MONDAY, 4 * DAY));
  town.as('justice').do('MakePlan', {});
  town.do('ResolveDispute', { outcome: 'mediated', terms: [{}] });
  town.do('FulfilTerm', { n: 1 });
  return town.visitAll();
}

describe('past months under other rules', () => {
  it('are what they were under their own', () => {
    const town = closed();
    const same = under(town, { ...rulesFor(), policyVersion: 'default-2' });
    expect(same.after).toEqual(same.before);
    expect(same.latenesses).toEqual([]);
    expect(beside(same)).toMatchObject({ cases: 1, late: { before: 0, after: 0 }, visits: { before: 1, after: 1 } });
  });

  it('tell what falls due in one instant, and what people do in it, in the order of the record', () => {
    const town = new Town(MONDAY);
    town.as('desk').register();
    town.later(40 * DAY);
    // The clock of the whole case has run out before: late it was then, its first rung is now, and somebody comes between.
    town.do('GradeDispute', { grade: 'blue' });
    town.as('supervisor').do('OrderSupervision', { answerWithin: days(5) });
    town.passTo(town.now);
    const types = town.events.slice(-6, -2).map(({ type }) => type);
    expect(types).toEqual(['ObligationLate', 'SupervisionOrdered', 'ObligationOpened', 'LadderStepFired']);
    const told = retold(town.id, town.events, rulesFor(), town.now).events;
    expect(told.map(({ type }) => type)).toEqual(town.events.map(({ type }) => type));
  });

  it('say who would have been late, and who would have heard of it', () => {
    const each = { simple: workingDays(2), ordinary: workingDays(2), complex: workingDays(2) };
    const shorter = drafted({ handle: { blue: each, yellow: each, red: each } });
    const result = under(closed(), shorter);
    expect(result.latenesses).toEqual([
      {
        disputeId: closed().id,
        kind: 'handle',
        departmentId: 'justice',
        before: null,
        after: shanghai('2026-11-25 17:30'),
      },
    ]);
    const { late, notices, load } = beside(result);
    expect(late).toMatchObject({ before: 0, after: 1, byKind: [{ of: 'handle', before: 0, after: 1 }] });
    expect(notices.after).toBeGreaterThan(notices.before);
    expect(notices.people.find(({ userId }) => userId === 'justice head')).toMatchObject({ notices: { before: 0 } });
    expect(load.find(({ departmentId, week }) => departmentId === 'justice' && week === '2026-11-23')).toMatchObject({
      late: { before: 0, after: 1 },
    });
  });

  it('plan other visits on other days; what nobody was asked for is taken to be done on its day', () => {
    const visit = { mode: 'phone' as const, tolerance: days(1) };
    const more = drafted({
      visits: { ...DEFAULT_POLICY.visits, blue: [2, 5, 20].map((n) => ({ ...visit, after: days(n) })) },
    });
    const result = under(closed(), more);
    const { visits, assumed, late } = beside(result);
    expect(visits.byDay).toEqual([
      { of: '2026-11-29', before: 0, after: 1 },
      { of: '2026-12-02', before: 0, after: 1 },
      { of: '2026-12-04', before: 1, after: 0 },
      { of: '2026-12-17', before: 0, after: 1 },
    ]);
    expect(assumed).toEqual([{ of: 'return-visit', before: 0, after: 2 }]);
    // The one that was made was made after a week: five days too late for these rules.
    expect(late.byKind).toEqual([{ of: 'return-visit', before: 0, after: 1 }]);
  });

  it('ask for no visit that they do not plan', () => {
    const none = { ...rulesFor(), policyVersion: 'default-2' };
    const town = new Town(MONDAY, none).resolvedBy('justice', { grade: 'yellow' });
    const { yellow } = DEFAULT_POLICY.visits;
    const fewer = drafted({ visits: { ...DEFAULT_POLICY.visits, yellow: yellow.slice(0, 1) } });
    expect(beside(under(town, fewer)).visits).toMatchObject({ before: 4, after: 1 });
  });

  it('ask for what their own rules left without a limit, and for nothing that they leave without', () => {
    const all = { blue: workingDays(1), yellow: workingDays(1), red: workingDays(1) };
    const none = { blue: null, yellow: null, red: null };
    const limits = { ...DEFAULT_POLICY.limits, plan: all, 'first-contact': none };
    const town = closed();
    const { assumed } = beside(under(town, drafted({ limits })));
    expect(assumed).toEqual([{ of: 'plan', before: 0, after: 1 }]);
    const { events } = retold(town.id, town.events, drafted({ limits }), period.until);
    const kinds = events.flatMap((each) => (each.type === 'ObligationOpened' ? [each.data.obligation.kind] : []));
    expect(kinds).toContain('plan');
    expect(kinds).not.toContain('first-contact');
  });

  it('keep what people did, each deed at its moment', () => {
    const town = closed();
    const facts = (events: Town['events']) =>
      events
        .filter(({ type }) => !/^Obligation|^Ladder/.test(type))
        .map(({ at, type, actor }) => ({ at, type, actor }));
    const each = { simple: days(1), ordinary: days(1), complex: days(1) };
    const { events } = retold(
      town.id,
      town.events,
      drafted({ handle: { blue: each, yellow: each, red: each } }),
      town.now,
    );
    expect(facts(events)).toEqual(facts(town.events));
  });
});

it('a week begins with its Monday, where it is', () => {
  expect(weekOf(shanghai('2026-11-29 23:59'), 'Asia/Shanghai')).toBe('2026-11-23');
  expect(weekOf(shanghai('2026-11-30 00:00'), 'Asia/Shanghai')).toBe('2026-11-30');
});
