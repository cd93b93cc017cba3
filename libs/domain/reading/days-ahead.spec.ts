import { describe, expect, it } from '@jest/globals';
import { rulesFor, shanghai } from '../../../test/support/town.js';
import { clockOf } from '../obligation/obligation.js';
import { count } from '../time/limit.js';
import { daysAhead, daysOfMonth } from './days-ahead.js';

describe('the days ahead', () => {
  const clock = clockOf(rulesFor());
  // A Tuesday before the National Day of 2026, with the days off that follow and the Saturday that makes up for them.
  const now = shanghai('2026-09-29 10:00');
  const days = daysAhead(now, clock, 15);

  it('are each what they are in the calendar', () => {
    const reasonOf = (date: string) => days.find((each) => each.date === date)?.reason;
    expect(['2026-09-29', '2026-10-01', '2026-10-10'].map(reasonOf)).toEqual(['workday', 'holiday', 'make-up']);
    expect(days[0]).toMatchObject({ date: '2026-09-29', nth: null, working: true });
  });

  it('are counted as every limit in working days is', () => {
    for (const amount of [1, 2, 3, 4]) {
      const due = count(now, { amount, unit: 'workingDays' }, clock).dueAt;
      expect(days.find(({ nth }) => nth === amount)?.endsAt).toBe(due);
    }
  });

  it('are the same in their months, from the first to the last of each', () => {
    const [september, october] = ['2026-09', '2026-10'].map((month) => daysOfMonth(month, now, clock)) as [
      typeof days,
      typeof days,
    ];
    expect([september[0]!.date, september.at(-1)!.date, october.length]).toEqual(['2026-09-01', '2026-09-30', 31]);
    const known = new Map([...september, ...october].map((each) => [each.date, each]));
    expect(days.map(({ date }) => known.get(date))).toEqual(days);
    // What has passed is counted by nobody, nor what lies years ahead.
    expect(september.slice(0, 29).map(({ nth }) => nth)).toEqual(Array(29).fill(null));
    expect(new Set(daysOfMonth('2999-02', now, clock).map(({ nth }) => nth))).toEqual(new Set([null]));
    expect(daysOfMonth('2028-02', now, clock)).toHaveLength(29);
  });
});
