import type { Problem } from '../form/shapes.js';
import { MOST_PARTIES } from './parties.js';
import type { CommandData } from './commands.js';
import type { DisputeRow, PartyRow, PlaceRow } from './row.js';
import { lastPartyOf, type Registered } from './state.js';
import type { EventText } from './text.js';
import type { Category, DangerSign, PartyRole } from '../words.js';

/** What a correction leaves other than it is, whoever makes it: a person on the case, or the ledger that it came of. */

/** A person of the case, or a new one where there is no id; null takes a number away. */
export interface SaidParty {
  id?: string;
  remove?: boolean;
  name?: string;
  role?: PartyRole;
  phone?: string | null;
  idNumber?: string | null;
  address?: string | null;
}

/** What is said anew; a member that is not said stays, of a place all of it is said. */
export interface Said {
  title?: string;
  narrative?: string;
  category?: Category;
  dangerSigns?: DangerSign[];
  place?: PlaceRow;
  parties?: readonly SaidParty[];
  /** Null takes it away. */
  people?: number | null;
  amount?: number | null;
  externalNumber?: string | null;
}

export interface Correction {
  /** Without the earlier cases, which nobody knows here. */
  data: CommandData['CorrectDispute'];
  text: Omit<EventText['DisputeCorrected'], 'reason'>;
  /** Who is there then. */
  parties: PartyRow[];
  /** Whether anything would be other than it is. */
  isOther: boolean;
  /** NO_SUCH_PARTY; of a new party REQUIRED without name or role; OUT_OF_RANGE where there are more than there may be. */
  problems: Problem[];
}

/** A member that says the same as before is none. */
export function correctionOf(said: Said, row: DisputeRow, state: Registered): Correction {
  const { title, narrative, category, dangerSigns, externalNumber } = said;
  const people = peopleOf(said.parties ?? [], row.parties, state);
  const place = said.place && isOther(placeOf(said.place), placeOf(row.place)) ? said.place : undefined;
  const data: Correction['data'] = {
    ...(isOther(category, row.category) && { category: category! }),
    ...(isOther(dangerSigns?.toSorted(), row.dangerSigns.toSorted()) && { dangerSigns: dangerSigns! }),
    ...(place && { place: { village: place.village } }),
    ...(people.changed.length > 0 && { parties: people.changed.map(({ id, role }) => ({ id, role })) }),
    ...(people.removed.length > 0 && { removed: people.removed }),
    ...(isOther(said.people, row.people) && { people: said.people! }),
    ...(isOther(said.amount, row.amount) && { amount: said.amount! }),
  };
  const text: Correction['text'] = {
    ...(isOther(title, row.title) && { title: title! }),
    ...(isOther(narrative, row.narrative) && { narrative: narrative! }),
    ...(isOther(externalNumber, row.externalNumber) && { externalNumber: externalNumber! }),
    ...(place && { place: homeOf(place) }),
    ...(people.changed.length > 0 && {
      parties: Object.fromEntries(people.changed.map(({ id, role: _role, ...each }) => [id, each])),
    }),
  };
  return {
    data,
    text,
    parties: people.all,
    isOther: Object.keys(data).length + Object.keys(text).length > 0,
    problems: people.problems,
  };
}

/** Of a member that is not said nothing is other. */
const isOther = (said: unknown, is: unknown): boolean => said !== undefined && written(said) !== written(is ?? null);

/** Members in whatever order, those that are not there left out. */
function written(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const homeOf = ({ grid, address, lat, lng }: PlaceRow) => ({
  ...(grid && { grid }),
  ...(address && { address }),
  ...(lat !== undefined && { lat }),
  ...(lng !== undefined && { lng }),
});
const placeOf = (place: PlaceRow) => ({ village: place.village, ...homeOf(place) });

type Named = PartyRow & { name: string };

/** Who is changed or new, who goes, and all who are there then. */
function peopleOf(said: readonly SaidParty[], parties: readonly PartyRow[], state: Registered) {
  const problems: Problem[] = [];
  const changed: Named[] = [];
  const removed: string[] = [];
  let last = lastPartyOf(state);
  for (const [index, { id, remove, ...given }] of said.entries()) {
    const pointer = `/parties/${index}`;
    const known = parties.find((each) => each.id === id);
    if (id !== undefined && !known) {
      problems.push({ pointer: `${pointer}/id`, code: 'NO_SUCH_PARTY', detail: `there is no party "${id}"` });
      continue;
    }
    if (known && remove) {
      removed.push(known.id);
      continue;
    }
    const { name, role, ...details } = { ...known, ...given };
    for (const [member, value] of Object.entries({ name, role }))
      if (!value)
        problems.push({ pointer: `${pointer}/${member}`, code: 'REQUIRED', detail: 'is required of a new party' });
    if (!name || !role) continue;
    const kept = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
    const next: Named = { ...kept, id: known?.id ?? `p${++last}`, role, name };
    if (isOther(next, known)) changed.push(next);
  }
  const there = parties.filter(({ id }) => !removed.includes(id) && !changed.some((each) => each.id === id));
  const all = [...there, ...changed];
  if (all.length > MOST_PARTIES)
    problems.push({ pointer: '/parties', code: 'OUT_OF_RANGE', detail: `there are at most ${MOST_PARTIES}` });
  return { changed, removed, all, problems };
}
