import { toWorkers, type Notices } from '../../notice-targets.js';
import { departmentsOn } from '../../state.js';

export const HANDLING = {
  // Whoever holds it, and whoever was still asked, hears that the desk ended it; the desk hears of the others.
  DisputeResolved: ({ data: { outcome }, actor }, before, after) =>
    departmentsOn(before)
      .filter((departmentId) => !(actor.kind === 'person' && actor.departmentId === departmentId))
      .map((departmentId) =>
        toWorkers(outcome === 'merged' || outcome === 'withdrawn' ? outcome : 'resolved', departmentId, after),
      ),
} satisfies Partial<Notices>;
