import { isAssigned } from './evolve.js';
import { assistantsOf, holderOf, openOffer, type Registered } from './state.js';
import type { EventData } from './events.js';
import type {
  AttributionPart,
  DisputeRow,
  ExtensionRow,
  ObligationRow,
  Phase,
  TrackRow,
  TransferRow,
  VisitRow,
} from './row.js';
import type { EventText, OpenedEvent } from './text.js';
import { lateAt, type Obligation } from '../obligation/obligation.js';
import type { Instant } from '../time/time.js';

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
