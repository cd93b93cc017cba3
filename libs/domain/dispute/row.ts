import { isAssigned } from './evolve.js';
import { assistantsOf, holderOf, openOffer, type Registered } from './state.js';
import type { DisputeEvent, EventData, EventType, PartyRef, Place } from './events.js';
import {
  lateAt,
  type Holder,
  type Obligation,
  type ObligationState,
  type RuleRef,
  type Step,
  type Terms,
} from '../obligation/obligation.js';
import type { Limit } from '../time/limit.js';
import { millisOf, MINUTE, civilDateAt, type Instant } from '../time/time.js';
import type {
  Category,
  Complexity,
  DangerSign,
  ErasureGround,
  FileType,
  Grade,
  ObligationKind,
  Outcome,
  ReturnReason,
  Status,
  SuspensionGround,
  Track,
  TrackOutcome,
  TransferRole,
  VisitMode,
  VisitOutcome,
} from '../words.js';

/**
 * The rows that people read: one document a dispute, the fold of its events with their texts opened. A rebuild runs the
 * same function over the same events and must come to the same document.
 */

/** What people typed, by event. An erased text is absent: every reader copes with that. */
export interface EventText {
  DisputeRegistered: {
    title: string;
    narrative: string;
    grid?: string;
    address?: string;
    lat?: number;
    lng?: number;
    reporter?: string;
    parties: Record<string, { name: string; phone?: string; idNumber?: string }>;
  };
  DisputeGraded: { reason: string };
  TransferOffered: { reason: string; requestedAction?: string };
  TransferReturned: { reason: string };
  ReturnDecided: { reason: string };
  TransferRecalled: { reason: string };
  AssistCompleted: { report: string };
  ContactMade: { note: string };
  ConsentGiven: { note: string };
  ExtensionAsked: { reason: string };
  ExtensionDecided: { reason: string };
  DisputeSuspended: { reason: string };
  SuspensionReviewed: { reason: string };
  DisputeResumed: { reason: string };
  TrackEntered: { reference: string };
  TrackEnded: { reason: string };
  SupervisionOrdered: { demand: string };
  SupervisionAnswered: { answer: string };
  MeetingConcluded: { decisions: string[] };
  DecisionFulfilled: { note: string };
  PlanMade: { goal: string; measures: string[] };
  ProgressReported: { note: string };
  /** Of a withdrawal only why. */
  DisputeResolved: { summary: string; terms: string[] } | { reason: string };
  VisitMade: { note: string };
  VisitWaived: { reason: string };
  TermFulfilled: { note: string };
  TermWaived: { reason: string };
  DisputeReopened: { reason: string };
  NoteAdded: { text: string };
  FileAttached: { name: string };
  HoldPlaced: { reason: string };
  HoldLifted: { reason: string };
}
export type TextOf<T extends EventType> = T extends keyof EventText ? EventText[T] : never;

/** An event whose text was opened; `text` is absent where there is none or where it was erased. */
export type OpenedEvent = DisputeEvent extends infer E
  ? E extends { type: infer T extends EventType }
    ? Omit<E, 'text'> & { text?: TextOf<T> }
    : never
  : never;

export interface TransferRow {
  id: string;
  from: string;
  to: string;
  role: TransferRole;
  state: 'offered' | 'accepted' | 'returned' | 'recalled' | 'lapsed' | 'completed';
  designated: boolean;
  offeredAt: Instant;
  answeredAt: Instant | null;
  answerDueAt: Instant | null;
  reason: string | null;
  requestedAction: string | null;
  returnReason: {
    code: ReturnReason;
    text: string | null;
    handBack: boolean;
    suggestedDepartment: string | null;
  } | null;
  /** The desk's decision on the last return; null while none was given. */
  upheld: boolean | null;
}

export interface ObligationRow {
  id: string;
  kind: ObligationKind;
  n?: number;
  subjectId?: string;
  holder: Holder;
  openedAt: Instant;
  limit: Limit | null;
  dueAt: Instant;
  lateAfter?: Instant;
  provisional: boolean;
  state: ObligationState;
  metAt: Instant | null;
  endedAt: Instant | null;
  lateSince: Instant | null;
  /** Only where an outage hid that it was late. */
  noticedAfterMs?: number;
  steps: Step[];
  rule: RuleRef;
  terms: Terms;
}

