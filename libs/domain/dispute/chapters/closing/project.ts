import type { Projections } from '../../row.js';

export const CLOSING = {
  DisputeClosed: (row, { at }) => ({
    ...row,
    closedAt: at,
    // Only an end that closes at once leaves an order without its answer.
    supervisions: row.supervisions.map((each) => (each.state === 'open' ? { ...each, state: 'void' } : each)),
  }),
  DisputeReopened(row) {
    const { resolution, closedAt } = row;
    const closed = resolution && {
      resolvedAt: resolution.resolvedAt,
      closedAt,
      outcome: resolution.outcome,
      departmentId: resolution.departmentId,
    };
    return {
      ...row,
      closures: closed ? [...row.closures, closed] : row.closures,
      resolution: null,
      closedAt: null,
      plan: null,
      // Visits that the reopening made pointless will never be made; the ones made stay.
      visits: row.visits.filter((each) => each.state !== 'planned' && each.state !== 'unreachable'),
    };
  },
} satisfies Partial<Projections>;
