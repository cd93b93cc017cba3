import type { ImportKind } from '../words.js';
import type { CellFaultCode } from './cells.js';
import { COLUMNS, matchColumns, NEEDED, type Column, type Matched } from './columns.js';
import { readDispute, type LedgerCase, type Reading } from './disputes.js';
import { readItem, type LedgerItem } from './items.js';
import type { RowFault } from './row.js';

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

/** A cell that cannot be taken, with its place; of what concerns the whole sheet row 0 and no column of ours. */
export interface SheetFault {
  row: number;
  /** The place of the column, where it is in the sheet. */
  place: number | null;
  column: Column | null;
  code: CellFaultCode;
  meant?: string;
}

export interface Checked {
  columns: Matched;
  /** Numbers of the rows that can be brought in. */
  good: number[];
  faults: SheetFault[];
}

/** What each kind makes of a row. */
const READERS = {
  disputes: readDispute,
  items: readItem,
} as const;
export type Readable = keyof typeof READERS;
export type LineOf<K extends Readable> = { disputes: LedgerCase; items: LedgerItem }[K];

export const isReadable = (kind: ImportKind): kind is Readable => Object.hasOwn(READERS, kind);

export function readLine<K extends Readable>(
  kind: K,
  { cells }: SheetLine,
  columns: Matched,
  reading: Reading,
): { value: LineOf<K> } | { faults: RowFault[] } {
  return READERS[kind](cells, columns, reading) as { value: LineOf<K> } | { faults: RowFault[] };
}

export interface Sheet {
  kind: Readable;
  headRow: number;
  heads: readonly string[];
  chosen: Partial<Record<Column, number | null>>;
  remarks: readonly Remark[];
}

export function matchedOf({ kind, heads, chosen }: Sheet, words: Readonly<Record<Column, readonly string[]>>): Matched {
  return matchColumns(kind, heads, words, chosen);
}

/** All that is wrong with a sheet, by its places, and which of its rows can be brought in. */
export function checkSheet(sheet: Sheet, lines: readonly SheetLine[], columns: Matched, reading: Reading): Checked {
  const { kind, headRow } = sheet;
  const faults: SheetFault[] = sheetFaults(sheet, columns);
  const missing = NEEDED[kind].some((column) => columns[column] === undefined);
  const columnAt = new Map(Object.entries(columns).map(([column, place]) => [place, column as Column]));
  const remarksOf = (n: number) =>
    sheet.remarks.filter(({ row, column }) => row === n && row > headRow && columnAt.has(column));
  const firsts = new Map<string, number>();
  const key = COLUMNS[kind][0];
  const good: number[] = [];
  for (const line of missing ? [] : lines) {
    const read = readLine(kind, line, columns, reading);
    const own: RowFault[] = 'faults' in read ? read.faults : [];
    const remarks = remarksOf(line.n).map(({ column, ...remark }) => ({
      ...remark,
      column: columnAt.get(column)!,
    }));
    const name = keyOf(line, columns);
    const first = firsts.get(name);
    if (first !== undefined) own.push({ column: key, code: 'TWICE', meant: String(first) });
    else if (name !== '') firsts.set(name, line.n);
    // What the file says of a cell is why it cannot be read.
    const all = [...remarks, ...own.filter((each) => !remarks.some(({ column }) => column === each.column))];
    if (all.length === 0) good.push(line.n);
    const placed = all.map(({ column, code, meant }) => ({
      row: line.n,
      place: columns[column] ?? null,
      column,
      code,
      ...(meant !== undefined && { meant }),
    }));
    faults.push(...placed.sort((a, b) => (a.place ?? -1) - (b.place ?? -1)));
  }
  return { columns, good, faults };

  function keyOf({ cells }: SheetLine, matched: Matched): string {
    const of = (column: Column) => (matched[column] === undefined ? '' : (cells[matched[column]] ?? '').trim());
    return of(key) === '' ? '' : `${kind === 'disputes' ? of('source') : ''}\u0000${of(key)}`;
  }
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
export function headRowOf(
  kind: Readable,
  lines: readonly SheetLine[],
  words: Readonly<Record<Column, readonly string[]>>,
): SheetLine | null {
  const named = lines.slice(0, HEADS_WITHIN).map((line) => ({
    line,
    count: Object.keys(matchColumns(kind, line.cells, words)).length,
  }));
  const best = named.reduce((a, b) => (b.count > a.count ? b : a), named[0] ?? { line: null, count: 0 });
  return best.count >= 2 ? best.line : null;
}
