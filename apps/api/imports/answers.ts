import type { CellFaultCode } from '#domain/sheet/cells.js';
import type { Column } from '#domain/sheet/columns.js';
import type { ImportKind } from '#domain/words.js';
import type { Begun } from '../rollouts/answers.js';

export interface ImportShapes {
  Import: Import;
  Begun: Begun;
}

declare module '../http/answers.js' {
  interface Shapes extends ImportShapes {}
}

/** A sheet that was handed in, looked through, with all that is wrong with it. */
export interface Import {
  id: string;
  kind: ImportKind;
  /** Rows below the heads, and how many of them can be brought in. */
  rows: number;
  good: number;
  /** The first thousand, in the order of the sheet; what concerns the whole sheet first. Some ask for no change. */
  errors: ImportError[];
  /** How many there are that have to be mended before their rows are taken. */
  wrong: number;
  /** Ours, and the head in the sheet that stands for it. */
  columns: Record<string, string>;
  /** The heads of the sheet, and the columns that there are for its kind. */
  heads: string[];
  known: ImportColumn[];
  /** Of its run, once there was one. */
  rolloutId: string | null;
}

export interface ImportColumn {
  column: Column;
  needed: boolean;
}

export interface ImportError {
  /** As the program that made the sheet counts; 0 where it is of the whole file. */
  row: number;
  /** The head of the column in the sheet, else our name of it; null where it is of none. */
  column: string | null;
  /** Where it stands, as `C5`; null where it is in no cell. */
  cell: string | null;
  code: CellFaultCode;
  /** What is wrong, and what is meant as far as that can be told, in the caller's language. */
  detail: string;
}
