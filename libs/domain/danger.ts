import type { DangerRule, DangerWords } from './policy/document.js';
import { tokensOf, type Token } from './tokens.js';
import { ENOUGH, weigh, type Weights } from './weighing.js';
import { DANGER_SIGNS, type DangerSign, type Grade } from './words.js';

/**
 * Danger in a report that somebody typed in a minute (domain.md §6). It makes the triage urgent: a person reads the
 * report before anything else follows, so a word too many costs a look and a word too few costs time.
 *
 * The words are the policy's (`danger`). A text is read as single Chinese signs and whole words of other scripts,
 * folded (`folding.ts`), clause by clause: a punctuation mark ends one, a blank between Chinese signs of which
 * none stands alone, and each of `dangerBreaks` (就, 但). Of a rule one of `words` has to stand in a clause; where it has `near`, with one of those at most
 * `within` signs away; and none of `unless`. `…` says on which side such a word stands: `拿…` before, `…树` behind,
 * without it either. One of `unless` that is longer than the word and holds it (打工 of 打) has to cover it. One of
 * `dangerDenied`, shortly before a word, denies it.
 *
 * Rules find only what somebody thought of, and 打 in what nobody thought of. So all words of a text may be weighed besides
 * (`weighing.ts`): they may be enough without any rule, and what a rule found stands unless those of everyday outweigh the
 * others around it.
 */

/** Why a sign was seen: the place in the text, in UTF-16 units, the end excluded. */
export interface DangerFound {
  sign: DangerSign;
  from: number;
  to: number;
}

/** How far apart what belongs together stands where a rule does not say. */
export const NEAR = 6;
/** How far behind a denial what it denies stands. */
const DENIED_WITHIN = 5;

/** A stretch of tokens, the end excluded. */
interface Stretch {
  from: number;
  to: number;
}

interface Phrase {
  words: readonly string[];
  side: 'before' | 'behind' | 'either';
}

interface Rule {
  sign: DangerSign;
  words: readonly Phrase[];
  near?: readonly Phrase[];
  unless: readonly Phrase[];
  within: number;
}

/**
 * @param weights none: by the rules alone
 * @returns what reads a text: of each sign that it shows the first place that shows it, in the order of the text's signs
 */
export function dangerReader(
  { danger, dangerDenied, dangerBreaks }: Omit<DangerWords, 'dangerBy'>,
  weights?: Weights,
): (text: string) => DangerFound[] {
  const rules = danger.map(ruleOf);
  const [denied, breaks] = [dangerDenied.map(phraseOf), dangerBreaks.map(phraseOf)];
  const byRules = (text: string, isEveryday = (_at: number) => false) => {
    const clauses = new Clauses(text, breaks);
    const taken: Stretch[] = [];
    const found = rules.flatMap((rule) => {
      const shown = firstShown(rule, clauses, denied, isEveryday, taken);
      return shown ? [{ sign: rule.sign, ...clauses.placeOf(shown) }] : [];
    });
    return {
      found: DANGER_SIGNS.flatMap((sign) => found.find((each) => each.sign === sign) ?? []),
      taken: taken.map((each) => clauses.placeOf(each)),
    };
  };
  if (!weights) return (text) => byRules(text).found;
  return (text) => {
    const whole = weigh(text, weights);
    const { found, taken } = byRules(text, whole.isEveryday);
    if (whole.weight < ENOUGH) return found;
    // What a denial takes from the rules is not weighed either.
    const { weight, signs, placeOf } = taken.length > 0 ? weigh(text, weights, taken) : whole;
    if (weight < ENOUGH) return found;
    const more = signs(found.length === 0).map((sign) => ({ sign, ...placeOf(sign) }));
    return DANGER_SIGNS.flatMap((sign) => [...found, ...more].find((each) => each.sign === sign) ?? []);
  };
}

function ruleOf({ sign, words, near, unless = [], within = NEAR }: DangerRule): Rule {
  const [shows, not] = [words.map(phraseOf), unless.map(phraseOf)];
  return { sign, words: shows, unless: not, within, ...(near && { near: near.map(phraseOf) }) };
}

const ELLIPSIS = '…';

function phraseOf(written: string): Phrase {
  const side = written.startsWith(ELLIPSIS) ? 'behind' : written.endsWith(ELLIPSIS) ? 'before' : 'either';
  return { words: tokensOf(written).map(({ word }) => word), side };
}

/**
 * The word that shows a sign, together with what makes it so.
 *
 * @param taken takes what is denied, with its denial
 */
