import { CIRCULATION } from './chapters/circulation/project.js';
import { CLOSING } from './chapters/closing/project.js';
import { ENTRY, registered } from './chapters/entry/project.js';
import { EXTENDING } from './chapters/extending/project.js';
import { FILES } from './chapters/files/project.js';
import { HANDLING } from './chapters/handling/project.js';
import { KEEPING } from './chapters/keeping/project.js';
import { LEADING } from './chapters/leading/project.js';
import { merged } from './chapters/merged.js';
import { MERGING } from './chapters/merging/project.js';
import { OWING } from './chapters/owing/project.js';
import { PAUSING } from './chapters/pausing/project.js';
import { RULING } from './chapters/ruling/project.js';
import { RUNNING } from './chapters/running/project.js';
import { SUCCESSION } from './chapters/succession/project.js';
import { VISITS } from './chapters/visits/project.js';
import { follows } from './editions.js';
import type { EventType } from './events.js';
import type { AttributionPart, DisputeRow, Phase, Projections } from './row.js';
import { assistantsOf, holderOf, openObligations, openOffer, type Registered } from './state.js';
import type { OpenedEvent, OpenedOf } from './text.js';
import type { Instant } from '../time/time.js';

const PROJECTIONS: Projections = merged(
  ENTRY,
  CIRCULATION,
  HANDLING,
  PAUSING,
  LEADING,
  EXTENDING,
  VISITS,
  CLOSING,
  FILES,
  KEEPING,
  MERGING,
  OWING,
  RULING,
  RUNNING,
  SUCCESSION,
);

/**
 * The projection: a rebuild runs it over the same events and must come to the same row.
 *
 * @param row the document before the event; null before registration
 * @param after the state that `evolve` left: status, holder and grade have one source
 */
export function project(row: DisputeRow | null, event: OpenedEvent, after: Registered): DisputeRow {
  const before = event.type === 'DisputeRegistered' ? registered(after, event) : row!;
  return {
    ...changed(before, event, after),
    seq: after.seq,
    materialSeq: after.materialSeq,
    status: after.status,
    grade: after.grade,
    gradedAt: before.gradedAt ?? (after.grade === null ? null : event.at),
    complexity: after.complexity,
    holder: holderOf(after),
    assistants: assistantsOf(after),
    aheadMs: after.aheadMs,
    updatedAt: event.at,
    attribution: attribute(before.attribution, after, event.at),
  };
}

function changed<T extends EventType>(row: DisputeRow, event: OpenedOf<T>, after: Registered): DisputeRow {
  return PROJECTIONS[event.type](row, event, after);
}

/** Whoever owes the dispatch has the case while nobody is asked: the desk, or the superior where only that one may choose. */
function dispatching(state: Registered): { departmentId: string; phase: Phase } {
  const owed = follows(state, 'minutesAreWhoOwesThem') ? openObligations(state, 'dispatch')[0] : undefined;
  const isDesks = owed === undefined || owed.holder.departmentId === state.desk;
  return isDesks
    ? { departmentId: state.desk, phase: 'desk' }
    : { departmentId: owed.holder.departmentId, phase: 'designating' };
}

/** Whoever owes the visit that is due first; where only terms, orders or checks are left, what of them is. */
function visiting(state: Registered & { lead: string }): string {
  if (!follows(state, 'minutesAreWhoOwesThem')) return state.lead;
  const visits = openObligations(state, 'return-visit');
  const [first] = [...(visits.length > 0 ? visits : state.obligations)].sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  return first?.holder.departmentId ?? state.lead;
}

/** Who is charged with the running minute, and for what; null once the dispute is closed. */
export function phaseOf(state: Registered): { departmentId: string; phase: Phase } | null {
  switch (state.status) {
    case 'entered':
      return { departmentId: state.desk, phase: 'desk' };
    case 'circulating': {
      const offer = openOffer(state);
      return offer && !offer.returning ? { departmentId: offer.to, phase: 'waiting-for-answer' } : dispatching(state);
    }
    case 'handling':
      return { departmentId: state.lead, phase: 'handling' };
    case 'suspended':
      return { departmentId: state.lead, phase: 'paused' };
    case 'statutory':
      return { departmentId: state.lead, phase: 'statutory' };
    case 'resolved':
      return { departmentId: visiting(state), phase: 'visiting' };
    case 'closed':
      return null;
  }
}

function attribute(parts: AttributionPart[], after: Registered, at: Instant): AttributionPart[] {
  const phase = phaseOf(after);
  const last = parts[parts.length - 1];
  const running = last && last.to === null ? last : undefined;
  if (running && phase && isSame(running, phase)) return parts;
  if (!running && !phase) return parts;
  const ended = running ? [...parts.slice(0, -1), { ...running, to: at }] : parts;
  // A phase that took no time charges nobody.
  const charged = ended.filter((part) => part.to === null || part.to > part.from);
  if (!phase) return charged;
  // What one decision passed on and gave back never stopped.
  const before = charged[charged.length - 1];
  if (before?.to === at && isSame(before, phase) && follows(after, 'minutesAreWhoOwesThem'))
    return [...charged.slice(0, -1), { ...before, to: null }];
  return [...charged, { ...phase, from: at, to: null }];
}

function isSame(a: Pick<AttributionPart, 'departmentId' | 'phase'>, b: typeof a): boolean {
  return a.departmentId === b.departmentId && a.phase === b.phase;
}
