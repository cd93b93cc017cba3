/** What statistics count that are no disputes, by name: what was owed, offers of departments, return visits. */
export const COUNTED = [
  'judged',
  'metInTime',
  'offered',
  'answeredInTime',
  'returnsUpheld',
  'visitsDue',
  'visitsInTime',
  'visitsMade',
  'asked',
  'satisfied',
  'confirmed',
  'different',
  'waived',
] as const;
export type Counted = (typeof COUNTED)[number];
