import { shellOf, type Evolutions, type Registered } from '../../state.js';

export const KEEPING = {
  HoldPlaced: (state, { at }) => ({ ...state, hold: { since: at } }),
  HoldLifted({ hold: _hold, ...free }) {
    return free as Registered;
  },
  // Keyed hashes of what people sent go too.
  DisputeErased: (state, { at }) => ({ ...state, keys: [], ...shellOf(state), erased: { at } }),
} satisfies Partial<Evolutions>;
