import {
  remembered,
  holderOf,
  type Case,
  type Closed,
  type DisputeState,
  type Meeting,
  type Registered,
  type Resolution,
  type Transfer,
  type Visit,
  shellOf,
} from './state.js';
import type { DisputeEvent, EventData, EventOf } from './events.js';
import type { Obligation } from '../obligation/obligation.js';
import { civilDateAt } from '../time/time.js';

/**
 * The fold. It judges nothing: what `decide` let happen has happened. Workflow, record and rebuild all call this one
 * function, so that their states are equal (invariant 8).
 */
export function evolve(state: DisputeState, event: DisputeEvent): DisputeState {
  const next = apply(state, event);
  return {
    ...next,
    seq: event.seq,
    keys: event.answers ? remembered(next.keys, event.answers, event.seq) : next.keys,
    ...(next.status !== 'unregistered' && {
      at: event.at,
      materialSeq: isMaterial(event, next.core) ? event.seq : next.materialSeq,
    }),
  };
}

/** Whether somebody who has not seen this event decides on a stale picture (api.md, "If-Match"). */
function isMaterial(event: DisputeEvent, core: number): boolean {
  // Whoever moves a rehearsal's time has done nothing to the case; what falls due on the way counts for itself.
  if (event.type === 'ClockForwarded' && core >= 2) return false;
  if (event.actor.kind === 'person') return true;
  return (
    event.type === 'TransferLapsed' ||
    event.type === 'DisputeReopened' ||
    event.type === 'DisputeResumed' ||
    event.type === 'DisputeClosed' ||
    event.type === 'ObligationMoved'
  );
}

