import sax, { type QualifiedTag, type Tag } from 'sax';
import { ofSerial, type CellFaultCode } from '#domain/sheet/cells.js';
import type { Remark } from '#domain/sheet/check.js';
import { Gathering, MOST_PLACES, UnreadableFile, type ReadSheet } from './sheet.js';
import { unzipped } from './zip.js';

/** A spreadsheet as Office Open XML has it (ECMA-376, part 1, 18), read as a stream: workbook and words first, then the sheet. */

/** Unpacked, of one part beside the sheets, and of a sheet. */
const MOST_PART_BYTES = 64 * 1024 * 1024;
const MOST_SHEET_BYTES = 1024 * 1024 * 1024;
const LONGEST_MS = 30_000;
/** A spreadsheet keeps 32,767 letters a cell. */
const LONGEST_CELL = 40_000;
const MOST_REMARKS = 1_000;
/** More than fifteen figures are not kept: what is written is not what was typed. */
const EXACT = 1e15;
/** Days between the beginnings of the two ways to count. */
const SINCE_1904 = 1_462;

interface Handling {
  open?: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

/** A part that is XML, piece by piece; names without the prefix that a program gave them. */
function xmlTaker({ open, text, close }: Handling): (piece: Uint8Array, last: boolean) => void {
  const decoder = new TextDecoder('utf-8');
  const reading = sax.parser(true, { xmlns: false, position: false });
  const bare = (name: string) => name.slice(name.indexOf(':') + 1);
  // What stands in a document's own grammar is resolved by nobody: sax knows the five of XML, and takes all else for a fault.
  reading.onerror = () => {
    throw new UnreadableFile('BROKEN_FILE');
  };
  reading.onopentag = ({ name, attributes }: Tag | QualifiedTag) =>
    open?.(bare(name), attributes as Record<string, string>);
  reading.ontext = (words) => text?.(words);
  reading.oncdata = (words) => text?.(words);
  reading.onclosetag = (name) => close?.(bare(name));
  return (piece, last) => {
    reading.write(decoder.decode(piece, { stream: !last }));
    if (last) reading.close();
  };
}

interface Workbook {
  sheets: { name: string; path: string; isHidden: boolean }[];
  since1904: boolean;
  words: string[];
  /** Whether what has this style is a moment. */
  isMoment: boolean[];
}

export function readXlsx(bytes: Uint8Array): ReadSheet {
  const workbook = readWorkbook(bytes);
  const [first, ...others] = workbook.sheets.filter((each) => !each.isHidden);
  if (!first) throw new UnreadableFile('BROKEN_FILE');
  const gathering = new Gathering();
  const remarks: Remark[] = workbook.sheets
    .filter((each) => each.isHidden)
    .map(({ name }) => ({ row: 0, column: 0, code: 'HIDDEN_SHEET', meant: name }));
  let isThere = false;
  unzipped(bytes, (name) => {
    if (name === first.path) {
      isThere = true;
      return bounded(sheetTaker(workbook, gathering, remarks), MOST_SHEET_BYTES);
    }
    const other = others.find((each) => each.path === name);
    return other && filledTaker(() => remarks.push({ row: 0, column: 0, code: 'OTHER_SHEET', meant: other.name }));
  });
  if (!isThere) throw new UnreadableFile('BROKEN_FILE');
  return { rows: gathering.rows, remarks };
}

function readWorkbook(bytes: Uint8Array): Workbook {
  const sheets: { name: string; id: string; isHidden: boolean }[] = [];
  const targets = new Map<string, string>();
  const words: string[] = [];
  const isMoment: boolean[] = [];
  let since1904 = false;
  const parts: Record<string, Handling> = {
    'xl/workbook.xml': {
      open(name, each) {
        if (name === 'workbookPr') since1904 = /^(1|true)$/.test(each['date1904'] ?? '');
        if (name !== 'sheet') return;
        const id = Object.entries(each).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
        sheets.push({ name: each['name'] ?? '', id, isHidden: /hidden/i.test(each['state'] ?? '') });
      },
    },
    'xl/_rels/workbook.xml.rels': {
      open(name, { Id = '', Target = '' }) {
        if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
      },
    },
    'xl/sharedStrings.xml': wordsHandling(words),
    'xl/styles.xml': stylesHandling(isMoment),
  };
  unzipped(bytes, (name) => {
    const handling = parts[name];
    return handling && bounded(xmlTaker(handling), MOST_PART_BYTES);
  });
  if (sheets.length === 0) throw new UnreadableFile('BROKEN_FILE');
  return {
    sheets: sheets.map(({ name, id, isHidden }) => ({ name, isHidden, path: targets.get(id) ?? '' })),
    since1904,
    words,
    isMoment,
  };
}

function bounded(take: (piece: Uint8Array, last: boolean) => void, most: number) {
  let left = most;
  const until = Date.now() + LONGEST_MS;
  return (piece: Uint8Array, last: boolean) => {
    left -= piece.length;
    if (left < 0 || Date.now() > until) throw new UnreadableFile('TOO_MUCH');
    take(piece, last);
  };
}

/** A text may be in runs of several fonts; how it is read aloud stands between them and is no part of it. */
function wordsHandling(words: string[]): Handling {
  let word: string | null = null;
  let isText = false;
  let isAloud = false;
  return {
    open(name) {
      if (name === 'si') word = '';
      if (name === 'rPh') isAloud = true;
      isText = name === 't';
    },
    text(text) {
      if (word !== null && isText && !isAloud) word += text;
      if (word !== null && word.length > LONGEST_CELL) throw new UnreadableFile('TOO_MUCH');
    },
    close(name) {
      if (name === 'rPh') isAloud = false;
      if (name === 't') isText = false;
      if (name !== 'si') return;
      words.push(word ?? '');
      word = null;
    },
  };
}

/** Formats of moments that have a number and no text (18.8.30, those of East Asia with them). */
const MOMENT_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;
const isMomentFormat = (id: number) => MOMENT_FORMATS.some(([from, to]) => id >= from && id <= to);

function stylesHandling(isMoment: boolean[]): Handling {
  const own = new Map<number, boolean>();
  let isCell = false;
  return {
    open(name, each) {
      if (name === 'numFmt') own.set(Number(each['numFmtId']), saysMoment(each['formatCode'] ?? ''));
      if (name === 'cellXfs') isCell = true;
      if (name !== 'xf' || !isCell) return;
      const id = Number(each['numFmtId'] ?? 0);
      isMoment.push(own.get(id) ?? isMomentFormat(id));
    },
    close(name) {
      if (name === 'cellXfs') isCell = false;
    },
  };
}

/** Without what is written as it stands, and without colours and places. */
function saysMoment(format: string): boolean {
  const [code = ''] = format.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*./gi, '').split(';');
  return /[ymdhs]/i.test(code) && !/general|[0#?]/i.test(code.replace(/\.0+/g, ''));
}

interface Place {
  column: number;
  row: number;
}

/** `BC12` is column 54, row 12; A is 0. */
function placeOf(reference: string): Place {
  const [, letters = '', row = '0'] = /^([A-Z]{1,3})(\d+)$/.exec(reference) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { column, row: Number(row) };
}

/** The cells of a range, as many as are remarked on. */
function within(from: Place, to: Place): Place[] {
  const cells: Place[] = [];
  for (let row = from.row; row <= to.row; row++)
    for (let column = from.column; column <= to.column; column++) {
      if (cells.length === MOST_REMARKS) return cells;
      cells.push({ column, row });
    }
  return cells;
}

function sheetTaker(workbook: Workbook, gathering: Gathering, remarks: Remark[]) {
  let row = 0;
  let cells: string[] = [];
  let cell: { column: number; type: string; style: number; hasFormula: boolean } | null = null;
  let text = '';
  let isValue = false;
  const remark = (code: CellFaultCode, column: number, at = row, meant?: string): void => {
    if (remarks.length < MOST_REMARKS) remarks.push({ row: at, column, code, ...(meant && { meant }) });
  };
  return xmlTaker({
    open(name, each) {
      if (name === 'row') {
        row = Number(each['r'] ?? row + 1);
        cells = [];
      } else if (name === 'c') {
        const column = each['r'] ? placeOf(each['r']).column : cells.length;
        if (column < 0 || column >= MOST_PLACES) throw new UnreadableFile('TOO_MANY_COLUMNS');
        cell = { column, type: each['t'] ?? 'n', style: Number(each['s'] ?? 0), hasFormula: false };
        text = '';
      } else if (name === 'f' && cell) cell.hasFormula = true;
      else if (name === 'mergeCell') {
        const [from = '', to = from] = (each['ref'] ?? '').split(':').map((part) => part.trim());
        for (const { column, row: at } of within(placeOf(from), placeOf(to)))
          remark('MERGED_CELLS', column, at, `${from}:${to}`);
      }
      isValue = name === 'v' || name === 't';
    },
    text(more) {
      if (!isValue || !cell) return;
      text += more;
      if (text.length > LONGEST_CELL) throw new UnreadableFile('TOO_MUCH');
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false;
      if (name === 'c' && cell) {
        const { column, hasFormula, type } = cell;
        const said = saidBy(cell, text, workbook);
        while (cells.length < column) cells.push('');
        cells[column] = said.text;
        if (said.isCut) remark('NUMBER_CUT', column);
        if (type === 'e') remark('CELL_ERROR', column);
        if (hasFormula) remark('FORMULA', column, row, said.text);
        cell = null;
      }
      if (name === 'row') gathering.add(row, cells);
    },
  });
}

function saidBy(
  { type, style }: { type: string; style: number },
  raw: string,
  { words, isMoment, since1904 }: Workbook,
): { text: string; isCut?: true } {
  if (type === 's') return { text: (words[Number(raw)] ?? '').trim() };
  if (type === 'b') return { text: raw.trim() === '1' ? 'true' : 'false' };
  if (type !== 'n' || raw.trim() === '') return { text: raw.trim() };
  const number = Number(raw);
  if (!Number.isFinite(number)) return { text: raw.trim() };
  if (isMoment[style] && number >= 1 && number < 200_000)
    return { text: ofSerial(number + (since1904 ? SINCE_1904 : 0)) };
  if (Math.abs(number) >= EXACT) return { text: raw.trim(), isCut: true };
  return { text: String(number) };
}

/** Tells once of a sheet that somebody wrote in. */
function filledTaker(tell: () => void) {
  let isTold = false;
  const decoder = new TextDecoder('utf-8');
  return (piece: Uint8Array) => {
    if (isTold || !/<(\w+:)?(v|t)[ >]/.test(decoder.decode(piece, { stream: true }))) return;
    isTold = true;
    tell();
  };
}
