import { useId } from 'react';
import { useWording } from '../../base/language.js';
import { useTouch } from '../touch.js';
import { Combobox, type Pickable } from './combobox.js';
import { type Common, described, FieldFrame } from './frame.js';

/** One of many: found by typing where there are keys, the browser's own list under a finger. */
export function ChooseField(
  props: Common & { value: string; change: (value: string) => void; options: readonly Pickable[]; none?: string },
) {
  return useTouch() ? <NativeList {...props} /> : <Combobox {...props} />;
}

function NativeList({ value, change, options, none, ...common }: Parameters<typeof ChooseField>[0]) {
  const t = useWording();
  const id = useId();
  const ordered = [...options].sort((a, b) => Number(b.proposed ?? false) - Number(a.proposed ?? false));
  return (
    <FieldFrame id={id} {...common}>
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{none ?? t.form.choose}</option>
        {ordered.map(({ value: each, label, note, proposed }) => (
          <option key={each} value={each}>
            {label}
            {proposed && ` · ${t.form.proposed}`}
            {note !== undefined && ` · `}
            {note}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}
