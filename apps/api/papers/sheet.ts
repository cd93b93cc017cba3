import PdfDocument from 'pdfkit';
import qrcode from 'qrcode-generator';
import { fontOf, fonts, readFontsFor, RIGHT_TO_LEFT } from './fonts.js';

/** What stands on one official paper; texts are whole and in the language of the paper. */
export interface Sheet {
  /** The number of this issue, such as `YJ2026-00001`. */
  number: string;
  title: string;
  /** 主送: whom it is for; null where nobody is sent it. */
  addressee: string | null;
  /** 正文, each indented by two characters. */
  paragraphs: string[];
  /** Who signs it, each on a line of their own; absent where its sender alone does. */
  signatures?: string[];
  /** 落款: who issues it, and the date below. */
  sender: string;
  date: string;
  /** A copy that was issued again says so. */
  copy: string | null;
  caseNumber: string;
  /** Where the QR code leads; whoever follows it must still sign in. */
  caseUrl: string;
  issuedAt: Date;
  /** Across each page: 预览 before there is a number, 作废 once it does not hold. Never of what was handed out itself. */
  mark?: '预览' | '作废';
}

// Millimetres and type sizes after GB/T 9704-2012: margins 37 (top), 35 (foot), 28 (left), 26 (right); title size 2
// (22 pt), body size 3 (16 pt), 22 lines in 225 mm.
export const MM = 72 / 25.4;
export const MARGINS = { top: 37 * MM, bottom: 35 * MM, left: 28 * MM, right: 26 * MM };
export const TITLE_PT = 22;
const BODY_PT = 16;
export const SMALL_PT = 10.5;
const LINE_PT = (225 * MM) / 22;
/** Room for a seal, sender and date. */
const CLOSING_LINES = 3;
/** Of what is said, on the page on which it closes. */
const KEPT_LINES = 2;
const QR_PT = 22 * MM;
const MARK_PT = 150;

/**
 * A character that no font has is shown as 〓, the printers' sign for it, with its code point: a name must never lose a
 * character unseen. What turns or hides text (bidirectional and zero-width signs) is left out.
 */
export function printable(text: string): string {
  return [...text.normalize('NFC').replaceAll(/\r\n?/g, '\n')]
    .map((each) => {
      if (each === '\n') return each;
      if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(each)) return '';
      if (fontOf(each)) return each;
      return `〓(U+${each.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`;
    })
    .join('');
}

/** What a page says that shows such a sign. */
export const LACKING = '〓为字库所缺的字，括号内是它的 Unicode 编码，请用笔补正。';
export const lacks = (texts: readonly (string | null)[]): boolean =>
  texts.some((each) => each !== null && printable(each).includes('〓(U+'));

interface Run {
  font: string;
  text: string;
}

/** The parts of a text that one font each has, in the order in which they stand on the line. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  for (const letter of printable(text)) {
    const last = runs.at(-1);
    const font = /[ \n]/.test(letter) ? (last?.font ?? 'body') : (fontOf(letter) ?? 'body');
    if (last?.font === font) last.text += letter;
    else runs.push({ font, text: letter });
  }
  return runs.flatMap((run) => (RIGHT_TO_LEFT.includes(run.font) ? turned(run) : [run]));
}

/** Letters are turned by their font, the words of a line are not; a space beside them would be turned with them. */
function turned({ font, text }: Run): Run[] {
  const [, words, end] = /^(.*?)([ \n]*)$/s.exec(text)!;
  const backwards = words!.split(/( +)/).reverse();
  return [
    ...backwards.map((each) => ({ font: each.startsWith(' ') ? 'body' : font, text: each })),
    { font: 'body', text: end! },
  ].filter((each) => each.text !== '');
}

interface Placed {
  x?: number;
  y?: number;
  width: number;
  align?: 'left' | 'center' | 'right';
  indent?: number;
  lineGap?: number;
  lineBreak?: boolean;
}

/** Writes a text where the last one ended, or at a place, each part of it in the font that has it. */
export function say(pdf: PDFKit.PDFDocument, text: string, { x, y, ...options }: Placed): void {
  const runs = runsOf(text);
  if (runs.length === 0) runs.push({ font: 'body', text: '' });
  const margin = x ?? pdf.x;
  let left = margin;
  if (runs.length > 1 && options.align !== undefined && options.align !== 'left') {
    // Parts are not set flush together: what fits on a line is moved as a whole.
    const wide = runs.reduce((sum, run) => sum + pdf.font(run.font).widthOfString(run.text), 0);
    left += Math.max(0, options.width - wide) * (options.align === 'right' ? 1 : 0.5);
  }
  const set = left === margin ? options : { ...options, align: 'left' as const, width: options.width - left + margin };
  runs.forEach((run, n) => {
    pdf.font(run.font);
    const more = { ...set, continued: n < runs.length - 1 };
    if (n === 0) pdf.text(run.text, left, y ?? pdf.y, more);
    else pdf.text(run.text, more);
  });
  pdf.font('body').x = margin;
}

