import type { CellFault, Read } from './cells.js';
import type { Column, Matched } from './columns.js';

export interface RowFault extends CellFault {
  column: Column;
}

/** One row of a sheet as it is read cell by cell: what is wrong is gathered, so that all of it is said at once. */
export class SheetRow {
  readonly faults: RowFault[] = [];
  /** What is to be said of cells that can be taken. */
  readonly remarks: RowFault[] = [];

  constructor(
    private readonly cells: readonly string[],
    private readonly columns: Matched,
  ) {}

  /** The cell's text; empty where there is none. */
  text(column: Column): string {
    const place = this.columns[column];
    return place === undefined ? '' : (this.cells[place] ?? '').trim();
  }

  has(column: Column): boolean {
    return this.text(column) !== '';
  }

  fault(column: Column, fault: CellFault): undefined {
    this.faults.push({ column, ...fault });
    return undefined;
  }

  /** What the cell says; undefined where it is empty, or where it cannot be taken, which then is noted. */
  read<T>(column: Column, reading: (text: string) => Read<T>): T | undefined {
    const text = this.text(column);
    if (text === '') return undefined;
    const read = reading(text);
    if ('fault' in read) return this.fault(column, read.fault);
    if (read.remark) this.remarks.push({ column, ...read.remark });
    return read.value;
  }

  /** The same of a cell that must not be empty. */
  demand<T>(column: Column, reading: (text: string) => Read<T>): T | undefined {
    return this.has(column) ? this.read(column, reading) : this.fault(column, { code: 'REQUIRED' });
  }
}
