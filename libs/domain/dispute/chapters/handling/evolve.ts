import { amendNth } from '../../amend.js';
import { follows } from '../../editions.js';
import { caseOf, withResolution, type Evolutions, type Resolution } from '../../state.js';

export const HANDLING = {
  ContactMade: (state, { at }) => ({ ...state, contacted: true, progressAt: at }),
  PlanMade: (state, { at }) => ({ ...state, planned: true, progressAt: at }),
  ProgressReported: (state, { at }) => ({ ...state, progressAt: at }),
  NoteAdded: (state) => state,
  ConsentGiven: (state, { at, data }) => ({
    ...state,
    consents: [...new Set([...state.consents, ...data.parties])],
    progressAt: at,
  }),
  DisputeResolved(state, { at, actor, data: { outcome, departmentId, terms } }) {
    const resolution: Resolution = {
      outcome,
      resolvedAt: at,
      departmentId,
      ...(actor.kind === 'person' && follows(state, 'visitsAreOthersWork') && { by: actor.userId }),
      visits: [],
      terms: terms.map(({ n }) => ({ n, fulfilled: false })),
    };
    return {
      ...caseOf(state),
      status: 'resolved',
      lead: departmentId,
      transfers: state.transfers.map((each) =>
        each.state === 'accepted' ? { ...each, state: 'completed', returning: null } : each,
      ),
      // A meeting that was not held has no object any more; decisions and orders stay owed.
      meetings: state.meetings.filter((each) => each.concluded),
      resolution,
    };
  },
  TermFulfilled: (state, { data }) =>
    withResolution(state, ({ terms }) => ({ terms: amendNth(terms, data.n, { fulfilled: true }) })),
  TermWaived: (state, { data }) =>
    withResolution(state, ({ terms }) => ({ terms: amendNth(terms, data.n, { waived: true }) })),
} satisfies Partial<Evolutions>;
