import sharp from 'sharp';
import type { FileType } from '#domain/words.js';

/** Runs in a thread of `Pictures`; what it is given and gives back has to be plain. */

/** Of all frames together: more than any telephone takes, and less than what fills the memory of a server. */
const MOST_PIXELS = 50_000_000;
/** A picture of 50 megapixels takes some seconds of one core. */
const LONGEST_SECONDS = 30;

sharp.cache(false);
sharp.concurrency(1);

export interface Picture {
  bytes: Uint8Array;
  mediaType: Exclude<FileType, 'application/pdf'>;
}

/** The picture drawn anew, upright, without what a camera writes into it; null when it is broken or too large. */
export async function drawAnew({ bytes, mediaType }: Picture): Promise<Uint8Array | null> {
  try {
    // Its head alone says how much there would be to draw.
    const { width, height, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height * pages > MOST_PIXELS) return null;
    return await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .toFormat(mediaType.slice('image/'.length) as 'jpeg' | 'png' | 'webp', { quality: 88 })
      .timeout({ seconds: LONGEST_SECONDS })
      .toBuffer();
  } catch {
    return null;
  }
}
