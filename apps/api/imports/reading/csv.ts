import { parse, CsvError } from 'csv-parse';
import { textOf } from '#lexicon/file-text.js';
import { Gathering, UnreadableFile, type ReadSheet } from './sheet.js';

/** So that a spreadsheet takes it for no formula; our own sheets have it. */
const ESCAPED = /^'(?=[=+\-@])/;
const DELIMITERS = [',', ';', '\t'];

/** A file of text, as every spreadsheet writes one. */
export async function readCsv(bytes: Uint8Array): Promise<ReadSheet> {
  const text = textOf(bytes);
  if (text === null) throw new UnreadableFile('NOT_TEXT');
  const first = /^[^\r\n]*/.exec(text)![0];
  const delimiter = DELIMITERS.reduce((best, each) => (countOf(first, each) > countOf(first, best) ? each : best));
  const gathering = new Gathering();
  const parser = parse({ delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false });
  parser.end(text);
  try {
    let n = 0;
    for await (const cells of parser as AsyncIterable<string[]>) {
      n += 1;
      gathering.add(
        n,
        cells.map((each) => each.trim().replace(ESCAPED, '')),
      );
    }
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableFile('BROKEN_FILE') : error;
  } finally {
    parser.destroy();
  }
  return { rows: gathering.rows, remarks: [] };
}

const countOf = (text: string, letter: string) => text.split(letter).length;
