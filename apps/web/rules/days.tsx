import { useState } from 'react';
import { usePreferences, useWording } from '../base/language.js';
import { dayText } from '../base/time.js';
import type { CalendarYear } from '../contract.js';
import { ChoiceField } from '../parts/fields/choice-fields.js';
import { kindOf, Months, useToday } from './months.js';

const BRUSHES = ['holiday', 'make-up', 'statutory'] as const;
type Brush = (typeof BRUSHES)[number];
const LIST = { holiday: 'holidays', 'make-up': 'makeUpDays', statutory: 'statutory' } as const;

/** A year by its days: what a click means is chosen above, and a second click takes it back. */
export function DaysOf({
  year,
  known,
  change,
}: {
  year: CalendarYear;
  known: CalendarYear | null;
  change: (more: Partial<CalendarYear>) => void;
}) {
  const t = useWording();
  const { language } = usePreferences();
  const today = useToday();
  const [brush, setBrush] = useState<Brush>('holiday');
  const toggle = (date: string) => {
    const list = LIST[brush];
    const has = year[list].includes(date);
    const without = (of: string[]) => of.filter((each) => each !== date);
    const next = has ? without(year[list]) : [...year[list], date].sort();
    // A day is either off or worked.
    const other =
      brush === 'make-up' ? ({ holidays: without(year.holidays) } as const) : { makeUpDays: without(year.makeUpDays) };
    change({ ...(!has && brush !== 'statutory' && other), [list]: next });
  };
  const said = (date: string) => {
    const words = BRUSHES.filter((each) => year[LIST[each]].includes(date)).map((each) => t.day[each]);
    const weekday = t.rules.weekdays[(new Date(date).getUTCDay() + 6) % 7];
    return [dayText(`${date}T12:00:00Z`, 'UTC', language, `${date}T12:00:00Z`), weekday, ...words].join(' ');
  };
  const wasOther = (date: string) =>
    known !== null && BRUSHES.some((each) => known[LIST[each]].includes(date) !== year[LIST[each]].includes(date));
  const before = year.holidays.concat(year.makeUpDays).filter((each) => !each.startsWith(`${year.year}-`));
  return (
    <>
      <ChoiceField
        label={t.changing.brush}
        value={brush}
        change={(value) => setBrush(value as Brush)}
        choices={BRUSHES.map((each) => ({
          value: each,
          label: (
            <>
              <i className={`day day-${each} day-mark`} aria-hidden="true" /> {t.day[each]}
            </>
          ),
        }))}
      />
      <Months
        year={year.year}
        day={(date) => (
          <button
            key={date}
            type="button"
            data-date={date}
            className={[
              `day day-${kindOf({ ...year, official: true }, date)}`,
              year.statutory.includes(date) ? 'day-law' : '',
              date === today ? 'day-today' : '',
              wasOther(date) ? 'day-new' : '',
            ]
              .filter((each) => each !== '')
              .join(' ')}
            aria-label={said(date)}
            aria-pressed={year[LIST[brush]].includes(date)}
            onClick={() => toggle(date)}
          >
            {Number(date.slice(8))}
          </button>
        )}
      />
      {before.length > 0 && (
        <p className="muted">
          {t.changing.otherYear} {before.join(' ')}
        </p>
      )}
    </>
  );
}