/** An empty A4 PDF with the fonts of papers; the same content gives the same bytes. `done` when it was ended. */
export function begin(title: string, at: Date): { pdf: PDFKit.PDFDocument; done: Promise<Buffer>; width: number } {
  const pdf = new PdfDocument({
    size: 'A4',
    margins: MARGINS,
    bufferPages: true,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: title, CreationDate: at, ModDate: at },
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  for (const { name, data } of fonts()) pdf.registerFont(name, data);
  alignFonts(pdf);
  return { pdf, done, width: pdf.page.width - MARGINS.left - MARGINS.right };
}

/** Words of several fonts stand on one line, and lines at one distance: all of them have the measures of the first. */
function alignFonts(pdf: PDFKit.PDFDocument): void {
  interface Measures {
    ascender: number;
    descender: number;
    lineGap: number;
  }
  // pdfkit has no door to them.
  const opened = (name: string) => (pdf.font(name) as unknown as { _font: Measures })._font;
  const { ascender, descender, lineGap } = opened('body');
  for (const { name } of fonts()) Object.assign(opened(name), { ascender, descender, lineGap });
  pdf.font('body');
}

/** A text in two, the second of as many lines as stay with what closes the page; of a shorter one the first is empty. */
function partedBefore(pdf: PDFKit.PDFDocument, text: string, how: Placed): [string, string] {
  const signs = [...text];
  const highOf = (n: number) => pdf.font('body').heightOfString(signs.slice(0, n).join(''), how);
  const most = highOf(signs.length) - (KEPT_LINES - 0.5) * LINE_PT;
  let [from, to] = [0, signs.length];
  while (from < to) {
    const n = Math.ceil((from + to) / 2);
    if (highOf(n) <= most) from = n;
    else to = n - 1;
  }
  while (from > 0 && !mayBreak(signs[from - 1]!, signs[from]!)) from -= 1;
  return [signs.slice(0, from).join(''), signs.slice(from).join('')];
}

/** What stands on a line as one: a blank for the pen, a number, a word of letters. */
const IN_WORD = /[_\p{N}]|(?!\p{Script=Han})[\p{L}\p{M}]/u;
/** What begins no line, and what ends none. */
const [CLOSES, OPENS] = [/[\s，。、；：！？）〕”’》·,.;:!?)]/u, /[（〔“‘《(]/u];
const mayBreak = (before: string, after: string): boolean =>
  !(IN_WORD.test(before) && IN_WORD.test(after)) && !CLOSES.test(after) && !OPENS.test(before);

/** A paragraph of which no last line stands alone at the head of a page. */
function sayWhole(pdf: PDFKit.PDFDocument, text: string, how: Placed): void {
  const end = pdf.page.height - MARGINS.bottom;
  const highOf = (part: string) => pdf.font('body').heightOfString(part, how);
  const linesIn = (room: number) => Math.floor(room / LINE_PT + 0.1);
  const over = Math.round(highOf(text) / LINE_PT) - linesIn(end - pdf.y);
  if (over <= 0 || over % linesIn(end - MARGINS.top) !== 1) return say(pdf, text, how);
  const [head, tail] = partedBefore(pdf, text, how);
  if (head) say(pdf, head, how);
  // Where it went on to the next page by itself, the rest has room there.
  if (pdf.y + highOf(tail) > end) pdf.addPage();
  say(pdf, tail, { ...how, ...(head && { indent: 0 }) });
}

/** Takes CPU: some 0.1 s. */
export async function drawSheet(sheet: Sheet): Promise<Buffer> {
  await readFontsFor(sheet);
  const { pdf, done, width } = begin(`${sheet.title} ${sheet.number}`, sheet.issuedAt);
  const { left } = MARGINS;
  const small = (text: string, y: number, align: 'left' | 'right') =>
    say(pdf.fontSize(SMALL_PT), text, { x: left, y, width, align, lineBreak: false });

  if (sheet.copy !== null) small(sheet.copy, MARGINS.top - 12 * MM, 'left');
  say(pdf.fontSize(TITLE_PT), sheet.title, { x: left, y: MARGINS.top, width, align: 'center' });
  pdf.fontSize(BODY_PT);
  const lineGap = LINE_PT - pdf.currentLineHeight(true);
  say(pdf.moveDown(0.3), sheet.number, { width, align: 'center' });
  pdf.moveDown(0.8);
  if (sheet.addressee !== null) say(pdf, `${sheet.addressee}：`, { width, lineGap });
  const set = { width, indent: 2 * BODY_PT, lineGap };
  const apart = { ...set, lineGap: lineGap + 6 };
  const { signatures = [] } = sheet;
  const texts = sheet.paragraphs.flatMap((each) => printable(each).split('\n'));
  const last = signatures.length === 0 ? texts.pop() : undefined;
  for (const each of texts) sayWhole(pdf, each, set);
  if (sheet.signatures) pdf.moveDown(0.5);
  for (const each of signatures.slice(0, -KEPT_LINES)) say(pdf, each, apart);
  // No page has nothing but them: some of what was said goes over with sender and date.
  const isRoomFor = (texts: readonly string[], how: Placed) => {
    const high = texts.reduce((sum, each) => sum + pdf.font('body').heightOfString(printable(each), how), 0);
    return pdf.y + high + CLOSING_LINES * LINE_PT <= pdf.page.height - MARGINS.bottom;
  };
  const kept = signatures.slice(-KEPT_LINES);
  if (kept.length > 0 && !isRoomFor(kept, apart)) pdf.addPage();
  for (const each of kept) say(pdf, each, apart);
  if (last !== undefined && isRoomFor([last], set)) say(pdf, last, set);
  else if (last !== undefined) {
    const [head, tail] = partedBefore(pdf, last, set);
    if (head) say(pdf, head, set);
    // Where it went on to the next page by itself, the rest has room there.
    if (!isRoomFor([tail], set)) pdf.addPage();
    say(pdf, tail, { ...set, ...(head && { indent: 0 }) });
  }
  // Sender and date stay together, below room for a seal.
  const linesLeft = Math.floor((pdf.page.height - MARGINS.bottom - pdf.y) / LINE_PT);
  if (linesLeft < CLOSING_LINES) pdf.addPage();
  pdf.y += (linesLeft === CLOSING_LINES ? 1 : 2) * LINE_PT;
  const signed = { width: width - 2 * BODY_PT, align: 'right', lineGap } as const;
  say(pdf, sheet.sender, { x: left, ...signed });
  say(pdf, sheet.date, signed);

  const { start, count } = pdf.bufferedPageRange();
  const note = lacks(textsOf(sheet)) ? LACKING : null;
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    // The foot lies in the margin, where text would begin a new page.
    pdf.page.margins.bottom = 0;
    if (sheet.mark) drawMark(pdf, sheet.mark);
    const top = pdf.page.height - MARGINS.bottom + 6 * MM;
    if (note !== null) small(note, top - 6 * MM, 'left');
    drawCode(pdf, sheet.caseUrl, left, top);
    const beside = { x: left + QR_PT + 4 * MM, width: width - QR_PT - 4 * MM, lineBreak: false };
    say(pdf.fontSize(SMALL_PT), sheet.caseNumber, { ...beside, y: top + 4 * MM });
    say(pdf, sheet.number, { ...beside, y: top + 10 * MM });
    small(`${page - start + 1} / ${count}`, top + 10 * MM, 'right');
  }
  pdf.end();
  return done;
}

const textsOf = ({ title, number, addressee, paragraphs, signatures = [], sender, caseNumber }: Sheet) => [
  title,
  number,
  addressee,
  ...paragraphs,
  ...signatures,
  sender,
  caseNumber,
];

/** Large, slanted, and so faint that what lies below it can be read. */
function drawMark(pdf: PDFKit.PDFDocument, mark: NonNullable<Sheet['mark']>): void {
  const { width, height } = pdf.page;
  pdf.save().rotate(-35, { origin: [width / 2, height / 2] });
  pdf
    .fontSize(MARK_PT)
    .fillColor(mark === '作废' ? '#b00020' : '#606060', 0.2)
    .text(mark, 0, height / 2 - MARK_PT * 0.7, { width, align: 'center', lineBreak: false });
  pdf.restore().fillColor('black', 1);
}

function drawCode(pdf: PDFKit.PDFDocument, text: string, x: number, y: number): void {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const n = code.getModuleCount();
  const size = QR_PT / n;
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column < n; column += 1) {
      if (code.isDark(row, column)) pdf.rect(x + column * size, y + row * size, size, size);
    }
  }
  pdf.fill('black');
}