export interface VisitRow {
  n: number;
  dueAt: Instant;
  toleranceUntil: Instant;
  mode: VisitMode;
  /** As recorded. `due` and `late` of a planned one depend on the moment of reading: `visitStateAt`. */
  state: 'planned' | 'done' | 'waived' | 'unreachable';
  outcome: VisitOutcome | null;
  satisfied: boolean | null;
  visitedAt: Instant | null;
  reportedAt: Instant | null;
  visitor: string | null;
  attempts: number;
  note: string | null;
}

export interface ClosureRow {
  resolvedAt: Instant;
  closedAt: Instant | null;
  outcome: Outcome;
  departmentId: string;
}

export interface ResolutionRow {
  outcome: Outcome;
  summary: string | null;
  resolvedAt: Instant;
  by: string;
  departmentId: string;
  terms: {
    n: number;
    text: string | null;
    dueAt: Instant | null;
    fulfilledAt: Instant | null;
    /** Only where a supervisor let it go. */
    waivedAt?: Instant;
  }[];
  /** The dispute that goes on in place of this one. */
  into?: string;
}

export interface ExtensionRow {
  id: string;
  obligationId: string;
  by: Limit;
  reason: string | null;
  requestedBy: string;
  requestedAt: Instant;
  decider: Holder;
  /** `lapsed`: what it was asked for ended before anybody decided. */
  state: 'asked' | 'approved' | 'refused' | 'lapsed';
  decidedBy: string | null;
  decidedAt: Instant | null;
  decision: string | null;
}

export interface SuspensionRow {
  id: string;
  ground: SuspensionGround;
  reason: string | null;
  from: Instant;
  until: Instant | null;
  endedAt: Instant | null;
  reviewedAt: Instant | null;
}

export interface TrackRow {
  track: Track;
  reference: string | null;
  from: Instant;
  steps: { step: string; takenAt: Instant }[];
  endedAt: Instant | null;
  outcome: TrackOutcome | null;
}

export interface SupervisionRow {
  id: string;
  departmentId: string;
  demand: string | null;
  orderedAt: Instant;
  dueAt: Instant | null;
  state: 'open' | 'answered' | 'void';
  answer: string | null;
  answeredAt: Instant | null;
}

export interface MeetingRow {
  id: string;
  at: Instant;
  departments: string[];
  calledAt: Instant;
  /** `void`: the dispute ended before the meeting was held. */
  state: 'called' | 'concluded' | 'void';
  decisions: {
    n: number;
    text: string | null;
    departmentId: string;
    dueAt: Instant;
    fulfilledAt: Instant | null;
    note: string | null;
  }[];
}

export interface AttachmentRow {
  id: string;
  name: string | null;
  mediaType: FileType;
  size: number;
  sha256: string;
  /** The visit that it shows. */
  n?: number;
  by: string;
  at: Instant;
}

export type Phase = 'desk' | 'waiting-for-answer' | 'handling' | 'paused' | 'statutory' | 'visiting';

export interface AttributionPart {
  departmentId: string;
  phase: Phase;
  from: Instant;
  /** `null` while it lasts. */
  to: Instant | null;
}

export interface PartyRow extends PartyRef {
  name: string | null;
  phone?: string;
  idNumber?: string;
}

/** What finds a home is text; the village alone is data. */
export interface PlaceRow extends Place {
  address?: string;
  lat?: number;
  lng?: number;
}

