import { amendNth } from '../../amend.js';
import { authorOf } from '../../events.js';
import type { DisputeRow, Projections, ResolutionRow } from '../../row.js';
import { ownWorkOf, type Registered } from '../../state.js';

function withTerm(row: DisputeRow, n: number, change: Partial<ResolutionRow['terms'][number]>): DisputeRow {
  const { resolution } = row;
  return { ...row, resolution: resolution && { ...resolution, terms: amendNth(resolution.terms, n, change) } };
}

/** Whose work the visits look at, where that keeps somebody from them. */
export function ownWork(after: Registered): Pick<ResolutionRow, 'ownWork'> {
  const own = ownWorkOf(after);
  return own.length > 0 ? { ownWork: own } : {};
}

export const HANDLING = {
  ContactMade: (row) => row,
  ProgressReported: (row) => row,
  NoteAdded: (row) => row,
  PlanMade: (row, { data, text }) => ({
    ...row,
    plan: { goal: text?.goal ?? null, measures: text?.measures ?? [], dueAt: data.dueAt ?? null },
  }),
  ConsentGiven: (row, { at, data, text }) => ({
    ...row,
    consents: [...row.consents, { parties: data.parties, at, note: text?.note ?? null }],
  }),
  DisputeResolved(row, event, after) {
    const { at, data, text } = event;
    const said = text && 'summary' in text ? text : undefined;
    const resolution: ResolutionRow = {
      outcome: data.outcome,
      summary: said?.summary ?? null,
      resolvedAt: at,
      by: authorOf(event),
      departmentId: data.departmentId,
      terms: data.terms.map(({ n, dueAt = null }) => ({
        n,
        text: said?.terms[n - 1] ?? null,
        dueAt,
        fulfilledAt: null,
      })),
      ...(data.into !== undefined && { into: data.into }),
    };
    return {
      ...row,
      suspensions: row.suspensions.map((each) => (each.endedAt === null ? { ...each, endedAt: at } : each)),
      meetings: row.meetings.map((each) => (each.state === 'called' ? { ...each, state: 'void' } : each)),
      transfers: row.transfers.map((each) => (each.state === 'accepted' ? { ...each, state: 'completed' } : each)),
      resolution: { ...resolution, ...ownWork(after) },
    };
  },
  TermFulfilled: (row, { at, data }) => withTerm(row, data.n, { fulfilledAt: at }),
  TermWaived: (row, { at, data }) => withTerm(row, data.n, { waivedAt: at }),
} satisfies Partial<Projections>;
