import { wordsOf } from '#domain/weighing.js';
import { DANGER_SIGNS, type DangerSign } from '#domain/words.js';
import { OWN } from './danger-own.js';
import { SEEN, type Sentence } from './danger-sentences.js';
import { LEARNT } from './danger-written.js';

/**
 * What words weigh (`libs/domain/policy/danger-weights.ts`), out of sentences of which it is known whether somebody is in
 * danger: by logistic regression over the words of each. Of every list only the half or the part that may be looked at.
 */
const TAUGHT: readonly Sentence[] = [...LEARNT, ...SEEN, ...OWN];

/** How many words are kept: those that tell most. */
const KEPT = { danger: 10_000, sign: 400 };
/** How far beyond even odds (or short of them) is enough: chosen by the figures of what was only measured. */
const ENOUGH_AT = { danger: 0.45, sign: -1.75 };

const ROUNDS = 60;
const PACE = 0.05;
/** How much of its weight a word loses whenever it is met. */
const LOSS = 0.002;

interface Lesson {
  words: readonly number[];
  isTrue: 0 | 1;
}

/** Stochastic descent in an order that is the same each time. */
function learn(lessons: readonly Lesson[], words: number) {
  const weights = new Float64Array(words);
  let [base, chance] = [0, 1];
  const order = lessons.map((_, at) => at);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      chance = (Math.imul(chance, 1103515245) + 12345) >>> 0;
      const other = (chance >>> 8) % (at + 1);
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    const pace = PACE / (1 + round / 20);
    for (const at of order) {
      const lesson = lessons[at]!;
      const odds = lesson.words.reduce((all, word) => all + weights[word]!, base);
      const step = pace * (lesson.isTrue - 1 / (1 + Math.exp(-odds)));
      for (const word of lesson.words) weights[word] = weights[word]! * (1 - LOSS) + step;
      base += step;
    }
  }
  return { weights, base };
}

/** What the words of sentences weigh, in hundredths of what is enough: learnt twice, the second time with those that are kept. */
function weightsBy(
  sentences: readonly Sentence[],
  isTrue: (sentence: Sentence) => boolean,
  { kept, enoughAt }: { kept: number; enoughAt: number },
): [word: string, weight: number][] {
  const words = sentences.map(({ text }) => [...new Set(wordsOf(text).map(({ word }) => word))]);
  const often = new Map<string, number>();
  for (const word of words.flat()) often.set(word, (often.get(word) ?? 0) + 1);
  const learnt = (known: readonly string[]) => {
    const places = new Map(known.map((word, at) => [word, at]));
    const lessons = sentences.map((sentence, at) => ({
      words: words[at]!.flatMap((word) => places.get(word) ?? []),
      isTrue: isTrue(sentence) ? (1 as const) : (0 as const),
    }));
    return learn(lessons, known.length);
  };
  const all = [...often].filter(([word]) => !/\p{Nd}/u.test(word));
  const first = learnt(all.map(([word]) => word));
  const telling = all
    .map(([word, times], at) => ({ word, tells: Math.abs(first.weights[at]!) * Math.sqrt(times) }))
    .sort((one, other) => other.tells - one.tells)
    .slice(0, kept)
    .map(({ word }) => word);
  const { weights, base } = learnt(telling);
  const enough = Math.max(enoughAt - base, 0.2);
  return telling.map((word, at) => [word, Math.round((100 * weights[at]!) / enough)]);
}

const [LONGEST_LINE, SHORT_LINE] = [100, 40];

/** Words by weight, the heaviest first, as `weighed` takes them. */
function written(weights: readonly (readonly [word: string, weight: number])[], indent: string): string[] {
  const by = new Map<number, string[]>();
  for (const [word, weight] of weights) if (weight !== 0) by.set(weight, [...(by.get(weight) ?? []), word]);
  return [...by]
    .sort(([one], [other]) => other - one)
    .flatMap(([weight, words]) => {
      const lines = words.sort().reduce<string[]>((all, word) => {
        const last = all.at(-1);
        const isFull = last === undefined || last.length + word.length >= LONGEST_LINE;
        return isFull ? [...all, word] : [...all.slice(0, -1), `${last} ${word}`];
      }, []);
      if (lines.length === 1 && lines[0]!.length <= SHORT_LINE) return [`${indent}'${weight}': '${lines[0]}',`];
      return [`${indent}'${weight}': \``, ...lines.map((line) => `${indent}  ${line}`), `${indent}\`,`];
    });
}

/** The page `libs/domain/policy/danger-weights.ts`. */
export function weightsPage(): string {
  const danger = weightsBy(TAUGHT, ({ signs }) => signs.length > 0, {
    kept: KEPT.danger,
    enoughAt: ENOUGH_AT.danger,
  });
  const dangerous = TAUGHT.filter(({ signs }) => signs.length > 0);
  const ofSign = (sign: DangerSign) =>
    weightsBy(dangerous, ({ signs }) => signs.includes(sign), { kept: KEPT.sign, enoughAt: ENOUGH_AT.sign });
  return [
    `import { weighed, type Weights } from '../weighing.js';`,
    '',
    '/**',
    ` * What words weigh for danger and for each sign of it. Made from sentences, not by hand: test/support/danger-training.ts.`,
    ' */',
    'export const DANGER_WEIGHTS: Weights = {',
    '  danger: weighed({',
    ...written(danger, '    '),
    '  }),',
    '  signs: {',
    ...DANGER_SIGNS.flatMap((sign) => [
      `    ${/^\w+$/.test(sign) ? sign : `'${sign}'`}: weighed({`,
      ...written(ofSign(sign), '      '),
      '    }),',
    ]),
    '  },',
    '};',
    '',
  ].join('\n');
}
