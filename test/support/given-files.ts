import { readdirSync, readFileSync } from 'node:fs';
import { strToU8, zipSync, type Zippable } from 'fflate';
import sharp from 'sharp';

/** Files as people hand them in: as programs made them, and made here, valid to the programs that read them. */

const FOLDER = new URL('./given/', import.meta.url);
/** As programs made them that people use: what is in the folder, whose README says which. */
export const MADE = readdirSync(FOLDER).filter((name) => name !== 'README.md');
/** Among them what nobody takes: with room for macros, or what no list has. */
export const NOT_TAKEN = MADE.filter((name) => /\.(docm|odp|rtf)$/.test(name));
export const made = (name: string): Buffer => readFileSync(new URL(name, FOLDER));
/** A document of before 2007 of which a stream is called otherwise. */
export function oldDocument(stream: string, to: string): Buffer {
  const bytes = made('libreoffice.doc');
  const at = bytes.indexOf(Buffer.from(stream, 'utf16le'));
  // A name may begin with a sign that nobody sees.
  const entry = at - (at % 128);
  bytes.fill(0, entry, entry + 64);
  bytes.write(to, entry, 'utf16le');
  bytes.writeUInt16LE(2 * to.length + 2, entry + 64);
  return bytes;
}
/** A workbook as Excel locks it: a disk of the same form around what is in it. */
export const withPassword = () => made('../sheets/protected.xlsx');
export const ppt = () => oldDocument('WordDocument', 'PowerPoint Document');
/** 40 × 30 points of #a43, with the place and the camera of `CAMERA`. */
export const heic = () => made('libheif.heic');
/** 12,000 × 9,000 points of one colour. */
export const heicOf108 = () => made('../libheif-108.heic');

const CONTENT = 'http://schemas.openxmlformats.org/package/2006/content-types';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument';
const TYPE = 'application/vnd.openxmlformats-officedocument';

function office(part: string, type: string, xml: string, more: Zippable = {}): Buffer {
  const types = `<?xml version="1.0"?><Types xmlns="${CONTENT}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/${part}" ContentType="${type}"/></Types>`;
  const rels = `<?xml version="1.0"?><Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}" Target="${part}"/></Relationships>`;
  const files = { '[Content_Types].xml': strToU8(types), '_rels/.rels': strToU8(rels), [part]: strToU8(xml), ...more };
  return Buffer.from(zipSync(files));
}

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const body = `<?xml version="1.0"?><w:document xmlns:w="${WORD}"><w:body><w:p><w:r><w:t>协议</w:t></w:r></w:p></w:body></w:document>`;
export const docx = (more: Zippable = {}) =>
  office('word/document.xml', `${TYPE}.wordprocessingml.document.main+xml`, body, more);
export const docm = () => office('word/document.xml', 'application/vnd.ms-word.document.macroEnabled.main+xml', body);
export const xlsx = () =>
  office(
    'xl/workbook.xml',
    `${TYPE}.spreadsheetml.sheet.main+xml`,
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>',
  );
export const pptx = () =>
  office(
    'ppt/presentation.xml',
    `${TYPE}.presentationml.presentation.main+xml`,
    '<?xml version="1.0"?><p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>',
  );

