import { pinyin } from 'pinyin-pro';
import type { DisputeRow } from '#domain/dispute/row.js';
import { searchedText } from '#domain/reading/search.js';

/** What the one search looks through; `spread` makes of it what is kept. */

/**
 * Characters of the narrative. It is most of what is kept for the search (docs/performance.md), and says in its first lines
 * what it is about.
 */
const NARRATIVE = 500;

type Searched = Pick<
  DisputeRow,
  'number' | 'title' | 'parties' | 'place' | 'narrative' | 'externalNumber' | 'ledger' | 'source'
>;

/**
 * Numbers here and elsewhere, title, parties, place and narrative; and for whoever has no time to choose characters the
 * readings of the short ones (围墙: weiqiang wq). The village is looked for by its own name, which may change.
 */
export function searchTextOf(row: Searched): string {
  const named = texts(row.title, ...row.parties.map((party) => party.name), row.place.address);
  const numbers = texts(row.number, row.ledger?.externalNumber, row.externalNumber, row.source.reference);
  const told = texts(row.narrative && [...row.narrative].slice(0, NARRATIVE).join(''));
  return [...numbers, ...named, ...told, ...new Set(named.flatMap(readingsOf))].join(' ');
}

const texts = (...all: (string | null | undefined)[]) =>
  all
    .filter((each) => each !== null && each !== undefined)
    .map(searchedText)
    .filter((each) => each !== '');

/** Whether the search finds the one by what it found the other by. */
export const isSearchedAlike = (now: Searched, before: Searched) =>
  (['title', 'parties', 'place', 'narrative', 'externalNumber', 'ledger'] as const).every(
    (part) => now[part] === before[part],
  );

/**
 * How a text is read, in full and by first letters, without tones; ü is v, as on a keyboard. A family name is often read in
 * a way of its own (单 shan, 解 xie), and typed in either: both are kept.
 */
export function readingsOf(text: string): string[] {
  return (['off', 'head'] as const).flatMap((surname) => {
    const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'removed', surname, v: true });
    return syllables.length === 0 ? [] : [syllables.join(''), syllables.map((each) => each[0]).join('')];
  });
}

/**
 * As releases kept it that folded nothing and knew first letters only: what stands there until the worker has made it anew
 * (`remakeWords`).
 */
export function formerSearchTextOf(row: Searched): string {
  const names = row.parties.map((party) => party.name);
  const isText = (each: string | null | undefined): each is string => each !== null && each !== undefined;
  const words = [
    row.number,
    row.ledger?.externalNumber,
    row.externalNumber,
    row.source.reference,
    row.title,
    ...names,
    row.place.address,
  ];
  const letters = [row.title, ...names, row.place.address]
    .filter(isText)
    .flatMap((text) =>
      (['off', 'head'] as const)
        .map((surname) =>
          pinyin(text, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'removed', surname }).join(''),
        )
        .filter((each) => each !== ''),
    );
  return [...words.filter(isText), ...new Set(letters)].join(' ');
}
