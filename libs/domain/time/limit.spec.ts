import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runInThisContext } from 'node:vm';
import { rulesFor, shanghai } from '../../../test/support/town.js';
import {
  UNITS,
  count,
  countBack,
  elapsedOn,
  momentAtPercent,
  scale,
  type Limit,
  type Pause,
  type Unit,
} from './limit.js';
import { clockOf, derive, type RuleRef, type Terms } from '../obligation/obligation.js';
import { SHIPPED_CALENDARS } from './shipped-calendars.js';
import { MINUTE, addDays, addMonths, instantOf, millisOf, type Instant } from './time.js';

const clock = clockOf(rulesFor());
const of = (amount: number, unit: Unit): Limit => ({ amount, unit });
const pause = (from: string, until: string | null): Pause => ({
  from: shanghai(from),
  until: until && shanghai(until),
  ground: 'appraisal',
});
const due = (start: string, limit: Limit, counting?: Parameters<typeof count>[3]) =>
  count(shanghai(start), limit, clock, counting).dueAt;

type Case = [start: string, amount: number, unit: Unit, due: string];

describe('a limit in working days', () => {
  it.each<Case>([
    // Friday before the Spring Festival: Saturday 14 and Saturday 28 February are worked, 15 to 23 are off.
    ['2026-02-13 10:00', 1, 'workingDays', '2026-02-14 17:30'],
    ['2026-02-13 10:00', 2, 'workingDays', '2026-02-24 17:30'],
    ['2026-02-13 10:00', 5, 'workingDays', '2026-02-27 17:30'],
    ['2026-02-13 10:00', 6, 'workingDays', '2026-02-28 17:30'],
    ['2026-02-13 10:00', 7, 'workingDays', '2026-03-02 17:30'],
    ['2026-02-18 10:00', 1, 'workingDays', '2026-02-24 17:30'],
    // Friday before the National Day of 2025: Sunday 28 September and Saturday 11 October are worked.
    ['2025-09-26 10:00', 1, 'workingDays', '2025-09-28 17:30'],
    ['2025-09-26 10:00', 3, 'workingDays', '2025-09-30 17:30'],
    ['2025-09-26 10:00', 4, 'workingDays', '2025-10-09 17:30'],
    ['2025-09-26 10:00', 6, 'workingDays', '2025-10-11 17:30'],
    ['2025-09-26 10:00', 7, 'workingDays', '2025-10-13 17:30'],
  ])('from %s, %i %s end at %s', (start, amount, unit, end) => {
    expect(due(start, of(amount, unit))).toBe(shanghai(end));
  });

  it('names the holidays and make-up days that mattered', () => {
    const { steps } = count(shanghai('2026-02-13 10:00'), of(2, 'workingDays'), clock);
    expect(steps.map((step) => [step.label, step.detail.date])).toEqual([
      ['make-up', '2026-02-14'],
      ...[15, 16, 17, 18, 19, 20, 21, 22, 23].map((day) => ['holiday', `2026-02-${day}`]),
    ]);
    expect(steps[1]!.detail.source).toBe('国办发明电〔2025〕7号');
  });

  it('does not count the day of its start, be it the first minute of it', () => {
    expect(due('2026-11-23 00:00', of(1, 'workingDays'))).toBe(shanghai('2026-11-24 17:30'));
    expect(due('2026-11-23 23:59:59', of(1, 'workingDays'))).toBe(shanghai('2026-11-24 17:30'));
  });

  it('starts on a Monday at half past seven in Shanghai, although it is Sunday in Greenwich', () => {
    expect(count('2026-11-22T23:30:00.000Z', of(1, 'workingDays'), clock).dueAt).toBe('2026-11-24T09:30:00.000Z');
  });

  it('ends with the working day, 17:30 in Shanghai', () => {
    expect(due('2026-11-23 09:00', of(1, 'workingDays'))).toBe('2026-11-24T09:30:00.000Z');
  });

  it('is provisional as soon as it counts a day of an unpublished year', () => {
    expect(count(shanghai('2026-12-30 09:00'), of(1, 'workingDays'), clock)).toMatchObject({ provisional: false });
    expect(count(shanghai('2026-12-31 09:00'), of(1, 'workingDays'), clock)).toMatchObject({
      provisional: true,
      dueAt: shanghai('2027-01-04 17:30'),
    });
  });

  it('goes on behind a standstill of many years', () => {
    const stood = { pauses: [pause('2026-01-02 09:00', '2040-01-03 09:00')], moves: true };
    for (const unit of ['days', 'workingDays', 'workingHours'] as const) {
      expect(due('2026-01-01 09:00', of(2, unit), stood).slice(0, 7)).toBe('2040-01');
    }
  });

  it('is not counted out where it reaches further than any limit does', () => {
    expect(() => due('2026-01-01 09:00', of(999_999, 'workingDays'))).toThrow(RangeError);
    expect(() => due('2026-01-01 09:00', of(9_999_999, 'workingHours'))).toThrow(RangeError);
  });

  it('fails loudly on a calendar without any working day', () => {
    const years = SHIPPED_CALENDARS.slice(0, 1);
    const holidays = Array.from({ length: 5000 }, (_, n) => instantOf(Date.UTC(2024, 0, 1 + n)).slice(0, 10));
    const never = { ...clock, calendar: { ...clock.calendar, years: [{ ...years[0]!, makeUpDays: [], holidays }] } };
    expect(() => count(shanghai('2024-01-02 09:00'), of(1, 'workingDays'), never)).toThrow(RangeError);
    expect(() => count(shanghai('2024-01-02 09:00'), of(1, 'workingHours'), never)).toThrow(RangeError);
  });
});

