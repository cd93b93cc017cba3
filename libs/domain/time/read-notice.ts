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
  /** What it calls itself, by its number or its title; null where nothing says that it is a notice. */
  source: string | null;
  problems: NoticeProblem[];
}

export interface NoticeProblem {
  code:
    | 'NOTHING_FOUND'
    | 'NO_SUCH_DATE'
    | 'OTHER_WEEKDAY'
    | 'OTHER_LENGTH'
    | 'NOT_UNDERSTOOD'
    | 'NOTICE_OF_OTHER_YEAR'
    | 'DAY_OF_OTHER_YEAR';
  /** The words that it is about, as they were pasted. */
  said: string;
}

const DATE = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?/gu;
/** Of a holiday: 一、 as the notice has it, or 1. as it comes from a web page or a word processor. */
const NUMBER = '\\(?(?:[一二三四五六七八九十]+|\\d{1,2})(?:\\)?、|\\)|\\.(?!\\d))';
/** By which the State Council Office sends it: 国办发明电〔2026〕9号. */
const SENT_AS = /国办发明电[〔[(【](\d{4})[〕\])】](?:第)?(\d+)号/u;
const TITLE = /(?:国务院办公厅)?关于(\d{4})年[^。:]{0,12}节假日安排的通知/u;
/** It says of which year it is also where its title was not pasted. */
const OF_YEAR = /现将(\d{4})年[^。]{0,40}通知如下/u;
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
  const named = TITLE.exec(plain) ?? OF_YEAR.exec(plain);
  if (named && Number(named[1]) !== year) problems.unshift({ code: 'NOTICE_OF_OTHER_YEAR', said: named[0] });
  const { holidays: off, makeUpDays } = yearOf({ region: '', year, official: true, source: '', holidays });
  return { holidays: off, makeUpDays, source: holidays.length > 0 ? sourceIn(plain, year) : null, problems };
}

function sourceIn(plain: string, year: number): string {
  const sent = SENT_AS.exec(plain);
  if (sent) return `国办发明电〔${sent[1]}〕${sent[2]}号`;
  // The parts of it alone are the notice as well.
  const ofYear = (TITLE.exec(plain) ?? OF_YEAR.exec(plain))?.[1] ?? year;
  return `国务院办公厅关于${ofYear}年部分节假日安排的通知`;
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

/** As a draft of the year: what is known of it beside what was read. Where that is no notice, who drafts it says whose it is. */
export function yearFrom(read: ReadNotice, known: CalendarYear, named?: string): CalendarYear {
  const { holidays, makeUpDays } = read;
  const source = named ?? read.source;
  return { ...known, official: source !== null, source: source ?? '', holidays, makeUpDays };
}
