import libheif, { type Heif } from 'libheif-js/wasm-bundle.js';
import PDFDocument from 'pdfkit';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { FileType } from '#domain/words.js';
import type { FILE_KINDS } from '#lexicon/file-kinds.js';
import { headOf, pointsOf } from './bitmap.js';

/**
 * Pictures drawn anew: upright, without what a camera or a telephone writes into them, as something that every browser
 * shows. Runs in a thread of `Pictures`; what it is given and gives back has to be plain.
 */

type Kinds = typeof FILE_KINDS;
export type PictureKind = { [K in keyof Kinds]: Kinds[K]['group'] extends 'picture' ? K : never }[keyof Kinds];

export interface Picture {
  bytes: Uint8Array;
  kind: PictureKind;
  /** Whether it may be one that takes much memory: those are drawn one after the other. */
  large: boolean;
}

export interface Drawn {
  mediaType: FileType;
  bytes: Uint8Array;
  /** WebP. */
  thumbnail: Uint8Array;
}
/** `large`: to be asked again where there is room for it. */
export type Outcome = Drawn | { wrong: 'broken' | 'too-many-points' | 'large' };

/** What is kept has as many at most; of all frames and pages together. */
const MOST_KEPT = 50_000_000;
/** What is read row by row is made smaller on the way: a telephone takes 200 megapixels. */
const MOST_READ = 210_000_000;
/** So many points are left of it: to turn it they are all in memory, some 300 MB with what the decoder takes. */
const MADE_SMALLER = 24_000_000;
const READ_BY_ROWS: readonly PictureKind[] = ['jpeg', 'png', 'tiff'];
/**
 * What is decoded whole and then made smaller: some 8 bytes a point, 950 MB for the 108 megapixels of a telephone
 * (measured; 590 MB for 52). Its decoder gives out no more than half a gigabyte in one.
 */
const MOST_DECODED = 150_000_000;
const DECODED_WHOLE: readonly PictureKind[] = ['heic', 'heif', 'avif'];
/** A decoder that holds all of it, several times. */
const LARGE: Partial<Record<PictureKind, number>> = { heic: 16_000_000, heif: 16_000_000, bmp: 16_000_000 };
/** A picture of 200 megapixels takes some seconds of one core. */
const LONGEST_SECONDS = 60;
/** What would be larger than this without loss is kept with some that nobody sees. */
const MOST_LOSSLESS_BYTES = 50 * 1024 * 1024;
export const THUMBNAIL_EDGE = 320;

sharp.cache(false);
sharp.concurrency(1);

/** Its head alone says how much there would be to draw. */
export async function drawAnew({ bytes, kind, large }: Picture): Promise<Outcome> {
  try {
    const size = kind === 'bmp' ? bitmapSize(bytes) : await sizeOf(bytes);
    const points = size.width * size.height * size.pages;
    const byRows = READ_BY_ROWS.includes(kind) && size.pages === 1 && !(kind === 'png' && size.interlaced);
    const isWhole = DECODED_WHOLE.includes(kind) && size.pages === 1;
    if (points > (byRows ? MOST_READ : isWhole ? MOST_DECODED : MOST_KEPT)) return { wrong: 'too-many-points' };
    if (!large && points > (LARGE[kind] ?? MOST_KEPT)) return { wrong: 'large' };
    return await draw(bytes, kind, size);
  } catch {
    return { wrong: 'broken' };
  }
}

/** Of what is kept already; null where it cannot be drawn. */
export async function thumbnailOf({ bytes }: { bytes: Uint8Array }): Promise<Uint8Array | null> {
  return small(bytes).catch(() => null);
}

interface Size {
  width: number;
  height: number;
  pages: number;
  interlaced: boolean;
  /** Of HEIF: what the picture in it is packed by. */
  packedBy?: string | undefined;
  hasAlpha: boolean;
}

const sizeFrom = ({ width, height, pages = 1, isProgressive = false, hasAlpha, compression }: Metadata): Size => ({
  width,
  height,
  pages,
  interlaced: isProgressive,
  packedBy: compression,
  hasAlpha,
});

const sizeOf = async (bytes: Uint8Array) => sizeFrom(await sharp(bytes, { limitInputPixels: false }).metadata());

function bitmapSize(bytes: Uint8Array): Size {
  const { width, height } = headOf(inBuffer(bytes));
  return { width, height, pages: 1, interlaced: false, hasAlpha: false };
}

const inBuffer = ({ buffer, byteOffset, length }: Uint8Array) => Buffer.from(buffer, byteOffset, length);

async function draw(bytes: Uint8Array, kind: PictureKind, size: Size): Promise<Drawn> {
  switch (kind) {
    case 'jpeg':
      return kept('image/jpeg', fitted(open(bytes), size).jpeg({ quality: 88 }));
    case 'webp':
      return kept('image/webp', upright(open(bytes, { animated: true }), size).webp({ quality: 88 }));
    case 'gif':
      return kept('image/gif', open(bytes, { animated: true }).gif());
    case 'png':
      return lossless(fitted(open(bytes), size), size);
    case 'tiff':
      return size.pages > 1 ? bound(bytes, size.pages) : lossless(fitted(open(bytes), size), size);
    case 'bmp': {
      const { data, width, height, channels } = pointsOf(inBuffer(bytes));
      return lossless(sharp(data, { raw: { width, height, channels } }), { ...size, hasAlpha: channels === 4 });
    }
    case 'avif':
      return photo(fitted(open(bytes), size), size.hasAlpha);
    case 'heic':
    case 'heif':
      return size.packedBy === 'av1' ? photo(fitted(open(bytes), size), size.hasAlpha) : ofTelephone(bytes);
  }
}

