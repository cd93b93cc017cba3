import type { BoardColumn, OwedColumn } from '#domain/reading/board.js';
import type { Board } from '../contract.js';

export const LIVE_MS = 20_000;

export type Lists = Board['total']['lists'];

/** The numbers of the board, as it tells them. */
export const columnsOf = (lists: Lists) => Object.keys(lists) as BoardColumn[];

/** Whether the list of a number stands on the board itself; the others' is a list of disputes. */
export const isOwed = (lists: Lists, column: string | null): column is OwedColumn =>
  lists[column as BoardColumn]?.startsWith('/api/v1/board/') ?? false;

/** What is owed of one department, or of all. */
export type Show = (column: OwedColumn, department: string) => void;
