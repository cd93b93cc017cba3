import { useDepartments } from '../base/session.js';
import type { ListedDepartment } from '../contract.js';
import { ChooseField } from '../parts/fields/choose-field.js';
import type { Common } from '../parts/fields/frame.js';

/** One of the departments that somebody looks after. */
export function PlaceField({
  places,
  ...props
}: Common & { value: string; change: (id: string) => void; places: readonly ListedDepartment[] }) {
  const { choiceOf } = useDepartments();
  return <ChooseField {...props} options={places.map(choiceOf)} />;
}