function apply(state: DisputeState, event: DisputeEvent): DisputeState {
  if (state.status === 'unregistered') {
    return event.type === 'DisputeRegistered' ? register(state, event) : state;
  }
  switch (event.type) {
    case 'DisputeRegistered':
      return state;
    case 'CoreRaised':
      return { ...state, core: event.data.core };
    case 'DisputeGraded':
      return { ...state, grade: event.data.grade, complexity: event.data.complexity };
    case 'ConsentGiven':
      return {
        ...state,
        consents: [...new Set([...state.consents, ...event.data.parties])],
        progressAt: event.at,
      };
    case 'ExtensionAsked': {
      const { extensionId: id, obligationId, by, decider } = event.data;
      const requestedBy = event.actor.kind === 'person' ? event.actor.userId : '';
      return {
        ...numbered(state, 'extension'),
        extensions: [...state.extensions, { id, obligationId, by, requestedBy, decider }],
      };
    }
    case 'ExtensionDecided':
    case 'ExtensionLapsed': {
      const request = state.extensions.find((each) => each.id === event.data.extensionId);
      const isHandling = state.obligations.some((each) => each.id === request?.obligationId && each.kind === 'handle');
      const isGranted = event.type === 'ExtensionDecided' && event.data.approve && isHandling && state.core >= 2;
      return {
        ...state,
        ...(isGranted && { extended: (state.extended ?? 0) + 1 }),
        extensions: state.extensions.filter((each) => each.id !== event.data.extensionId),
      };
    }
    case 'DisputeSuspended':
    case 'SuspensionReviewed': {
      const { suspensionId: id, ground, until = null } = event.data;
      const lead = holderOf(state);
      const base = event.type === 'DisputeSuspended' ? numbered(caseOf(state), 'suspension') : caseOf(state);
      return { ...base, status: 'suspended', lead, suspension: { id, ground, until } };
    }
    case 'DisputeResumed':
    case 'TrackEnded':
      return { ...caseOf(state), status: 'handling', lead: holderOf(state) };
    case 'TrackEntered':
      return { ...caseOf(state), status: 'statutory', lead: holderOf(state), track: event.data.track, step: 0 };
    case 'TrackStepTaken':
      return state.status === 'statutory' ? { ...state, step: event.data.n, progressAt: event.at } : state;
    case 'SupervisionOrdered': {
      const { orderId: id, departmentId } = event.data;
      return { ...numbered(state, 'order'), orders: [...state.orders, { id, departmentId }] };
    }
    case 'SupervisionAnswered':
      return { ...state, orders: state.orders.filter((each) => each.id !== event.data.orderId) };
    case 'MeetingCalled': {
      const { meetingId: id, departments } = event.data;
      return {
        ...numbered(state, 'meeting'),
        meetings: [...state.meetings, { id, departments, concluded: false, decisions: [] }],
      };
    }
    case 'MeetingConcluded': {
      const decisions = event.data.decisions.map(({ n, departmentId }) => ({ n, departmentId }));
      return withMeeting(state, event.data.meetingId, (meeting) => ({ ...meeting, concluded: true, decisions }));
    }
    case 'DecisionFulfilled':
      return withMeeting(state, event.data.meetingId, (meeting) => ({
        ...meeting,
        decisions: meeting.decisions.filter((each) => each.n !== event.data.n),
      }));
    case 'PersonAssigned': {
      const { departmentId, role, userId, obligationId } = event.data;
      const assigned = obligationId ? state.assigned : { ...state.assigned, [`${departmentId}:${role}`]: userId };
      return {
        ...state,
        assigned,
        obligations: state.obligations.map((each) =>
          isAssigned(each, event.data) ? { ...each, holder: { ...each.holder, userId } } : each,
        ),
      };
    }
    case 'ObligationPaused':
      return changeObligation(state, event.data.obligationId, (each) => ({
        ...each,
        state: 'paused',
        terms: {
          ...each.terms,
          pauses: [...each.terms.pauses, { from: event.at, until: null, ground: event.data.ground }],
        },
      }));
    case 'TransferOffered': {
      const offered: Transfer = {
        id: event.data.transferId,
        to: event.data.to,
        role: event.data.role,
        designated: event.data.designated,
        state: 'offered',
        offeredAt: event.at,
        acceptedAt: null,
        returning: null,
      };
      const transfers = [...state.transfers, offered];
      if (event.data.role === 'assist') return { ...state, transfers };
      return {
        ...caseOf(state),
        status: 'circulating',
        transfers,
        firstOfferAt: state.firstOfferAt ?? event.at,
        // Silence on a designation gives the desk no new choice: the superior designates again.
        returns: event.data.designated && state.core < 2 ? { total: 0, byDepartment: {} } : state.returns,
      };
    }
    case 'TransferAccepted': {
      const transfers = change(state.transfers, event.data.transferId, {
        state: 'accepted',
        acceptedAt: event.at,
        returning: null,
      });
      const accepted = transfers.find((each) => each.id === event.data.transferId)!;
      const { handler } = event.data;
      const assigned = handler ? { ...state.assigned, [`${accepted.to}:handler`]: handler } : state.assigned;
      if (accepted.role === 'assist') return { ...state, transfers, assigned };
      return { ...caseOf(state), status: 'handling', transfers, assigned, lead: accepted.to, consents: [] };
    }
    case 'TransferReturned': {
      const { reasonCode, handBack } = event.data;
      return {
        ...state,
        transfers: change(state.transfers, event.data.transferId, { returning: { reasonCode, handBack } }),
      };
    }
    case 'ReturnDecided':
      return decideReturn(state, event);
    case 'TransferRecalled':
      return {
        ...state,
        transfers: change(state.transfers, event.data.transferId, { state: 'recalled', returning: null }),
      };
    case 'TransferLapsed':
      return { ...state, transfers: change(state.transfers, event.data.transferId, { state: 'lapsed' }) };
    case 'AssistCompleted':
      return {
        ...state,
        transfers: change(state.transfers, event.data.transferId, { state: 'completed' }),
        progressAt: event.at,
      };
    case 'ContactMade':
      return { ...state, contacted: true, progressAt: event.at };
    case 'PlanMade':
      return { ...state, planned: true, progressAt: event.at };
    case 'ProgressReported':
      return { ...state, progressAt: event.at };
    case 'DisputeResolved': {
      const resolution: Resolution = {
        outcome: event.data.outcome,
        resolvedAt: event.at,
        departmentId: event.data.departmentId,
        visits: [],
        terms: event.data.terms.map(({ n }) => ({ n, fulfilled: false })),
      };
      return {
        ...caseOf(state),
        status: 'resolved',
        lead: event.data.departmentId,
        transfers: state.transfers.map((each) =>
          each.state === 'accepted' ? { ...each, state: 'completed', returning: null } : each,
        ),
        // A meeting that was not held has no object any more; decisions and orders stay owed.
        meetings: state.meetings.filter((each) => each.concluded),
        resolution,
      };
    }
    case 'VisitMade':
      return withVisit(state, event.data.n, (visit) =>
        event.data.outcome === 'unreachable'
          ? { ...visit, triedOn: [...visit.triedOn, civilDateAt(event.data.visitedAt, zoneOf(state))] }
          : { ...visit, state: 'done' },
      );
    case 'VisitGivenUp':
      return withVisit(state, event.data.n, (visit) => ({ ...visit, state: 'unreachable' }));
    case 'VisitWaived':
      return withVisit(state, event.data.n, (visit) => ({ ...visit, state: 'waived' }));
    case 'TermFulfilled':
      return withResolution(state, (resolution) => ({
        ...resolution,
        terms: resolution.terms.map((term) => (term.n === event.data.n ? { ...term, fulfilled: true } : term)),
      }));
    case 'TermWaived':
      return withResolution(state, (resolution) => ({
        ...resolution,
        terms: resolution.terms.map((term) => (term.n === event.data.n ? { ...term, waived: true } : term)),
      }));
    case 'DisputeReopened': {
      // A fresh course: the first closure's figures are frozen in the rows, its counters do not burden this one.
      const { extended: _extended, ...rest } = caseOf(state);
      return {
        ...rest,
        status: 'handling',
        lead: event.data.departmentId,
        firstOfferAt: null,
        returns: { total: 0, byDepartment: {} },
        planned: false,
        contacted: true,
        progressAt: null,
      };
    }
    case 'DisputeClosed': {
      if (state.status !== 'resolved') return state;
      // An end at once takes orders and decisions with it: who reopens the case gives others.
      const ended = state.core >= 2 ? { orders: [], meetings: [] } : {};
      const closed: Closed = { ...state, ...ended, status: 'closed', closedAt: event.at };
      return closed;
    }
    case 'ObligationOpened':
      return openObligation(state, event.data.obligation);
    case 'ObligationMet':
    case 'ObligationVoided':
    case 'ObligationWaived':
      return {
        ...state,
        obligations: state.obligations.filter((each) => each.id !== event.data.obligationId),
      };
    case 'ObligationMoved':
      return changeObligation(state, event.data.obligationId, () => event.data.obligation);
    case 'ObligationLate':
      return {
        ...changeObligation(state, event.data.obligationId, (each) => ({
          ...each,
          state: 'late',
          lateSince: event.at,
        })),
        latenesses: state.latenesses + 1,
      };
    case 'LadderStepFired':
      return changeObligation(state, event.data.obligationId, (each) => ({
        ...each,
        steps: each.steps.map((step, index) => (index === event.data.step ? { ...step, firedAt: event.at } : step)),
      }));
    case 'ClockForwarded':
      return { ...state, aheadMs: event.data.aheadMs };
    case 'HoldPlaced':
      return { ...state, hold: { since: event.at } };
    case 'HoldLifted': {
      const { hold: _hold, ...free } = state;
      return free as Registered;
    }
    case 'DisputeErased':
      // Keyed hashes of what people sent go too.
      return {
        ...state,
        keys: [],
        ...shellOf(state),
        erased: { at: event.at },
      };
    case 'FileAttached':
      return { ...state, files: (state.files ?? 0) + 1 };
    case 'NoteAdded':
    case 'CommandRefused':
      return state;
  }
}

