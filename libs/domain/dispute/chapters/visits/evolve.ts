import { amendNth } from '../../amend.js';
import { follows } from '../../editions.js';
import type { EventOf } from '../../events.js';
import { withResolution, type Evolutions, type Registered, type Visit } from '../../state.js';
import { civilDateAt } from '../../../time/time.js';

function withVisit(state: Registered, n: number, change: Partial<Visit> | ((visit: Visit) => Visit)): Registered {
  return withResolution(state, ({ visits }) => ({ visits: amendNth(visits, n, change) }));
}

/** What has to be known of a visit once it was made: who may confirm it and who may check it, and whom it met. */
function made(state: Registered, { actor, data }: EventOf<'VisitMade'>): Partial<Visit> {
  const { visitedAt, with: second, parties } = data;
  if (!follows(state, 'visitsAreChecked')) return { state: 'done' };
  return {
    state: second ? 'unconfirmed' : 'done',
    ...(actor.kind === 'person' && { by: actor.userId }),
    visitedAt,
    ...(second && { with: second }),
    ...(parties && { met: parties.map(({ partyId }) => partyId) }),
  };
}

export const VISITS = {
  VisitMade(state, event) {
    const { n, outcome, visitedAt } = event.data;
    if (outcome !== 'unreachable') return withVisit(state, n, made(state, event));
    const day = civilDateAt(visitedAt, state.rules.policy.workingTime.zone);
    return withVisit(state, n, (visit) => ({ ...visit, triedOn: [...visit.triedOn, day] }));
  },
  VisitConfirmed: (state, { data }) => withVisit(state, data.n, { state: 'done' }),
  VisitChecked: (state, { data: { n, result } }) =>
    result === 'different' ? withVisit(state, n, { state: 'undone' }) : state,
  VisitGivenUp: (state, { data }) => withVisit(state, data.n, { state: 'unreachable' }),
  VisitWaived: (state, { data }) => withVisit(state, data.n, { state: 'waived' }),
} satisfies Partial<Evolutions>;
