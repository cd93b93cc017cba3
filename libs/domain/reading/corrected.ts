import type { DisputeRow, PartyRow, PlaceRow } from '../dispute/row.js';

/** What a correction changed: its entry says only what is said anew, what it was stands in the case before it. */

/** In the order in which they are said. */
const FACTS = [
  'title',
  'narrative',
  'category',
  'place',
  'people',
  'amount',
  'externalNumber',
  'dangerSigns',
] as const satisfies (keyof DisputeRow)[];
type Fact = (typeof FACTS)[number];

/** Of a place what people say of it; the position follows. */
export type CorrectableFacts = Pick<DisputeRow, Exclude<Fact, 'place'>> & { place: Omit<PlaceRow, 'lat' | 'lng'> };

/** A fact, or a person: of one who is new `was` is null, of one who is gone `is`. */
export type Changed =
  | { [F in Fact]: { fact: F; was?: CorrectableFacts[F]; is?: CorrectableFacts[F] } }[Fact]
  | { fact: 'party'; was: PartyRow | null; is: PartyRow | null };

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Both as their reader may know them. */
export function changedBetween(
  before: Pick<DisputeRow, Fact | 'parties'>,
  after: Pick<DisputeRow, Fact | 'parties'>,
): Changed[] {
  const [was, is] = [factsOf(before), factsOf(after)];
  const facts = FACTS.filter((fact) => !isSame(was[fact], is[fact])).map(
    (fact) => ({ fact, was: was[fact], is: is[fact] }) as Changed,
  );
  const ids = new Set([...before.parties, ...after.parties].map(({ id }) => id));
  const people = [...ids].flatMap((id): Changed[] => {
    const [was, is] = [before, after].map(({ parties }) => parties.find((each) => each.id === id) ?? null);
    return isSame(was, is) ? [] : [{ fact: 'party', was: was!, is: is! }];
  });
  return [...facts, ...people];
}

function factsOf({ place: { village, grid, address }, ...row }: Pick<DisputeRow, Fact>): CorrectableFacts {
  return { ...row, place: { village, ...(grid && { grid }), ...(address && { address }) } };
}
