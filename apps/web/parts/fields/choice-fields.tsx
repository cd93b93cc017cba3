import { type ReactNode, useId } from 'react';
import { useWording } from '../../base/language.js';
import { type Common, described, FieldFrame, GroupFrame } from './frame.js';

export interface Choice {
  value: string;
  label: ReactNode;
  /** Where the label is more than text. */
  text?: string;
}

/** A few short answers are buttons side by side, many are a list. */
const SIDE_BY_SIDE = 5;

export function ChoiceField({
  value,
  change,
  choices,
  none,
  picked,
  ...common
}: Common & {
  value: string;
  change: (value: string) => void;
  choices: Choice[];
  none?: string;
  /** A pointer chose; the arrow keys only walk the answers. */
  picked?: () => void;
}) {
  const t = useWording();
  const id = useId();
  if (choices.length <= SIDE_BY_SIDE) {
    return (
      <GroupFrame {...common}>
        <div className="segments">
          {choices.map((choice) => (
            <label key={choice.value} className="segment">
              <input
                type="radio"
                name={id}
                value={choice.value}
                checked={value === choice.value}
                onChange={() => change(choice.value)}
                onClick={({ detail }) => {
                  // An optional answer can be taken back.
                  if (common.optional && value === choice.value) change('');
                  else if (detail > 0) picked?.();
                }}
              />
              <span>{choice.label}</span>
            </label>
          ))}
        </div>
      </GroupFrame>
    );
  }
  return (
    <FieldFrame id={id} {...common}>
      <select id={id} value={value} onChange={(event) => change(event.target.value)} {...described(id, common.error)}>
        <option value="">{none ?? t.form.choose}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text ?? choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export function ChecksField<T extends string>({
  value,
  change,
  choices,
  ...common
}: Common & { value: T[]; change: (value: T[]) => void; choices: (Choice & { value: T })[] }) {
  return (
    <GroupFrame {...common}>
      <div className="checks">
        {choices.map((choice) => (
          <label key={choice.value} className="check">
            <input
              type="checkbox"
              checked={value.includes(choice.value)}
              onChange={(event) =>
                change(event.target.checked ? [...value, choice.value] : value.filter((each) => each !== choice.value))
              }
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </GroupFrame>
  );
}

export function FlagField({
  label,
  hint,
  value,
  change,
}: {
  label: string;
  hint?: string;
  value: boolean;
  change: (value: boolean) => void;
}) {
  return (
    <label className="check field">
      <input type="checkbox" checked={value} onChange={(event) => change(event.target.checked)} />
      <span>
        {label}
        {hint && <span className="muted"> {hint}</span>}
      </span>
    </label>
  );
}
