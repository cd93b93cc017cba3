import type { CalendarYear } from '../contract.js';
import { usePreferences, useWording } from '../base/language.js';
import { useZone } from '../base/session.js';
import { civil, dayText } from '../base/time.js';

const SHOWN = ['holiday', 'make-up', 'statutory', 'weekend'] as const;

type Kind = (typeof SHOWN)[number] | 'work';

const DAY = 86_400_000;

/** What a published calendar says of a date. The dates of cases come from the server; this only colours a page. */
function kindOf(year: CalendarYear, date: string): Kind {
  if (year.official && year.makeUpDays.includes(date)) return 'make-up';
  if (year.official && year.holidays.includes(date)) return 'holiday';
  if (!year.official && year.statutory.includes(date)) return 'statutory';
  return [0, 6].includes(new Date(date).getUTCDay()) ? 'weekend' : 'work';
}

export function YearView({ year }: { year: CalendarYear }) {
  const t = useWording();
  const { language } = usePreferences();
  const zone = useZone();
  const now = civil(Date.now(), zone);
  const today = `${now.year}-${String(now.month).padStart(2, '0')}-${String(now.day).padStart(2, '0')}`;
  return (
    <>
      {!year.official && <p className="provisional-note">{t.rules.horizon}</p>}
      <ul className="legend" aria-hidden="true">
        {SHOWN.map((kind) => (
          <li key={kind}>
            <i className={`day day-${kind}`} /> {t.day[kind]}
          </li>
        ))}
      </ul>
      <div className="year" aria-hidden="true">
        {Array.from({ length: 12 }, (_, month) => (
          <Month key={month} year={year} month={month} today={today} />
        ))}
      </div>
      <section className="section">
        <h2>{t.rules.inWords}</h2>
        <dl className="facts">
          {(
            [
              [t.day.holiday, year.holidays],
              [t.day['make-up'], year.makeUpDays],
              [t.day.statutory, year.statutory],
            ] as const
          ).map(([term, dates]) => (
            <div key={term}>
              <dt>
                {term} ({dates.length})
              </dt>
              <dd>{ranges(dates, language) || t.rules.none}</dd>
            </div>
          ))}
          <div>
            <dt>{t.rules.source}</dt>
            <dd>{/^https:/.test(year.source) ? <a href={year.source}>{year.source}</a> : year.source}</dd>
          </div>
        </dl>
      </section>
    </>
  );
}

function Month({ year, month, today }: { year: CalendarYear; month: number; today: string }) {
  const { language } = usePreferences();
  const t = useWording();
  const first = Date.UTC(year.year, month, 1);
  const count = (Date.UTC(year.year, month + 1, 1) - first) / DAY;
  // Weeks begin on Monday, as in every office here.
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(first);
  return (
    <div className="month">
      <h3>{name}</h3>
      <div className="days">
        {t.rules.weekdays.map((each) => (
          <span key={each} className="weekday">
            {each}
          </span>
        ))}
        {Array.from({ length: count }, (_, n) => {
          const date = new Date(first + n * DAY).toISOString().slice(0, 10);
          return (
            <span
              key={date}
              className={`day day-${kindOf(year, date)}${date === today ? ' day-today' : ''}`}
              style={n === 0 ? { gridColumnStart: lead + 1 } : undefined}
            >
              {n + 1}
            </span>
          );
        })}
      </div>
    </div>
  );
}

/** Days that follow each other are said as one stretch. */
function ranges(dates: readonly string[], language: string): string {
  const at = (date: string) => Date.parse(`${date}T00:00Z`);
  const text = (date: string) => dayText(`${date}T12:00:00Z`, 'UTC', language, `${date}T12:00:00Z`);
  const stretches: [string, string][] = [];
  for (const date of [...dates].sort()) {
    const last = stretches.at(-1);
    if (last && at(date) - at(last[1]) === DAY) last[1] = date;
    else stretches.push([date, date]);
  }
  return stretches
    .map(([from, to]) => (from === to ? text(from) : `${text(from)}–${text(to)}`))
    .join(language === 'en' ? ', ' : '、');
}
