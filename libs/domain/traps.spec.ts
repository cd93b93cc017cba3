import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Town, rulesFor, shanghai } from '../../test/support/town.js';
import { count, type Limit } from './limit.js';
import { noticesOf } from './notices.js';
import { clockOf } from './obligation.js';
import { MINUTE, instantOf, millisOf, plusMillis } from './time.js';

/** What users of other systems ran into (reference/rivals.md §3), each by its number there. */
const MONDAY = shanghai('2026-03-02 09:00');

function handled(to: 'justice' | 'land' = 'land', grade: 'blue' | 'yellow' | 'red' = 'blue'): Town {
  const town = new Town(MONDAY);
  town.as('desk').register({ grade });
  town.offer(to);
  town.as(to).do('AcceptTransfer', { transferId: 't1' });
  return town;
}
const dueOf = (town: Town) => town.owed('handle')!.dueAt;
const back = { transferId: 't1', reasonCode: 'not-our-duty' } as const;

describe('a trap of other systems', () => {
  it('1: the second department inherits an expired clock — here it gets what is left, or half', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.passTo(shanghai('2026-03-03 17:00'));
    town.as('justice').do('ReturnTransfer', back);
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    town.offer('land');
    town.as('land').do('AcceptTransfer', { transferId: 't2' });
    expect(dueOf(town) > plusMillis(town.now, 3 * 24 * 60 * MINUTE)).toBe(true);
  });

  it('2: a pause is forgotten when the rule changes — here a raised grade keeps it', () => {
    const town = handled();
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.passTo(shanghai('2026-03-09 09:00'));
    town.as('desk').do('GradeDispute', { grade: 'yellow', complexity: 'complex' });
    expect(town.owed('handle')).toMatchObject({ state: 'paused' });
    expect(town.owed('handle')!.terms.pauses).toHaveLength(1);
  });

  it('3: breached while paused — here nothing that stands is ever late', () => {
    const town = handled();
    const { id } = town.owed('handle')!;
    town.as('supervisor').do('SuspendDispute', { ground: 'court' });
    town.passTo(shanghai('2026-12-01 09:00'));
    const late = town.events.filter((each) => each.type === 'ObligationLate' && each.data.obligationId === id);
    expect(late).toEqual([]);
  });

  it('4: the time between resolution and reopening counts as handling — here the leg is fresh', () => {
    const town = handled();
    town.as('land').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.passTo(shanghai('2026-06-01 09:00'));
    town.as('desk').do('ReopenDispute', {});
    expect(town.owed('handle')).toMatchObject({ openedAt: town.now, state: 'open' });
  });

  it('8: extension and pause give another date in another order — here they commute', () => {
    const first = (order: 'extend first' | 'pause first') => {
      const town = handled();
      const extend = () => {
        const by: Limit = { amount: 3, unit: 'workingDays' };
        town.as('land').do('AskExtension', { obligationId: town.owed('handle')!.id, by });
        town.as('supervisor').do('DecideExtension', { extensionId: 'x1', approve: true });
      };
      if (order === 'extend first') extend();
      town.as('supervisor').do('SuspendDispute', { ground: 'court' });
      town.passTo(shanghai('2026-03-10 09:00'));
      town.as('supervisor').do('ResumeDispute', {});
      if (order === 'pause first') extend();
      return dueOf(town);
    };
    expect(first('extend first')).toBe(first('pause first'));
  });

  it('10: the timer fires and nobody is told — here every rung that fires reaches a post', () => {
    const town = handled();
    const before = town.dispute;
    town.passTo(shanghai('2026-03-30 09:00'));
    const fired = town.events.filter((each) => each.type === 'LadderStepFired' && !each.data.skipped);
    expect(fired.length).toBeGreaterThan(5);
    const handle = before.obligations.find((each) => each.kind === 'handle')!;
    const own = fired.filter((each) => each.type === 'LadderStepFired' && each.data.obligationId === handle.id);
    for (const event of own) expect(noticesOf(event, before, town.dispute)).not.toEqual([]);
  });

  it('12: a department that declined cannot be asked again — here a return is an event, not a ban', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.as('justice').do('ReturnTransfer', back);
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    const again = { to: 'justice', role: 'lead', designated: false } as const;
    expect(town.as('desk').attempt('TransferDispute', again)).toBe('ok');
  });

  it('13: nobody knows who refused and why — here the row says department, code and decision', () => {
    const town = new Town(MONDAY);
    town.as('desk').register({ grade: 'blue' });
    town.offer('justice');
    town.as('justice').do('ReturnTransfer', { ...back, suggestedDepartment: 'land' });
    town.as('desk').do('DecideReturn', { transferId: 't1', uphold: true });
    expect(town.row!.transfers).toMatchObject([
      { to: 'justice', upheld: true, returnReason: { code: 'not-our-duty', suggestedDepartment: 'land' } },
    ]);
  });

  it('17: a reopened case is overdue at once — here its clocks begin anew', () => {
    const town = handled();
    town.as('land').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.passTo(shanghai('2026-08-20 09:00'));
    town.as('desk').do('ReopenDispute', {});
    for (const each of town.dispute.obligations) expect(each.dueAt > town.now).toBe(true);
  });

  it('18: reopening ruins the figures — here the first closure stands as it was', () => {
    const town = handled();
    town.as('land').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    const { resolvedAt } = town.row!.resolution!;
    town.passTo(shanghai('2026-03-09 10:00'));
    town.as('visitor').do('RecordVisit', { n: 1, mode: 'phone', outcome: 'relapsed' });
    expect(town.row!.closures).toMatchObject([{ resolvedAt, outcome: 'mediated', departmentId: 'land' }]);
  });

  it('19: reopen or register anew — here a window of the policy says which', () => {
    const town = handled();
    town.as('land').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.as('visitor').do('RecordVisit', { n: 1, mode: 'phone', outcome: 'stable' });
    const closed = town.now;
    town.now = shanghai('2026-08-28 09:00');
    expect(closed < town.now).toBe(true);
    expect(town.as('desk').attempt('ReopenDispute', {})).toBe('ok');
    town.now = shanghai('2026-09-15 09:00');
    expect(town.as('desk').attempt('ReopenDispute', {})).toBe('REOPEN_WINDOW_OVER');
  });

  it('20: "not settled" reaches nobody — here an uneasy visit is one more visit that is owed', () => {
    const town = handled();
    town.as('land').do('ResolveDispute', { outcome: 'mediated', terms: [] });
    town.as('visitor').do('RecordVisit', { n: 1, mode: 'phone', outcome: 'uneasy' });
    expect(town.owed('return-visit')).toMatchObject({ n: 2, state: 'open' });
    expect(town.status).toBe('resolved');
  });

  it('24: one reminder a day and the second is lost — here each rung is its own', () => {
    const town = handled('justice', 'red');
    town.passTo(shanghai('2026-03-02 12:00'));
    const contact = town.row!.obligations.find((each) => each.kind === 'first-contact')!;
    const sameDay = contact.steps.filter((each) => each.firedAt?.startsWith('2026-03-02'));
    expect(sameDay.map((each) => each.do)).toEqual(['remind', 'explain']);
  });

  it('29: a calendar of 24 hours closes one minute — here no minute of a day is nobody’s', () => {
    const rules = rulesFor();
    const start = millisOf(shanghai('2026-03-02 23:50'));
    const dues = Array.from({ length: 20 }, (_, minute) =>
      millisOf(count(instantOf(start + minute * MINUTE), { amount: 1, unit: 'hours' }, clockOf(rules)).dueAt),
    );
    dues.forEach((due, minute) => expect(due).toBe(start + (minute + 60) * MINUTE));
  });
});

