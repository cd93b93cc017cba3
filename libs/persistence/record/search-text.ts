import { pinyin } from 'pinyin-pro';
import type { DisputeRow } from '#domain/dispute/row.js';

/** Reading Chinese takes longer than folding an event: what names and place are made of is read once while it stays. */
const known = new WeakMap<
  DisputeRow['parties'],
  { title: DisputeRow['title']; place: DisputeRow['place']; text: string }
>();

/**
 * What the one search of the list looks through: number, title, parties and place, and for whoever has no time to choose
 * characters the first letters of their readings (围墙东移: wqdy).
 */
export function searchTextOf(row: DisputeRow): string {
  const { title, place, parties } = row;
  const read = known.get(parties);
  if (read?.title === title && read.place === place) return read.text;
  const text = readText(row);
  known.set(parties, { title, place, text });
  return text;
}

function readText(row: DisputeRow): string {
  const names = row.parties.map((party) => party.name);
  const words = [
    row.number,
    row.ledger?.externalNumber,
    row.externalNumber,
    row.source.reference,
    row.title,
    ...names,
    row.place.address,
  ].filter(isText);
  const letters = [row.title, ...names, row.place.address].filter(isText).flatMap(initialsOf);
  return [...words, ...new Set(letters)].join(' ');
}

const isText = (each: string | null | undefined): each is string => each !== null && each !== undefined;

/** A family name is often read in a way of its own (单 shan, 解 xie), and typed in either: both are kept. */
function initialsOf(words: string): string[] {
  const letters = (surname: 'off' | 'head') =>
    pinyin(words, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'removed', surname }).join('');
  return [letters('off'), letters('head')].filter((each) => each !== '');
}
