import { useId, useState } from 'react';
import { useWording } from '../../base/language.js';
import { useZone } from '../../base/session.js';
import { fromInput, toInput } from '../../base/time.js';
import type { Limit } from '../../contract.js';
import { useTouch } from '../touch.js';
import { type Common, described, FieldFrame } from './frame.js';
import { MonthDialog, useWorkdays } from './month-grid.js';

/** In so many working days people set their dates. */
const IN_DAYS = [1, 3, 5, 10];

/**
 * A moment, and what day of the week and of the calendar it is; of one that lies ahead also in how many working days. At a
 * desk a month with its days off opens beside it, under a finger the browser's own.
 */
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
  const isTouched = useTouch();
  const [isOpen, setOpen] = useState(false);
  const date = value && toInput(value, zone).slice(0, 10);
  const now = toInput(Date.now(), zone);
  // The time stays; of what falls due without one it is the end of work, as a limit has it.
  const choose = (day: string, endsAt: string | undefined) => {
    const time = (value ? toInput(value, zone) : now).slice(10);
    change(!value && ahead && endsAt ? endsAt : (fromInput(`${day}${time}`, zone) ?? ''));
    setOpen(false);
  };
  const known = useWorkdays(date ? date.slice(0, 7) : undefined).find((each) => each.date === date);
  return (
    <FieldFrame id={id} {...common}>
      <div className={isTouched ? undefined : 'with-grid'}>
        <input
          id={id}
          type="datetime-local"
          value={value ? toInput(value, zone) : ''}
          onChange={(event) => change(fromInput(event.target.value, zone) ?? '')}
          {...described(id, common.error)}
        />
        {!isTouched && (
          <button type="button" className="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {t.form.pickDay}
            <span className="visually-hidden"> {common.label}</span>
          </button>
        )}
      </div>
      {isOpen && <MonthDialog chosen={date} today={now.slice(0, 10)} choose={choose} close={() => setOpen(false)} />}
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
