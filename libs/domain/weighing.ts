import { HAN, tokensOf, type Token } from './tokens.js';
import { DANGER_SIGNS, type DangerSign } from './words.js';

/**
 * What the words of a text weigh together, for danger and against it (domain.md §6): no rule names every way in which people
 * say it, but who tells of it uses other words than who asks for a road. A word counts once, however often it is there, and
 * of a long text the heaviest sentence or stretch counts: what else it tells makes nobody safe. Which sign it is, is weighed apart: that of
 * each tells it from the other signs, not from everyday.
 */

/** What words weigh, in hundredths of what is enough. */
export type Weighed = ReadonlyMap<string, number>;

export interface Weights {
  danger: Weighed;
  signs: Readonly<Record<DangerSign, Weighed>>;
}

/** What the words of a text have to weigh. */
export const ENOUGH = 100;
/** How many words are weighed together: of some 40 Chinese signs, what one event is told in. */
const STRETCH = 80;
/** How many words on either side of a place say what it is about. */
const AROUND = 30;

/** @param written words by what each of them weighs: `{ 12: '刀 拿刀', '-7': '借' }` */
export function weighed(written: Readonly<Record<string, string>>): Weighed {
  return new Map(
    Object.entries(written).flatMap(([weight, words]) =>
      words
        .trim()
        .split(/\s+/)
        .map((word): [string, number] => [word, Number(weight)]),
    ),
  );
}

/** The words of a text that weigh: each by itself, and each two Chinese signs that stand together. */
export function wordsOf(text: string): Token[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((one, at) => {
    const next = tokens[at + 1];
    const isPair = next?.clause === one.clause && HAN.test(one.word) && HAN.test(next.word);
    return isPair ? [one, { ...one, word: one.word + next.word, to: next.to }] : [one];
  });
}

export interface Weighing {
  /** How much the text speaks for danger. */
  weight: number;
  /** Whether what stands around a word, which begins at that UTF-16 unit, is more of everyday than of danger. */
  isEveryday: (from: number) => boolean;
  /** The signs that the text speaks for enough; the one that it speaks for most where there has to be one. */
  signs: (atLeastOne: boolean) => DangerSign[];
  /** Where it speaks most for a sign: in that clause from the first word for it to the last, in UTF-16 units, the end excluded. */
  placeOf: (sign: DangerSign) => { from: number; to: number };
}

/** @param but places whose words do not count, in UTF-16 units, the end excluded */
export function weigh(
  text: string,
  { danger, signs }: Weights,
  but: readonly { from: number; to: number }[] = [],
): Weighing {
  const all = wordsOf(text).filter(({ from, to }) => but.every((each) => to <= each.from || from >= each.to));
  const places = new Map(all.map(({ from }, at) => [from, at]));
  const { weight, words } = [all, ...sentencesOf(all)]
    .map((each) => heaviest(each, danger))
    .reduce((most, each) => (each.weight > most.weight ? each : most));
  return {
    weight,
    isEveryday: (from) => {
      const place = places.get(from) ?? 0;
      const around = all.slice(Math.max(0, place - AROUND), place + AROUND);
      return (
        heaviest(
          around.filter(({ sentence }) => sentence === all[place]?.sentence),
          danger,
        ).weight < 0
      );
    },
    signs: (atLeastOne) => {
      const weights = DANGER_SIGNS.map((sign) => ({ sign, weight: heaviest(words, signs[sign]).weight }));
      const enough = weights.filter((each) => each.weight >= ENOUGH);
      const [most] = weights.toSorted((one, other) => other.weight - one.weight);
      return (enough.length === 0 && atLeastOne ? [most!] : enough).map(({ sign }) => sign);
    },
    placeOf: (sign) => {
      const weightOf = ({ word }: Token) => (danger.get(word) ?? 0) + (signs[sign].get(word) ?? 0);
      const clauses = new Map<number, number>();
      for (const each of words) clauses.set(each.clause, (clauses.get(each.clause) ?? 0) + weightOf(each));
      const [clause] = [...clauses].sort(([, one], [, other]) => other - one);
      const those = words.filter((each) => each.clause === clause?.[0]);
      const speaking = those.filter((each) => weightOf(each) > 0);
      const shown = speaking.length > 0 ? speaking : those;
      return { from: shown[0]?.from ?? 0, to: shown.at(-1)?.to ?? 0 };
    },
  };
}

interface Stretch {
  weight: number;
  words: readonly Token[];
}

function sentencesOf(words: readonly Token[]): Token[][] {
  const sentences: Token[][] = [];
  for (const word of words) {
    const last = sentences.at(-1);
    if (last?.[0]?.sentence === word.sentence) last.push(word);
    else sentences.push([word]);
  }
  return sentences;
}

/** The stretch of words that weighs most: all of them where they are few. */
function heaviest(words: readonly Token[], of: Weighed): Stretch {
  const often = new Map<string, number>();
  const most = { weight: -Infinity, end: 0 };
  let weight = 0;
  const count = ({ word }: Token, by: 1 | -1) => {
    const times = (often.get(word) ?? 0) + by;
    often.set(word, times);
    if (times === (by === 1 ? 1 : 0)) weight += by * (of.get(word) ?? 0);
  };
  words.forEach((word, at) => {
    count(word, 1);
    if (at >= STRETCH) count(words[at - STRETCH]!, -1);
    const isWhole = at >= STRETCH - 1 || at === words.length - 1;
    if (isWhole && weight > most.weight) Object.assign(most, { weight, end: at + 1 });
  });
  const { end } = most;
  return { weight: end === 0 ? 0 : most.weight, words: words.slice(Math.max(0, end - STRETCH), end) };
}
