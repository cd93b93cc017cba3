import type { ObligationKind } from '../words.js';

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

/**
 * What waits for a decision before a department handles it, and by whom: the desk's own page and the board of who is above
 * it say it by the same words, of the same obligations.
 */
export const WAITING = {
  /** 待交办: its desk owes the dispatch. */
  dispatch: { kind: 'dispatch', byDesk: true },
  /** 待指定: the choice is used up, and a superior owes it. */
  designation: { kind: 'dispatch', byDesk: false },
  /** 待审核的退单: its desk owes the decision. */
  return: { kind: 'decide-return', byDesk: true },
} as const satisfies Record<string, { kind: ObligationKind; byDesk: boolean }>;
export type WaitingFor = keyof typeof WAITING;
