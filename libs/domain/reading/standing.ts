import type { ObligationRow, TransferRow, VisitRow } from '../dispute/row.js';
import { lateAt, type ObligationState } from '../obligation/obligation.js';
import { civilDateAt, type Instant } from '../time/time.js';

/** An offer that was given back, while the desk has not decided yet. */
export function isBeingReturned({ state, returnReason, upheld }: TransferRow): boolean {
  return state === 'offered' && returnReason !== null && upheld === null;
}

/** A visit as it stands at a moment: `due` on its day, `late` after its tolerance. */
export function visitStateAt(visit: VisitRow, now: Instant, zone: string): VisitRow['state'] | 'due' | 'late' {
  if (visit.state !== 'planned') return visit.state;
  if (now > visit.toleranceUntil) return 'late';
  return civilDateAt(now, zone) >= civilDateAt(visit.dueAt, zone) ? 'due' : 'planned';
}

/** An obligation as it stands at a moment: late is derived when read, and recorded once besides. */
export function obligationStateAt(
  obligation: Pick<ObligationRow, 'state' | 'dueAt' | 'lateAfter'>,
  now: Instant,
): ObligationState {
  return obligation.state === 'open' && now > lateAt(obligation) ? 'late' : obligation.state;
}
