import type { EventData } from '../dispute/events.js';
import type { EventText } from '../dispute/text.js';
import type { Category, DangerSign, PartyRole } from '../words.js';

/** What corrections changed: an entry of the record says only what is said anew, what it was stands in those before it. */

/** Who somebody in the case is, as far as the reader of the record may know it. */
export interface KnownPerson {
  role: PartyRole;
  name?: string;
  phone?: string;
  idNumber?: string;
  address?: string;
}

/** What a correction may say anew of a case, as far as its reader may know it; null or absent where nobody knows it. */
export interface CorrectableFacts {
  title?: string;
  narrative?: string;
  category?: Category;
  place?: { village: string; grid?: string; address?: string };
  people?: number | null;
  amount?: number | null;
  externalNumber?: string | null;
  dangerSigns?: DangerSign[];
}
export type CorrectableFact = keyof CorrectableFacts;

/** A fact, or a person: of one who is new `was` is null, of one who is gone `is`. */
export type Changed =
  | { [F in CorrectableFact]: { fact: F; was?: CorrectableFacts[F]; is?: CorrectableFacts[F] } }[CorrectableFact]
  | { fact: 'party'; was: KnownPerson | null; is: KnownPerson | null };

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
] as const satisfies CorrectableFact[];

interface Told {
  facts: CorrectableFacts;
  people: ReadonlyMap<string, KnownPerson>;
}

/** Which entries say who and what a case is about. */
type Telling = 'DisputeRegistered' | 'DisputeCorrected' | 'DisputeAbsorbed' | 'DisputeSplitOff';
/** Of the record, with as much of its text as the reader may know. */
export type Entry = { seq: number; type: string; data: object; text?: object };
type EntryOf<T extends Telling> = {
  data: EventData[T];
  text?: Partial<T extends keyof EventText ? EventText[T] : never>;
};

const TELLING: { [T in Telling]: (told: Told, entry: EntryOf<T>) => Told } = {
  DisputeRegistered: (_, { data, text: { parties, address, grid, ...text } = {} }) => ({
    facts: { ...data, ...text, place: { village: data.place.village, grid, address } },
    people: withPeople(new Map(), data.parties, parties),
  }),
  DisputeCorrected: ({ facts, people }, { data, text: { place: home, parties, ...text } = {} }) => {
    const { place, parties: named, removed = [], ...said } = data;
    const anew = withPeople(people, named, parties);
    for (const id of removed) anew.delete(id);
    return {
      facts: {
        ...facts,
        ...said,
        ...text,
        ...(place && { place: { village: place.village, grid: home?.grid, address: home?.address } }),
      },
      people: anew,
    };
  },
  DisputeAbsorbed: ({ facts, people }, { data, text }) => ({
    facts: { ...facts, dangerSigns: data.dangerSigns ?? facts.dangerSigns },
    people: withPeople(people, data.parties, text?.parties),
  }),
  DisputeSplitOff: ({ facts, people }, { data }) => ({
    facts,
    people: new Map([...people].filter(([id]) => !data.removed?.includes(id))),
  }),
};

function withPeople(
  before: Told['people'],
  named: readonly { id: string; role: PartyRole }[] = [],
  said: Readonly<Record<string, Omit<KnownPerson, 'role'>>> = {},
): Map<string, KnownPerson> {
  const anew = new Map(before);
  for (const { id, role } of named) anew.set(id, { ...anew.get(id), role });
  // All that is known of a person is said, whatever is said anew.
  for (const [id, known] of Object.entries(said)) {
    const role = anew.get(id)?.role;
    if (role) anew.set(id, { role, ...known });
  }
  return anew;
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

function between(before: Told, after: Told): Changed[] {
  const facts = FACTS.filter((fact) => !isSame(before.facts[fact], after.facts[fact])).map(
    (fact) => ({ fact, was: before.facts[fact], is: after.facts[fact] }) as Changed,
  );
  const ids = new Set([...before.people.keys(), ...after.people.keys()]);
  const people = [...ids].flatMap((id): Changed[] => {
    const [was, is] = [before.people.get(id) ?? null, after.people.get(id) ?? null];
    return isSame(was, is) ? [] : [{ fact: 'party', was, is }];
  });
  return [...facts, ...people];
}

/**
 * @param entries the whole record in its order, as its reader may know it
 * @returns by the number of the entry, what each correction changed
 */
export function correctionsIn(entries: readonly Entry[]): Map<number, Changed[]> {
  const found = new Map<number, Changed[]>();
  let told: Told = { facts: {}, people: new Map() };
  for (const entry of entries) {
    if (!(entry.type in TELLING)) continue;
    const anew = TELLING[entry.type as Telling](told, entry as never);
    if (entry.type === 'DisputeCorrected') found.set(entry.seq, between(told, anew));
    told = anew;
  }
  return found;
}