/** Its first file says what it is, unpacked. */
export const odf = (kind: 'text' | 'spreadsheet', more: Zippable = {}) =>
  Buffer.from(
    zipSync({
      mimetype: [strToU8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
      'content.xml': strToU8('<?xml version="1.0"?><office:document-content/>'),
      ...more,
    }),
  );

export const zip = (files: Zippable = { '照片/1.txt': strToU8('一') }) => Buffer.from(zipSync(files));

export const pdf = (said = '') =>
  Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n${said}\ntrailer<</Root 1 0 R>>\n%%EOF\n`);

export const eml = () =>
  Buffer.from(
    [
      'Received: from mail.example.cn by mx.example.cn; Mon, 23 Nov 2026 09:00:00 +0800',
      'From: =?UTF-8?B?5byg5LiJ?= <zhang@example.cn>',
      'To: desk@example.cn',
      'Subject: =?UTF-8?B?5Y2P6K6u?=',
      ' =?UTF-8?B?5Lmm?=',
      'Date: Mon, 23 Nov 2026 09:00:00 +0800',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>协议</p>',
    ].join('\r\n'),
  );

/** Silence: frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz. */
export const mp3 = () => {
  const frame = Buffer.alloc(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  return Buffer.concat(Array.from({ length: 10 }, () => frame));
};

export const amr = () =>
  Buffer.concat([
    Buffer.from('#!AMR\n'),
    ...Array.from({ length: 10 }, () => Buffer.from([0x3c, ...Array<number>(31).fill(0)])),
  ]);

export const wav = () => {
  const head = Buffer.alloc(44);
  const samples = Buffer.alloc(1_600);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8_000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
};

export const box = (type: string, ...parts: (Buffer | string)[]): Buffer => {
  const body = Buffer.concat(parts.map((each) => (typeof each === 'string' ? Buffer.from(each, 'latin1') : each)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
/** Where a telephone says that it was. */
export const PLACE_IN_FILM = '+26.5866+109.6927/';
const track = (handler: string) =>
  box(
    'trak',
    box('tkhd', Buffer.alloc(84)),
    box('mdia', box('mdhd', Buffer.alloc(24)), box('hdlr', Buffer.alloc(8), handler, Buffer.alloc(13))),
    box('udta', box('name', 'Telephone of Zhang')),
  );
/** @param brand what it calls itself */
export const film = (brand: string, ...handlers: string[]) =>
  Buffer.concat([
    box('ftyp', brand, Buffer.alloc(4), brand),
    box(
      'moov',
      box('mvhd', Buffer.alloc(100)),
      ...handlers.map(track),
      box('udta', box('\u00a9xyz', Buffer.from([0, 18, 0x15, 0xc7]), PLACE_IN_FILM)),
    ),
    box('mdat', Buffer.alloc(400, 7)),
  ]);
export const mp4 = () => film('isom', 'vide', 'soun');
export const m4a = () => film('M4A ', 'soun');

export interface Bitmap {
  width: number;
  height: number;
  bits: 1 | 4 | 8 | 16 | 24 | 32;
  /** What is written of a point: its colour's place, or its bits. */
  point: (x: number, y: number) => number;
  palette?: readonly (readonly [number, number, number])[];
  /** Of red, green, blue, and of alpha where there is some. */
  masks?: readonly number[];
  fromTop?: boolean;
  /** 12 of OS/2, 40 of Windows 3, 108 and 124 of what came later. */
  head?: 12 | 40 | 56 | 108 | 124;
  /** The points packed by `packedBy`, in place of what `point` says. */
  packed?: Buffer;
  packedBy?: number;
}
export const bitmap = (given: Bitmap) => {
  const { width, height, bits, point, palette = [], masks = [], fromTop = false, head = 40, packed } = given;
  const colours = palette.map(([r, g, b]) => (head === 12 ? [b, g, r] : [b, g, r, 0]));
  const behind = head === 40 ? masks.length * 4 : 0;
  const start = Buffer.alloc(14 + head + behind);
  const points = start.length + colours.flat().length;
  const row = Math.ceil((width * bits) / 32) * 4;
  const rows = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const at = row * (fromTop ? y : height - 1 - y);
    for (let x = 0; x < width; x += 1) {
      if (bits >= 8) rows.writeUIntLE(point(x, y), at + (x * bits) / 8, bits / 8);
      else rows[at + Math.floor((x * bits) / 8)]! |= point(x, y) << (8 - bits - ((x * bits) % 8));
    }
  }
  start.write('BM', 0);
  start.writeUInt32LE(points + (packed ?? rows).length, 2);
  start.writeUInt32LE(points, 10);
  start.writeUInt32LE(head, 14);
  if (head === 12) for (const [n, each] of [width, height, 1, bits].entries()) start.writeUInt16LE(each, 18 + n * 2);
  else {
    start.writeInt32LE(width, 18);
    start.writeInt32LE(fromTop ? -height : height, 22);
    start.writeUInt16LE(1, 26);
    start.writeUInt16LE(bits, 28);
    start.writeUInt32LE(given.packedBy ?? [0, 0, 0, 3, head === 40 ? 6 : 3][masks.length]!, 30);
    start.writeUInt32LE(palette.length, 46);
    for (const [n, mask] of masks.entries()) start.writeUInt32LE(mask, 54 + n * 4);
  }
  return Buffer.concat([start, Buffer.from(colours.flat()), packed ?? rows]);
};
export const bmp = (width: number, height: number, [r, g, b]: [number, number, number]) =>
  bitmap({ width, height, bits: 24, point: () => (r << 16) | (g << 8) | b });

/** As a request says what a file is called. */
export const calledIn = (name?: string): Record<string, string> =>
  name === undefined ? {} : { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` };

/** Where a camera says that it was, and which it is. */
export const CAMERA = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '26/1 35/1 12/1' }, IFD0: { Make: 'Telephone' } };

export const plain = (width = 40, height = 30, background = '#a43') =>
  sharp({ create: { width, height, channels: 3, background } });
export const jpeg = (width = 40, height = 30) => plain(width, height).jpeg().withExif(CAMERA).toBuffer();

/** Each point of another colour. */
export const manyColours = () => {
  const edge = 512;
  const points = Buffer.alloc(edge * edge * 3);
  for (let n = 0; n < edge * edge; n += 1) points.writeUIntBE(n * 64, n * 3, 3);
  return sharp(points, { raw: { width: edge, height: edge, channels: 3 } }).png();
};

/** Pictures in one file, of which each is a frame or a page. */
export const several = async (width: number, height: number, pages: number) => {
  const page = (n: number) =>
    plain(width, height, `rgb(${(n * 10) % 256}, 0, 0)`)
      .png()
      .toBuffer();
  const frames = await Promise.all(Array.from({ length: pages }, (_, n) => page(n)));
  return sharp(frames, { join: { animated: true } });
};
