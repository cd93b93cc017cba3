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

const loaded = (name: string, data: Buffer): LoadedFont => ({ name, data, known: fontkit.create(data) });

let common: readonly LoadedFont[] | null = null;
/** Of the paper that is drawn, one at a time in a thread (`drawing.ts`): it has the same fonts whatever was drawn before it. */
let rare: readonly LoadedFont[] = [];

/** 8 MB, read when the first paper is drawn, and what rare signs of this one are in. */
export function fonts(): readonly LoadedFont[] {
  common ??= Object.entries(FONTS).map(([name, path]) => loaded(name, readFileSync(path)));
  return [...common, ...rare];
}

/** Looked up once a letter and paper: a dossier has some hundred thousand of some thousand. */
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

/** Has at hand what the signs of a paper are written with, before any of them is looked up: some 20 ms a piece of rare ones. */
export async function readFontsFor(paper: object): Promise<void> {
  rare = [];
  lookedUp.clear();
  const letters = new Set(JSON.stringify(paper).match(/\p{Script=Han}/gu));
  const lacking = [...letters].filter((letter) => fontOf(letter) === null).map((letter) => letter.codePointAt(0)!);
  if (lacking.length === 0) return;
  pieces ??= piecesOf(await readFile(join(RARE, 'HanaMin.css'), 'utf8'));
  const needed = pieces.filter(({ ranges }) =>
    lacking.some((code) => ranges.some(([first, last]) => first <= code && code <= last)),
  );
  // pdfkit cannot take a part of a packed font (foliojs/fontkit has no `loca` of one): it is unpacked first.
  const read = async ({ file }: Piece) => loaded(file, Buffer.from(await decompress(await readFile(join(RARE, file)))));
  rare = await Promise.all(needed.map(read));
  lookedUp.clear();
}
