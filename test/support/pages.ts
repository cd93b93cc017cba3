import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

/** Pages of the repository that are made from the code: a test compares, and writes them where `WRITE_PAGES` is set. */

export const root = new URL('../../', import.meta.url);

/** What a page of the repository says, its path from the root. */
export function pageAt(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** A page as it lies there, for a test to compare with what it has to be. */
export function heldPage(path: string, text: string): string {
  if (process.env.WRITE_PAGES) writeFileSync(new URL(path, root), text);
  return pageAt(path);
}

const NOT_OURS = ['node_modules', 'dist', '.git', '.data', '.cache', 'coverage'];

/** Every file of ours whose name ends so, its path from the root. */
export function filesEnding(...ends: string[]): string[] {
  const within = (folder: string): string[] =>
    readdirSync(new URL(folder, root), { withFileTypes: true }).flatMap((each) => {
      const path = `${folder}${each.name}`;
      if (each.isDirectory()) return NOT_OURS.includes(each.name) ? [] : within(`${path}/`);
      return ends.some((end) => path.endsWith(end)) ? [path] : [];
    });
  return within('').sort();
}

/** Like `heldPage`, of a part of a page: what lies between `<!-- made: name -->` and `<!-- end -->`. */
export function heldPart(path: string, name: string, lines: readonly string[]): string {
  const open = `<!-- made: ${name} -->`;
  const [before, rest] = pageAt(path).split(open);
  if (rest === undefined) throw new Error(`${path} has no part "${name}"`);
  const text = ['', '', ...lines, '', '<!-- end -->'].join('\n');
  const page = `${before}${open}${text}${rest.slice(rest.indexOf('<!-- end -->') + '<!-- end -->'.length)}`;
  return partOf(heldPage(path, page), open);
}

/** The lines of a part as they lie there. */
function partOf(page: string, open: string): string {
  return page.split(open)[1]!.split('<!-- end -->')[0]!.trim();
}

/** A table of Markdown as prettier writes it, the head first. A wide character takes two columns. */
export function tableOf(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => widthOf(row[column]!))));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text + ' '.repeat(widths[column]! - widthOf(text))).join(' | ')} |`;
  return [line(rows[0]!), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.slice(1).map(line)];
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
}
