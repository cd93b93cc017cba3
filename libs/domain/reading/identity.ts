import { plain } from '../plain.js';
import { isCivilDate } from '../time/time.js';

/** Papers by which a person is known again. What is no paper knows nobody: a raise must not come of "none". */

/** GB 11643-1999, 4.2: what each of the first 17 figures weighs, and the check figure of each remainder by 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

const LONG = /^[1-9]\d{16}[\dX]$/;
/** Of before 1999: without century and check figure. */
const SHORT = /^[1-9]\d{14}$/;
/** Passports, travel permits, residence cards of foreigners: letters first, then figures. */
const LETTERED = /^(?=[A-Z0-9]{6,18}$)[A-Z]{1,3}\d{5,15}$/;
/** A number that somebody invented to fill the field. */
const REPEATED = /(\d)\1{6,}$/;

const checkOf = (figures: string) =>
  CHECKS[WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(figures[place]), 0) % CHECKS.length]!;

const isDay = (figures: string) =>
  isCivilDate(`${figures.slice(0, 4)}-${figures.slice(4, 6)}-${figures.slice(6, 8)}`) && /^(18|19|20)/.test(figures);

/** What people type for the X of a check figure, and what says only which paper it is. */
function bare(text: string): string {
  return plain(text)
    .toUpperCase()
    .replace(/[\u0425×]$/, 'X')
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/^\p{Script=Han}+:?/u, '');
}

function readOne(text: string): string | null {
  const paper = bare(text);
  if (SHORT.test(paper)) {
    const long = `${paper.slice(0, 6)}19${paper.slice(6)}`;
    return isDay(long.slice(6)) ? `${long}${checkOf(long)}` : null;
  }
  if (LONG.test(paper)) return isDay(paper.slice(6)) && paper[17] === checkOf(paper) ? paper : null;
  return LETTERED.test(paper) && !REPEATED.test(paper) ? paper : null;
}

/**
 * Identity numbers by their checksum (those of 15 figures as the 18 that they became), and other papers by their letters
 * and figures; each once, in one form.
 *
 * @param text as it was typed; several may stand in one field
 */
export function papersOf(text: string): string[] {
  const read = text.split(/[;；,，、/\n]/).map(readOne);
  return [...new Set(read.filter((each) => each !== null))];
}
