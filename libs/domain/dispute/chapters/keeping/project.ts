import { authorOf } from '../../events.js';
import type { Projections } from '../../row.js';

export const KEEPING = {
  HoldPlaced: (row, event) => ({
    ...row,
    hold: { since: event.at, by: authorOf(event), reason: event.text?.reason ?? null },
  }),
  HoldLifted: ({ hold: _hold, ...row }) => row,
  DisputeErased: (row, event) => ({
    ...row,
    erased: { at: event.at, ground: event.data.ground, by: authorOf(event) },
    // An entry of before positions were sealed has one in its data.
    place: { village: row.place.village },
  }),
} satisfies Partial<Projections>;
