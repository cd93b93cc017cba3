import { plain } from '../plain.js';

/** Of a word as it is compared: without blanks, in small letters. */
export const folded = (text: string): string =>
  plain(text)
    .replace(/[\s_-]/g, '')
    .toLowerCase();