describe('a limit in calendar days or months', () => {
  it.each<Case>([
    ['2026-11-23 09:00', 3, 'days', '2026-11-26 17:30'],
    ['2026-11-23 09:00', 5, 'days', '2026-11-30 17:30'],
    ['2026-09-24 09:00', 7, 'days', '2026-10-08 17:30'],
    // A make-up Saturday is a day on which people work: it stays the last day.
    ['2026-10-03 09:00', 7, 'days', '2026-10-10 17:30'],
    ['2024-01-31 09:00', 1, 'months', '2024-02-29 17:30'],
    ['2026-01-31 09:00', 1, 'months', '2026-02-28 17:30'],
    ['2026-03-31 09:00', 1, 'months', '2026-04-30 17:30'],
    ['2026-08-31 09:00', 6, 'months', '2027-03-01 17:30'],
  ])('from %s, %i %s end at %s', (start, amount, unit, end) => {
    expect(due(start, of(amount, unit))).toBe(shanghai(end));
  });

  it('stays on its last day where the rule says that it does not move', () => {
    const stays = { pauses: [], moves: false };
    expect(due('2026-09-24 09:00', of(7, 'days'), stays)).toBe(shanghai('2026-10-01 17:30'));
    expect(due('2026-08-31 09:00', of(6, 'months'), stays)).toBe(shanghai('2027-02-28 17:30'));
  });

  it('explains each day by which it moved', () => {
    const { steps } = count(shanghai('2026-09-24 09:00'), of(7, 'days'), clock);
    expect(steps.map((step) => [step.label, step.detail.date])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((day) => ['moved', `2026-10-0${day}`]),
    );
  });

  it('clamps a month to the last day of a shorter one', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2026-10-31', 1)).toBe('2026-11-30');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
    expect(addMonths('2026-01-15', 12)).toBe('2027-01-15');
  });
});

describe('a limit in working hours', () => {
  it.each<Case>([
    ['2026-11-27 11:00', 1, 'workingHours', '2026-11-27 12:00'],
    ['2026-11-27 11:00', 2, 'workingHours', '2026-11-27 15:00'],
    ['2026-11-27 12:30', 1, 'workingHours', '2026-11-27 15:00'],
    ['2026-11-27 11:00', 5, 'workingHours', '2026-11-30 09:00'],
    ['2026-11-26 22:00', 1, 'workingHours', '2026-11-27 09:30'],
    ['2026-11-28 10:00', 7, 'workingHours', '2026-11-30 17:30'],
    ['2026-11-23 08:30', 7, 'workingHours', '2026-11-23 17:30'],
    ['2026-02-13 17:00', 4, 'workingHours', '2026-02-14 12:00'],
    ['2026-02-14 17:00', 1, 'workingHours', '2026-02-24 09:00'],
  ])('from %s, %i %s end at %s', (start, amount, unit, end) => {
    expect(due(start, of(amount, unit))).toBe(shanghai(end));
  });
});

