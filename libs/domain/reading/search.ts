import { folded } from '../folding.js';

/**
 * What is searched, and what is searched for, in one form: full width or not, large or small letters, traditional or
 * simplified, with the dots of a foreign name in any of their shapes or without them.
 */

/** Within a name that was foreign (阿卜杜拉·买买提): typed in a dozen ways, or not at all. */
const DOTS =
  /[\u00b7\u1427\u16eb\u2022\u2027\u2219\u22c5\u25cf\u2e31\u2e33\u30fb\ua78f]|(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu;
/** Nobody sees them: joiners, marks of direction, and which of its shapes a character has. */
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]/gu;
const BESIDE_HAN = /(?<=\p{Script=Han})\s+|\s+(?=\p{Script=Han})/gu;
/** What numbers and addresses are joined by: 2026-00012. */
const WORD = /(?:[\p{L}\p{M}\p{N}]|(?<=[a-z\d])[-./_@&+#:'](?=[a-z\d]))+/gu;

const unified = (text: string) => folded(text).replace(UNSEEN, '').replace(DOTS, '');

/** The words of what somebody types into a search: parted by blanks and punctuation. */
export const wordsOf = (query: string): string[] => unified(query).match(WORD) ?? [];

/** A text that is searched, its words one blank apart; a blank beside Chinese parts nothing (张 三, 东移 2 米). */
export const searchedText = (text: string): string =>
  (unified(text).replace(BESIDE_HAN, '').match(WORD) ?? []).join(' ');

/** Where a run of letters and figures begins or ends: a letter that no folded text has. */
const EDGE = 'X';

/**
 * As it is kept: with an edge at both sides of each word and of each Chinese sign. So three signs, of which an index of
 * trigrams is made, are two of Chinese with an edge between, one between edges, or three letters: each is rare enough.
 *
 * @param text of `searchedText`, or several with a blank between
 */
export function spread(text: string): string {
  const edged = text.replace(/[^\0-\x7f]/gu, `${EDGE}$&${EDGE}`).replaceAll(' ', `${EDGE} ${EDGE}`);
  return `${EDGE}${edged}${EDGE}`.replace(/X+/g, EDGE);
}

/**
 * What of a spread text says that the word is in it. A single letter or figure is a run, and two begin one: they are in
 * every third text somewhere. Three and more stand anywhere, as Chinese does.
 */
export function spreadWord(word: string): string {
  const pattern = spread(word);
  const from = /^[\0-\x7f]{3}/.test(word) ? EDGE.length : 0;
  const to = /[\0-\x7f]{2}$/.test(word) ? -EDGE.length : undefined;
  return pattern.slice(from, to);
}
