import { parse, CsvError } from 'csv-parse';
import { Gathering, UnreadableFile, type ReadSheet } from './sheet.js';

/** So that a spreadsheet takes it for no formula; our own sheets have it. */
const ESCAPED = /^'(?=[=+\-@])/;
const DELIMITERS = [',', ';', '\t'];

/** A file of text, as every spreadsheet writes one: in UTF-8, or in GB18030 as a Chinese one does without being asked. */
export async function readCsv(bytes: Uint8Array): Promise<ReadSheet> {
  const text = decoded(bytes);
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

function decoded(bytes: Uint8Array): string {
  // Excel calls it "Unicode text".
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\u0000')) return text;
    } catch {
      // It is not that one.
    }
  }
  throw new UnreadableFile('NOT_TEXT');
}
