import type { Said, SaidParty } from '../dispute/correction.js';
import type { DisputeEvent } from '../dispute/events.js';
import { after, type History } from '../dispute/history.js';
import type { DisputeRow } from '../dispute/row.js';
import type { Registered } from '../dispute/state.js';
import type { OpenedEvent } from '../dispute/text.js';
import type { LedgerCase } from './disputes.js';

/**
 * What a ledger says anew of a case that came of it. What it said itself it may take back; what people said here stays
 * against whatever stood there before, which only an old sheet says, and goes where the ledger says something that never did.
 */

/** What stood in one member of a case, one after the other, and whether the ledger said so last. */
interface Member {
  values: unknown[];
  isLedgers: boolean;
}

/** What a case was from its adoption on, as far as a sheet tells of it. */
class Past {
  private readonly members = new Map<string, Member>();
  /** Everybody who was ever there, in the order in which they came, and whether the ledger named them. */
  readonly people = new Map<string, boolean>();

  follow(row: DisputeRow, isLedgers: boolean): void {
    const { title, narrative, category, place, parties } = row;
    const { village, address } = place;
    const is = Object.entries({ title, narrative, category, village, address });
    for (const { id, name, role, phone } of parties) {
      if (!this.people.has(id)) this.people.set(id, isLedgers);
      is.push([partOf(id, 'name'), name], [partOf(id, 'role'), role], [partOf(id, 'phone'), phone]);
    }
    for (const id of this.people.keys()) is.push([id, parties.some((each) => each.id === id) ? 'here' : 'gone']);
    for (const [name, value] of is) this.note(name, value ?? null, isLedgers);
  }

  private note(name: string, value: unknown, isLedgers: boolean): void {
    const member = this.members.get(name) ?? { values: [], isLedgers };
    if (member.values.at(-1) === value) return;
    this.members.set(name, { values: [...member.values, value], isLedgers });
  }

  had(name: string, value: unknown): boolean {
    return this.members.get(name)?.values.includes(value) ?? false;
  }

  is(name: string, value: unknown): boolean {
    return this.members.get(name)?.values.at(-1) === value;
  }

  /** Whether this is news of the ledger's. */
  takes(name: string, value: unknown): boolean {
    return !this.is(name, value) && (this.members.get(name)?.isLedgers !== false || !this.had(name, value));
  }
}

const partOf = (id: string, part: 'name' | 'role' | 'phone') => `${id}.${part}`;

/**
 * @param begin what its record begins from
 * @param events the whole record of a case that was adopted
 * @param open reads the text of an entry
 * @returns the case as it stands, and what of the row is new
 */
export function saidAnew(
  told: LedgerCase,
  begin: History,
  events: readonly DisputeEvent[],
  open: (event: DisputeEvent) => OpenedEvent,
): { row: DisputeRow; state: Registered; said: Said } {
  const past = new Past();
  const { row, state } = events.reduce<History>((history, event) => {
    const next = after(history, event, open(event));
    past.follow(next.row, isOfLedger(event));
    return next;
  }, begin) as { row: DisputeRow; state: Registered };
  const news = <T>(name: string, value: T | undefined) =>
    value !== undefined && past.takes(name, value) ? value : undefined;
  // Where the ledger has no story its title stands for it.
  const narrative = told.narrative ?? (row.narrative === row.title ? told.title : undefined);
  const village = news('village', told.village);
  const address = news('address', told.address);
  const said: Said = {
    title: news('title', told.title),
    narrative: news('narrative', narrative),
    category: news('category', told.category),
    // A grid is one of its village.
    ...((village ?? address) !== undefined && {
      place: { ...row.place, ...(village && { village, grid: undefined }), ...(address && { address }) },
    }),
    parties: peopleAnew(told.parties, past),
  };
  return { row, state, said };
}

const isOfLedger = ({ type, data }: DisputeEvent): boolean =>
  type === 'DisputeRegistered' || (type === 'DisputeCorrected' && data.importId !== undefined);

type Told = LedgerCase['parties'][number];

/** A cell that is empty says nothing; else whom the ledger named and names no more leaves, and nobody else. */
function peopleAnew(told: readonly Told[], past: Past): SaidParty[] {
  if (told.length === 0) return [];
  const known = knownOf(told, past);
  const hasPhones = told.some(({ phone }) => phone !== undefined);
  const said = told.flatMap((each): SaidParty[] => {
    const id = known.get(each);
    if (id === undefined) return [each];
    if (!past.is(id, 'here')) return past.takes(id, 'here') ? [each] : [];
    const { name, role, phone = null } = each;
    const other = {
      ...(past.takes(partOf(id, 'name'), name) && { name }),
      ...(past.takes(partOf(id, 'role'), role) && { role }),
      ...(hasPhones && past.takes(partOf(id, 'phone'), phone) && { phone }),
    };
    return Object.keys(other).length > 0 ? [{ id, ...other }] : [];
  });
  const named = new Set(known.values());
  const gone = [...past.people].filter(([id, isLedgers]) => isLedgers && !named.has(id) && past.is(id, 'here'));
  return [...said, ...gone.map(([id]) => ({ id, remove: true }))];
}

/** Who each of them is: of this name, else once of this name, else the next of the ledger's own who is left. */
function knownOf(told: readonly Told[], past: Past): Map<Told, string> {
  const ways: ((id: string, name: string) => boolean)[] = [
    (id, name) => past.is(id, 'here') && past.is(partOf(id, 'name'), name),
    (id, name) => past.had(partOf(id, 'name'), name),
    (id) => past.is(id, 'here') && past.people.get(id) === true,
  ];
  const left = new Set(past.people.keys());
  const known = new Map<Told, string>();
  for (const isThis of ways)
    for (const each of told) {
      const id = known.has(each) ? undefined : [...left].find((one) => isThis(one, each.name));
      if (id === undefined) continue;
      known.set(each, id);
      left.delete(id);
    }
  return known;
}
