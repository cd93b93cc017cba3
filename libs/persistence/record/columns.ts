import { openObligations } from '#domain/dispute/state.js';
import { nextMoment } from '#domain/dispute/moments.js';
import { lateAt } from '#domain/obligation/obligation.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import type { Folded } from './fold.js';
import { searchTextOf } from './search-text.js';
import { spread } from '#domain/reading/search.js';

const least = (moments: string[]) => moments.reduce<string | null>((a, b) => (a === null || b < a ? b : a), null);

/** What lists ask for, beside the documents themselves. A proof holds each of them against the record. */
export const columnsOf = {
  dispute: ({ state, row, visibleTo: scopes }: Pick<Folded, 'state' | 'row' | 'visibleTo'>) => {
    const open = openObligations(state);
    return {
      number: row.number,
      seq: row.seq,
      status: row.status,
      grade: row.grade,
      category: row.category,
      desk: row.desk,
      holder: row.holder,
      village: row.place.village,
      rehearsal: row.rehearsal,
      clock_ahead: row.aheadMs,
      next_moment: nextMoment(state),
      next_due: least(open.map((each) => each.dueAt)),
      late_from: least(open.filter((each) => each.state !== 'paused').map(lateAt)),
      created_at: row.createdAt,
      graded_at: row.gradedAt,
      updated_at: row.updatedAt,
      resolved_at: row.resolution?.resolvedAt ?? null,
      closed_at: row.closedAt,
      visible_to: scopes,
    };
  },
  /** `words` is what releases of before looked through. */
  words: (row: DisputeRow) => ({ words: '', sought: spread(searchTextOf(row)), village: row.place.village }),
  obligation: (each: DisputeRow['obligations'][number]) => ({
    id: each.id,
    kind: each.kind,
    n: each.n ?? null,
    holder_department: each.holder.departmentId,
    holder_role: each.holder.role,
    holder_user: each.holder.userId ?? null,
    opened_at: each.openedAt,
    due_at: each.dueAt,
    late_after: lateAt(each),
    state: each.state,
    met_at: each.metAt,
    ended_at: each.endedAt,
    late_since: each.lateSince,
    row: each,
  }),
  transfer: (each: DisputeRow['transfers'][number]) => ({
    id: each.id,
    from_department: each.from,
    to_department: each.to,
    role: each.role,
    state: each.state,
    offered_at: each.offeredAt,
    answered_at: each.answeredAt,
    answer_due_at: each.answerDueAt,
    row: each,
  }),
  visit: (each: DisputeRow['visits'][number]) => ({
    n: each.n,
    due_at: each.dueAt,
    tolerance_until: each.toleranceUntil,
    state: each.state,
    row: each,
  }),
};
