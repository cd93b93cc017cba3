import type { ReactNode } from 'react';
import { usePreferences, useWording } from '../base/language.js';
import { useZone } from '../base/session.js';
import { civil } from '../base/time.js';
import type { CalendarYear } from '../contract.js';

export type DayKind = 'holiday' | 'make-up' | 'statutory' | 'weekend' | 'work';

const DAY = 86_400_000;

/** What a published calendar says of a date. The dates of cases come from the server; this only colours a page. */
export function kindOf(year: CalendarYear, date: string): DayKind {
  if (year.official && year.makeUpDays.includes(date)) return 'make-up';
  if (year.official && year.holidays.includes(date)) return 'holiday';
  if (!year.official && year.statutory.includes(date)) return 'statutory';
  return [0, 6].includes(new Date(date).getUTCDay()) ? 'weekend' : 'work';
}

/** The months of a year, each day drawn as whoever asks wants it. */
export function Months({ year, day, hidden }: { year: number; day: (date: string) => ReactNode; hidden?: boolean }) {
  return (
    <div className="year" aria-hidden={hidden}>
      {Array.from({ length: 12 }, (_, month) => (
        <Month key={month} year={year} month={month} day={day} />
      ))}
    </div>
  );
}

function Month({ year, month, day }: { year: number; month: number; day: (date: string) => ReactNode }) {
  const { language } = usePreferences();
  const t = useWording();
  const first = Date.UTC(year, month, 1);
  const count = (Date.UTC(year, month + 1, 1) - first) / DAY;
  // Weeks begin on Monday, as in every office here.
  const lead = (new Date(first).getUTCDay() + 6) % 7;
  const name = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(first);
  return (
    <div className="month">
      <h3>{name}</h3>
      <div className="days">
        {t.rules.weekdays.map((each) => (
          <span key={each} className="weekday" aria-hidden="true">
            {each}
          </span>
        ))}
        {lead > 0 && <span style={{ gridColumn: `span ${lead}` }} />}
        {Array.from({ length: count }, (_, n) => day(new Date(first + n * DAY).toISOString().slice(0, 10)))}
      </div>
    </div>
  );
}

export function useToday(): string {
  const zone = useZone();
  const { year, month, day } = civil(Date.now(), zone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