function firstShown(
  { words, near, unless, within }: Rule,
  clauses: Clauses,
  denied: readonly Phrase[],
  isEveryday: (at: number) => boolean,
  taken: Stretch[],
): Stretch | null {
  // Most of what a rule names stands nowhere in a text, and is asked for once.
  const [beside, excuses, denials] = [near, unless, denied].map((each) => each?.filter((one) => clauses.has(one)));
  const isDenied = (at: Stretch) => {
    const by = denials!.map((each) => clauses.near(each, at, DENIED_WITHIN)).find((each) => each);
    if (by) taken.push({ from: Math.min(by.from, at.from), to: Math.max(by.to, at.to) });
    return by !== undefined;
  };
  for (const word of words.filter((each) => clauses.has(each))) {
    const [longer, others] = [
      excuses!.filter((each) => holds(each, word)),
      excuses!.filter((each) => !holds(each, word)),
    ];
    const isExcused = (at: Stretch) =>
      longer.some((each) => clauses.over(each, at)) || others.some((each) => clauses.near(each, at, within));
    for (const at of clauses.spotsOf(word)) {
      if (isDenied(at) || isExcused(at)) continue;
      const found = beside
        ? beside.map((each) => clauses.near(each, at, within)).find((each) => each && !isDenied(each))
        : at;
      if (!found) continue;
      const shown = { from: Math.min(at.from, found.from), to: Math.max(at.to, found.to) };
      if (!isEveryday(clauses.placeOf(shown).from)) return shown;
    }
  }
  return null;
}

/** 打工 holds 打. */
function holds(longer: Phrase, { words }: Phrase): boolean {
  const room = longer.words.length - words.length;
  return (
    room > 0 &&
    Array.from({ length: room + 1 }).some((_, at) => words.every((each, n) => longer.words[at + n] === each))
  );
}

/** A text, ready to be asked where something stands in it. */
class Clauses {
  private readonly tokens: readonly Token[];
  private readonly places = new Map<string, number[]>();
  /** Where phrases that were asked for begin. */
  private readonly known = new Map<Phrase, ReadonlySet<number>>();

  constructor(text: string, breaks: readonly Phrase[]) {
    this.tokens = tokensOf(text);
    this.tokens.forEach(({ word }, at) => {
      const places = this.places.get(word);
      if (places) places.push(at);
      else this.places.set(word, [at]);
    });
    const begins = new Set(breaks.flatMap((each) => this.find(each)));
    let more = 0;
    this.tokens.forEach((token, at) => {
      if (begins.has(at)) more += 1;
      token.clause += more;
    });
  }

  has(phrase: Phrase): boolean {
    return this.startsOf(phrase).size > 0;
  }

  spotsOf(phrase: Phrase): Stretch[] {
    return [...this.startsOf(phrase)].map((from) => stretchOf(phrase, from));
  }

  /** Where a phrase stands on its side of a stretch, in its clause, with at most so many signs between. */
  near(phrase: Phrase, of: Stretch, within: number): Stretch | null {
    const { side, words } = phrase;
    const first = side === 'behind' ? of.to : of.from - within - words.length;
    const last = side === 'before' ? of.from - words.length : of.to + within;
    return this.firstBetween(phrase, first, last, of);
  }

  /** Where a phrase stands over a stretch. */
  over(phrase: Phrase, of: Stretch): Stretch | null {
    return this.firstBetween(phrase, of.to - phrase.words.length, of.from, of);
  }

  placeOf({ from, to }: Stretch) {
    return { from: this.tokens[from]!.from, to: this.tokens[to - 1]!.to };
  }

  private firstBetween(phrase: Phrase, first: number, last: number, of: Stretch): Stretch | null {
    const starts = this.startsOf(phrase);
    const { clause } = this.tokens[of.from]!;
    for (let from = Math.max(first, 0); from <= last; from += 1) {
      if (starts.has(from) && this.tokens[from]!.clause === clause) return stretchOf(phrase, from);
    }
    return null;
  }

  private startsOf(phrase: Phrase): ReadonlySet<number> {
    const known = this.known.get(phrase);
    if (known) return known;
    const found = new Set(this.find(phrase));
    this.known.set(phrase, found);
    return found;
  }

  private find({ words }: Phrase): number[] {
    // Of most phrases some sign is nowhere, however often the first one is there.
    if (words.some((word) => !this.places.has(word))) return [];
    const places = this.places.get(words[0] ?? '') ?? [];
    return places.filter((from) => {
      const { clause } = this.tokens[from]!;
      return words.every((word, n) => {
        const token = this.tokens[from + n];
        return token?.word === word && token.clause === clause;
      });
    });
  }
}

const stretchOf = ({ words }: Phrase, from: number): Stretch => ({ from, to: from + words.length });

/** How fast somebody has to look at a report or a case that is not graded yet: danger signs make it urgent (domain.md §6). */
export function urgencyOf(dangerSigns: readonly DangerSign[]): Grade {
  return dangerSigns.length > 0 ? 'red' : 'blue';
}
