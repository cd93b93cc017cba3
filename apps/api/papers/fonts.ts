import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import decompress from 'wawoff2/decompress.js';

const { resolve } = createRequire(import.meta.url);
/**
 * Noto (OFL), the first one that has a character. The package of the Chinese one exports its index only, and the file lies
 * beside that; names are written in Tibetan and in Uyghur, too.
 */
const FONTS = {
  body: join(dirname(resolve('@embedpdf/fonts-sc')), '../fonts/NotoSansHans-Regular.otf'),
  tibetan: resolve('@fontsource/noto-serif-tibetan/files/noto-serif-tibetan-tibetan-400-normal.woff'),
  arabic: resolve('@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff'),
} as const;
/** Words of these run from right to left. */
export const RIGHT_TO_LEFT: readonly string[] = ['arabic'];

/**
 * Chinese signs that Noto has not, to extension F of Unicode 10 (GB 18030-2022 wants these of a public office): HanaMin, in
 * pieces of a thousand.
 */
const RARE = dirname(resolve('hanamin'));

export interface LoadedFont {
  /** `body`, `tibetan`, `arabic`, or the file of a piece. */
  name: string;
  data: Buffer;
  known: fontkit.Font;
}
const loaded: LoadedFont[] = [];

function load(name: string, data: Buffer): void {
  loaded.push({ name, data, known: fontkit.create(data) });
}

/** 8 MB, read when the first paper is drawn; then also each piece of rare signs that one needed. */
export function fonts(): readonly LoadedFont[] {
  if (loaded.length === 0) for (const [name, path] of Object.entries(FONTS)) load(name, readFileSync(path));
  return loaded;
}

/** Looked up once a letter: a dossier has some hundred thousand of some thousand. */
const lookedUp = new Map<string, string | null>();

/** The first font that has a letter; null where none is at hand. */
export function fontOf(letter: string): string | null {
  let found = lookedUp.get(letter);
  if (found === undefined) {
    found = fonts().find(({ known }) => known.hasGlyphForCodePoint(letter.codePointAt(0)!))?.name ?? null;
    lookedUp.set(letter, found);
  }
  return found;
}

interface Piece {
  file: string;
  ranges: [first: number, last: number][];
}
let pieces: Piece[] | null = null;

/** By the sheet that says to a browser which file has which signs. */
function piecesOf(css: string): Piece[] {
  return [...css.matchAll(/url\(([^)]+\.woff2)\)[^}]*?unicode-range:([^;}]+)/g)].map(([, file, ranges]) => ({
    file: file!,
    ranges: ranges!.split(',').map((each) => {
      const [first, last = first] = each
        .trim()
        .slice('U+'.length)
        .split('-')
        .map((hex) => parseInt(hex, 16));
      return [first!, last!];
    }),
  }));
}

/**
 * Has at hand what rare Chinese signs of these texts are written with: some 20 ms for each piece that none had needed yet.
 * Before anything of them is looked up.
 */
export async function readFontsFor(texts: unknown): Promise<void> {
  const letters = new Set(JSON.stringify(texts).match(/\p{Script=Han}/gu));
  for (const letter of letters) {
    if (fontOf(letter)) continue;
    pieces ??= piecesOf(await readFile(join(RARE, 'HanaMin.css'), 'utf8'));
    const code = letter.codePointAt(0)!;
    const piece = pieces.find(({ ranges }) => ranges.some(([first, last]) => first <= code && code <= last));
    if (!piece) continue;
    // pdfkit cannot take a part of a packed font (foliojs/fontkit has no `loca` of one): it is unpacked first.
    if (!fonts().some(({ name }) => name === piece.file))
      load(piece.file, Buffer.from(await decompress(await readFile(join(RARE, piece.file)))));
    lookedUp.delete(letter);
  }
}
