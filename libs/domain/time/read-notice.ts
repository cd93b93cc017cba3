import { yearOf, type Notice } from './calendars/notice.js';
import type { CalendarYear } from './calendar.js';
import { addDays, isCivilDate, weekdayOf, type CivilDate } from './time.js';

/**
 * A year as its notice says it: the text of the 国务院办公厅关于部分节假日安排的通知, pasted. What was not understood is
 * said, and nothing is guessed: whoever reads the draft publishes it.
 */
export interface ReadNotice {
  /** Days off and make-up workdays; which days are off by law the notice does not say. */
  holidays: CivilDate[];
  makeUpDays: CivilDate[];
  problems: NoticeProblem[];
}

export interface NoticeProblem {
  code: 'NOTHING_FOUND' | 'NO_SUCH_DATE' | 'OTHER_WEEKDAY' | 'OTHER_LENGTH' | 'NOT_UNDERSTOOD';
  /** The words that it is about, as they were pasted. */
  said: string;
}

const DATE = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?/gu;
/** Of a holiday: 一、 as the notice has it, or 1. as it comes from a web page or a word processor. */
const NUMBER = '\\(?(?:[一二三四五六七八九十]+|\\d{1,2})(?:\\)?、|\\)|\\.(?!\\d))';
const WEEKDAYS = '日一二三四五六';

/** @param text the notice or the part of it that lists the holidays */
export function readNotice(text: string, year: number): ReadNotice {
  const problems: NoticeProblem[] = [];
  const plain = text
    .normalize('NFKC')
    // Whatever a line before a number ends with, its sentence ends there.
    .replaceAll(new RegExp(`\\s*\\n\\s*(?=${NUMBER})`, 'gu'), '。')
    .replaceAll(/\s/gu, '');
  const holidays = plain
    // A number at the beginning of a sentence; those of the lunar calendar (腊月二十八、周日) stand within one.
    .split(new RegExp(`(?<=^|[。:;])${NUMBER}`, 'u'))
    .slice(1)
    .flatMap((part) => readHoliday(part, year, (code, said) => problems.push({ code, said })) ?? []);
  if (holidays.length === 0) problems.push({ code: 'NOTHING_FOUND', said: text.trim().slice(0, 40) });
  const { holidays: off, makeUpDays } = yearOf({ region: '', year, official: true, source: '', holidays });
  return { holidays: off, makeUpDays, problems };
}

type Say = (code: NoticeProblem['code'], said: string) => void;

/** One holiday: 春节：1月28日（周二）至2月4日（周二）放假调休，共8天。1月26日（周日）上班。 */
function readHoliday(part: string, year: number, say: Say): Notice['holidays'][number] | null {
  const [name, rest] = part.split(/[::]/u);
  if (!name || !rest) return null;
  const sentences = rest.split('。').filter((each) => each !== '');
  const offSaid = sentences.find((each) => each.includes('放假'));
  if (!offSaid) {
    say('NOT_UNDERSTOOD', part);
    return null;
  }
  const [from, to = from, ...more] = datesIn(offSaid.slice(0, offSaid.indexOf('放假')), year, name, say);
  if (!from || !to || more.length > 0 || to < from) {
    say('NOT_UNDERSTOOD', offSaid);
    return null;
  }
  const length = Number(/共(\d+)天/u.exec(offSaid)?.[1] ?? /放假(\d+)天/u.exec(offSaid)?.[1] ?? 0);
  if (length > 0 && addDays(from, length - 1) !== to) say('OTHER_LENGTH', offSaid);
  const worked = sentences.filter((each) => each.endsWith('上班'));
  const makeUpDays = worked.flatMap((each) => datesIn(each, year, name, say));
  return { name, off: [from, to], statutory: [], ...(makeUpDays.length > 0 && { makeUpDays }) };
}

/** The dates of a sentence; a day without a month is of the month before it. */
function datesIn(sentence: string, year: number, holiday: string, say: Say): CivilDate[] {
  let month = '';
  return [...sentence.matchAll(DATE)].flatMap(([said, ofYear, ofMonth, day, about]) => {
    month = ofMonth ?? month;
    // New Year's stretch may begin in the year before.
    const own = ofYear ?? (holiday.includes('元旦') && month === '12' ? year - 1 : year);
    const date = `${own}-${month.padStart(2, '0')}-${day!.padStart(2, '0')}`;
    if (!isCivilDate(date)) {
      say('NO_SUCH_DATE', said);
      return [];
    }
    const weekday = /(?:周|星期)([日一二三四五六])/u.exec(about ?? '')?.[1];
    if (weekday && WEEKDAYS.indexOf(weekday) !== weekdayOf(date)) say('OTHER_WEEKDAY', said);
    return [date];
  });
}

/** As a draft of the year: what is known of it beside what the notice says. */
export function yearFrom(notice: ReadNotice, known: CalendarYear, source: string): CalendarYear {
  const { holidays, makeUpDays } = notice;
  return { ...known, official: true, source, holidays, makeUpDays };
}
