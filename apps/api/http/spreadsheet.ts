import { Readable } from 'node:stream';
import { stringify, type Stringifier } from 'csv-stringify';
import type { FastifyReply } from 'fastify';
import { instantOf } from '#domain/time/time.js';

/** Rows as a sheet (RFC 4180), written as they are read. */
export function spreadsheet<C extends string>(
  reply: FastifyReply,
  name: string,
  columns: readonly C[],
  rows: AsyncIterable<Record<C, string | number | null>>,
): Stringifier {
  void reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}-${instantOf(Date.now()).slice(0, 10)}.csv"`)
    .header('cache-control', 'no-store');
  // A title may begin as a formula does: spreadsheets must see text, whoever opens it.
  const sheet = stringify({
    header: true,
    columns: [...columns],
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
  // A sheet that could not be read to its end must not look whole.
  const lines = Readable.from(rows);
  lines.on('error', (error) => sheet.destroy(error)).pipe(sheet);
  return sheet;
}
