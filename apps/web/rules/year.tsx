import type { CalendarYear } from '../contract.js';
import { usePreferences, useWording } from '../base/language.js';
import { dayText } from '../base/time.js';
import { kindOf, Months, useToday } from './months.js';

const SHOWN = ['holiday', 'make-up', 'statutory', 'weekend'] as const;

const DAY = 86_400_000;

export function YearView({ year }: { year: CalendarYear }) {
  const t = useWording();
  const { language } = usePreferences();
  const today = useToday();
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
      <Months
        hidden
        year={year.year}
        day={(date) => (
          <span key={date} className={`day day-${kindOf(year, date)}${date === today ? ' day-today' : ''}`}>
            {Number(date.slice(8))}
          </span>
        )}
      />
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

/** Days that follow each other are said as one stretch. */
export function ranges(dates: readonly string[], language: string): string {
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
