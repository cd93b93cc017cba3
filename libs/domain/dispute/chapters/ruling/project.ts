import type { Projections } from '../../row.js';
import { withVisitsUnder } from '../visits/project.js';

export const RULING = {
  RulesMoved: (row, { data: { policyVersion, calendarVersion } }, after) =>
    withVisitsUnder({ ...row, policyVersion, calendarVersion }, after),
} satisfies Partial<Projections>;
