import { clockOf, type Obligation } from '../../obligation/obligation.js';
import { count, type Limit } from '../../time/limit.js';
import type { Instant } from '../../time/time.js';
import type { Post } from '../../words.js';
import type { Registered } from '../state.js';
import { EXTENDABLE, extensionsUsed, quotaOf } from './situations.js';

/** How much more time one may ask for at once, how often still, who decides, and the date if all of it is granted. */
export interface MoreTime {
  obligationId: string;
  by: Limit;
  left: number;
  /** As the policy names them; the next superior where that would be who asks. */
  approver: Post;
  dueAt: Instant;
}

/** Of an obligation, also where nothing is left. */
export function moreTimeOf(state: Registered, { id: obligationId, dueAt, ...owed }: Obligation): MoreTime {
  const { by, times, approver } = quotaOf(state, owed);
  const left = Math.max(0, times - extensionsUsed(state, owed));
  return { obligationId, by, left, approver, dueAt: count(dueAt, by, clockOf(state.rules)).dueAt };
}

/** Of all that is owed and whose clock runs. */
export function moreTimes(state: Registered): MoreTime[] {
  const owed = state.obligations.filter((each) => EXTENDABLE.includes(each.kind) && each.state === 'open');
  return owed.map((each) => moreTimeOf(state, each));
}
