import { Form } from '../form/form.js';
import { count, flag, listOf, text, type Problem, type Shape } from '../form/shapes.js';
import type { CalendarYear } from './calendar.js';
import { isCivilDate, weekdayOf, type CivilDate } from './time.js';

/** A year of a calendar before it is published: what it may be, and what makes no sense in it. */

const date: Shape = {
  says: 'date',
  schema: { type: 'string', format: 'date' },
  check(value, spot) {
    if (typeof value !== 'string' || !isCivilDate(value)) spot.say('NO_SUCH_DATE', 'a day such as 2026-10-01');
  },
};

const row = (path: string, shape: Shape, zh: string, en: string) => ({
  path,
  shape,
  readBy: ['dayIn'],
  label: { zh, en },
  source: '国务院办公厅关于部分节假日安排的通知; 《全国年节及纪念日放假办法》',
});

export const CALENDAR_FORM = new Form(
  [
    row('region', text(64), '地区', 'Region'),
    row('year', count(2000, 2199), '年份', 'Year'),
    row('official', flag, '已公布', 'Published'),
    row('source', text(200, 'name the notice'), '依据', 'Source'),
    row('holidays', listOf(date, { most: 120 }), '放假', 'Days off'),
    row('makeUpDays', listOf(date, { most: 60 }), '调休上班', 'Make-up workdays'),
    row('statutory', listOf(date, { most: 40 }), '法定节假日', 'Days off by law'),
  ],
  {},
);

const LISTS = ['holidays', 'makeUpDays', 'statutory'] as const;

/** Every reason why a year makes no sense, all at once; empty when it may be published. Takes anything. */
export function checkCalendar(document: unknown): Problem[] {
  const problems = CALENDAR_FORM.check(document, undefined);
  if (problems.length > 0) return problems;
  const year = document as CalendarYear;
  const add = (list: (typeof LISTS)[number], date: CivilDate, code: string, detail: string) =>
    problems.push({ pointer: `/${list}/${year[list].indexOf(date)}`, code, detail });
  for (const list of LISTS) {
    year[list].forEach((each, n, all) => {
      if (!isOfYear(each, year.year)) add(list, each, 'OTHER_YEAR', 'lies in another year');
      if (n > 0 && each < all[n - 1]!) add(list, each, 'DATE_ORDER', 'days lie in order');
    });
  }
  for (const each of year.makeUpDays) {
    if (year.holidays.includes(each)) add('makeUpDays', each, 'OFF_AS_WELL', 'is off as well');
    if (![0, 6].includes(weekdayOf(each))) add('makeUpDays', each, 'WORKED_ANYWAY', 'is no weekend');
  }
  for (const each of year.official ? year.statutory : []) {
    if (!year.holidays.includes(each)) add('statutory', each, 'NOT_OFF', 'is off by law and not among the days off');
  }
  // Of a year without a notice nobody reads more than the law.
  if (!year.official && year.holidays.length + year.makeUpDays.length > 0) {
    problems.push({ pointer: '/official', code: 'NOT_PUBLISHED', detail: 'only the law is known of it' });
  }
  return problems;
}

/** A notice may name days about New Year that lie in a neighbouring one. */
function isOfYear(date: CivilDate, year: number): boolean {
  return date >= `${year - 1}-12-01` && date <= `${year + 1}-01-31`;
}
