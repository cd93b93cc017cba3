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

/** Numbers of what is owed: their list stands below, the others' is a list of disputes. */
export const OWED_COLUMNS = ['late', 'dueToday', 'visitsDue', 'visitsLate'] as const satisfies Column[];
export type OwedColumn = (typeof OWED_COLUMNS)[number];
export const isOwed = (column: string | null): column is OwedColumn =>
  (OWED_COLUMNS as readonly string[]).includes(column!);

/** What is owed of one department, or of all. */
export type Show = (column: OwedColumn, department: string) => void;
