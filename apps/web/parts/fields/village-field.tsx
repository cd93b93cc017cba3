import { useDepartments } from '../../base/session.js';
import { ChooseField } from './choose-field.js';
import type { Common } from './frame.js';

/** One of the villages, of which a county has hundreds. */
export function VillageField(props: Common & { value: string; change: (value: string) => void }) {
  const { villages, choiceOf } = useDepartments();
  return <ChooseField {...props} options={villages.map(choiceOf)} />;
}
