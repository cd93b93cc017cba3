import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import { FILE_TYPES, type FileType } from '#domain/words.js';
import { badField, Problem } from '../problem.js';

/** More than any telephone takes, and less than what fills the memory of a server. */
const MOST_PIXELS = 50_000_000;

/**
 * What is kept of a file that somebody handed in. It is what its own bytes say and not what it was called; a picture is
 * drawn anew, upright, without the place and the telephone that a camera writes into it.
 *
 * @throws Problem when it is none of the kinds that are taken, or broken
 */
export async function cleaned(bytes: Buffer, called: string): Promise<{ mediaType: FileType; bytes: Buffer }> {
  if (bytes.length === 0) throw badField('', 'EMPTY_FILE', 'the file is empty');
  const mediaType = (await fileTypeFromBuffer(bytes))?.mime as FileType | undefined;
  if (!mediaType || !FILE_TYPES.includes(mediaType) || mediaType !== called) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', { found: mediaType ?? null, taken: FILE_TYPES });
  }
  if (mediaType === 'application/pdf') return { mediaType, bytes };
  const format = mediaType.slice('image/'.length) as 'jpeg' | 'png' | 'webp';
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).rotate();
    return { mediaType, bytes: await picture.toFormat(format, { quality: 88 }).toBuffer() };
  } catch {
    throw badField('', 'BROKEN_FILE', 'the picture is broken, or larger than 50 megapixels');
  }
}
