import { amend } from '../../amend.js';
import { withResolution, type Evolutions, type Registered } from '../../state.js';

/** What was owed is owed no more, for whatever reason. */
function ended(state: Registered, { data }: { data: { obligationId: string } }): Registered {
  return { ...state, obligations: state.obligations.filter((each) => each.id !== data.obligationId) };
}

export const OWING = {
  ObligationOpened(state, { data: { obligation } }) {
    const { obligation: number, visit } = state.next;
    const isVisit = obligation.kind === 'return-visit';
    const opened: Registered = {
      ...state,
      obligations: [...state.obligations, obligation],
      next: {
        ...state.next,
        obligation: number + 1,
        visit: isVisit ? Math.max(visit, obligation.n! + 1) : visit,
      },
    };
    if (!isVisit) return opened;
    return withResolution(opened, ({ visits }) => ({
      visits: [...visits, { n: obligation.n!, triedOn: [], state: 'open' }],
    }));
  },
  ObligationMet: ended,
  ObligationVoided: ended,
  ObligationWaived: ended,
  ObligationHandedOver: (state, { data: { obligationId, holder } }) => ({
    ...state,
    obligations: amend(state.obligations, obligationId, { holder }),
  }),
  ObligationPaused(state, { at, data: { obligationId, ground } }) {
    const obligations = amend(state.obligations, obligationId, (each) => ({
      ...each,
      state: 'paused',
      terms: { ...each.terms, pauses: [...each.terms.pauses, { from: at, until: null, ground }] },
    }));
    return { ...state, obligations };
  },
  ObligationMoved(state, { data: { obligationId, obligation } }) {
    return { ...state, obligations: amend(state.obligations, obligationId, () => obligation) };
  },
  ObligationLate(state, { at, data: { obligationId } }) {
    return {
      ...state,
      obligations: amend(state.obligations, obligationId, { state: 'late', lateSince: at }),
      latenesses: state.latenesses + 1,
    };
  },
  LadderStepFired(state, { at, data }) {
    const obligations = amend(state.obligations, data.obligationId, (each) => ({
      ...each,
      steps: each.steps.map((step, index) => (index === data.step ? { ...step, firedAt: at } : step)),
    }));
    return { ...state, obligations };
  },
} satisfies Partial<Evolutions>;
