import { Form } from '../form/form.js';
import { count, flag, isObject, isWhole, listOf, text, type Problem, type Shape } from '../form/shapes.js';
import { isCivilDate, weekdayOf, type CivilDate } from './time.js';

/** A year of a calendar before it is published: what it may be, and what makes no sense in it. */

const isDate = (value: unknown): value is CivilDate => typeof value === 'string' && isCivilDate(value);

const date: Shape = {
  says: 'date',
  schema: { type: 'string', format: 'date' },
  check(value, spot) {
    if (!isDate(value)) spot.say('NO_SUCH_DATE', 'a day such as 2026-10-01');
  },
};

const row = (path: string, shape: Shape, zh: string, en: string) => ({
  path,
  shape,
  readBy: ['dayIn'],
  label: { zh, en },
  source: {
    kind: 'law' as const,
    zh: '国务院办公厅关于部分节假日安排的通知；《全国年节及纪念日放假办法》',
    en: 'Notices of the State Council Office on holidays; Measures for Holidays of Festivals and Memorial Days',
  },
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
  const said = isObject(document) ? document : {};
  const { year, official } = said;
  // What is no list, too long a one, or no day is named above; the days beside it are judged as if it were not there.
  const wrong = new Set(problems.map(({ pointer }) => pointer));
  const daysOf = (list: (typeof LISTS)[number]): Days =>
    Array.isArray(said[list]) && !wrong.has(`/${list}`)
      ? (said[list] as unknown[]).flatMap((date, n) => (isDate(date) ? [{ date, n }] : []))
      : [];
  const [off, worked, byLaw] = LISTS.map(daysOf) as [Days, Days, Days];
  const add = (list: (typeof LISTS)[number], n: number, code: string, detail: string) =>
    problems.push({ pointer: `/${list}/${n}`, code, detail });
  LISTS.forEach((list, which) => {
    const days = [off, worked, byLaw][which]!;
    days.forEach(({ date, n }, place) => {
      if (isWhole(year) && !isOfYear(date, year)) add(list, n, 'OTHER_YEAR', 'lies in another year');
      if (place > 0 && date < days[place - 1]!.date) add(list, n, 'DATE_ORDER', 'days lie in order');
    });
  });
  const isOff = new Set(off.map(({ date }) => date));
  for (const { date, n } of worked) {
    if (isOff.has(date)) add('makeUpDays', n, 'OFF_AS_WELL', 'is off as well');
    if (![0, 6].includes(weekdayOf(date))) add('makeUpDays', n, 'WORKED_ANYWAY', 'is no weekend');
  }
  // Where the days off are no list, nobody knows which are missing from it.
  for (const { date, n } of official === true && !wrong.has('/holidays') ? byLaw : []) {
    if (!isOff.has(date)) add('statutory', n, 'NOT_OFF', 'is off by law and not among the days off');
  }
  // Of a year without a notice nobody reads more than the law.
  if (official === false && off.length + worked.length > 0) {
    problems.push({ pointer: '/official', code: 'NOT_PUBLISHED', detail: 'only the law is known of it' });
  }
  return problems;
}

type Days = { date: CivilDate; n: number }[];

/** A notice may name days about New Year that lie in a neighbouring one. */
function isOfYear(date: CivilDate, year: number): boolean {
  return date >= `${year - 1}-12-01` && date <= `${year + 1}-01-31`;
}
