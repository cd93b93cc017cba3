import { amendNth } from '../../amend.js';
import type { Projections } from '../../row.js';

export const VISITS = {
  VisitMade(row, { at, actor, data, text }) {
    const { n, outcome, satisfied = null, visitedAt, attempts } = data;
    const visits = amendNth(row.visits, n, (visit) => ({
      ...visit,
      // One more try in vain changes nothing about a visit that was given up.
      state: outcome === 'unreachable' ? visit.state : 'done',
      outcome,
      satisfied,
      visitedAt,
      reportedAt: at,
      visitor: actor.kind === 'person' ? actor.userId : null,
      attempts,
      note: text?.note ?? null,
    }));
    return { ...row, visits };
  },
  VisitGivenUp: (row, { data }) => ({ ...row, visits: amendNth(row.visits, data.n, { state: 'unreachable' }) }),
  VisitWaived: (row, { data }) => ({ ...row, visits: amendNth(row.visits, data.n, { state: 'waived' }) }),
} satisfies Partial<Projections>;
