import type { TimelineEntry } from '../../../contract.js';

type EntryOf<T extends TimelineEntry['type']> = Extract<TimelineEntry, { type: T }>;
export type Correction = EntryOf<'DisputeCorrected'>;

/** Who somebody in the case is, as far as the reader of the record may know it. */
export type Known = Partial<Record<'role' | 'name' | 'phone' | 'idNumber' | 'address', string>>;
export type KnownOf = keyof Known;

/** What the record said of a case, as far as a correction may say it anew. */
interface Told {
  facts: Record<Fact, unknown>;
  parties: ReadonlyMap<string, Known>;
}
/** In the order in which they are said. */
const FACTS = ['title', 'narrative', 'category', 'place', 'people', 'amount', 'externalNumber', 'dangerSigns'] as const;
export type Fact = (typeof FACTS)[number];
export const KNOWN_OF = ['name', 'role', 'phone', 'idNumber', 'address'] as const satisfies KnownOf[];

export interface Changed {
  fact?: Fact;
  /** Of whom it is; of one who is new or gone the other side is null. */
  party?: { was: Known | null; is: Known | null };
  was?: unknown;
  is?: unknown;
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** What an entry of the record says of the case; its texts are absent where they are erased. */
function toldBy({ facts, parties }: Told, entry: TimelineEntry): Told {
  switch (entry.type) {
    case 'DisputeRegistered': {
      const { data, text } = entry;
      const { village } = data.place;
      const { address, grid } = text ?? {};
      return {
        facts: { ...data, ...text, place: { village, grid, address } } as unknown as Told['facts'],
        parties: withPeople(new Map(), data.parties, text?.parties),
      };
    }
    case 'DisputeCorrected': {
      const { data, text } = entry;
      const { place, ...said } = { ...data, ...text };
      const home = data.place && {
        village: data.place.village,
        grid: text?.place?.grid,
        address: text?.place?.address,
      };
      const anew = withPeople(parties, data.parties, text?.parties);
      for (const id of data.removed ?? []) anew.delete(id);
      return { facts: { ...facts, ...said, ...(place && { place: home ?? place }) }, parties: anew };
    }
    case 'DisputeAbsorbed': {
      const { data, text } = entry;
      const { dangerSigns = facts.dangerSigns } = data;
      return { facts: { ...facts, dangerSigns }, parties: withPeople(parties, data.parties, text?.parties) };
    }
    case 'DisputeSplitOff':
      return { facts, parties: new Map([...parties].filter(([id]) => !entry.data.removed?.includes(id))) };
    default:
      return { facts, parties };
  }
}

function withPeople(
  before: Told['parties'],
  named: readonly { id: string; role: string }[] = [],
  said: Readonly<Record<string, Known>> = {},
): Map<string, Known> {
  const anew = new Map(before);
  for (const { id, role } of named) anew.set(id, { ...anew.get(id), role });
  for (const [id, known] of Object.entries(said)) anew.set(id, { role: anew.get(id)?.role, ...known } as Known);
  return anew;
}

/**
 * What a correction changed: what it was before stands in the entries before it.
 *
 * @param entries the whole record, as its reader may know it
 */
export function changedBy(correction: Correction, entries: readonly TimelineEntry[]): Changed[] {
  const nothing: Told = { facts: {} as Told['facts'], parties: new Map() };
  const before = entries.filter(({ seq }) => seq < correction.seq).reduce(toldBy, nothing);
  const after = toldBy(before, correction);
  const facts = FACTS.filter((each) => !isSame(before.facts[each], after.facts[each])).map((fact) => ({
    fact,
    was: before.facts[fact],
    is: after.facts[fact],
  }));
  const ids = [...new Set([...before.parties.keys(), ...after.parties.keys()])];
  const parties = ids.flatMap((id): Changed[] => {
    const [was, is] = [before.parties.get(id) ?? null, after.parties.get(id) ?? null];
    return isSame(was, is) ? [] : [{ party: { was, is } }];
  });
  return [...facts, ...parties];
}
