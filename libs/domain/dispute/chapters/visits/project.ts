import { ownWork } from '../handling/project.js';
import { visitDates } from '../owing/project.js';
import { amendNth } from '../../amend.js';
import { follows } from '../../editions.js';
import type { DisputeRow, Projections, VisitRow } from '../../row.js';
import type { Registered } from '../../state.js';
import type { OpenedOf } from '../../text.js';

const withVisit = (row: DisputeRow, n: number, change: Partial<VisitRow>): DisputeRow => ({
  ...row,
  visits: amendNth(row.visits, n, change),
});

/** What a visit says by later rules: of which department it was made, with whom, and whom it met. */
function told(after: Registered, { actor, data }: OpenedOf<'VisitMade'>): Partial<VisitRow> {
  if (!follows(after, 'visitsAreChecked')) return {};
  return {
    ...(actor.kind === 'person' && { departmentId: actor.departmentId }),
    ...(data.with && { with: data.with.userId }),
    ...(data.parties && { parties: data.parties }),
  };
}

/** A visit that is owed gets what other rules say of it; one that was made keeps what it was made under. */
export function withVisitsUnder(row: DisputeRow, after: Registered): DisputeRow {
  const owed = row.obligations.filter((each) => each.kind === 'return-visit' && each.endedAt === null);
  const visits = row.visits.map((visit) => {
    const obligation = owed.find((each) => each.n === visit.n);
    return obligation ? { ...visit, ...visitDates(obligation, after) } : visit;
  });
  if (!row.resolution) return { ...row, visits };
  const { ownWork: _before, ...resolution } = row.resolution;
  return { ...row, resolution: { ...resolution, ...ownWork(after) }, visits };
}

export const VISITS = {
  VisitMade(row, event, after) {
    const { at, actor, data, text } = event;
    const { n, outcome, satisfied = null, visitedAt, attempts } = data;
    const visits = amendNth(row.visits, n, (visit) => ({
      ...visit,
      ...told(after, event),
      // One more try in vain changes nothing about a visit that was given up.
      state: outcome === 'unreachable' ? visit.state : data.with ? 'unconfirmed' : 'done',
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
  VisitConfirmed: (row, { at, data }) => withVisit(row, data.n, { state: 'done', confirmedAt: at }),
  VisitChecked(row, { actor, data: { n, result }, text }) {
    const { dueAt } = row.visits.find((each) => each.n === n)!.check!;
    const by = actor.kind === 'person' ? actor.userId : null;
    const check = { state: result, dueAt, by, reason: text?.note ?? null };
    return withVisit(row, n, { check, ...(result === 'different' && { state: 'undone' }) });
  },
  VisitGivenUp: (row, { data }) => withVisit(row, data.n, { state: 'unreachable' }),
  VisitWaived: (row, { data }) => withVisit(row, data.n, { state: 'waived' }),
} satisfies Partial<Projections>;
