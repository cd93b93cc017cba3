import type { Attribution, TimelineEntry } from '../../../contract.js';

type Part = Attribution['parts'][number];

interface Leg {
  departmentId: string;
  from: string;
  to: string;
  phases: Part['phase'][];
  entries: TimelineEntry[];
}

/** Legs are the attribution's own: as long as one department answers for the time, it is one leg. */
export function legsOf(parts: Part[], entries: TimelineEntry[]): Leg[] {
  const legs: Leg[] = [];
  for (const part of parts) {
    const last = legs.at(-1);
    if (last && last.departmentId === part.departmentId) {
      last.to = part.to;
      if (last.phases.at(-1) !== part.phase) last.phases.push(part.phase);
    } else {
      legs.push({ departmentId: part.departmentId, from: part.from, to: part.to, phases: [part.phase], entries: [] });
    }
  }
  for (const entry of entries) legs.findLast((leg) => leg.from <= entry.at)?.entries.push(entry);
  return legs.filter((leg) => leg.entries.length > 0 || leg.from !== leg.to);
}
