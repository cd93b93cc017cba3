import { setImmediate as breath } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import { DAY, wallClockAt, type Instant } from '#domain/time/time.js';

/**
 * Spreadsheets (ECMA-376), written as their rows are read: of a long one no more is in memory than some rows. Text is text,
 * what begins as a formula does is none, also once somebody has edited it.
 */

/** Text, a number, a moment as the clocks of the book's zone show it, or a share of a whole. */
export type Cell = string | number | null | { at: Instant } | { share: number };

/** What a person sees as one sheet, its heads above. */
export interface Table {
  name: string;
  heads: readonly string[];
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** So many rows are written at once; the widths of the columns are taken from the first of them. */
const ROWS_AT_ONCE = 100;
/** More of it a program does not open. */
const LONGEST_TEXT = 32_767;
const WIDTHS = { least: 8, most: 60 };
/** Days that spreadsheets count before 1970. */
const BEFORE_1970 = 25_569;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Places in `cellXfs` below. */
const STYLE = { head: 1, moment: 2, share: 3, quoted: 4 };
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/><numFmt numFmtId="165" formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/**
 * @param zone of the moments in it
 * @returns the bytes of the file, piece by piece
 */
export async function* workbook(tables: readonly Table[], zone: string): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let fault: Error | null = null;
  const zip = new Zip((error, piece) => {
    fault ??= error;
    pieces.push(piece);
  });
  const written = function* () {
    if (fault) throw fault;
    yield* pieces.splice(0);
  };
  for (const [path, text] of parts(tables)) {
    const file = new ZipDeflate(path);
    zip.add(file);
    for await (const piece of text(zone)) {
      file.push(strToU8(piece));
      yield* written();
      // What is compressed keeps nobody waiting longer than a piece.
      await breath();
    }
    file.push(new Uint8Array(0), true);
    yield* written();
  }
  zip.end();
  yield* written();
}

type Text = (zone: string) => Iterable<string> | AsyncIterable<string>;

function parts(tables: readonly Table[]): [path: string, text: Text][] {
  const names = sheetNames(tables);
  const numbered = (each: (n: number, name: string) => string) => names.map((name, n) => each(n + 1, name)).join('');
  const whole: Record<string, string> = {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${numbered((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`)}</Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${numbered((n, name) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${numbered((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${names.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
  };
  return [
    ...Object.entries(whole).map(([path, text]): [string, Text] => [path, () => [text]]),
    ...tables.map((table, n): [string, Text] => [`xl/worksheets/sheet${n + 1}.xml`, (zone) => sheet(table, zone)]),
  ];
}

/** Programs take at most 31 letters, none of `[]:*?/\`, and no name twice. */
function sheetNames(tables: readonly Table[]): string[] {
  return tables.map(({ name }, n) => name.replace(/[[\]:*?/\\']/g, ' ').slice(0, 31) || `${n + 1}`);
}

async function* sheet({ heads, rows }: Table, zone: string): AsyncGenerator<string> {
  let begun = false;
  let count = 1;
  for await (const some of inPieces(rows)) {
    if (!begun) yield beginning(heads, some, zone);
    begun = true;
    count += some.length;
    yield some.map((row) => `<row>${row.map((cell) => cellText(cell, zone)).join('')}</row>`).join('');
  }
  if (!begun) yield beginning(heads, [], zone);
  const filter = heads.length > 0 ? `<autoFilter ref="A1:${columnName(heads.length)}${count}"/>` : '';
  yield `</sheetData>${filter}<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`;
}

/** The heads stay in sight, and on paper all columns stand on one page. */
function beginning(heads: readonly string[], first: readonly (readonly Cell[])[], zone: string): string {
  const widths = heads.map((head, n) => {
    const lengths = [head, ...first.map((row) => row[n] ?? null)].map((cell) => widthOf(shownText(cell, zone)));
    return Math.min(WIDTHS.most, Math.max(WIDTHS.least, ...lengths) + 2);
  });
  const columns = widths.map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`);
  const row = heads.map((head) => inline(head, STYLE.head)).join('');
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${columns.length > 0 ? `<cols>${columns.join('')}</cols>` : ''}<sheetData><row>${row}</row>`;
}

async function* inPieces(rows: Table['rows']): AsyncGenerator<(readonly Cell[])[]> {
  let some: (readonly Cell[])[] = [];
  for await (const row of rows) {
    some.push(row);
    if (some.length < ROWS_AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function cellText(cell: Cell, zone: string): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (typeof cell === 'string') return inline(cell, /^[=+\-@＝＋－＠]/.test(cell) ? STYLE.quoted : 0);
  if ('share' in cell) return `<c s="${STYLE.share}"><v>${cell.share}</v></c>`;
  const days = Date.parse(`${wallClockAt(cell.at, zone).replace(' ', 'T')}Z`) / DAY + BEFORE_1970;
  return `<c s="${STYLE.moment}"><v>${days}</v></c>`;
}

const inline = (text: string, style: number): string =>
  `<c t="inlineStr"${style > 0 ? ` s="${style}"` : ''}><is><t xml:space="preserve">${escaped(text.slice(0, LONGEST_TEXT))}</t></is></c>`;

const escaped = (text: string): string =>
  text
    // XML knows no other control characters, and no half of a pair.
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[<>&"]/g, (each) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[each]!);

/** As a person reads it, also in a sheet that is nothing but text. */
export function shownText(cell: Cell, zone: string): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  if ('share' in cell) return `${Math.round(cell.share * 1000) / 10}%`;
  return wallClockAt(cell.at, zone).slice(0, 16);
}

/** Letters of Chinese are twice as wide. */
const widthOf = (text: string): number => [...text].reduce((sum, each) => sum + (each > '\u2e7f' ? 2 : 1), 0);

/** `A`, …, `Z`, `AA`. */
const columnName = (n: number): string =>
  n > 26 ? columnName(Math.floor((n - 1) / 26)) + columnName(((n - 1) % 26) + 1) : String.fromCharCode(64 + n);
