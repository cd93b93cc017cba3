import type { Projections } from '../../row.js';

export const RULING = {
  RulesMoved: (row, { data: { policyVersion, calendarVersion } }) => ({ ...row, policyVersion, calendarVersion }),
} satisfies Partial<Projections>;
