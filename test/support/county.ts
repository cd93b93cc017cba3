import type { CommandData, PersonCommandType } from '#domain/dispute/commands.js';
import type { DisputeEvent } from '#domain/dispute/events.js';
import { absorbed, bondOf, demandTarget, splitOff } from '#domain/dispute/merging.js';
import { isRegistered, lastPartyOf } from '#domain/dispute/state.js';
import { tiesOf, untied, type Untied } from '#domain/proof/merging.js';
import { later } from '#domain/time/time.js';
import type { Town } from './town.js';

type More = Parameters<Town['do']>[2];

/** Several cases, and what the record does where one of them joins another: both are written, or neither. */
export class County {
  private readonly towns = new Map<string, Town>();

  constructor(...towns: Town[]) {
    for (const town of towns) this.towns.set(town.id, town);
  }

  /** As `Town.do`. Who is there twice is known by the number of the party: a test knows no names. */
  do<T extends PersonCommandType>(town: Town, type: T, data: CommandData[T], more: More = {}): DisputeEvent[] {
    const before = { state: town.state, events: [...town.events], row: town.row };
    try {
      const events = town.do(type, data, more);
      this.beside(town, before.row, events);
      return events;
    } catch (error) {
      Object.assign(town, before);
      throw error;
    }
  }

  private beside(town: Town, before: Town['row'], events: DisputeEvent[]): void {
    const bond = bondOf(before, events);
    if (!bond) return;
    const source = { state: town.dispute, row: town.row! };
    const act = { ...bond, now: town.now };
    const joins = bond.does === 'joins';
    const other = this.towns.get(bond.other);
    if (joins) demandTarget(other?.state ?? null, source.state, this.leadsTo(bond.other, town.id));
    if (!other || !isRegistered(other.state)) return;
    const known = other.state.parties.map(({ id }) => id);
    const last = lastPartyOf(other.state);
    const added = source.state.parties
      .filter(({ id }) => !known.includes(id))
      .map((each, index) => ({ ...each, id: `p${last + index + 1}` }));
    const target = { state: other.state, row: other.row! };
    const told = joins ? absorbed(target, source, added, act) : splitOff(target.state, source, act);
    for (const event of told) other.record(event);
    other.now = later(other.now, town.now);
  }

  private leadsTo(from: string, to: string): boolean {
    const way = new Set<string>();
    for (let at: string | undefined = from; at !== undefined && !way.has(at);) {
      way.add(at);
      at = this.towns.get(at)?.row?.resolution?.into;
    }
    return way.has(to);
  }

  /** What either of two that were joined says otherwise, and where one leads nowhere. */
  untied(): Untied[] {
    return untied(new Map([...this.towns].map(([id, { events }]) => [id, tiesOf(events)])), true);
  }
}