const open = (bytes: Uint8Array, options: { animated?: boolean; page?: number } = {}) =>
  sharp(bytes, { ...options, limitInputPixels: MOST_READ, failOn: 'error' }).timeout({ seconds: LONGEST_SECONDS });

/** A film stands as it stands. */
const upright = (picture: Sharp, { pages }: Size) => (pages > 1 ? picture : picture.autoOrient());

/** Upright, and no larger than what is kept. */
function fitted(picture: Sharp, { width, height }: Size): Sharp {
  if (width * height <= MOST_KEPT) return picture.autoOrient();
  const edge = Math.floor(Math.max(width, height) * Math.sqrt(MADE_SMALLER / (width * height)));
  return picture.autoOrient().resize({ width: edge, height: edge, fit: 'inside' });
}

/** With all its colours. */
async function lossless(picture: Sharp, { hasAlpha }: Size): Promise<Drawn> {
  const drawn = await kept('image/png', picture.clone().png());
  if (drawn.bytes.length <= MOST_LOSSLESS_BYTES) return drawn;
  return photo(picture, hasAlpha);
}

const photo = (picture: Sharp, hasAlpha: boolean): Promise<Drawn> =>
  hasAlpha ? kept('image/webp', picture.webp({ quality: 92 })) : kept('image/jpeg', picture.jpeg({ quality: 92 }));

/**
 * What telephones make: packed by HEVC, which browsers do not know. It is turned already as its file says. Drawn out of the
 * decoder's own memory: a copy of it, and an alpha that is nowhere, would be as much again.
 */
async function ofTelephone(bytes: Uint8Array): Promise<Drawn> {
  const decoder = new libheif.HeifDecoder();
  const pictures = decoder.decode(bytes);
  try {
    const [first] = pictures;
    if (!first) throw new Error('no picture');
    return await drawn(first);
  } finally {
    for (const each of pictures) each.free();
    libheif.heif_context_free(decoder.decoder);
  }
}

async function drawn(picture: Heif): Promise<Drawn> {
  const channels = picture.has_alpha_channel() ? 4 : 3;
  const { heif_colorspace: space, heif_chroma: chroma, heif_channel: channel } = libheif;
  const decoded = await libheif.heif_js_decode_image2(
    picture.handle,
    space.heif_colorspace_RGB,
    channels === 4 ? chroma.heif_chroma_interleaved_RGBA : chroma.heif_chroma_interleaved_RGB,
  );
  const points = decoded?.channels?.find(({ id }) => id === channel.heif_channel_interleaved);
  if (!points) throw new Error('not decoded');
  try {
    const { width, height, stride, data } = points;
    // A row may be longer than what is seen of it.
    const rows = sharp(data, {
      raw: { width: Math.floor(stride / channels), height, channels },
      limitInputPixels: 2 * MOST_DECODED,
    }).timeout({ seconds: LONGEST_SECONDS });
    const whole = stride === width * channels ? rows : rows.extract({ left: 0, top: 0, width, height });
    const isSeenThrough = channels === 4 && !(await whole.clone().stats()).isOpaque;
    const seen = channels === 4 && !isSeenThrough ? whole.removeAlpha() : whole;
    const size = { width, height, pages: 1, interlaced: false, hasAlpha: isSeenThrough };
    return await photo(fitted(seen, size), isSeenThrough);
  } finally {
    libheif.heif_image_release(decoded!.image);
  }
}

/** What a scanner makes of a document: its pages in order, each as large as it was on paper. */
async function bound(bytes: Uint8Array, pages: number): Promise<Drawn> {
  const pdf = new PDFDocument({ autoFirstPage: false, info: {} });
  const parts: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => void pdf.once('end', resolve).once('error', reject));
  pdf.on('data', (part: Buffer) => parts.push(part));
  let thumbnail: Uint8Array | undefined;
  for (let page = 0; page < pages; page += 1) {
    const picture = open(bytes, { page });
    const { density = 200 } = await picture.metadata();
    const { data, info } = await picture.autoOrient().jpeg({ quality: 90 }).toBuffer({ resolveWithObject: true });
    const size: [number, number] = [(info.width * 72) / density, (info.height * 72) / density];
    pdf.addPage({ size, margin: 0 }).image(data, 0, 0, { width: size[0], height: size[1] });
    thumbnail ??= await small(data);
  }
  pdf.end();
  await done;
  return { mediaType: 'application/pdf', bytes: Buffer.concat(parts), thumbnail: thumbnail! };
}

async function kept(mediaType: FileType, picture: Sharp): Promise<Drawn> {
  const bytes = await picture.toBuffer();
  return { mediaType, bytes, thumbnail: await small(bytes) };
}

const small = (bytes: Uint8Array): Promise<Buffer> =>
  open(bytes)
    .resize({ width: THUMBNAIL_EDGE, height: THUMBNAIL_EDGE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 72 })
    .toBuffer();
