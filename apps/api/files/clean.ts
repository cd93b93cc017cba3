import { fileTypeFromBuffer } from 'file-type';
import { FILE_TYPES, type FileType } from '#domain/words.js';
import { badField, Problem } from '../http/problem.js';
import type { Pictures } from './pictures.js';

/**
 * What is kept of a file that somebody handed in. It is what its own bytes say and not what it was called; a picture is
 * drawn anew, upright, without the place and the telephone that a camera writes into it.
 *
 * @throws Problem when it is none of the kinds that are taken, or broken
 */
export async function cleaned(
  bytes: Buffer,
  called: string,
  pictures: Pictures,
): Promise<{ mediaType: FileType; bytes: Buffer }> {
  if (bytes.length === 0) throw badField('', 'EMPTY_FILE', 'the file is empty');
  const mediaType = (await fileTypeFromBuffer(bytes))?.mime as FileType | undefined;
  if (!mediaType || !FILE_TYPES.includes(mediaType) || mediaType !== called) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', { found: mediaType ?? null, taken: FILE_TYPES });
  }
  if (mediaType === 'application/pdf') return { mediaType, bytes };
  const drawn = await pictures.drawn({ bytes, mediaType });
  if (!drawn) throw badField('', 'BROKEN_FILE', 'the picture is broken, or larger than 50 megapixels');
  return { mediaType, bytes: drawn };
}
