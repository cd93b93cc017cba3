import type { ImportKind } from '../words.js';
import type { CellFaultCode } from './cells.js';
import { COLUMNS, matchColumns, NEEDED, type Column, type Matched } from './columns.js';
import {
  departmentNamed,
  planDepartments,
  readDepartment,
  type ListedDepartment,
  type Place,
  type Planning,
} from './departments.js';
import { readDispute, type LedgerCase } from './disputes.js';
import { readItem, type LedgerItem } from './items.js';
import { readPerson, type ListedPerson } from './people.js';
import type { Reading } from './reading.js';
import type { RowFault } from './row.js';

/** What the heads of a sheet are taken by: our columns, in all languages, by what it brings in. */
export type HeadWords = Readonly<Record<ImportKind, Readonly<Record<Column, readonly string[]>>>>;

/** A sheet looked through before anything of it is brought in: the run reads its rows by the same functions. */

export interface SheetLine {
  /** As the program that made the sheet counts: 1 is the first. */
  n: number;
  cells: string[];
}

/** What a file says of a cell that its text does not: column 0 is A. Of the whole file row 0. */
export interface Remark {
  row: number;
  column: number;
  code: CellFaultCode;
  meant?: string;
}

/**
 * A cell that cannot be taken, or of which something is to be said (`isRemark`), with its place; of what concerns the whole
 * sheet row 0 and no column of ours.
 */
export interface SheetFault {
  row: number;
  /** The place of the column, where it is in the sheet. */
  place: number | null;
  column: Column | null;
  code: CellFaultCode;
  meant?: string;
  part?: string;
}

export interface Checked {
  columns: Matched;
  /** Numbers of the rows that can be brought in, in the order in which they can. */
  good: number[];
  faults: SheetFault[];
  /** What the rows say that can be brought in, by their numbers. */
  values: ReadonlyMap<number, LineOf[ImportKind]>;
  /** Of departments: what each of those rows is, and under whom. */
  places: ReadonlyMap<number, Place>;
}

/** What each kind makes of a row. */
const READERS = {
  disputes: readDispute,
  items: readItem,
  departments: readDepartment,
  people: readPerson,
} as const satisfies Record<ImportKind, unknown>;
export interface LineOf {
  disputes: LedgerCase;
  items: LedgerItem;
  departments: ListedDepartment;
  people: ListedPerson;
}

export type LineRead<K extends ImportKind> = { value: LineOf[K]; remarks?: RowFault[] } | { faults: RowFault[] };

export function readLine<K extends ImportKind>(
  kind: K,
  { cells }: SheetLine,
  columns: Matched,
  reading: Reading,
): LineRead<K> {
  return READERS[kind](cells, columns, reading) as LineRead<K>;
}

export interface Sheet {
  kind: ImportKind;
  headRow: number;
  heads: readonly string[];
  chosen: Partial<Record<Column, number | null>>;
  remarks: readonly Remark[];
}

export function matchedOf({ kind, heads, chosen }: Sheet, words: HeadWords): Matched {
  return matchColumns(kind, heads, words[kind], chosen);
}

/** A row, as it was read, and all that is wrong with it. */
interface Looked {
  line: SheetLine;
  read: LineRead<ImportKind>;
  faults: RowFault[];
  /** What is said of it, though it can be taken. */
  remarks: RowFault[];
}

/** All that is wrong with a sheet, by its places, and which of its rows can be brought in. */
export function checkSheet(sheet: Sheet, lines: readonly SheetLine[], columns: Matched, reading: Planning): Checked {
  const { kind } = sheet;
  const missing = NEEDED[kind].some((column) => columns[column] === undefined);
  const looked = missing ? [] : lookThrough(sheet, lines, columns, reading);
  const plan = kind === 'departments' ? placesOf(looked, columns, reading) : null;
  const faults = looked.flatMap((each) =>
    [...each.faults, ...each.remarks]
      .map(({ column, ...fault }) => ({ row: each.line.n, place: columns[column] ?? null, column, ...fault }))
      .sort((a, b) => (a.place ?? -1) - (b.place ?? -1)),
  );
  const good = looked.filter((each) => each.faults.length === 0);
  return {
    columns,
    good: plan ? [...plan.keys()] : good.map(({ line }) => line.n),
    values: new Map(good.flatMap(({ line, read }) => ('value' in read ? [[line.n, read.value]] : []))),
    faults: [...sheetFaults(sheet, columns), ...faults],
    places: plan ?? new Map(),
  };
}

