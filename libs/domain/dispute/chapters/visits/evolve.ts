import { amendNth } from '../../amend.js';
import { withResolution, type Evolutions, type Registered, type Visit } from '../../state.js';
import { civilDateAt } from '../../../time/time.js';

function withVisit(state: Registered, n: number, change: Partial<Visit> | ((visit: Visit) => Visit)): Registered {
  return withResolution(state, ({ visits }) => ({ visits: amendNth(visits, n, change) }));
}

export const VISITS = {
  VisitMade(state, { data: { n, outcome, visitedAt } }) {
    if (outcome !== 'unreachable') return withVisit(state, n, { state: 'done' });
    const day = civilDateAt(visitedAt, state.rules.policy.workingTime.zone);
    return withVisit(state, n, (visit) => ({ ...visit, triedOn: [...visit.triedOn, day] }));
  },
  VisitGivenUp: (state, { data }) => withVisit(state, data.n, { state: 'unreachable' }),
  VisitWaived: (state, { data }) => withVisit(state, data.n, { state: 'waived' }),
} satisfies Partial<Evolutions>;
