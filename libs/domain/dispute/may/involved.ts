import type { Involved } from '../../people/readers.js';
import { assistantsOf, departmentsOn, holderOf, type Registered } from '../state.js';

/** What departments are to a case, for those who decide who reads it. */
export function involvedOf(state: Registered): Involved {
  return {
    desk: state.desk,
    holder: holderOf(state),
    assistants: assistantsOf(state),
    on: departmentsOn(state),
    visiting: state.obligations.some((each) => each.kind === 'return-visit'),
    returned: state.transfers.filter((each) => each.state === 'returned').map((each) => each.to),
  };
}