describe('the algebra of pause, extension, calendar and reopening', () => {
  const rules = rulesFor();
  const clock = clockOf(rules);
  const start = fc
    .integer({ min: 0, max: 500 * 1440 })
    .map((n) => plusMillis(shanghai('2025-01-01 00:00'), n * MINUTE));
  const limit = fc.record({
    amount: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom<Limit['unit']>('minutes', 'hours', 'days', 'months', 'workingHours', 'workingDays'),
  });
  const minutes = fc.integer({ min: 1, max: 30 * 1440 });
  const due = (from: string, l: Limit, pauses: { from: string; until: string; ground: string }[] = []) =>
    count(from, l, clock, { pauses, moves: true }).dueAt;

  it('a pause never makes a date earlier, and a longer one never earlier than a shorter', () => {
    fc.assert(
      fc.property(start, limit, minutes, minutes, minutes, (from, l, offset, short, more) => {
        const begin = plusMillis(from, offset * MINUTE);
        const pause = (length: number) => [{ from: begin, until: plusMillis(begin, length * MINUTE), ground: 'court' }];
        const [none, some, long] = [due(from, l), due(from, l, pause(short)), due(from, l, pause(short + more))];
        expect(none <= some && some <= long).toBe(true);
      }),
    );
  });

  it('a pause after the due moment changes nothing', () => {
    fc.assert(
      fc.property(start, limit, minutes, minutes, (from, l, after, length) => {
        const begin = plusMillis(due(from, l), after * MINUTE);
        const pauses = [{ from: begin, until: plusMillis(begin, length * MINUTE), ground: 'court' }];
        expect(due(from, l, pauses)).toBe(due(from, l));
      }),
    );
  });

  it('two pauses that follow each other are one', () => {
    fc.assert(
      fc.property(start, limit, minutes, minutes, minutes, (from, l, offset, one, two) => {
        const a = plusMillis(from, offset * MINUTE);
        const b = plusMillis(a, one * MINUTE);
        const c = plusMillis(b, two * MINUTE);
        const ground = 'court';
        const apart = [
          { from: a, until: b, ground },
          { from: b, until: c, ground },
        ];
        expect(due(from, l, apart)).toBe(due(from, l, [{ from: a, until: c, ground }]));
      }),
    );
  });

  it('one unit more never ends earlier, and working days extend like working days', () => {
    fc.assert(
      fc.property(start, limit, fc.integer({ min: 1, max: 20 }), (from, l, more) => {
        expect(due(from, l) <= due(from, { ...l, amount: l.amount + 1 })).toBe(true);
        const wd = (amount: number): Limit => ({ amount, unit: 'workingDays' });
        expect(due(due(from, wd(l.amount)), wd(more))).toBe(due(from, wd(l.amount + more)));
      }),
    );
  });
});
