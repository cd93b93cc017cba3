import { Readable } from 'node:stream';
import { stringify, type Stringifier } from 'csv-stringify';
import type { FastifyReply } from 'fastify';
import { instantOf } from '#domain/time/time.js';
import { SHEET_TYPES } from './body.js';
import { shownText, workbook, type Table } from './workbook.js';

/** Tables as files, written as they are read. */

export type Ending = 'csv' | 'xlsx';

/** Several tables, of which a file of text can hold the first alone. */
export interface Book {
  /** Of the file. */
  name: string;
  tables: readonly [Table, ...Table[]];
  /** Of the moments in it. */
  zone: string;
}

function says(reply: FastifyReply, name: string, ending: Ending): void {
  void reply
    .header('content-type', ending === 'csv' ? `${SHEET_TYPES[0]}; charset=utf-8; header=present` : SHEET_TYPES[1])
    .header('content-disposition', `attachment; filename="${name}-${instantOf(Date.now()).slice(0, 10)}.${ending}"`)
    .header('cache-control', 'no-store');
}

/** Rows as a sheet (RFC 4180) for programs. */
export function spreadsheet<C extends string>(
  reply: FastifyReply,
  name: string,
  columns: readonly C[],
  rows: AsyncIterable<Record<C, string | number | null>>,
): Readable {
  says(reply, name, 'csv');
  return lines(columns, rows);
}

/** A book for people, as a spreadsheet or as its first table in plain lines, one a row. */
export function bookAs(reply: FastifyReply, ending: Ending, { name, tables, zone }: Book): Readable {
  says(reply, name, ending);
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
