import { expect, it } from '@jest/globals';
import { checkCalendar } from './check-calendar.js';
import { SHIPPED_CALENDARS } from './shipped-calendars.js';

const YEAR = SHIPPED_CALENDARS.find(({ year }) => year === 2026)!;
const problemsOf = (change: object) =>
  checkCalendar({ ...YEAR, ...change }).map(({ pointer, code }) => `${pointer} ${code}`);

it('the calendars that ship make sense', () => {
  expect(SHIPPED_CALENDARS.flatMap(checkCalendar)).toEqual([]);
});

it.each<[what: string, change: object, problem: string]>([
  ['without a source', { source: '' }, '/source REQUIRED'],
  ['of no year', { year: NaN }, '/year OUT_OF_RANGE'],
  ['with a day that is none', { makeUpDays: ['2026-02-30'] }, '/makeUpDays/0 NO_SUCH_DATE'],
  ['with a day of another year', { makeUpDays: ['2024-02-04'] }, '/makeUpDays/0 OTHER_YEAR'],
  ['with days out of order', { makeUpDays: ['2026-02-28', '2026-02-14'] }, '/makeUpDays/1 DATE_ORDER'],
  ['with a day twice', { makeUpDays: ['2026-02-14', '2026-02-14'] }, '/makeUpDays/1 DUPLICATE'],
  ['that works on a day off', { makeUpDays: ['2026-02-15'] }, '/makeUpDays/0 OFF_AS_WELL'],
  ['that makes up on a workday', { makeUpDays: ['2026-02-12'] }, '/makeUpDays/0 WORKED_ANYWAY'],
  ['that works on a day of the law', { statutory: ['2026-03-02'] }, '/statutory/0 NOT_OFF'],
  ['that was not published and knows all', { official: false }, '/official NOT_PUBLISHED'],
  ['with more to say', { lunch: true }, '/lunch UNKNOWN_MEMBER'],
  ['of ever holidays', { holidays: Array(366).fill('2026-01-01') }, '/holidays TOO_MANY'],
])('a year %s is refused', (_what, change, problem) => {
  expect(problemsOf(change)).toContain(problem);
});

it('every problem is named at once, whatever else is wrong', () => {
  const change = {
    source: '',
    makeUpDays: ['2026-02-30', '2026-03-04'],
    holidays: YEAR.holidays.filter((day) => day !== '2026-10-01'),
  };
  const law = YEAR.statutory.indexOf('2026-10-01');
  expect(problemsOf(change)).toEqual([
    '/source REQUIRED',
    '/makeUpDays/0 NO_SUCH_DATE',
    '/makeUpDays/1 WORKED_ANYWAY',
    `/statutory/${law} NOT_OFF`,
  ]);
});

it('that is none breaks nothing', () => {
  expect(checkCalendar(null)).toEqual([{ pointer: '', code: 'REQUIRED', detail: 'must be an object' }]);
});
