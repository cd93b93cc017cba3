import type { PolicyDocument } from './document.js';

/** What a return visit must be to count (domain.md §4). */
export type Doorstep = Required<Pick<PolicyDocument, 'visitsFrom' | 'visitBy'>>;

/** What ships. */
export const DOORSTEP: Doorstep = { visitsFrom: 0.5, visitBy: 'others' };

/** What a policy says of it. One that was published before it could say so means what ships. */
export function doorstepOf({ visitsFrom, visitBy }: Pick<PolicyDocument, keyof Doorstep>): Doorstep {
  return { visitsFrom: visitsFrom ?? DOORSTEP.visitsFrom, visitBy: visitBy ?? DOORSTEP.visitBy };
}
