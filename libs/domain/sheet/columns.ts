import type { ImportKind } from '../words.js';
import { folded } from './word.js';

const DISPUTE_COLUMNS = [
  'externalNumber',
  'title',
  'narrative',
  'category',
  'grade',
  'complexity',
  'village',
  'address',
  'registeredAt',
  'transferredTo',
  'transferredAt',
  'acceptedAt',
  'resolvedAt',
  'outcome',
  'parties',
  'phone',
  'registeredBy',
  'source',
] as const;
const ITEM_COLUMNS = ['externalNumber', 'text', 'feeder', 'village', 'place', 'reporter', 'heardAt'] as const;
const DEPARTMENT_COLUMNS = ['id', 'name', 'nameEn', 'parentId', 'hasDesk', 'isVillage', 'workingTime'] as const;
const PERSON_COLUMNS = ['username', 'name', 'departmentId', 'roles', 'email', 'phone'] as const;

type DisputeColumn = (typeof DISPUTE_COLUMNS)[number];
type ItemColumn = (typeof ITEM_COLUMNS)[number];
type DepartmentColumn = (typeof DEPARTMENT_COLUMNS)[number];
type PersonColumn = (typeof PERSON_COLUMNS)[number];
export type Column = DisputeColumn | ItemColumn | DepartmentColumn | PersonColumn;
interface ColumnsBy {
  disputes: DisputeColumn;
  items: ItemColumn;
  departments: DepartmentColumn;
  people: PersonColumn;
}
export type ColumnOf<K extends ImportKind> = ColumnsBy[K];

/** The columns of a sheet, by what it brings in. The first is what a row is known by, where it says so. */
export const COLUMNS = {
  disputes: DISPUTE_COLUMNS,
  items: ITEM_COLUMNS,
  departments: DEPARTMENT_COLUMNS,
  people: PERSON_COLUMNS,
} as const satisfies Record<ImportKind, readonly Column[]>;

/** Without these no row can be taken. */
export const NEEDED: { readonly [K in ImportKind]: readonly ColumnOf<K>[] } = {
  disputes: ['externalNumber', 'title', 'category', 'village', 'registeredAt'],
  items: ['externalNumber', 'text', 'village', 'heardAt'],
  departments: ['name', 'parentId'],
  people: ['username', 'name', 'departmentId', 'roles'],
};

/** Which column of theirs, by its place, is which of ours. */
export type Matched = Partial<Record<Column, number>>;

/**
 * The sheet's own heads, matched: of several that may be one column the one that says it best.
 *
 * @param heads as they stand in the sheet
 * @param words of each of our columns, in all languages, what says it best first
 * @param chosen what somebody said of it: the place of a head, null for none
 */
export function matchColumns(
  kind: ImportKind,
  heads: readonly string[],
  words: Readonly<Record<Column, readonly string[]>>,
  chosen: Partial<Record<Column, number | null>> = {},
): Matched {
  const taken = new Set(Object.values(chosen).filter((each) => each !== null));
  const matched: Matched = {};
  for (const column of COLUMNS[kind]) {
    const said = chosen[column];
    if (said === null) continue;
    const names = [column, ...words[column]].map(folded);
    const places = names.map((name) => heads.findIndex((head, place) => !taken.has(place) && bare(head) === name));
    const found = said ?? places.find((place) => place !== -1);
    if (found === undefined) continue;
    taken.add(found);
    matched[column] = found;
  }
  return matched;
}

/** A head without what is said to whoever fills it in: 等级（必填）, title *. */
const bare = (head: string): string => folded(head.replace(/[（(][^）)]*[）)]|[*＊:：]/g, ''));
