import type { EventOf, PartyRef } from '../../events.js';
import { lastPartyOf, type Entered, type Evolutions, type Registered, type Unregistered } from '../../state.js';

export function register(state: Unregistered, { at, seq, data }: EventOf<'DisputeRegistered'>): Entered {
  return {
    ...state,
    core: data.core ?? 1,
    status: 'entered',
    at,
    materialSeq: seq,
    rehearsal: data.rehearsal,
    aheadMs: 0,
    enteredAt: at,
    desk: data.desk,
    superior: data.superior,
    category: data.category,
    place: data.place,
    dangerSigns: data.dangerSigns,
    parties: data.parties,
    grade: null,
    complexity: 'ordinary',
    transfers: [],
    obligations: [],
    next: { obligation: 1, visit: 1, extension: 1, suspension: 1, order: 1, meeting: 1 },
    extensions: [],
    orders: [],
    meetings: [],
    assigned: {},
    consents: [],
    repeats: data.repeats?.length ?? 0,
    planned: false,
    contacted: false,
    progressAt: null,
    latenesses: 0,
    returns: { total: 0, byDepartment: {} },
    notUpheld: [],
    firstOfferAt: null,
    ...(data.ledger && { adopting: true as const }),
  };
}

/** In the order in which they came; whoever is new is the last. */
export function corrected(
  parties: readonly PartyRef[],
  changed: readonly PartyRef[],
  removed: readonly string[],
): PartyRef[] {
  const known = parties.map((each) => changed.find(({ id }) => id === each.id) ?? each);
  const added = changed.filter(({ id }) => !parties.some((each) => each.id === id));
  return [...known, ...added].filter(({ id }) => !removed.includes(id));
}

export const ENTRY = {
  // Only once, by `register`.
  DisputeRegistered: (state) => state,
  DisputeAdopted: ({ adopting: _, ...state }) => state,
  DisputeGraded({ unrepeated: _, ...state }, { data: { grade, complexity, unrepeated } }) {
    return { ...state, grade, complexity, ...(unrepeated && { unrepeated }) } as Registered;
  },
  RepeatRuledOut: (state, { data: { repeat } }) => ({
    ...state,
    repeats: state.repeats - 1,
    apart: [...(state.apart ?? []), repeat],
  }),
  DisputeCorrected(state, { data: { parties = [], removed = [], repeats, ...data } }) {
    const { importId: _, people: _people, amount: _amount, ...rest } = data;
    const added = parties.filter(({ id }) => !state.parties.some((each) => each.id === id)).length;
    return {
      ...state,
      ...rest,
      parties: corrected(state.parties, parties, removed),
      lastParty: lastPartyOf(state) + added,
      ...(repeats && { repeats: repeats.length }),
    };
  },
} satisfies Partial<Evolutions>;
