import { Readable } from 'node:stream';
import { stringify, type Stringifier } from 'csv-stringify';
import type { FastifyReply } from 'fastify';
import { civilDateAt, instantOf } from '#domain/time/time.js';
import { attachment } from './attachment.js';
import { SHEET_TYPES } from './body.js';
import { shownText, workbook, type Table } from './workbook.js';

/** Tables as files, written as they are read. */

export type Ending = 'csv' | 'xlsx';

/** Several tables, of which a file of text can hold the first alone. */
export interface Book {
  /** Of the file, for programs. */
  name: string;
  /** What its reader calls it. */
  called?: string | undefined;
  tables: readonly [Table, ...Table[]];
  /** Of the moments in it, and of the day in its name. */
  zone: string;
}

function says(reply: FastifyReply, { name, called = name, zone }: Omit<Book, 'tables'>, ending: Ending): void {
  const made = `${civilDateAt(instantOf(Date.now()), zone)}.${ending}`;
  void reply
    .header('content-type', ending === 'csv' ? `${SHEET_TYPES[0]}; charset=utf-8; header=present` : SHEET_TYPES[1])
    .header('content-disposition', attachment(`${name}-${made}`, `${called}-${made}`))
    .header('cache-control', 'no-store');
}

/** Rows as a sheet (RFC 4180) for programs. */
export function spreadsheet<C extends string>(
  reply: FastifyReply,
  file: Omit<Book, 'tables'>,
  columns: readonly C[],
  rows: AsyncIterable<Record<C, string | number | null>>,
): Readable {
  says(reply, file, 'csv');
  return lines(columns, rows);
}

/** A book for people, as a spreadsheet or as its first table in plain lines, one a row. */
export function bookAs(reply: FastifyReply, ending: Ending, { tables, ...file }: Book): Readable {
  says(reply, file, ending);
  const { zone } = file;
  // Whole pieces at once: what is compressed comes in small ones.
  if (ending === 'xlsx') return Readable.from(workbook(tables, zone));
  const [{ heads, rows }] = tables;
  return lines(heads, texts(rows, zone));
}

async function* texts(rows: Table['rows'], zone: string): AsyncGenerator<string[]> {
  for await (const row of rows) yield row.map((cell) => shownText(cell, zone));
}

function lines(columns: readonly string[], rows: AsyncIterable<unknown>): Stringifier {
  // A title may begin as a formula does: spreadsheets must see text, whoever opens it.
  const sheet = stringify({
    header: true,
    columns: [...columns],
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
  // A sheet that could not be read to its end must not look whole.
  const source = Readable.from(rows);
  source.on('error', (error) => sheet.destroy(error)).pipe(sheet);
  return sheet;
}
