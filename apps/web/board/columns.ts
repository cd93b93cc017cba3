export const LIVE_MS = 20_000;

export const COLUMNS = [
  'open',
  'dueToday',
  'late',
  'returned',
  'lapsed',
  'bouncing',
  'visitsDue',
  'visitsLate',
] as const;

export type Column = (typeof COLUMNS)[number];
