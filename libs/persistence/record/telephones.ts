import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import countries from 'libphonenumber-js/max/metadata';
import { plain } from '#domain/plain.js';

/** Telephones by which a person is known again. What is no number knows nobody: a raise must not come of "none". */

const HERE = 'CN';
/** Rows of numbers are given out faster than tables are made. */
const MOBILE = /^(?:\+86)?1[3-9]\d{9}$/;
/** Of a line without its area, which nobody in the same town writes. Those of services begin otherwise. */
const LOCAL = /^[2-8]\d{6,7}$/;
/** A number that somebody invented to fill the field. */
const REPEATED = /(\d)\1{6,}$/;
/** Fifteen figures are what a spreadsheet keeps of a number: 1.38E+10. */
const CUT = /\de\+\d/i;
const EXTENSION = /(?:转|轉|分机|分機|内线|內線|ext\.?|#)[:.]?\s*(\d{1,6})(?!\d)/gi;
/** Mobiles that were written without anything between them. */
const JOINED = /(?<!\d)(?:1[3-9]\d{9}){2,}(?!\d)/g;
/** What may stand within one number, or between two; everything else parts them. */
// A semicolon stands before what was read as an extension alone.
const RUNS = /[+(\d][\d\s().+-]*(?:;\d{1,6})?/g;

function readOne(text: string): string | null {
  const [written = '', extension] = text.split(';');
  const ending = extension === undefined ? '' : `;${extension}`;
  const figures = written.replace(/\D/g, '');
  if (figures.length < 7 || REPEATED.test(figures)) return null;
  // The most of them, by far, and the tables take a hundred times as long.
  if (MOBILE.test(figures)) return `+86${figures}${ending}`;
  const parsed = parsePhoneNumberFromString(written, HERE, countries);
  if (parsed && (parsed.isValid() || MOBILE.test(parsed.number))) return parsed.number + ending;
  return LOCAL.test(figures) ? figures + ending : null;
}

/** Groups of figures with nothing but blanks and dashes between them: one number, or several one after another. */
function readRun(run: string): string[] {
  const [written = '', extension] = run.split(';');
  const groups = written.split(/[\s-]+/).filter((each) => /\d/.test(each));
  const read: string[] = [];
  while (groups.length > 0) {
    const isLast = (count: number) => count === groups.length && extension !== undefined;
    const numberOf = (count: number) => {
      const together = groups.slice(0, count).join('-');
      return readOne(isLast(count) ? `${together};${extension}` : together);
    };
    let count = Math.min(groups.length, MOST_GROUPS);
    while (count > 1 && numberOf(count) === null) count -= 1;
    const number = numberOf(count);
    groups.splice(0, count);
    if (number !== null) read.push(number);
  }
  return read;
}

/** +, country, area, and a number in three. */
const MOST_GROUPS = 6;

/**
 * Each number once, in one form: `+8613800001111` with its country, `+868722123456;801` with an extension, `2123456`
 * where a line stands without its area.
 *
 * @param text as it was typed; several may stand in one field
 */
export function telephonesOf(text: string): string[] {
  const written = plain(text)
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\p{Pd}/gu, '-')
    .replaceAll(';', ',');
  if (CUT.test(written)) return [];
  const parted = written
    .replace(JOINED, (all) => all.replace(/\d{11}/g, '$& '))
    .replace(/(\d{3,4}-\d{7,8})-(\d{1,6})(?![\d-])/g, '$1;$2')
    .replace(EXTENSION, ';$1')
    .replace(/\s+;/g, ';');
  return [...new Set([...parted.matchAll(RUNS)].flatMap(([run]) => readRun(run)))];
}

/** Where one number ends and another begins, from what parts them for sure to what may stand within one. */
const PARTED_BY = [/([/、，,;；|\r\n]+)/, /(\s+)/];

/** A part of what was typed: a number that can be called (of `telephonesOf`), or words. */
export interface TelephonePart {
  text: string;
  number: string | null;
}

/**
 * What was typed, number by number. Together the texts are what was typed; where several numbers are not parted, those
 * stand behind it.
 */
export function telephoneParts(text: string): TelephonePart[] {
  const numbers = telephonesOf(text);
  if (numbers.length === 0) return [{ text, number: null }];
  for (const parting of PARTED_BY) {
    const pieces = text.split(parting);
    const read = new Set(pieces.flatMap(telephonesOf));
    if (pieces.length > 1 && numbers.every((each) => read.has(each)) && read.size === numbers.length) {
      return pieces.filter((each) => each !== '').flatMap(telephoneParts);
    }
  }
  if (numbers.length === 1) return [{ text, number: numbers[0]! }];
  const written = (number: string) => number.replace(/^\+86/, '').replace(';', '-');
  return [
    { text, number: null },
    ...numbers.flatMap((number) => [
      { text: ' ', number: null },
      { text: written(number), number },
    ]),
  ];
}
