import type { Remark, SheetLine } from '#domain/sheet/check.js';

/** A sheet as it came out of a file, whatever the file was. What reads one runs in a thread, and is plain. */

export interface ReadSheet {
  rows: SheetLine[];
  remarks: Remark[];
}

/** Why nothing at all can be made of a file. */
export const UNREADABLE = {
  EMPTY_FILE: 'the file is empty',
  BROKEN_FILE: 'the file is broken or no sheet: save it again as .xlsx, or as CSV',
  PASSWORD_PROTECTED: 'the file is protected by a password: take the password off and save it again',
  OLD_FORMAT: 'the file is an .xls of before 2007: save it again as .xlsx',
  NOT_TEXT: 'the text is neither UTF-8 nor GB18030: save it again as .xlsx, or as CSV in UTF-8',
  TOO_MANY_ROWS: 'there are more than 20,000 rows: divide it into several files',
  TOO_MANY_COLUMNS: 'there are more than 30 columns with a head: leave those out that are not brought in',
  TOO_MUCH: 'what is in the file is more than can be read: divide it into several files',
  NO_HEADS: 'no row has heads that name our columns: put the names of the columns above the rows',
} as const;
export type Unreadable = keyof typeof UNREADABLE;

export const MOST_ROWS = 20_000;
export const MOST_COLUMNS = 30;
/** A cell further to the right is in no sheet that anybody filled in. */
export const MOST_PLACES = 256;
/** Of letters in all cells together. */
const MOST_TEXT = 40_000_000;

/** Thrown inside a thread; what leaves it is the code. */
export class UnreadableFile extends Error {
  constructor(readonly code: Unreadable) {
    super(code);
  }
}

/** The rows as they come, and an end to them. */
export class Gathering {
  readonly rows: SheetLine[] = [];
  private text = 0;

  /** @throws UnreadableFile TOO_MANY_ROWS, TOO_MANY_COLUMNS, TOO_MUCH */
  add(n: number, cells: string[]): void {
    if (cells.length > MOST_PLACES) throw new UnreadableFile('TOO_MANY_COLUMNS');
    if (cells.every((each) => each === '')) return;
    // The heads, and what stands above them, are none of the rows.
    if (this.rows.length > MOST_ROWS) throw new UnreadableFile('TOO_MANY_ROWS');
    this.text += cells.reduce((sum, each) => sum + each.length, 0);
    if (this.text > MOST_TEXT) throw new UnreadableFile('TOO_MUCH');
    this.rows.push({ n, cells });
  }
}
