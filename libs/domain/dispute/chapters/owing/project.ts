import { amend, amendNth } from '../../amend.js';
import { follows } from '../../editions.js';
import { earliestOf } from '../../../obligation/earliest.js';
import { lateAt, type Obligation } from '../../../obligation/obligation.js';
import type { DisputeRow, ObligationRow, Projections, VisitRow } from '../../row.js';
import type { Registered } from '../../state.js';

function obligationRow({ mode: _mode, ...obligation }: Obligation): ObligationRow {
  return { ...obligation, limit: obligation.terms.limit, metAt: null, endedAt: null };
}

/** When a visit is due, until when it may be made, and from when on it counts. */
export function visitDates(obligation: Pick<Obligation, 'rule' | 'terms' | 'dueAt' | 'lateAfter'>, after: Registered) {
  const { dueAt } = obligation;
  const dates = { dueAt, toleranceUntil: lateAt(obligation) };
  return follows(after, 'visitsTellSomething') ? { ...dates, earliest: earliestOf(obligation, after.rules) } : dates;
}

function visitRow(obligation: Obligation, after: Registered): VisitRow {
  return {
    n: obligation.n!,
    ...visitDates(obligation, after),
    mode: obligation.mode ?? 'phone',
    state: 'planned',
    outcome: null,
    satisfied: null,
    visitedAt: null,
    reportedAt: null,
    visitor: null,
    attempts: 0,
    note: null,
  };
}

/** A check that went away before anybody called says nothing of its visit. */
function unchecked(visits: VisitRow[], n: number): VisitRow[] {
  return amendNth(visits, n, ({ check: _check, ...visit }) => visit);
}

function withObligation(
  row: DisputeRow,
  id: string,
  change: Partial<ObligationRow> | ((each: ObligationRow) => ObligationRow),
): DisputeRow {
  return { ...row, obligations: amend(row.obligations, id, change) };
}

export const OWING = {
  ObligationOpened(row, { data: { obligation } }, after) {
    const opened = { ...row, obligations: [...row.obligations, obligationRow(obligation)] };
    const { kind, subjectId, dueAt } = obligation;
    switch (kind) {
      case 'return-visit':
        return { ...opened, visits: [...row.visits, visitRow(obligation, after)] };
      case 'spot-check': {
        const check = { state: 'owed' as const, dueAt, by: null, reason: null };
        return { ...opened, visits: amendNth(row.visits, obligation.n!, { check }) };
      }
      case 'answer-transfer':
        return { ...opened, transfers: amend(row.transfers, subjectId!, { answerDueAt: dueAt }) };
      case 'supervision-answer':
        return { ...opened, supervisions: amend(row.supervisions, subjectId!, { dueAt }) };
      default:
        return opened;
    }
  },
  ObligationMoved(row, { data: { obligation } }, after) {
    const { kind, id, n, subjectId, dueAt } = obligation;
    const moved = withObligation(row, id, (old) => ({ ...old, ...obligationRow(obligation), metAt: old.metAt }));
    switch (kind) {
      case 'answer-transfer':
        return { ...moved, transfers: amend(row.transfers, subjectId!, { answerDueAt: dueAt }) };
      case 'return-visit':
        // After a reopening the numbers go on, so that this one is of the running course.
        return { ...moved, visits: amendNth(row.visits, n!, visitDates(obligation, after)) };
      default:
        return moved;
    }
  },
  ObligationPaused: (row, { at, data: { obligationId, ground } }) =>
    withObligation(row, obligationId, (each) => ({
      ...each,
      state: 'paused',
      terms: { ...each.terms, pauses: [...each.terms.pauses, { from: at, until: null, ground }] },
    })),
  ObligationMet: (row, { at, data: { obligationId, at: metAt } }) =>
    withObligation(row, obligationId, (each) => ({
      ...each,
      state: 'met',
      metAt,
      endedAt: at,
      // Done in time and only reported later: it was never late.
      lateSince: metAt <= lateAt(each) ? null : each.lateSince,
    })),
  ObligationVoided(row, { at, data: { obligationId } }) {
    const ended = withObligation(row, obligationId, { state: 'void', endedAt: at });
    const obligation = row.obligations.find((each) => each.id === obligationId);
    return obligation?.kind === 'spot-check' ? { ...ended, visits: unchecked(row.visits, obligation.n!) } : ended;
  },
  ObligationHandedOver: (row, { at, data: { obligationId, holder } }, after) =>
    withObligation(row, obligationId, (each) => {
      const before = { departmentId: each.holder.departmentId, until: at };
      const isKept = follows(after, 'minutesAreWhoOwesThem');
      return { ...each, holder, ...(isKept && { heldBefore: [...(each.heldBefore ?? []), before] }) };
    }),
  ObligationWaived: (row, { at, data }) => withObligation(row, data.obligationId, { state: 'waived', endedAt: at }),
  ObligationLate(row, { at, data: { obligationId, delayMs } }, after) {
    const isTold = delayMs !== undefined && follows(after, 'outagesAreTold');
    return withObligation(row, obligationId, {
      state: 'late',
      lateSince: at,
      ...(isTold && { noticedAfterMs: delayMs }),
    });
  },
  LadderStepFired: (row, { at, data: { obligationId, step: fired, skipped } }) =>
    withObligation(row, obligationId, (each) => ({
      ...each,
      steps: each.steps.map((step, index) =>
        index === fired ? { ...step, firedAt: at, ...(skipped && { skipped }) } : step,
      ),
    })),
} satisfies Partial<Projections>;