describe('a limit in hours, minutes or seconds', () => {
  it.each<Case>([
    ['2026-11-27 16:59:59', 24, 'hours', '2026-11-28 16:59:59'],
    ['2026-11-27 23:59:59', 1, 'hours', '2026-11-28 00:59:59'],
    ['2026-10-01 00:00', 30, 'minutes', '2026-10-01 00:30'],
    ['2026-10-01 00:00', 90, 'seconds', '2026-10-01 00:01:30'],
  ])('from %s, %i %s end exactly at %s, holiday or not', (start, amount, unit, end) => {
    expect(due(start, of(amount, unit))).toBe(shanghai(end));
  });

  it('keeps the milliseconds of its start', () => {
    expect(count('2026-11-27T08:00:00.123Z', of(1, 'hours'), clock).dueAt).toBe('2026-11-27T09:00:00.123Z');
  });
});

describe('a pause', () => {
  it.each<[...Case, from: string, until: string | null]>([
    ['2026-11-23 10:00', 90, 'seconds', '2026-11-23 10:11:30', '2026-11-23 10:01', '2026-11-23 10:11'],
    ['2026-11-23 10:00', 30, 'minutes', '2026-11-23 11:30', '2026-11-23 10:10', '2026-11-23 11:10'],
    ['2026-11-23 10:00', 4, 'hours', '2026-11-23 16:00', '2026-11-23 11:00', '2026-11-23 13:00'],
    ['2026-11-23 10:00', 4, 'workingHours', '2026-11-24 09:00', '2026-11-23 11:00', '2026-11-23 15:00'],
    ['2026-11-23 10:00', 2, 'workingDays', '2026-11-26 17:30', '2026-11-24 12:00', '2026-11-25 12:00'],
    ['2026-11-23 10:00', 3, 'days', '2026-11-27 17:30', '2026-11-24 12:00', '2026-11-25 12:00'],
    ['2026-11-02 10:00', 1, 'months', '2026-12-04 17:30', '2026-11-10 12:00', '2026-11-12 12:00'],
    // Inside one day, over no end of work: a limit in days has lost nothing.
    ['2026-11-23 10:00', 2, 'workingDays', '2026-11-25 17:30', '2026-11-24 09:00', '2026-11-24 12:00'],
    // Over a weekend nobody would have worked anyway.
    ['2026-11-27 10:00', 1, 'workingDays', '2026-11-30 17:30', '2026-11-27 18:00', '2026-11-30 08:00'],
    // Begins when all is over.
    ['2026-11-23 10:00', 4, 'hours', '2026-11-23 14:00', '2026-11-23 14:00', '2026-11-23 20:00'],
    // Lasts still: what it will cost is not known.
    ['2026-11-23 10:00', 4, 'hours', '2026-11-23 14:00', '2026-11-23 11:00', null],
    ['2026-11-23 10:00', 2, 'workingDays', '2026-11-25 17:30', '2026-11-23 11:00', null],
  ])('from %s, %i %s end at %s when it stood still from %s to %s', (start, amount, unit, end, from, until) => {
    expect(due(start, of(amount, unit), { pauses: [pause(from, until)], moves: true })).toBe(shanghai(end));
  });

  it('adds up with the next one', () => {
    const pauses = [pause('2026-11-23 11:00', '2026-11-23 12:00'), pause('2026-11-23 13:00', '2026-11-23 15:00')];
    expect(due('2026-11-23 10:00', of(4, 'hours'), { pauses, moves: true })).toBe(shanghai('2026-11-23 17:00'));
    expect(due('2026-11-23 10:00', of(3, 'workingHours'), { pauses, moves: true })).toBe(shanghai('2026-11-23 17:00'));
  });

  it('shows in the derivation, with its ground', () => {
    for (const unit of ['hours', 'workingDays', 'days', 'months'] as const) {
      const { steps } = count(shanghai('2026-11-23 10:00'), of(30, unit), clock, {
        pauses: [pause('2026-11-24 10:00', '2026-11-25 10:00')],
        moves: true,
      });
      expect(steps.filter((step) => step.label === 'pause').map((step) => step.detail.ground)).toEqual(['appraisal']);
    }
  });
});

