import { clockOf, type Obligation } from '../../obligation/obligation.js';
import { count, type Limit } from '../../time/limit.js';
import type { Instant } from '../../time/time.js';
import type { Post } from '../../words.js';
import type { Registered } from '../state.js';
import { EXTENDABLE, extensionsUsed, quotaOf, stopOf } from './situations.js';

/** When mediation has to end, and whether both sides may let it go on. */
export interface HardStop {
  at: Instant;
  withConsent: boolean;
}

/** How much more time one may ask for at once, how often still, who decides, and the date if all of it is granted. */
export interface MoreTime {
  obligationId: string;
  by: Limit;
  left: number;
  /** As the policy names them; the next superior where that would be who asks. */
  approver: Post;
  dueAt: Instant;
  /** The hard stop of mediation, where all of it would go past that; past it only by consent of both sides, or never. */
  stop: HardStop | null;
}

/** Of an obligation, also where nothing is left. */
export function moreTimeOf(state: Registered, obligation: Obligation): MoreTime {
  const { id: obligationId, dueAt, ...owed } = obligation;
  const { by, times, approver } = quotaOf(state, owed);
  const left = Math.max(0, times - extensionsUsed(state, owed));
  const most = extendedBy(state, obligation, by);
  const stop = stopOf(state, obligation);
  const { withConsent } = state.rules.policy.mediationStop;
  return {
    obligationId,
    by,
    left,
    approver,
    dueAt: most,
    stop: stop && most > stop ? { at: stop, withConsent } : null,
  };
}

/** What is granted runs on from the due moment, on its own clock. */
export const extendedBy = ({ rules }: Registered, { dueAt }: Obligation, by: Limit): Instant =>
  count(dueAt, by, clockOf(rules)).dueAt;

/** Of all that is owed and whose clock runs. */
export function moreTimes(state: Registered): MoreTime[] {
  const owed = state.obligations.filter((each) => EXTENDABLE.includes(each.kind) && each.state === 'open');
  return owed.map((each) => moreTimeOf(state, each));
}
