import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import PdfDocument from 'pdfkit';
import qrcode from 'qrcode-generator';

/** What stands on one official paper; texts are whole and in the language of the paper. */
export interface Sheet {
  /** The number of this issue, such as `YJ2026-00001`. */
  number: string;
  title: string;
  /** 主送: whom it is for. */
  addressee: string;
  /** 正文, each indented by two characters. */
  paragraphs: string[];
  /** 落款: who issues it, and the date below. */
  sender: string;
  date: string;
  /** A copy that was issued again says so. */
  copy: string | null;
  caseNumber: string;
  /** Where the QR code leads; whoever follows it must still sign in. */
  caseUrl: string;
  issuedAt: Date;
}

/** Noto Sans, Simplified Chinese (OFL); the package exports its index only, and the file lies beside that. */
const FONT = join(
  dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')),
  '../fonts/NotoSansHans-Regular.otf',
);

// Millimetres and type sizes after GB/T 9704-2012: margins 37 (top), 35 (foot), 28 (left), 26 (right); title size 2
// (22 pt), body size 3 (16 pt), 22 lines in 225 mm.
export const MM = 72 / 25.4;
export const MARGINS = { top: 37 * MM, bottom: 35 * MM, left: 28 * MM, right: 26 * MM };
export const TITLE_PT = 22;
const BODY_PT = 16;
export const SMALL_PT = 10.5;
const LINE_PT = (225 * MM) / 22;
const QR_PT = 22 * MM;

let loaded: { data: Buffer; known: fontkit.Font } | null = null;

/** 8 MB, read when the first paper is drawn. */
function fontData(): { data: Buffer; known: fontkit.Font } {
  if (!loaded) {
    const data = readFileSync(FONT);
    loaded = { data, known: fontkit.create(data) };
  }
  return loaded;
}

/**
 * A character that the font lacks is shown as 〓, the printers' sign for it, with its code point: a name must never
 * lose a character unseen. What turns or hides text (bidirectional and zero-width signs) is left out.
 */
export function printable(text: string): string {
  const { known } = fontData();
  return [...text.normalize('NFC').replaceAll(/\r\n?/g, '\n')]
    .map((each) => {
      if (each === '\n') return each;
      if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(each)) return '';
      const code = each.codePointAt(0)!;
      return known.hasGlyphForCodePoint(code) ? each : `〓(U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
    })
    .join('');
}

/** An empty A4 PDF with the font of papers; the same content gives the same bytes. `done` when it was ended. */
export function begin(title: string, at: Date): { pdf: PDFKit.PDFDocument; done: Promise<Buffer>; width: number } {
  const { data } = fontData();
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
  pdf.registerFont('body', data).font('body');
  return { pdf, done, width: pdf.page.width - MARGINS.left - MARGINS.right };
}

/** Takes CPU: some 0.1 s. */
export function drawSheet(sheet: Sheet): Promise<Buffer> {
  const { pdf, done, width } = begin(`${sheet.title} ${sheet.number}`, sheet.issuedAt);
  const small = (text: string, y: number, align: 'left' | 'right') =>
    pdf.fontSize(SMALL_PT).text(printable(text), MARGINS.left, y, { width, align, lineBreak: false });

  if (sheet.copy !== null) small(sheet.copy, MARGINS.top - 12 * MM, 'left');
  pdf.fontSize(TITLE_PT).text(printable(sheet.title), MARGINS.left, MARGINS.top, { width, align: 'center' });
  pdf.fontSize(BODY_PT);
  const lineGap = LINE_PT - pdf.currentLineHeight(true);
  pdf.moveDown(0.3).text(printable(sheet.number), { width, align: 'center' });
  pdf.moveDown(0.8).text(`${printable(sheet.addressee)}：`, { width, lineGap });
  for (const paragraph of sheet.paragraphs.flatMap((each) => printable(each).split('\n'))) {
    pdf.text(paragraph, { width, indent: 2 * BODY_PT, lineGap });
  }
  // Sender and date stay together, below room for a seal.
  const linesLeft = Math.floor((pdf.page.height - MARGINS.bottom - pdf.y) / LINE_PT);
  if (linesLeft < 3) pdf.addPage();
  pdf.y += (linesLeft === 3 ? 1 : 2) * LINE_PT;
  const signed = { width: width - 2 * BODY_PT, align: 'right', lineGap } as const;
  pdf.text(printable(sheet.sender), MARGINS.left, pdf.y, signed).text(sheet.date, signed);

  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    // The foot lies in the margin, where text would begin a new page.
    pdf.page.margins.bottom = 0;
    const top = pdf.page.height - MARGINS.bottom + 6 * MM;
    drawCode(pdf, sheet.caseUrl, MARGINS.left, top);
    const beside = MARGINS.left + QR_PT + 4 * MM;
    pdf
      .fontSize(SMALL_PT)
      .text(printable(sheet.caseNumber), beside, top + 4 * MM, { lineBreak: false })
      .text(sheet.number, beside, top + 10 * MM, { lineBreak: false });
    small(`${page - start + 1} / ${count}`, top + 10 * MM, 'right');
  }
  pdf.end();
  return done;
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
