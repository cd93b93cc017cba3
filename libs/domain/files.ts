import type { FileGroup } from './words.js';

/** With one form; more come to the case one by one. */
export const MOST_FILES_AT_ONCE = 20;

/** Of a sheet that is brought in, counted as those below. */
export const SHEET_MEGABYTES = 20;

/** At most, in megabytes (1024 × 1024 bytes) as handed in: a photo of a phone has 3 to 8, a scanned agreement less. */
export const MOST_MEGABYTES: Record<FileGroup, number> = {
  picture: 50,
  document: 20,
  archive: 50,
  sound: 20,
  video: 50,
};
