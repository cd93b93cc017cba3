import type { Proof as Proven, Charged } from '#domain/proof/invariants.js';
import type { DisputeRow } from '#domain/dispute/row.js';
import { attributionAt } from '#domain/reading/attribution.js';
import { MINUTE, millisOf, type Instant } from '#domain/time/time.js';
import { canonical } from '../database/canonical.js';
import type { Report } from './finding.js';

/** The minutes of the row are those of the record, every one is somebody's, and none is two people's. */
export function compareCharges(row: DisputeRow, proven: Proven, now: Instant, report: Report): void {
  if (canonical(charges(proven.charged)) !== canonical(charges(row.attribution)))
    report('invariant 10: the minutes of the row are charged to others than the record says');
  const attribution = attributionAt(row, now);
  const end = row.closedAt ?? now;
  const total = Math.floor((millisOf(end) - millisOf(row.createdAt)) / MINUTE);
  const first = attribution.parts[0];
  // A reopened dispute belonged to nobody while it was closed.
  if (row.closures.length === 0 && first && Math.abs(total - attribution.totalMinutes) > 1) {
    report(`invariant 10: ${attribution.totalMinutes} minutes are charged, ${total} were lived`);
  }
  attribution.parts.slice(1).forEach((part, index) => {
    if (part.from < attribution.parts[index]!.to) report(`invariant 10: two parts overlap at ${part.from}`);
  });
}

/** Stretches of one department and phase that touch are one. */
function charges(parts: readonly Charged[]): Charged[] {
  return parts.reduce<Charged[]>((all, { departmentId, phase, from, to }) => {
    const last = all.at(-1);
    if (last && last.to === from && last.departmentId === departmentId && last.phase === phase) last.to = to;
    else all.push({ departmentId, phase, from, to });
    return all;
  }, []);
}
