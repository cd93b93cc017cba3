import type { EventData } from '../../events.js';
import { follows } from '../../editions.js';
import {
  caseOf,
  holderOf,
  numbered,
  suspensionsInARow,
  type Case,
  type Evolutions,
  type Registered,
} from '../../state.js';

function suspended(
  state: Registered,
  base: Case,
  { suspensionId: id, ground, until }: EventData['DisputeSuspended'],
): Registered {
  return {
    ...base,
    ...(follows(state, 'suspensionsEnd') && { stood: { times: suspensionsInARow(state) + 1, until: null } }),
    status: 'suspended',
    lead: holderOf(state),
    suspension: { id, ground, until: until ?? null },
  };
}

const handled = (state: Registered): Registered => ({ ...caseOf(state), status: 'handling', lead: holderOf(state) });

export const PAUSING = {
  DisputeSuspended: (state, { data }) => suspended(state, numbered(caseOf(state), 'suspension'), data),
  SuspensionReviewed: (state, { data }) => suspended(state, caseOf(state), data),
  DisputeResumed: (state, { at }) => ({
    ...handled(state),
    ...(state.stood && { stood: { ...state.stood, until: at } }),
  }),
  TrackEntered: (state, { data: { track } }) => ({
    ...caseOf(state),
    status: 'statutory',
    lead: holderOf(state),
    track,
    step: 0,
  }),
  TrackStepTaken: (state, { at, data }) =>
    state.status === 'statutory' ? { ...state, step: data.n, progressAt: at } : state,
  TrackEnded: handled,
} satisfies Partial<Evolutions>;
