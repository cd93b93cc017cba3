/** What statistics measure, in the order in which tables show it: the console's own and those that people take away. */

export const VALUES = ['entered', 'circulated', 'resolved', 'open', 'reopened'] as const;
/** Each a share of a whole. */
export const RATES = [
  'resolutionRate',
  'stableResolutionRate',
  'onTimeRate',
  'acceptanceRate',
  'misDispatchRate',
  'visitRate',
  'satisfaction',
] as const;
/** Of the period, and among no entered ones. */
export const BESIDE = ['merged', 'invalid'] as const;