describe('a share of a limit', () => {
  const at = (percent: number, start: string, limit: Limit, pauses: Pause[] = []) => {
    const from = shanghai(start);
    return momentAtPercent(
      percent,
      from,
      count(from, limit, clock, { pauses, moves: true }).dueAt,
      limit,
      clock,
      pauses,
    );
  };

  it.each<[number, ...Case]>([
    // 6.5 hours are left of Monday and seven days of seven hours follow: 55.5 working hours.
    [50, '2026-11-23 09:00', 7, 'workingDays', '2026-11-27 08:45'],
    [80, '2026-11-23 09:00', 7, 'workingDays', '2026-12-01 11:24'],
    [100, '2026-11-23 09:00', 7, 'workingDays', '2026-12-02 17:30'],
    [200, '2026-11-23 09:00', 7, 'workingDays', '2026-12-11 17:30'],
    [200, '2026-11-27 09:00', 1, 'workingDays', '2026-12-01 17:30'],
    // Part of a day above the whole counts as a day.
    [150, '2026-11-23 09:00', 1, 'workingDays', '2026-11-25 17:30'],
    // Natural time, also at night: 248.5 hours from Monday nine o'clock to Thursday of next week.
    [50, '2026-11-02 09:00', 10, 'days', '2026-11-07 13:15'],
    [50, '2026-11-23 09:00', 4, 'workingHours', '2026-11-23 11:00'],
    [80, '2026-11-23 09:00', 4, 'workingHours', '2026-11-23 14:12'],
    [200, '2026-11-23 09:00', 4, 'workingHours', '2026-11-24 10:00'],
    [50, '2026-11-28 23:00', 1, 'hours', '2026-11-28 23:30'],
    [80, '2026-11-28 23:00', 1, 'hours', '2026-11-28 23:48'],
    [200, '2026-11-28 23:00', 1, 'hours', '2026-11-29 01:00'],
  ])('%i %% from %s of %i %s is at %s', (percent, start, amount, unit, moment) => {
    expect(at(percent, start, of(amount, unit))).toBe(shanghai(moment));
  });

  it('leaves out the time of a pause', () => {
    const pauses = [pause('2026-11-23 10:00', '2026-11-23 14:00')];
    expect(at(50, '2026-11-23 09:00', of(4, 'hours'), pauses)).toBe(shanghai('2026-11-23 15:00'));
  });

  it('counts parts of a unit in the holder’s favour', () => {
    expect(scale(of(7, 'workingDays'), 0.5)).toEqual(of(4, 'workingDays'));
    expect(scale(of(20, 'days'), 1.5)).toEqual(of(30, 'days'));
    expect(scale(of(1, 'days'), 0.1)).toEqual(of(1, 'days'));
    // 10 × 1.1 is a little more than 11 in binary.
    expect(scale(of(10, 'days'), 1.1)).toEqual(of(11, 'days'));
  });
});

describe('counting back from a moment', () => {
  it.each<Case>([
    ['2026-11-30 17:30', 2, 'hours', '2026-11-30 15:30'],
    ['2026-11-30 17:30', 1, 'days', '2026-11-29 17:30'],
    ['2026-11-30 17:30', 1, 'workingDays', '2026-11-27 17:30'],
    ['2026-02-24 17:30', 1, 'workingDays', '2026-02-14 17:30'],
    ['2026-03-31 17:30', 1, 'months', '2026-02-28 17:30'],
    ['2026-11-30 09:30', 2, 'workingHours', '2026-11-27 16:30'],
    ['2026-11-30 15:00', 2, 'workingHours', '2026-11-30 11:00'],
  ])('from %s, %i %s before is %s', (from, amount, unit, moment) => {
    expect(countBack(shanghai(from), of(amount, unit), clock)).toBe(shanghai(moment));
  });
});

