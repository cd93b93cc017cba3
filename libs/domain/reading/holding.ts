import type { AttributionPart, DisputeRow, Phase } from '../dispute/row.js';
import type { Obligation } from '../obligation/obligation.js';
import { holderOf, openOffer, type Registered } from '../dispute/state.js';
import type { Instant } from '../time/time.js';

/** As long as one of these runs the desk holds the case, whoever is asked or may choose meanwhile. */
const AT_DESK: readonly Phase[] = ['desk', 'designating', 'waiting-for-answer'];
/** These are charged to the holder itself; of the others somebody else may owe what runs. */
const OWN: readonly Phase[] = ['desk', 'handling', 'paused', 'statutory'];

/**
 * Since when the holder has had the case: a department since it accepted, not since it was asked; the desk since it came in
 * or back.
 */
export function heldSince({
  attribution,
  holder,
  createdAt,
}: Pick<DisputeRow, 'attribution' | 'holder' | 'createdAt'>): Instant {
  const last = attribution.at(-1);
  if (!last) return createdAt;
  const isOthers = ({ phase, departmentId }: AttributionPart) =>
    AT_DESK.includes(phase) !== AT_DESK.includes(last.phase) || (OWN.includes(phase) && departmentId !== holder);
  // Between two parts that do not meet it was closed.
  const begun = attribution.findLastIndex(
    (part, n) => isOthers(part) || part.to !== (attribution[n + 1]?.from ?? part.to),
  );
  return attribution[begun + 1]?.from ?? last.from;
}

/** Who of its holder was named to handle it; null where nobody was. */
export function handlerOf(state: Registered): string | null {
  const holder = holderOf(state);
  const atDesk = holder === state.desk ? state.assigned[`${holder}:desk`] : undefined;
  return state.assigned[`${holder}:handler`] ?? atDesk ?? null;
}

/**
 * What is due first of whoever has the case now: of the holder, of who is asked to take it, and while visits run of whoever
 * owes one or keeps a term. Where they owe nothing, of all that is owed. What stands still is no clock that runs, and `watch`
 * is the whole case's. Null where nothing else is owed.
 */
export function dueFirst(state: Registered): Obligation | null {
  const has = [holderOf(state), openOffer(state)?.to];
  const owed = state.obligations.filter(({ kind }) => kind !== 'watch').sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const own = state.status === 'resolved' ? owed : owed.filter(({ holder }) => has.includes(holder.departmentId));
  const runs = (each: Obligation) => each.state !== 'paused';
  return own.find(runs) ?? owed.find(runs) ?? own[0] ?? owed[0] ?? null;
}
