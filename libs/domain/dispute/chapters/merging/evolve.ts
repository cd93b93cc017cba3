import { corrected } from '../entry/evolve.js';
import type { EventOf } from '../../events.js';
import { caseOf, lastPartyOf, type Case, type Evolutions } from '../../state.js';

/** Those that are merged into it, without one of them. */
function without({ absorbed = [] }: Case, { data: { from } }: EventOf<'DisputeSplitOff'>): Pick<Case, 'absorbed'> {
  const others = absorbed.filter(({ id }) => id !== from.id);
  return others.length > 0 ? { absorbed: others } : {};
}

export const MERGING = {
  DisputeAbsorbed(state, { data: { from, parties = [], dangerSigns, repeats } }) {
    return {
      ...state,
      absorbed: [...(state.absorbed ?? []), { ...from, parties: parties.map(({ id }) => id) }],
      ...(parties.length > 0 && {
        parties: [...state.parties, ...parties],
        lastParty: lastPartyOf(state) + parties.length,
      }),
      ...(dangerSigns && { dangerSigns }),
      ...(repeats && { repeats: repeats.length }),
    };
  },
  DisputeSplitOff(state, event) {
    const { absorbed: _absorbed, ...rest } = state;
    return {
      ...rest,
      ...without(state, event),
      parties: corrected(state.parties, [], event.data.removed ?? []),
      // Whoever is gone had a number that nobody has again.
      ...(event.data.removed && { lastParty: lastPartyOf(state) }),
    };
  },
  DisputeSplit(state) {
    // A fresh course, of which nobody has been asked yet.
    const { extended: _extended, lapses: _lapses, stood: _stood, ...rest } = caseOf(state);
    return {
      ...rest,
      status: 'entered',
      firstOfferAt: null,
      returns: { total: 0, byDepartment: {} },
      planned: false,
      contacted: false,
      progressAt: null,
    };
  },
} satisfies Partial<Evolutions>;