describe('an obligation’s due moment', () => {
  const rule: RuleRef = { policyVersion: 'default-1', calendarVersion: 'default-1', path: 'handle.blue.ordinary' };
  const terms = (more: Partial<Terms> = {}): Terms => ({
    countedFrom: shanghai('2026-11-23 09:00'),
    limit: of(7, 'workingDays'),
    extensions: [],
    moves: true,
    pauses: [],
    ...more,
  });

  it('explains itself from start to due', () => {
    const derived = derive(terms(), rule, clock);
    expect(derived.steps.map((step) => step.label)).toEqual(['start', 'limit', 'due']);
    expect(derived.steps[0]!.detail).toEqual({ rule: 'handle.blue.ordinary', version: 'default-1' });
    expect(derived.dueAt).toBe(shanghai('2026-12-02 17:30'));
  });

  it('counts each extension from the due moment before it', () => {
    const derived = derive(terms({ extensions: [of(3, 'workingDays'), of(1, 'days')] }), rule, clock);
    expect(derived.dueAt).toBe(shanghai('2026-12-08 17:30'));
  });

  it('is the moment that a person fixed, where a person did', () => {
    const derived = derive(terms({ limit: null, fixedDueAt: shanghai('2026-12-24 12:00') }), rule, clock);
    expect(derived).toMatchObject({ dueAt: shanghai('2026-12-24 12:00'), provisional: false });
  });

  it('is late only after its tolerance, on any day', () => {
    const derived = derive(terms({ limit: of(3, 'days'), tolerance: of(2, 'days'), moves: false }), rule, clock);
    expect(derived).toMatchObject({ dueAt: shanghai('2026-11-26 17:30'), lateAfter: shanghai('2026-11-28 17:30') });
  });

  it('is what the last step of its derivation says', () => {
    fc.assert(
      fc.property(instant, limit, fc.boolean(), fc.array(limit, { maxLength: 2 }), (countedFrom, most, moves, more) => {
        const derived = derive(terms({ countedFrom, limit: most, moves, extensions: more }), rule, clock);
        expect(derived.steps.at(-1)).toMatchObject({ label: 'due', to: derived.dueAt });
        expect(derived.dueAt > countedFrom).toBe(true);
      }),
    );
  });
});

const instant: fc.Arbitrary<Instant> = fc
  .integer({ min: Date.UTC(2024, 0, 1) / MINUTE, max: Date.UTC(2027, 5, 1) / MINUTE })
  .map((minute) => instantOf(minute * MINUTE));
const limit: fc.Arbitrary<Limit> = fc.record({
  amount: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom(...UNITS),
});

