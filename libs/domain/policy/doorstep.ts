import type { PolicyDocument } from './document.js';

/** What a return visit must be to count, and how many are looked at once more (domain.md §4). */
export type Doorstep = Required<Pick<PolicyDocument, 'visitsFrom' | 'visitBy' | 'spotChecks'>>;

/** What ships. */
export const DOORSTEP: Doorstep = {
  visitsFrom: 0.5,
  visitBy: 'others',
  spotChecks: { blue: 0.1, yellow: 0.1, red: 0.25, within: { amount: 5, unit: 'workingDays' } },
};

/** What a policy says of it. One that was published before it could say so means what ships. */
export function doorstepOf({ visitsFrom, visitBy, spotChecks }: Pick<PolicyDocument, keyof Doorstep>): Doorstep {
  return {
    visitsFrom: visitsFrom ?? DOORSTEP.visitsFrom,
    visitBy: visitBy ?? DOORSTEP.visitBy,
    spotChecks: spotChecks ?? DOORSTEP.spotChecks,
  };
}