export interface DisputeRow {
  id: string;
  number: string;
  title: string | null;
  narrative: string | null;
  category: Category;
  grade: Grade | null;
  complexity: Complexity;
  status: Status;
  desk: string;
  holder: string;
  assistants: string[];
  parties: PartyRow[];
  place: PlaceRow;
  dangerSigns: DangerSign[];
  source: { channel: string; itemId?: string };
  occurredAt: Instant | null;
  policyVersion: string;
  calendarVersion: string;
  seq: number;
  materialSeq: number;
  rehearsal: boolean;
  aheadMs: number;
  createdAt: Instant;
  gradedAt: Instant | null;
  updatedAt: Instant;
  transfers: TransferRow[];
  obligations: ObligationRow[];
  visits: VisitRow[];
  plan: { goal: string | null; measures: string[]; dueAt: Instant | null } | null;
  extensions: ExtensionRow[];
  suspensions: SuspensionRow[];
  tracks: TrackRow[];
  supervisions: SupervisionRow[];
  meetings: MeetingRow[];
  consents: { parties: string[]; at: Instant; note: string | null }[];
  /** Earlier disputes of the same parties or place, when it was registered. */
  repeats: string[];
  resolution: ResolutionRow | null;
  closures: ClosureRow[];
  closedAt: Instant | null;
  /** Only where there are any. */
  attachments?: AttachmentRow[];
  /** Only while it is on hold, and once it was erased. */
  hold?: { since: Instant; by: string; reason: string | null };
  erased?: { at: Instant; ground: ErasureGround; by: string };
  attribution: AttributionPart[];
}

/**
 * @param row the document before the event; null before registration
 * @param after the state that `evolve` left: status, holder and grade have one source
 */
export function project(row: DisputeRow | null, event: OpenedEvent, after: Registered): DisputeRow {
  const before = event.type === 'DisputeRegistered' ? registered(after, event.at, event.data, event.text) : row!;
  const changed: DisputeRow = { ...before, ...changes(before, event, after.core) };
  if (event.type === 'HoldLifted') delete changed.hold;
  return {
    ...changed,
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
    attribution: attribute(before.attribution, phaseOf(after), event.at),
  };
}

function registered(
  state: Registered,
  at: Instant,
  data: EventData['DisputeRegistered'],
  text: EventText['DisputeRegistered'] | undefined,
): DisputeRow {
  return {
    id: state.id,
    number: data.number,
    title: text?.title ?? null,
    narrative: text?.narrative ?? null,
    category: data.category,
    grade: null,
    complexity: state.complexity,
    status: state.status,
    desk: data.desk,
    holder: data.desk,
    assistants: [],
    parties: data.parties.map(({ id, role }) => ({ id, role, ...(text?.parties[id] ?? { name: null }) })),
    place: {
      ...data.place,
      ...(text?.grid !== undefined && { grid: text.grid }),
      ...(text?.address !== undefined && { address: text.address }),
      ...(text?.lat !== undefined && { lat: text.lat }),
      ...(text?.lng !== undefined && { lng: text.lng }),
    },
    dangerSigns: data.dangerSigns,
    source: data.source,
    occurredAt: data.occurredAt ?? null,
    policyVersion: data.policyVersion,
    calendarVersion: data.calendarVersion,
    seq: 0,
    materialSeq: 0,
    rehearsal: data.rehearsal,
    aheadMs: 0,
    createdAt: at,
    gradedAt: null,
    updatedAt: at,
    transfers: [],
    obligations: [],
    visits: [],
    plan: null,
    extensions: [],
    suspensions: [],
    tracks: [],
    supervisions: [],
    meetings: [],
    consents: [],
    repeats: data.repeats ?? [],
    resolution: null,
    closures: [],
    closedAt: null,
    attribution: [],
  };
}

