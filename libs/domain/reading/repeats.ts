import { plain } from '../plain.js';

/** What tells a dispute's parties and place apart from others', as tokens that say nothing else of them. */
export interface Marks {
  /** One list a party, by papers and telephone; a name is none (ADR 0008). */
  parties: readonly (readonly string[])[];
  /** The same kind of quarrel on the same spot. */
  place: string | null;
}

/** Who of them is in another dispute as well, by their places in `parties`, and whether its place is the same. */
export function metIn(other: readonly string[], { parties, place }: Marks): { parties: number[]; place: boolean } {
  return {
    parties: parties.flatMap((party, n) => (party.some((token) => other.includes(token)) ? [n] : [])),
    place: place !== null && other.includes(place),
  };
}

/** Whether two addresses are one however they were typed. No place is repeated by it: a hint from which nothing follows. */
export const isSameAddress = (one: string, other: string): boolean => plain(one) === plain(other);

/** The same place, or the same parties: two of them at least, or the only one that is named. */
export function isRepeatOf(earlier: readonly string[], marks: Marks): boolean {
  const met = metIn(earlier, marks);
  return met.place || (met.parties.length > 0 && met.parties.length >= Math.min(2, marks.parties.length));
}

/** An earlier dispute, and those that it was ruled not to be of the same people or place as. */
export interface Earlier {
  id: string;
  apart: readonly string[];
}

/**
 * Those that count together: of two that were ruled apart one at most is of who comes now. As many as there are, the
 * latest where it is the same.
 *
 * @param found the oldest first, as they are answered
 */
export function countedOf(found: readonly Earlier[]): string[] {
  const areApart = (a: Earlier, b: Earlier) => a.apart.includes(b.id) || b.apart.includes(a.id);
  const latest = found.toReversed();
  let most: Earlier[] = [];
  for (const first of latest) {
    const group = [first];
    for (const each of latest) {
      if (each !== first && !group.some((other) => areApart(each, other))) group.push(each);
    }
    if (group.length > most.length) most = group;
    if (most.length === found.length) break;
  }
  return found.filter((each) => most.includes(each)).map(({ id }) => id);
}

/**
 * What a clerk is shown as looking like a new dispute: one of the last `days` (for a report: one that is open) with
 * the same name, or of the same village under a like title. A hint from which nothing follows; a repeat raises a grade.
 */
export const ALIKE = {
  days: 90,
  /** How like two titles are by their trigrams, from 0 to 1; what is above this counts. */
  title: 0.3,
  /** Letters of a name that tell anything: a family name alone does not. */
  nameLetters: 2,
};
