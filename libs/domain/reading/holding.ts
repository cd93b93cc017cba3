import type { AttributionPart, DisputeRow, Phase } from '../dispute/row.js';
import type { Registered } from '../dispute/state.js';
import { holderOf } from '../dispute/state.js';
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