function changes(row: DisputeRow, event: OpenedEvent, core: number): Partial<DisputeRow> {
  switch (event.type) {
    case 'TransferOffered':
      return {
        transfers: [
          ...row.transfers,
          {
            id: event.data.transferId,
            from: row.holder,
            to: event.data.to,
            role: event.data.role,
            state: 'offered',
            designated: event.data.designated,
            offeredAt: event.at,
            answeredAt: null,
            answerDueAt: null,
            reason: event.text?.reason ?? null,
            requestedAction: event.text?.requestedAction ?? null,
            returnReason: null,
            upheld: null,
          },
        ],
      };
    case 'TransferAccepted':
      return onTransfer(row, event.data.transferId, () => ({ state: 'accepted', answeredAt: event.at }));
    case 'TransferReturned':
      return onTransfer(row, event.data.transferId, (transfer) => ({
        answeredAt: transfer.answeredAt ?? event.at,
        upheld: null,
        returnReason: {
          code: event.data.reasonCode,
          text: event.text?.reason ?? null,
          handBack: event.data.handBack,
          suggestedDepartment: event.data.suggestedDepartment ?? null,
        },
      }));
    case 'ReturnDecided':
      return onTransfer(row, event.data.transferId, (transfer) =>
        event.data.uphold
          ? { state: 'returned', upheld: true }
          : // Offered again with a fresh answer clock, unless it was a hand-back of a case that stays accepted.
            { upheld: false, ...(transfer.state === 'offered' && { offeredAt: event.at, answeredAt: null }) },
      );
    case 'TransferRecalled':
      return onTransfer(row, event.data.transferId, () => ({ state: 'recalled' }));
    case 'TransferLapsed':
      return onTransfer(row, event.data.transferId, () => ({ state: 'lapsed' }));
    case 'AssistCompleted':
      return onTransfer(row, event.data.transferId, () => ({ state: 'completed' }));
    case 'PlanMade':
      return {
        plan: {
          goal: event.text?.goal ?? null,
          measures: event.text?.measures ?? [],
          dueAt: event.data.dueAt ?? null,
        },
      };
    case 'ConsentGiven':
      return {
        consents: [...row.consents, { parties: event.data.parties, at: event.at, note: event.text?.note ?? null }],
      };
    case 'ExtensionAsked': {
      const { extensionId: id, obligationId, by, decider } = event.data;
      const asked: ExtensionRow = {
        id,
        obligationId,
        by,
        reason: event.text?.reason ?? null,
        requestedBy: authorOf(event),
        requestedAt: event.at,
        decider,
        state: 'asked',
        decidedBy: null,
        decidedAt: null,
        decision: null,
      };
      return { extensions: [...row.extensions, asked] };
    }
    case 'ExtensionDecided':
      return {
        extensions: amend(row.extensions, event.data.extensionId, {
          state: event.data.approve ? 'approved' : 'refused',
          decidedBy: authorOf(event),
          decidedAt: event.at,
          decision: event.text?.reason ?? null,
        }),
      };
    case 'ExtensionLapsed':
      return { extensions: amend(row.extensions, event.data.extensionId, { state: 'lapsed' }) };
    case 'DisputeSuspended': {
      const { suspensionId: id, ground, until = null } = event.data;
      const reason = event.text?.reason ?? null;
      return {
        suspensions: [
          ...row.suspensions,
          { id, ground, reason, from: event.at, until, endedAt: null, reviewedAt: null },
        ],
      };
    }
    case 'SuspensionReviewed':
      return {
        suspensions: amend(row.suspensions, event.data.suspensionId, {
          ground: event.data.ground,
          until: event.data.until ?? null,
          reviewedAt: event.at,
        }),
      };
    case 'DisputeResumed':
      return { suspensions: amend(row.suspensions, event.data.suspensionId, { endedAt: event.at }) };
    case 'TrackEntered':
      return {
        tracks: [
          ...row.tracks,
          {
            track: event.data.track,
            reference: event.text?.reference ?? null,
            from: event.at,
            steps: [],
            endedAt: null,
            outcome: null,
          },
        ],
      };
    case 'TrackStepTaken':
      return onTrack(row, (track) => ({
        steps: [...track.steps, { step: event.data.step, takenAt: event.at }],
      }));
    case 'TrackEnded':
      return onTrack(row, () => ({ endedAt: event.at, outcome: event.data.outcome }));
    case 'SupervisionOrdered':
      return {
        supervisions: [
          ...row.supervisions,
          {
            id: event.data.orderId,
            departmentId: event.data.departmentId,
            demand: event.text?.demand ?? null,
            orderedAt: event.at,
            dueAt: null,
            state: 'open',
            answer: null,
            answeredAt: null,
          },
        ],
      };
    case 'SupervisionAnswered':
      return {
        supervisions: amend(row.supervisions, event.data.orderId, {
          state: 'answered',
          answer: event.text?.answer ?? null,
          answeredAt: event.at,
        }),
      };
    case 'MeetingCalled': {
      const { meetingId: id, departments, at } = event.data;
      return {
        meetings: [...row.meetings, { id, at, departments, calledAt: event.at, state: 'called', decisions: [] }],
      };
    }
    case 'MeetingConcluded':
      return {
        meetings: amend(row.meetings, event.data.meetingId, {
          state: 'concluded',
          decisions: event.data.decisions.map((each) => ({
            ...each,
            text: event.text?.decisions[each.n - 1] ?? null,
            fulfilledAt: null,
            note: null,
          })),
        }),
      };
    case 'DecisionFulfilled':
      return {
        meetings: row.meetings.map((meeting) =>
          meeting.id === event.data.meetingId
            ? {
                ...meeting,
                decisions: meeting.decisions.map((each) =>
                  each.n === event.data.n ? { ...each, fulfilledAt: event.at, note: event.text?.note ?? null } : each,
                ),
              }
            : meeting,
        ),
      };
    case 'PersonAssigned':
      return {
        obligations: row.obligations.map((each) =>
          each.endedAt === null && isAssigned(each, event.data)
            ? { ...each, holder: { ...each.holder, userId: event.data.userId } }
            : each,
        ),
      };
    case 'DisputeResolved': {
      const said = event.text && 'summary' in event.text ? event.text : undefined;
      return {
        suspensions: row.suspensions.map((each) => (each.endedAt === null ? { ...each, endedAt: event.at } : each)),
        meetings: row.meetings.map((each) => (each.state === 'called' ? { ...each, state: 'void' } : each)),
        resolution: {
          outcome: event.data.outcome,
          summary: said?.summary ?? null,
          resolvedAt: event.at,
          by: authorOf(event),
          departmentId: event.data.departmentId,
          terms: event.data.terms.map(({ n, dueAt }) => ({
            n,
            text: said?.terms[n - 1] ?? null,
            dueAt: dueAt ?? null,
            fulfilledAt: null,
          })),
          ...(event.data.into !== undefined && { into: event.data.into }),
        },
        transfers: row.transfers.map((each) => (each.state === 'accepted' ? { ...each, state: 'completed' } : each)),
      };
    }
    case 'VisitMade': {
      const reached = event.data.outcome !== 'unreachable';
      return onVisit(row, event.data.n, (visit) => ({
        // One more try in vain changes nothing about a visit that was given up.
        state: reached ? 'done' : visit.state,
        outcome: event.data.outcome,
        satisfied: event.data.satisfied ?? null,
        visitedAt: event.data.visitedAt,
        reportedAt: event.at,
        visitor: event.actor.kind === 'person' ? event.actor.userId : null,
        attempts: event.data.attempts,
        note: event.text?.note ?? null,
      }));
    }
    case 'VisitGivenUp':
      return onVisit(row, event.data.n, () => ({ state: 'unreachable' }));
    case 'VisitWaived':
      return onVisit(row, event.data.n, () => ({ state: 'waived' }));
    case 'TermFulfilled':
      return {
        resolution: row.resolution && {
          ...row.resolution,
          terms: row.resolution.terms.map((term) =>
            term.n === event.data.n ? { ...term, fulfilledAt: event.at } : term,
          ),
        },
      };
    case 'TermWaived':
      return {
        resolution: row.resolution && {
          ...row.resolution,
          terms: row.resolution.terms.map((term) => (term.n === event.data.n ? { ...term, waivedAt: event.at } : term)),
        },
      };
    case 'DisputeReopened': {
      const { resolution, closedAt } = row;
      return {
        closures: resolution
          ? [
              ...row.closures,
              {
                resolvedAt: resolution.resolvedAt,
                closedAt,
                outcome: resolution.outcome,
                departmentId: resolution.departmentId,
              },
            ]
          : row.closures,
        resolution: null,
        closedAt: null,
        plan: null,
        // Visits that the reopening made pointless will never be made; the ones made stay.
        visits: row.visits.filter((each) => each.state === 'done' || each.state === 'waived'),
      };
    }
    case 'DisputeClosed':
      return {
        closedAt: event.at,
        // Only an end that closes at once leaves an order without its answer.
        supervisions: row.supervisions.map((each) => (each.state === 'open' ? { ...each, state: 'void' } : each)),
      };
    case 'ObligationOpened': {
      const { obligation } = event.data;
      return {
        obligations: [...row.obligations, obligationRow(obligation)],
        ...(obligation.kind === 'return-visit' && { visits: [...row.visits, visitRow(obligation)] }),
        ...(obligation.kind === 'answer-transfer' &&
          onTransfer(row, obligation.subjectId!, () => ({ answerDueAt: obligation.dueAt }))),
        ...(obligation.kind === 'supervision-answer' && {
          supervisions: amend(row.supervisions, obligation.subjectId!, { dueAt: obligation.dueAt }),
        }),
      };
    }
    case 'ObligationPaused':
      return onObligation(row, event.data.obligationId, ({ terms }) => ({
        state: 'paused',
        terms: { ...terms, pauses: [...terms.pauses, { from: event.at, until: null, ground: event.data.ground }] },
      }));
    case 'ObligationMoved': {
      const { obligation } = event.data;
      return {
        ...onObligation(row, obligation.id, (old) => ({ ...obligationRow(obligation), metAt: old.metAt })),
        ...(obligation.kind === 'answer-transfer' &&
          onTransfer(row, obligation.subjectId!, () => ({ answerDueAt: obligation.dueAt }))),
        ...(obligation.kind === 'return-visit' &&
          onVisit(row, obligation.n!, () => ({ dueAt: obligation.dueAt, toleranceUntil: lateAt(obligation) }))),
      };
    }
    case 'ObligationMet':
      return onObligation(row, event.data.obligationId, (obligation) => ({
        state: 'met',
        metAt: event.data.at,
        endedAt: event.at,
        // Done in time and only reported later: it was never late.
        lateSince: event.data.at <= lateAt(obligation) ? null : obligation.lateSince,
      }));
    case 'ObligationVoided':
      return onObligation(row, event.data.obligationId, () => ({ state: 'void', endedAt: event.at }));
    case 'ObligationWaived':
      return onObligation(row, event.data.obligationId, () => ({ state: 'waived', endedAt: event.at }));
    case 'ObligationLate':
      return onObligation(row, event.data.obligationId, () => ({
        state: 'late',
        lateSince: event.at,
        ...(core >= 2 && event.data.delayMs !== undefined && { noticedAfterMs: event.data.delayMs }),
      }));
    case 'LadderStepFired':
      return onObligation(row, event.data.obligationId, (obligation) => ({
        steps: obligation.steps.map((step, index) =>
          index === event.data.step
            ? { ...step, firedAt: event.at, ...(event.data.skipped && { skipped: event.data.skipped }) }
            : step,
        ),
      }));
    case 'HoldPlaced':
      return { hold: { since: event.at, by: authorOf(event), reason: event.text?.reason ?? null } };
    case 'DisputeErased':
      return {
        erased: { at: event.at, ground: event.data.ground, by: authorOf(event) },
        // An entry of before positions were sealed has one in its data.
        place: { village: row.place.village },
      };
    case 'FileAttached': {
      const { fileId: id, ...data } = event.data;
      const file = { id, name: event.text?.name ?? null, ...data, by: authorOf(event), at: event.at };
      return { attachments: [...(row.attachments ?? []), file] };
    }
    case 'HoldLifted':
    case 'DisputeRegistered':
    case 'CoreRaised':
    case 'DisputeGraded':
    case 'ContactMade':
    case 'ProgressReported':
    case 'NoteAdded':
    case 'CommandRefused':
    case 'ClockForwarded':
      return {};
  }
}

