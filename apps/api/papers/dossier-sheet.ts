import { readFontsFor } from './fonts.js';
import { begin, LACKING, lacks, MARGINS, MM, say, SMALL_PT, TITLE_PT } from './sheet.js';

/** A case on paper, from its registration to now. Texts are whole. */
export interface DossierSheet {
  title: string;
  sections: { heading: string; lines: string[] }[];
  /** What stands at the foot of each page. */
  foot: string;
  madeAt: Date;
}

const HEADING_PT = 14;

export async function drawDossier(sheet: DossierSheet): Promise<Buffer> {
  await readFontsFor(sheet);
  const { title, sections, foot, madeAt } = sheet;
  const { pdf, done, width } = begin(title, madeAt);
  say(pdf.fontSize(TITLE_PT), title, { width, align: 'center' });
  pdf.moveDown();
  for (const { heading, lines } of sections) {
    pdf.fontSize(HEADING_PT).text(heading, { width }).moveDown(0.3).fontSize(SMALL_PT);
    for (const line of lines) say(pdf, line, { width, lineGap: 3 });
    pdf.moveDown();
  }
  if (lacks([title, ...sections.flatMap(({ lines }) => lines)])) say(pdf, LACKING, { width });
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    // The foot lies in the margin, where text would begin a new page.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - MARGINS.bottom + 10 * MM;
    pdf.fontSize(SMALL_PT).text(foot, MARGINS.left, y, { width, lineBreak: false });
    pdf.text(`${page - start + 1} / ${count}`, MARGINS.left, y + 6 * MM, { width, align: 'right', lineBreak: false });
  }
  pdf.end();
  return done;
}
