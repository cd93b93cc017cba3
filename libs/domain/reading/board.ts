/** The numbers that a supervisor sees of each department, in their order. */
export const BOARD_COLUMNS = [
  'open',
  'visiting',
  'dueToday',
  'late',
  'returned',
  'lapsed',
  'bouncing',
  'visitsDue',
  'visitsLate',
] as const;
export type BoardColumn = (typeof BOARD_COLUMNS)[number];

/** Those that count obligations; all others count disputes. */
export const OWED_COLUMNS = ['dueToday', 'late', 'visitsDue', 'visitsLate'] as const satisfies BoardColumn[];
export type OwedColumn = (typeof OWED_COLUMNS)[number];

export const isOwed = (column: BoardColumn): column is OwedColumn =>
  (OWED_COLUMNS as readonly BoardColumn[]).includes(column);
