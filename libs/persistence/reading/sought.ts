import { searchedText, spread, spreadWord, wordsOf } from '#domain/reading/search.js';
import type { Department, Tree } from '#domain/people/tree.js';
import { numberTokens } from '../record/repeats.js';
import { readingsOf } from '../record/search-text.js';
import type { Vault } from '../vault/vault.js';
import type { Conditions } from './conditions.js';

/** What somebody looks for, read once for all the pages of what is found. */
export interface Sought {
  terms: Term[];
  /** Who asks: a number finds the cases whose telephones this department reads whole. */
  departmentId: string;
}

/** Found by all its words, by the village, or by the number that it is. */
interface Term {
  words: string[];
  villages: string[];
  tokens: string[];
}

/** What parts one thing that is looked for from the next; within it stands what numbers are written with. */
const PARTS = /[\s,;、]+/;
/** A part of a number that was written with blanks: +86 138 0000 1111. */
const OF_NUMBER = /^[+(]?[\d().-]*\d[\d().-]*x?$/i;

/**
 * @param query as it was typed
 * @param tree whose villages are looked for by their names
 */
export function soughtBy(query: string, departmentId: string, tree: Tree, vault: Vault): Sought {
  const parts = query.normalize('NFKC').split(PARTS);
  const terms = grouped(parts, vault).flatMap((part) => {
    const tokens = numberTokens(part, vault);
    const words = wordsOf(part);
    if (tokens.length > 0) return [{ words, tokens, villages: [] }];
    return words.map((word) => ({ words: [word], tokens, villages: villagesOf(word, tree) }));
  });
  return { terms, departmentId };
}

/** Parts of figures one after another are one, where together they are one number and alone they are none. */
function grouped(parts: readonly string[], vault: Vault): string[] {
  const groups: string[][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && OF_NUMBER.test(part) && OF_NUMBER.test(last.at(-1)!)) last.push(part);
    else groups.push([part]);
  }
  return groups.flatMap((group) => {
    const isNumber = (text: string) => numberTokens(text, vault).length > 0;
    return group.length > 1 && isNumber(group.join(' ')) && !group.every(isNumber) ? [group.join(' ')] : group;
  });
}

/** A shorter word is in the name of every third village: two Chinese signs, three letters. */
const isTelling = (word: string) => [...word].length >= (/[^\0-\x7f]/.test(word) ? 2 : 3);

/** By a shorter one a village is called that begins with it: 石 is 石溪村, 村 is none. */
function villagesOf(word: string, tree: Tree): string[] {
  const pattern = spreadWord(word);
  const isCalled = isTelling(word)
    ? (name: string) => name.includes(pattern)
    : (name: string) => name.startsWith(pattern);
  return [...tree.departments.values()]
    .filter((each) => each.isVillage && spreadNames(each).some(isCalled))
    .map(({ id }) => id);
}

/** Reading Chinese takes long, and villages keep their names. */
const read = new Map<string, string[]>();

/** What it is called by: each of its names, and how they are read. */
function spreadNames({ name, nameEn }: Department): string[] {
  const key = `${name}\n${nameEn}`;
  const names = read.get(key) ?? [searchedText(name), searchedText(nameEn), ...readingsOf(name)].map(spread);
  read.set(key, names);
  return names;
}

/** Each of the terms, of `found_dispute d`. */
export function demandFound(conditions: Conditions, { terms, departmentId }: Sought): void {
  const { place } = conditions;
  if (terms.length === 0) conditions.demand('false');
  for (const { words, villages, tokens } of terms) {
    const likes = words.map((each) => `d.sought LIKE ${place(`%${escaped(spreadWord(each))}%`)}`);
    const ways = [
      likes.join(' AND '),
      ...(villages.length > 0 ? [`d.sought_village = ANY (${place(villages)}::text[])`] : []),
      ...(tokens.length > 0 ? [ofWhomContactsAreRead(place(tokens), place(departmentId))] : []),
    ];
    conditions.demand(ways.length > 1 ? `(${ways.join(' OR ')})` : ways[0]!);
  }
}

const escaped = (text: string) => text.replace(/[\\%_]/g, '\\$&');

/**
 * Who may not read a number finds nothing by it, and learns nothing by that (masking.ts). Asked once a statement, and of
 * whom it is: the planner may not look at every document.
 */
const ofWhomContactsAreRead = (tokens: string, departmentId: string) => `d.id = ANY (ARRAY(
  SELECT m.dispute_id FROM dispute_match m CROSS JOIN LATERAL (
    SELECT FROM dispute o WHERE o.id = m.dispute_id AND ${departmentId} IN (o.desk, o.holder) OFFSET 0) known
  WHERE m.token = ANY (${tokens}::text[])))`;
