import { useId } from 'react';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../base/api.js';
import { useWording } from '../../base/language.js';
import { useZone } from '../../base/session.js';
import { fromInput, toInput } from '../../base/time.js';
import type { Limit } from '../../contract.js';
import { type Common, described, FieldFrame } from './frame.js';

const FRESH_MS = 3_600_000;
/** In so many working days people set their dates. */
const IN_DAYS = [1, 3, 5, 10];

/** What is a working day, off, or made up for, of the months ahead. */
function useWorkdays() {
  const { data } = useQuery({
    queryKey: ['workdays'],
    queryFn: ({ signal }) => get('/workdays', { signal }),
    staleTime: FRESH_MS,
    retry: false,
  });
  return data?.days ?? [];
}

/** A moment, and what day of the week and of the calendar it is; of one that lies ahead also in how many working days. */
export function MomentField({
  value,
  change,
  ahead = false,
  ...common
}: Common & { value: string; change: (value: string) => void; ahead?: boolean }) {
  const t = useWording();
  const id = useId();
  const zone = useZone();
  const days = useWorkdays();
  const date = value && toInput(value, zone).slice(0, 10);
  const known = days.find((each) => each.date === date);
  return (
    <FieldFrame id={id} {...common}>
      <input
        id={id}
        type="datetime-local"
        value={value ? toInput(value, zone) : ''}
        onChange={(event) => change(fromInput(event.target.value, zone) ?? '')}
        {...described(id, common.error)}
      />
      {date && (
        <p className="day-says" role="status">
          {t.form.weekday[(new Date(date).getUTCDay() + 6) % 7]}
          {known && known.reason !== 'workday' && (
            <b className={known.working ? 'day-worked' : 'day-off'}>
              {known.reason === 'weekend' ? '' : `${known.working ? t.form.worked : t.form.off} `}
              {t.day[known.reason]}
            </b>
          )}
          {known?.nth && <span className="muted">{t.form.nthWorkday(known.nth)}</span>}
          {known?.provisional && <span className="muted">{t.time.provisional}</span>}
        </p>
      )}
      {ahead && days.length > 0 && (
        <div className="phrases" role="group" aria-label={t.form.inWorkdays}>
          {IN_DAYS.map((n) => {
            const day = days.find(({ nth }) => nth === n);
            return (
              day && (
                <button key={n} type="button" className="chip" onClick={() => change(day.endsAt)}>
                  {t.form.afterWorkdays(n)}
                </button>
              )
            );
          })}
        </div>
      )}
    </FieldFrame>
  );
}

export function DurationField({
  value,
  change,
  units = ['workingHours', 'workingDays', 'hours', 'days'],
  ...common
}: Common & { value: Limit; change: (value: Limit) => void; units?: Limit['unit'][] }) {
  const t = useWording();
  const id = useId();
  return (
    <FieldFrame id={id} {...common}>
      <div className="row">
        <input
          id={id}
          type="number"
          min={1}
          inputMode="numeric"
          value={value.amount || ''}
          onChange={(event) => change({ ...value, amount: Number(event.target.value) })}
          {...described(id, common.error)}
        />
        <select
          aria-label={`${common.label}: ${t.form.unit}`}
          value={value.unit}
          onChange={(event) => change({ ...value, unit: event.target.value as Limit['unit'] })}
        >
          {units.map((unit) => (
            <option key={unit} value={unit}>
              {t.unit[unit]}
            </option>
          ))}
        </select>
      </div>
    </FieldFrame>
  );
}
