import type { ListedDepartment } from '../contract.js';
import { useDepartments } from '../base/session.js';
import { useWording } from '../base/language.js';
import { ChooseField } from './fields/choose-field.js';

/** By which of the departments a list is narrowed: a county has some hundred, so it is found by its letters. */
export function PickDepartment({
  label,
  value,
  of,
  choose,
}: {
  label: string;
  value: string | undefined;
  of: readonly ListedDepartment[];
  choose: (id: string) => void;
}) {
  const t = useWording();
  const { choiceOf } = useDepartments();
  return (
    <ChooseField
      label={label}
      unseen
      value={value ?? ''}
      options={of.map(choiceOf)}
      none={`${label}: ${t.list.all}`}
      change={choose}
    />
  );
}