function authorOf({ actor }: OpenedEvent): string {
  return actor.kind === 'person' ? actor.userId : actor.kind;
}

function amend<T extends { id: string }>(list: T[], id: string, change: Partial<T>): T[] {
  return list.map((each) => (each.id === id ? { ...each, ...change } : each));
}

/** The track that the dispute is on: the last one that was entered. */
function onTrack(row: DisputeRow, change: (track: TrackRow) => Partial<TrackRow>) {
  const last = row.tracks.length - 1;
  return { tracks: row.tracks.map((each, index) => (index === last ? { ...each, ...change(each) } : each)) };
}

function onTransfer(row: DisputeRow, id: string, change: (transfer: TransferRow) => Partial<TransferRow>) {
  return { transfers: row.transfers.map((each) => (each.id === id ? { ...each, ...change(each) } : each)) };
}

function onObligation(row: DisputeRow, id: string, change: (obligation: ObligationRow) => Partial<ObligationRow>) {
  return { obligations: row.obligations.map((each) => (each.id === id ? { ...each, ...change(each) } : each)) };
}

/** The visit of the running course: after a reopening the numbers go on, so a number is never used twice. */
function onVisit(row: DisputeRow, n: number, change: (visit: VisitRow) => Partial<VisitRow>) {
  return { visits: row.visits.map((each) => (each.n === n ? { ...each, ...change(each) } : each)) };
}

