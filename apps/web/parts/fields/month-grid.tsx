import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { usePreferences } from '../../base/language.js';
import { Dialog } from '../dialog.js';

const FRESH_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Dates are civil days here, `2026-10-01`; what is in between is reckoned in UTC, which has each of them once. */
const plus = (date: string, days: number) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** The same day of another month, or its last. */
function inMonth(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0));
  return plus(last.toISOString().slice(0, 10), Math.min(0, day - last.getUTCDate()));
}

/** Monday is the first. */
const weekdayOf = (date: string) => (new Date(date).getUTCDay() + 6) % 7;

/** By how many days, months or years each key goes on (WAI-ARIA APG, date picker dialog). */
const KEYS: Record<string, (date: string, isShift: boolean) => string> = {
  ArrowLeft: (date) => plus(date, -1),
  ArrowRight: (date) => plus(date, 1),
  ArrowUp: (date) => plus(date, -7),
  ArrowDown: (date) => plus(date, 7),
  Home: (date) => plus(date, -weekdayOf(date)),
  End: (date) => plus(date, 6 - weekdayOf(date)),
  PageUp: (date, isShift) => inMonth(date, isShift ? -12 : -1),
  PageDown: (date, isShift) => inMonth(date, isShift ? 12 : 1),
};

/** Of other years no calendar tells: while one is typed it is 0002, 0020, 0202. */
const IS_ASKED = /^2\d{3}-\d\d$/;

/** What is a working day, off, or made up for, of a month or of the days ahead. */
export function useWorkdays(month?: string) {
  const { data } = useQuery({
    queryKey: ['workdays', month],
    queryFn: ({ signal }) => get('/workdays', { query: { month }, signal }),
    staleTime: FRESH_MS,
    retry: false,
    enabled: month === undefined || IS_ASKED.test(month),
  });
  return data?.days ?? [];
}

/** A day chosen of a month, each as the calendar of the region has it. */
export function MonthDialog({
  chosen,
  today,
  choose,
  close,
}: {
  /** Empty where none is. */
  chosen: string;
  today: string;
  /** @param endsAt when work ends on it, where that is known */
  choose: (date: string, endsAt: string | undefined) => void;
  close: () => void;
}) {
  const { t, language } = usePreferences();
  const heading = useId();
  const [at, go] = useState(chosen || today);
  const month = at.slice(0, 7);
  const days = new Map(useWorkdays(month).map((each) => [each.date, each]));
  const cell = useRef<HTMLTableCellElement>(null);
  // By a key the day comes into focus, by the buttons above it does not: one clicks on there.
  const [follows, follow] = useState(true);
  useEffect(() => {
    if (follows) cell.current?.focus();
  }, [at, follows]);

  const first = `${month}-01`;
  const begin = plus(first, -weekdayOf(first));
  const weeks = Array.from({ length: 6 }, (_, week) => plus(begin, week * 7)).filter(
    (monday) => monday < inMonth(first, 1),
  );
  const title = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    Date.parse(first),
  );
  const press = (event: KeyboardEvent) => {
    const to = KEYS[event.key];
    const isChoice = event.key === 'Enter' || event.key === ' ';
    if (!to && !isChoice) return;
    event.preventDefault();
    event.stopPropagation();
    if (isChoice) return choose(at, days.get(at)?.endsAt);
    follow(true);
    go(to!(at, event.shiftKey));
  };
  const turn = (months: number, label: string, sign: string) => (
    <button
      type="button"
      className="button quiet"
      aria-label={label}
      onClick={() => {
        follow(false);
        go(inMonth(at, months));
      }}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  const day = (date: string) => {
    if (!date.startsWith(month)) return <td key={date} className="other-month" />;
    const known = days.get(date);
    const isMarked = known && known.reason !== 'workday' && known.reason !== 'weekend';
    const said = [
      new Intl.DateTimeFormat(language, { month: 'long', day: 'numeric', weekday: 'long', timeZone: 'UTC' }).format(
        Date.parse(date),
      ),
      ...(known && known.reason !== 'workday' ? [t.day[known.reason]] : []),
      ...(known?.nth ? [t.form.nthWorkday(known.nth)] : []),
      ...(known?.provisional ? [t.time.provisional] : []),
    ];
    return (
      <td
        key={date}
        ref={date === at ? cell : undefined}
        tabIndex={date === at ? 0 : -1}
        className={known && !known.working ? 'off' : undefined}
        aria-selected={date === chosen}
        {...(date === today && { 'aria-current': 'date' as const })}
        data-date={date}
        onClick={() => choose(date, known?.endsAt)}
      >
        <span aria-hidden="true">{Number(date.slice(8))}</span>
        <span className="visually-hidden">{said.join(language === 'en' ? ', ' : '，')}</span>
        {isMarked && <i aria-hidden="true">{known.working ? t.form.worked : t.form.off}</i>}
      </td>
    );
  };
  return (
    <Dialog title={t.form.pickDay} close={close} narrow>
      <div className="month-head">
        {turn(-12, t.form.yearBefore, '«')}
        {turn(-1, t.form.monthBefore, '‹')}
        <h3 id={heading} aria-live="polite">
          {title}
        </h3>
        {turn(1, t.form.monthAfter, '›')}
        {turn(12, t.form.yearAfter, '»')}
      </div>
      <table role="grid" className="month-grid" aria-labelledby={heading} onKeyDown={press}>
        <thead>
          <tr>
            {t.rules.weekdays.map((each, n) => (
              <th key={each} scope="col" abbr={t.form.weekday[n]}>
                {each}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((monday) => (
            <tr key={monday}>{Array.from({ length: 7 }, (_, n) => day(plus(monday, n)))}</tr>
          ))}
        </tbody>
      </table>
      <p className="muted month-help">{t.form.gridKeys}</p>
    </Dialog>
  );
}
