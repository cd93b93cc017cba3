import type { Holder } from '../../../obligation/obligation.js';
import type { DisputeRow, Projections } from '../../row.js';

/** What is over keeps the name of its time; what goes on says who had it before. */
export const SUCCESSION = {
  DepartmentSucceeded(row, { at, data: { from, to } }): DisputeRow {
    const now = (departmentId: string) => (departmentId === from ? to : departmentId);
    const before = <B>(known: B[] | undefined) => [...(known ?? []), { departmentId: from, until: at }];
    const holder = (each: Holder): Holder => ({ ...each, departmentId: now(each.departmentId) });
    return {
      ...row,
      desk: now(row.desk),
      transfers: row.transfers.map((each) =>
        // What the desk handled in-house stays in-house, also where it is over.
        each.to === from && (row.desk === from || each.state === 'offered' || each.state === 'accepted')
          ? { ...each, to, heldBefore: before(each.heldBefore) }
          : each,
      ),
      obligations: row.obligations.map((each) =>
        each.holder.departmentId === from && each.endedAt === null
          ? { ...each, holder: holder(each.holder), heldBefore: before(each.heldBefore) }
          : each,
      ),
      extensions: row.extensions.map((each) =>
        each.state === 'asked' ? { ...each, decider: holder(each.decider) } : each,
      ),
      supervisions: row.supervisions.map((each) =>
        each.state === 'open' ? { ...each, departmentId: now(each.departmentId) } : each,
      ),
      meetings: row.meetings.map((each) => ({
        ...each,
        departments: each.state === 'called' ? [...new Set(each.departments.map(now))] : each.departments,
        decisions: each.decisions.map((decision) =>
          decision.fulfilledAt === null ? { ...decision, departmentId: now(decision.departmentId) } : decision,
        ),
      })),
    };
  },
} satisfies Partial<Projections>;
