import { folded } from './folding.js';

/** A single Chinese sign or a whole word of another script; its place in UTF-16 units, the end excluded. */
export interface Token {
  word: string;
  from: number;
  to: number;
  clause: number;
  sentence: number;
}

export const HAN = /\p{Script=Han}/u;
const OF_WORD = /[\p{L}\p{M}\p{N}]/u;
/** What stands within a clause: a list goes on behind 、 and a quotation, and an apostrophe belongs to its word. */
const WITHIN_CLAUSE = /[、·'’‘"“”()（）「」《》\-_*]/u;
/** What ends a sentence, too. */
const OF_SENTENCE = /[。！？!?；;…\n]/u;

/** Blanks beside a sign that stands alone: put there for stress, or by a machine that reads aloud (要杀 了 我). */
const STRESS =
  /(?<=(?:^|[^\p{Script=Han}])\p{Script=Han})\s+(?=\p{Script=Han})|(?<=\p{Script=Han})\s+(?=\p{Script=Han}(?:$|[^\p{Script=Han}]))/gu;

/** Single Chinese signs and whole words of other scripts, with the clause and the sentence that each stands in. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const within = new Set(
    [...text.matchAll(STRESS)].flatMap(({ index, 0: blanks }) => [...blanks].map((_, n) => index + n)),
  );
  let [at, clause, sentence, gap] = [0, 0, 0, ''];
  for (const sign of text) {
    const from = at;
    at += sign.length;
    for (const one of folded(sign)) {
      if (!OF_WORD.test(one)) {
        if (!/\s/u.test(one) && !WITHIN_CLAUSE.test(one)) clause += 1;
        if (OF_SENTENCE.test(one)) sentence += 1;
        if (!within.has(from)) gap += one;
        continue;
      }
      const last = tokens.at(-1);
      const isHan = HAN.test(one);
      // An apostrophe is left out: didn't, didnt.
      const isSame = last !== undefined && /^['’]?$/u.test(gap) && !isHan && !HAN.test(last.word);
      if (/\s/u.test(gap) && isHan && last && HAN.test(last.word)) clause += 1;
      if (isSame) Object.assign(last, { word: last.word + one, to: at });
      else tokens.push({ word: one, from, to: at, clause, sentence });
      gap = '';
    }
  }
  return tokens;
}