function lookThrough(
  { kind, headRow, remarks }: Sheet,
  lines: readonly SheetLine[],
  columns: Matched,
  reading: Reading,
): Looked[] {
  const columnAt = new Map(Object.entries(columns).map(([column, place]) => [place, column as Column]));
  const said = new Map<number, RowFault[]>();
  for (const { row, column: place, ...remark } of remarks) {
    const column = columnAt.get(place);
    if (row > headRow && column) said.set(row, [...(said.get(row) ?? []), { column, ...remark }]);
  }
  const firsts = new Map<string, number>();
  const textOf = ({ cells }: SheetLine, column: Column) =>
    columns[column] === undefined ? '' : (cells[columns[column]] ?? '').trim();
  return lines.map((line) => {
    const read = readLine(kind, line, columns, reading);
    const own: RowFault[] = 'faults' in read ? [...read.faults] : [];
    const key = COLUMNS[kind][0];
    // A number is one of its ledger, and where none is named of its desk.
    const ledger = 'value' in read && 'source' in read.value ? read.value.source : textOf(line, 'source');
    const name = textOf(line, key) && `${ledger}\u0000${textOf(line, key)}`;
    const first = firsts.get(name);
    if (first !== undefined) own.push({ column: key, code: 'TWICE', meant: String(first) });
    else if (name !== '') firsts.set(name, line.n);
    // What the file says of a cell is why it cannot be read.
    const told = said.get(line.n) ?? [];
    return {
      line,
      read,
      faults: [...told, ...own.filter((each) => !told.some(({ column }) => column === each.column))],
      remarks: ('value' in read && read.remarks) || [],
    };
  });
}

/** What is wrong between the rows is said with each. */
function placesOf(looked: readonly Looked[], columns: Matched, reading: Planning): ReadonlyMap<number, Place> {
  const listed = looked.map(({ line: { n, cells }, read, faults }) => ({
    n,
    told: 'value' in read ? (read.value as ListedDepartment) : departmentNamed(cells, columns),
    isBad: faults.length > 0,
  }));
  const { faults, places } = planDepartments(listed, reading);
  const byRow = new Map(looked.map((each) => [each.line.n, each]));
  for (const { n, fault } of faults) byRow.get(n)!.faults.push(fault);
  return places;
}

function sheetFaults({ kind, headRow, heads, remarks }: Sheet, columns: Matched): SheetFault[] {
  const of = (code: CellFaultCode, more: Partial<SheetFault> = {}): SheetFault => ({
    row: headRow,
    place: null,
    column: null,
    code,
    ...more,
  });
  const known = Object.values(columns);
  return [
    ...remarks
      .filter(({ row }) => row === 0)
      .map(({ code, meant }) => of(code, { row: 0, ...(meant !== undefined && { meant }) })),
    // Heads over two rows name no column.
    ...remarks
      .filter(({ row, code }) => row === headRow && code === 'MERGED_CELLS')
      .map(({ column, code, meant }) => of(code, { place: column, ...(meant !== undefined && { meant }) })),
    ...NEEDED[kind].filter((column) => columns[column] === undefined).map((column) => of('COLUMN_MISSING', { column })),
    ...heads.flatMap((head, place) => (head === '' || known.includes(place) ? [] : [of('UNKNOWN_COLUMN', { place })])),
  ];
}

/** So many rows are looked at for the heads: ledgers have a title, and who filled them in, above. */
const HEADS_WITHIN = 10;

/** The row that names most of our columns, where one names two at least. */
export function headRowOf(kind: ImportKind, lines: readonly SheetLine[], words: HeadWords): SheetLine | null {
  const named = lines.slice(0, HEADS_WITHIN).map((line) => ({
    line,
    count: Object.keys(matchColumns(kind, line.cells, words[kind])).length,
  }));
  const best = named.reduce((a, b) => (b.count > a.count ? b : a), named[0] ?? { line: null, count: 0 });
  return best.count >= 2 ? best.line : null;
}
