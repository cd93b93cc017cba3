import { ownWork } from '../handling/project.js';
import { visitDates } from '../owing/project.js';
import type { DisputeRow, Projections } from '../../row.js';
import type { Registered } from '../../state.js';

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

export const RUNNING = {
  CoreRaised: (row, _event, after) => withVisitsUnder(row, after),
  ClockForwarded: (row) => row,
  CommandRefused: (row) => row,
} satisfies Partial<Projections>;