function obligationRow({ mode: _mode, ...obligation }: Obligation): ObligationRow {
  return { ...obligation, limit: obligation.terms.limit, metAt: null, endedAt: null };
}

function visitRow(obligation: Obligation): VisitRow {
  return {
    n: obligation.n!,
    dueAt: obligation.dueAt,
    toleranceUntil: lateAt(obligation),
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

/** Who is charged with the running minute, and for what; null once the dispute is closed. */
export function phaseOf(state: Registered): { departmentId: string; phase: Phase } | null {
  switch (state.status) {
    case 'entered':
      return { departmentId: state.desk, phase: 'desk' };
    case 'circulating': {
      const offer = openOffer(state);
      return offer && !offer.returning
        ? { departmentId: offer.to, phase: 'waiting-for-answer' }
        : { departmentId: state.desk, phase: 'desk' };
    }
    case 'handling':
      return { departmentId: state.lead, phase: 'handling' };
    case 'suspended':
      return { departmentId: state.lead, phase: 'paused' };
    case 'statutory':
      return { departmentId: state.lead, phase: 'statutory' };
    case 'resolved':
      return { departmentId: state.lead, phase: 'visiting' };
    case 'closed':
      return null;
  }
}

function attribute(parts: AttributionPart[], phase: ReturnType<typeof phaseOf>, at: Instant): AttributionPart[] {
  const last = parts[parts.length - 1];
  const running = last && last.to === null ? last : undefined;
  if (running && phase && running.departmentId === phase.departmentId && running.phase === phase.phase) return parts;
  if (!running && !phase) return parts;
  const ended = running ? [...parts.slice(0, -1), { ...running, to: at }] : parts;
  // A phase that took no time charges nobody.
  const charged = ended.filter((part) => part.to === null || part.to > part.from);
  return phase ? [...charged, { ...phase, from: at, to: null }] : charged;
}

export interface Attribution {
  totalMinutes: number;
  parts: { departmentId: string; phase: Phase; from: Instant; to: Instant; minutes: number }[];
}

/** The attribution up to a moment. Minutes are cut on one common grid, so that they add up to the total exactly. */
export function attributionAt(row: Pick<DisputeRow, 'attribution' | 'createdAt'>, now: Instant): Attribution {
  const origin = millisOf(row.createdAt);
  const grid = (at: Instant) => Math.floor((millisOf(at) - origin) / MINUTE);
  const parts = row.attribution
    .map((part) => ({ ...part, to: part.to ?? (now > part.from ? now : part.from) }))
    .map((part) => ({ ...part, minutes: grid(part.to) - grid(part.from) }));
  return { totalMinutes: parts.reduce((sum, part) => sum + part.minutes, 0), parts };
}

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