function register(state: Extract<DisputeState, { status: 'unregistered' }>, event: EventOf<'DisputeRegistered'>) {
  const { data } = event;
  return {
    ...state,
    core: data.core ?? 1,
    status: 'entered' as const,
    at: event.at,
    materialSeq: event.seq,
    rehearsal: data.rehearsal,
    aheadMs: 0,
    enteredAt: event.at,
    desk: data.desk,
    superior: data.superior,
    category: data.category,
    place: data.place,
    dangerSigns: data.dangerSigns,
    parties: data.parties,
    grade: null,
    complexity: 'ordinary' as const,
    transfers: [],
    obligations: [],
    next: { obligation: 1, visit: 1, extension: 1, suspension: 1, order: 1, meeting: 1 },
    extensions: [],
    orders: [],
    meetings: [],
    assigned: {},
    consents: [],
    repeats: data.repeats?.length ?? 0,
    planned: false,
    contacted: false,
    progressAt: null,
    latenesses: 0,
    returns: { total: 0, byDepartment: {} },
    notUpheld: [],
    firstOfferAt: null,
  };
}

function decideReturn(state: Registered, event: EventOf<'ReturnDecided'>): Registered {
  const { transferId, uphold } = event.data;
  const transfer = state.transfers.find((each) => each.id === transferId)!;
  const { reasonCode, handBack } = transfer.returning!;
  if (!uphold) {
    return {
      ...state,
      notUpheld: [...state.notUpheld, { departmentId: transfer.to, reasonCode }],
      transfers: change(state.transfers, transferId, {
        returning: null,
        ...(!handBack && { offeredAt: event.at }),
      }),
    };
  }
  const transfers = change(state.transfers, transferId, { state: 'returned', returning: null });
  if (transfer.role === 'assist') return { ...state, transfers };
  const { total, byDepartment } = state.returns;
  return {
    ...caseOf(state),
    status: 'circulating',
    transfers,
    contacted: false,
    returns: {
      total: total + 1,
      byDepartment: { ...byDepartment, [transfer.to]: (byDepartment[transfer.to] ?? 0) + 1 },
    },
  };
}