describe('for every start and limit', () => {
  it('one unit more is never earlier', () => {
    fc.assert(
      fc.property(instant, limit, fc.boolean(), (start, { amount, unit }, moves) => {
        const end = (n: number) => count(start, of(n, unit), clock, { pauses: [], moves }).dueAt;
        expect(end(amount + 1) >= end(amount)).toBe(true);
      }),
    );
  });

  it('a holiday and a make-up day that both lie on the way take nothing and give nothing', () => {
    // 2030 is a year of our own: a Wednesday off, and a Saturday worked for it.
    const swapped = (holiday: string, makeUp: string) => ({
      ...clock,
      calendar: {
        region: 'default',
        version: 'swapped',
        years: [
          {
            region: 'default',
            year: 2030,
            official: true,
            source: '',
            holidays: [holiday],
            makeUpDays: [makeUp],
            statutory: [],
          },
        ],
      },
    });
    const weekdays = (n: number) => addDays('2030-03-04', Math.floor(n / 5) * 7 + (n % 5));
    fc.assert(
      fc.property(fc.nat(9), fc.nat(1), fc.integer({ min: 11, max: 40 }), (day, week, amount) => {
        const holiday = weekdays(day);
        const saturday = addDays('2030-03-09', week * 7);
        const end = (off: string, worked: string) =>
          count(shanghai('2030-03-01 10:00'), of(amount, 'workingDays'), swapped(off, worked)).dueAt;
        expect(end(holiday, saturday)).toBe(end('2030-12-25', '2030-12-28'));
      }),
    );
  });

  it('who starts later is never due earlier', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 20_000 }), limit, fc.boolean(), (start, minutes, most, moves) => {
        const end = (from: Instant) => count(from, most, clock, { pauses: [], moves }).dueAt;
        expect(end(instantOf(millisOf(start) + minutes * MINUTE)) >= end(start)).toBe(true);
      }),
    );
  });

  it('limits in days end at 17:30, and where they move on a working day', () => {
    const inDays = fc.record({
      amount: fc.integer({ min: 1, max: 40 }),
      unit: fc.constantFrom<Unit[]>('days', 'workingDays', 'months'),
    });
    fc.assert(
      fc.property(instant, inDays, (start, most) => {
        const { dueAt } = count(start, most, clock);
        expect(dueAt.slice(10)).toBe('T09:30:00.000Z');
        // The second before closing is working time.
        expect(elapsedOn('workingHours', instantOf(millisOf(dueAt) - 1000), dueAt, clock)).toBe(1000);
      }),
    );
  });

  it('a share lies where that share of the time has run, to the millisecond', () => {
    fc.assert(
      fc.property(instant, limit, fc.integer({ min: 1, max: 99 }), (start, most, percent) => {
        const end = count(start, most, clock).dueAt;
        const moment = momentAtPercent(percent, start, end, most, clock);
        const whole = elapsedOn(most.unit, start, end, clock);
        expect(Math.abs(elapsedOn(most.unit, start, moment, clock) - (whole * percent) / 100)).toBeLessThanOrEqual(1);
        expect(moment <= end).toBe(true);
      }),
    );
  });

  it('working time is the sum of its parts, day by day, and without what stood still', () => {
    const span = fc.integer({ min: 0, max: 800 * 24 * 60 });
    fc.assert(
      fc.property(instant, span, fc.tuple(span, span), (start, minutes, stood) => {
        const after = (n: number) => instantOf(millisOf(start) + n * MINUTE);
        const on = (a: Instant, b: Instant, pauses: Pause[] = []) => elapsedOn('workingHours', a, b, clock, pauses);
        const end = after(minutes);
        let daily = 0;
        for (let from = start; from < end;) {
          const next = instantOf(Math.min(millisOf(from) + 24 * 60 * MINUTE, millisOf(end)));
          daily += on(from, next);
          from = next;
        }
        expect(on(start, end)).toBe(daily);
        const [from, until] = [after(Math.min(...stood)), after(Math.max(...stood))];
        const inside = from < end ? on(from, until < end ? until : end) : 0;
        expect(on(start, end, [{ from, until, ground: 'court' }])).toBe(daily - inside);
        expect(on(start, end, [{ from, until: null, ground: 'court' }])).toBe(daily);
      }),
    );
  });

  it('working hours counted forth and back come to the same working minute', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 60 }), (start, amount) => {
        const end = count(start, of(amount, 'workingHours'), clock).dueAt;
        const back = countBack(end, of(amount, 'workingHours'), clock);
        expect(elapsedOn('workingHours', back, end, clock)).toBe(amount * 60 * MINUTE);
        expect(elapsedOn('workingHours', start, end, clock)).toBe(amount * 60 * MINUTE);
      }),
    );
  });
});

it('the time zone of the process changes no due moment', () => {
  // Jest hands out a copy of the environment; only the real one moves the zone of `Date`.
  const { env } = runInThisContext('process') as NodeJS.Process;
  const before = env.TZ;
  const answers = () => UNITS.map((unit) => due('2026-02-13 23:30', of(9, unit)));
  const expected = answers();
  try {
    for (const [zone, offset] of [
      ['America/New_York', 300],
      ['Pacific/Kiritimati', -840],
    ] as const) {
      env.TZ = zone;
      expect(new Date('2026-02-13T12:00:00Z').getTimezoneOffset()).toBe(offset);
      expect(answers()).toEqual(expected);
    }
  } finally {
    if (before === undefined) delete env.TZ;
    else env.TZ = before;
  }
});
