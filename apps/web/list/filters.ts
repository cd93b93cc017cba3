import { NARROWED_BY } from '../parts/narrowing.js';

/** What has no field of its own comes with a link, and is said and taken away as a chip. */
export const CHIPS = [
  'desk',
  'outcome',
  'enteredFrom',
  'enteredTo',
  'resolved',
  'circulated',
  'open',
  'reopened',
  'everResolved',
  'stable',
  'repeated',
  'lateFor',
  'waits',
  'board',
] as const;

/** The filters of the address are those of the API, word for word: a link from a number opens its list. */
export const FILTERS = [
  'status',
  'grade',
  'category',
  'holder',
  'late',
  'q',
  'department',
  ...NARROWED_BY,
  ...CHIPS,
] as const;

/** The newest come first unless the address says otherwise. */
export const SORTS = [
  'oldest',
  'due',
  'changed',
  'number',
  'number-down',
  'grade',
  'grade-up',
  'status',
  'status-down',
] as const;
export type Sort = (typeof SORTS)[number];

/** What the address asks for, by the names of the API. */
export type Filter = Partial<Record<(typeof FILTERS)[number], string | undefined>>;
