import { readNotice, type NoticeProblem, type ReadNotice } from './read-notice.js';
import { addDays, isCivilDate, type CivilDate } from './time.js';

/**
 * A year as somebody has it: the text of its notice, a calendar file (iCalendar, RFC 5545), or lines of a sheet, each a
 * day and whether it is off or worked. What was not understood is said, and nothing is guessed.
 */
export function readDays(text: string, year: number): ReadNotice {
  if (/^\s*\ufeff?BEGIN:VCALENDAR/iu.test(text)) return sorted(eventsIn(text), year, 'calendar');
  const lines = linesIn(text);
  return lines ? sorted(lines, year, 'lines') : readNotice(text, year);
}

/** Days that one entry names, as it calls them. */
interface Entry {
  /** First and last; null where there is no such day. */
  days: [CivilDate, CivilDate] | null;
  said: string;
  /** Not of the form that entries have. */
  isOther?: boolean;
}

/** A word for worked stands before one for off: 春节补班 names a holiday as well. */
const WORKED = /班|make-?up|work/iu;
const OFF = /休|假|holiday|\boff\b/iu;
/** More than this no holiday lasts; a slip of the pen does. */
const LONGEST_DAYS = 31;

function sorted(entries: readonly Entry[], year: number, as: 'calendar' | 'lines'): ReadNotice {
  const problems: NoticeProblem[] = [];
  const found = { off: new Set<CivilDate>(), worked: new Set<CivilDate>() };
  // A calendar may go over many years: of the others nothing is wanted but what lies about New Year. Lines are of this one.
  const isNear = ([from, to]: [CivilDate, CivilDate]) => to >= `${year}-01-01` && from <= `${year}-12-31`;
  for (const { days, said, isOther } of entries) {
    const kind = WORKED.test(said) ? 'worked' : OFF.test(said) ? 'off' : null;
    if (isOther) problems.push({ code: 'NOT_UNDERSTOOD', said });
    else if (!days) problems.push({ code: 'NO_SUCH_DATE', said });
    else if (!isNear(days)) {
      if (as === 'lines') problems.push({ code: 'DAY_OF_OTHER_YEAR', said });
    } else if (!kind) problems.push({ code: 'NOT_UNDERSTOOD', said });
    else {
      for (let day = days[0], n = 0; day <= days[1]; day = addDays(day, 1)) {
        if (n++ >= LONGEST_DAYS) {
          problems.push({ code: 'OTHER_LENGTH', said });
          break;
        }
        found[kind].add(day);
      }
    }
  }
  if (found.off.size === 0) problems.push({ code: 'NOTHING_FOUND', said: entries[0]?.said ?? '' });
  return { holidays: [...found.off].sort(), makeUpDays: [...found.worked].sort(), source: null, problems };
}

function eventsIn(text: string): Entry[] {
  // A line that begins with a space goes on with the one before.
  const lines = text.replaceAll(/\r?\n[ \t]/gu, '').split(/\r?\n/u);
  const valueOf = (event: readonly string[], name: string) =>
    event.find((line) => new RegExp(`^${name}[;:]`, 'iu').test(line))?.replace(/^[^:]*:/u, '');
  const events: string[][] = [];
  for (const line of lines) {
    if (/^BEGIN:VEVENT/iu.test(line)) events.push([]);
    else events.at(-1)?.push(line);
  }
  return events.map((event) => {
    const from = dateOf(valueOf(event, 'DTSTART') ?? '');
    const end = dateOf(valueOf(event, 'DTEND') ?? '');
    // The end of a whole day is the day after it.
    const to = from && end && end > from ? addDays(end, -1) : from;
    return { days: from && to ? [from, to] : null, said: valueOf(event, 'SUMMARY') ?? '' };
  });
}

/** Lines that begin with a day, and among them what does not; null where the text is more of something else. */
function linesIn(text: string): Entry[] | null {
  const lines = text
    .replace(/^\ufeff/u, '')
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const entries = lines.map((line): Entry => {
    const [first = '', ...rest] = line.split(/[,;\t，；]/u).map((cell) => cell.trim().replaceAll('"', ''));
    const day = dateOf(first);
    const isOther = !/^\d{4}[-/.年]?\d/u.test(first) || rest.length === 0;
    return { days: day ? [day, day] : null, said: line, isOther };
  });
  // The heads of a sheet name no day.
  const body = entries[0]?.isOther && !/\d/u.test(entries[0].said) ? entries.slice(1) : entries;
  const others = body.filter(({ isOther }) => isOther);
  return body.length > 0 && 2 * others.length <= body.length ? body : null;
}

/** `20270101`, `20270101T000000`, `2027-1-1`, `2027/01/01`, `2027年1月1日`. */
function dateOf(text: string): CivilDate | null {
  const found = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})(?:日|T|\s|$)/u.exec(text);
  if (!found) return null;
  const date = `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`;
  return isCivilDate(date) ? date : null;
}
