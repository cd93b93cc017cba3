/** What tells a dispute's parties and place apart from others', as tokens that say nothing else of them. */
export interface Marks {
  /** One list a party, by papers and telephone; a name is none (ADR 0008). */
  parties: readonly (readonly string[])[];
  /** The same kind of quarrel on the same spot. */
  place: string | null;
}

/** The same place, or the same parties: two of them at least, or the only one that is named. */
export function isRepeatOf(earlier: readonly string[], { parties, place }: Marks): boolean {
  const met = parties.filter((party) => party.some((token) => earlier.includes(token))).length;
  return (place !== null && earlier.includes(place)) || (met > 0 && met >= Math.min(2, parties.length));
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
