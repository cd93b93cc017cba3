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
