import type { PolicyDocument } from './document.js';

/** How long a case may stand, and how often in a row, before somebody higher has to say so. */
export type Suspending = Required<Pick<PolicyDocument['suspension'], 'longest' | 'inARow'>>;

/** What ships. */
export const SUSPENDING: Suspending = { longest: { amount: 12, unit: 'months' }, inARow: 5 };

/** What a policy says of it. One that was published before it could say so means what ships. */
export function suspendingOf({ suspension }: Pick<PolicyDocument, 'suspension'>): Suspending {
  return { longest: suspension.longest ?? SUSPENDING.longest, inARow: suspension.inARow ?? SUSPENDING.inARow };
}
