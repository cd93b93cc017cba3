import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { missingYear } from './missing-year.js';
import { dayIn, type Calendar } from './calendar.js';
import { SHIPPED_CALENDARS } from './shipped-calendars.js';
import { addDays, isCivilDate, weekdayOf, type CivilDate } from './time.js';

// An independent reading of the yearly notices. It reads dates in the zone of the process, so it gets local dates.
const { isWorkday } = createRequire(import.meta.url)('chinese-days') as { isWorkday: (date: Date) => boolean };

const calendar: Calendar = { region: 'default', version: 'test', years: SHIPPED_CALENDARS };
const local = (date: CivilDate) =>
  new Date(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)));

function daysOf(year: number): CivilDate[] {
  const days: CivilDate[] = [];
  for (let date = `${year}-01-01`; date.startsWith(`${year}`); date = addDays(date, 1)) days.push(date);
  return days;
}

describe('the shipped calendars', () => {
  it.each([
    [2024, 366],
    [2025, 365],
    [2026, 365],
  ])('know each day of %i as the published package does', (year, length) => {
    const days = daysOf(year);
    expect(days).toHaveLength(length);
    const differing = days.filter((date) => dayIn(calendar, date).working !== isWorkday(local(date)));
    expect(differing).toEqual([]);
    expect(days.filter((date) => dayIn(calendar, date).provisional)).toEqual([]);
  });

  it.each(SHIPPED_CALENDARS.map((year) => [year.year, year] as const))(
    'name in %i only days that make sense',
    (n, year) => {
      for (const date of [...year.holidays, ...year.makeUpDays, ...year.statutory]) {
        expect([date, isCivilDate(date)]).toEqual([date, true]);
        expect(Number(date.slice(0, 4))).toBe(n);
      }
      // A make-up workday that is no weekend, or that is off as well, would be a slip.
      expect(year.makeUpDays.filter((date) => ![0, 6].includes(weekdayOf(date)))).toEqual([]);
      expect(year.makeUpDays.filter((date) => year.holidays.includes(date))).toEqual([]);
      if (year.official) expect(year.statutory.filter((date) => !year.holidays.includes(date))).toEqual([]);
    },
  );

  it('say why a day is what it is, with the notice that says so', () => {
    const reason = (date: CivilDate) => dayIn(calendar, date).reason;
    expect(reason('2026-02-13')).toBe('workday');
    expect(reason('2026-02-14')).toBe('make-up');
    expect(reason('2026-02-16')).toBe('holiday');
    expect(reason('2026-03-01')).toBe('weekend');
    expect(reason('2027-10-01')).toBe('statutory');
    expect(dayIn(calendar, '2026-02-16').source).toBe('国办发明电〔2025〕7号');
  });
});

describe('a year that is not published', () => {
  it('is answered provisionally on every day of 2027', () => {
    expect(daysOf(2027).filter((date) => !dayIn(calendar, date).provisional)).toEqual([]);
  });

  it('has its weekends and its statutory days off, and no make-up workday', () => {
    expect(dayIn(calendar, '2027-10-01')).toMatchObject({ working: false, provisional: true });
    expect(dayIn(calendar, '2027-10-04')).toMatchObject({ working: true, provisional: true });
    expect(dayIn(calendar, '2027-10-09')).toMatchObject({ working: false, provisional: true, reason: 'weekend' });
  });

  it('is answered provisionally too when the calendar does not know it at all', () => {
    expect(dayIn(calendar, '2031-10-01')).toEqual({ working: true, provisional: true, reason: 'workday' });
    expect(dayIn(calendar, '2031-10-04')).toEqual({ working: false, provisional: true, reason: 'weekend' });
    expect(dayIn(calendar, '2023-12-29')).toMatchObject({ working: true, provisional: true });
  });

  it('takes over a day that the notice of a neighbouring year names', () => {
    const years = SHIPPED_CALENDARS.map((year) =>
      year.year === 2026 ? { ...year, makeUpDays: [...year.makeUpDays, '2027-01-03'] } : year,
    );
    expect(dayIn({ ...calendar, years }, '2027-01-03')).toMatchObject({ working: true, provisional: false });
  });
});

it('a year is missed from 1 November of the one before, and while it runs', () => {
  const known = [2025, 2026].map((year) => ({ year, official: true }));
  expect(missingYear(known, '2026-10-31')).toBeNull();
  expect(missingYear(known, '2026-11-01')).toBe(2027);
  expect(missingYear([...known, { year: 2027, official: false }], '2026-12-31')).toBe(2027);
  expect(missingYear([...known, { year: 2027, official: true }], '2026-12-31')).toBeNull();
  expect(missingYear(known, '2027-03-01')).toBe(2027);
  expect(missingYear([], '2026-11-01')).toBe(2026);
});
