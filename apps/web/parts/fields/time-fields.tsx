import { useId } from 'react';
import { useWording } from '../../base/language.js';
import { useZone } from '../../base/session.js';
import { fromInput, toInput } from '../../base/time.js';
import type { Limit } from '../../contract.js';
import { type Common, described, FieldFrame } from './frame.js';

export function MomentField({ value, change, ...common }: Common & { value: string; change: (value: string) => void }) {
  const id = useId();
  const zone = useZone();
  return (
    <FieldFrame id={id} {...common}>
      <input
        id={id}
        type="datetime-local"
        value={value ? toInput(value, zone) : ''}
        onChange={(event) => change(fromInput(event.target.value, zone) ?? '')}
        {...described(id, common.error)}
      />
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