/** What every registered dispute has, without what only one status has. */
function caseOf(state: Registered): Case {
  const {
    status: _status,
    lead: _lead,
    suspension: _suspension,
    track: _track,
    step: _step,
    resolution: _resolution,
    closedAt: _closedAt,
    ...rest
  } = {
    lead: undefined,
    suspension: undefined,
    track: undefined,
    step: undefined,
    resolution: undefined,
    closedAt: undefined,
    ...state,
  };
  return rest;
}

/** Takes the next number of a kind of thing. */
function numbered<S extends Case>(state: S, what: keyof Case['next']): S {
  return { ...state, next: { ...state.next, [what]: state.next[what] + 1 } };
}

/** A meeting leaves the state with its last decision. */
function withMeeting(state: Registered, id: string, update: (meeting: Meeting) => Meeting): Registered {
  const meetings = state.meetings
    .map((each) => (each.id === id ? update(each) : each))
    .filter((each) => !each.concluded || each.decisions.length > 0);
  return { ...state, meetings };
}

/** Whether an assignment is about this obligation. */
export function isAssigned(obligation: Pick<Obligation, 'id' | 'holder'>, to: EventData['PersonAssigned']): boolean {
  const { departmentId, role } = obligation.holder;
  return to.obligationId ? obligation.id === to.obligationId : departmentId === to.departmentId && role === to.role;
}

function zoneOf(state: Registered): string {
  return state.rules.policy.workingTime.zone;
}

function change(transfers: Transfer[], id: string, changes: Partial<Transfer>): Transfer[] {
  return transfers.map((each) => (each.id === id ? { ...each, ...changes } : each));
}

function changeObligation<S extends Registered>(state: S, id: string, update: (each: Obligation) => Obligation): S {
  return { ...state, obligations: state.obligations.map((each) => (each.id === id ? update(each) : each)) };
}

function withResolution(state: Registered, update: (resolution: Resolution) => Resolution): Registered {
  return state.status === 'resolved' || state.status === 'closed'
    ? { ...state, resolution: update(state.resolution) }
    : state;
}

function withVisit(state: Registered, n: number, update: (visit: Visit) => Visit): Registered {
  return withResolution(state, (resolution) => ({
    ...resolution,
    visits: resolution.visits.map((visit) => (visit.n === n ? update(visit) : visit)),
  }));
}

function openObligation(state: Registered, obligation: Obligation): Registered {
  const opened: Registered = {
    ...state,
    obligations: [...state.obligations, obligation],
    next: {
      ...state.next,
      obligation: state.next.obligation + 1,
      visit: obligation.kind === 'return-visit' ? Math.max(state.next.visit, obligation.n! + 1) : state.next.visit,
    },
  };
  if (obligation.kind !== 'return-visit') return opened;
  return withResolution(opened, (resolution) => ({
    ...resolution,
    visits: [...resolution.visits, { n: obligation.n!, triedOn: [], state: 'open' }],
  }));
}
