import { Injectable } from '@nestjs/common';
import type { CommandData } from '#domain/dispute/commands.js';
import { MOST_PARTIES } from '#domain/dispute/parties.js';
import type { PartyRow, PlaceRow } from '#domain/dispute/row.js';
import { lastPartyOf, type Registered } from '#domain/dispute/state.js';
import type { EventText } from '#domain/dispute/text.js';
import { canonical } from '#persistence/database/canonical.js';
import { Directory } from '#persistence/people/directory.js';
import type { FoundDispute } from '#persistence/reading/dispute-reader.js';
import type { Actor } from '../http/actor.js';
import { Problem, type FieldError } from '../http/problem.js';
import { EarlierCases } from './earlier-cases.js';
import { unknownVillage } from './registration.js';
import type { Body, Split } from './to-command.js';

type Correction = Body<'correct'>;
type Person = NonNullable<Correction['parties']>[number];

/** What a body would have other than it is: a member that says the same as before is none. */
@Injectable()
export class Corrections {
  constructor(
    private readonly directory: Directory,
    private readonly earlier: EarlierCases,
  ) {}

  /**
   * @throws Problem BAD_REQUEST for a village or a party that is not there, for a new party without name and role, and
   *   where nothing would be other than it is
   */
  async of(actor: Actor, { row, state }: FoundDispute, body: Correction): Promise<Split> {
    const errors: FieldError[] = [];
    if (body.place) errors.push(...unknownVillage(body.place.village, await this.directory.load()));
    const people = peopleOf(body.parties ?? [], row.parties, state, errors);
    if (people.all.length > MOST_PARTIES)
      errors.push({ pointer: '/parties', code: 'OUT_OF_RANGE', detail: `there are at most ${MOST_PARTIES}` });
    if (errors.length > 0) throw new Problem('BAD_REQUEST', { errors });
    const { title, narrative, category, dangerSigns } = body;
    const place = body.place && isOther(placeOf(body.place), placeOf(row.place)) ? body.place : undefined;
    const data: CommandData['CorrectDispute'] = {
      ...(isOther(category, row.category) && { category: category! }),
      ...(isOther(dangerSigns?.toSorted(), row.dangerSigns.toSorted()) && { dangerSigns: dangerSigns! }),
      ...(place && { place: { village: place.village } }),
      ...(people.changed.length > 0 && { parties: people.changed.map(({ id, role }) => ({ id, role })) }),
      ...(people.removed.length > 0 && { removed: people.removed }),
    };
    const text: Omit<EventText['DisputeCorrected'], 'reason'> = {
      ...(isOther(title, row.title) && { title: title! }),
      ...(isOther(narrative, row.narrative) && { narrative: narrative! }),
      ...(place && { place: homeOf(place) }),
      ...(people.changed.length > 0 && {
        parties: Object.fromEntries(people.changed.map(({ id, role: _role, ...said }) => [id, said])),
      }),
    };
    if (Object.keys(data).length + Object.keys(text).length === 0) {
      const detail = 'says nothing that is other than it is';
      throw new Problem('BAD_REQUEST', { errors: [{ pointer: '', code: 'NOTHING_OTHER', detail }] });
    }
    if (place ?? data.category ?? data.parties ?? data.removed) {
      const about = { category: category ?? row.category, place: place ?? row.place, parties: people.all };
      data.repeats = await this.earlier.of(
        actor,
        { ...about, id: row.id, rehearsal: row.rehearsal },
        row.createdAt,
        state.rules,
      );
    }
    return { data, text: { ...text, reason: body.reason }, madeOf: row.seq };
  }
}

/** Of a member that is not said nothing is other. */
const isOther = (said: unknown, is: unknown): boolean =>
  said !== undefined && canonical(said) !== canonical(is ?? null);

const homeOf = ({ grid, address, lat, lng }: PlaceRow) => ({
  ...(grid && { grid }),
  ...(address && { address }),
  ...(lat !== undefined && { lat }),
  ...(lng !== undefined && { lng }),
});
const placeOf = (place: PlaceRow) => ({ village: place.village, ...homeOf(place) });

type Known = PartyRow & { name: string };

/** Who is changed or new, who goes, and all who are there then. */
function peopleOf(said: readonly Person[], parties: readonly PartyRow[], state: Registered, errors: FieldError[]) {
  const changed: Known[] = [];
  const removed: string[] = [];
  let last = lastPartyOf(state);
  for (const [index, { id, remove, ...given }] of said.entries()) {
    const pointer = `/parties/${index}`;
    const known = parties.find((each) => each.id === id);
    if (id !== undefined && !known) {
      errors.push({ pointer: `${pointer}/id`, code: 'NO_SUCH_PARTY', detail: `there is no party "${id}"` });
      continue;
    }
    if (known && remove) {
      removed.push(known.id);
      continue;
    }
    const { name, role, ...details } = { ...known, ...given };
    for (const [member, value] of Object.entries({ name, role }))
      if (!value)
        errors.push({ pointer: `${pointer}/${member}`, code: 'REQUIRED', detail: 'is required of a new party' });
    if (!name || !role) continue;
    const kept = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
    const next: Known = { ...kept, id: known?.id ?? `p${++last}`, role, name };
    if (isOther(next, known)) changed.push(next);
  }
  const there = parties.filter(({ id }) => !removed.includes(id) && !changed.some((each) => each.id === id));
  return { changed, removed, all: [...there, ...changed] };
}
