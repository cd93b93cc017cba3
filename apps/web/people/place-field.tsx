import { useId } from 'react';
import { useWording } from '../base/language.js';
import { useDepartments } from '../base/session.js';
import type { Department } from '../contract.js';
import { type Common, described, FieldFrame } from '../parts/fields/frame.js';

/** One of the departments that somebody looks after. */
export function PlaceField({
  value,
  change,
  places,
  ...common
}: Common & { value: string; change: (id: string) => void; places: readonly Department[] }) {
  const t = useWording();
  const id = useId();
  const { name } = useDepartments();
  return (
    <FieldFrame id={id} {...common}>
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{t.form.choose}</option>
        {places.map((each) => (
          <option key={each.id} value={each.id}>
            {name(each.id)}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
