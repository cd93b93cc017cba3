import type { DisputeEvent, EventType } from './events.js';
import type { Obligation, Rules } from './obligation.js';
import { lateAt } from './obligation.js';
import { recount } from './recount.js';
import { millisOf, type Instant } from './time.js';

/**
 * The invariants of domain.md §5, and that what is on hold is kept (12), proved from the record alone. Deliberately not built on `evolve`: a second, smaller
 * bookkeeping that shares no code with the rules it judges; due moments are counted again by brute force.
 */
export interface Violation {
  invariant: number;
  seq: number;
  what: string;
}

/** A deadline may be noticed this much after it passed before that is a fault. */
const GRACE_MS = 5 * 60_000;

type Stage = 'none' | 'entered' | 'circulating' | 'handling' | 'suspended' | 'statutory' | 'resolved' | 'closed';

const HANDLED: Stage[] = ['handling', 'suspended', 'statutory'];
const UNRESOLVED: Stage[] = ['entered', 'circulating', ...HANDLED];
const OPEN: Stage[] = [...UNRESOLVED, 'resolved'];

/** Which events may happen in which stage, and where they lead. An independent table, not the product's. */
const LEADS: Partial<Record<EventType, { from: Stage[]; to?: Stage }>> = {
  DisputeRegistered: { from: ['none'], to: 'entered' },
  DisputeGraded: { from: UNRESOLVED },
  TransferRecalled: { from: ['circulating', ...HANDLED] },
  TransferLapsed: { from: ['circulating', ...HANDLED] },
  ContactMade: { from: HANDLED },
  ConsentGiven: { from: HANDLED },
  PlanMade: { from: UNRESOLVED },
  ProgressReported: { from: HANDLED },
  ExtensionAsked: { from: ['handling', 'statutory', 'resolved'] },
  ExtensionDecided: { from: [...HANDLED, 'circulating', 'resolved'] },
  DisputeSuspended: { from: ['handling'], to: 'suspended' },
  SuspensionReviewed: { from: ['suspended'] },
  DisputeResumed: { from: ['suspended'], to: 'handling' },
  TrackEntered: { from: ['handling'], to: 'statutory' },
  TrackStepTaken: { from: ['statutory'] },
  TrackEnded: { from: ['statutory'], to: 'handling' },
  SupervisionOrdered: { from: OPEN },
  SupervisionAnswered: { from: OPEN },
  MeetingCalled: { from: UNRESOLVED },
  MeetingConcluded: { from: UNRESOLVED },
  DecisionFulfilled: { from: OPEN },
  PersonAssigned: { from: OPEN },
  // A legal procedure ends first; then the case is resolved, withdrawn or merged like any other.
  DisputeResolved: { from: UNRESOLVED, to: 'resolved' },
  VisitMade: { from: ['resolved'] },
  VisitWaived: { from: ['resolved'] },
  VisitGivenUp: { from: ['resolved'] },
  TermFulfilled: { from: ['resolved'] },
  DisputeReopened: { from: ['resolved', 'closed'], to: 'handling' },
  DisputeClosed: { from: ['resolved'], to: 'closed' },
  DisputeErased: { from: ['closed'] },
};

interface TransferBook {
  to: string;
  role: 'lead' | 'assist';
  designated: boolean;
  state: 'offered' | 'accepted' | 'returned' | 'recalled' | 'lapsed' | 'completed';
  returning: boolean;
}

/**
 * @param now the dispute's own time, up to which deadlines must have been kept
 * @param rules the rules that the record names
 */
export function violationsOf(events: readonly DisputeEvent[], rules: Rules, now: Instant): Violation[] {
  const found: Violation[] = [];
  let seq = 0;
  const fault = (invariant: number, what: string) => found.push({ invariant, seq, what });

  let stage: Stage = 'none';
  let at: Instant = '';
  let desk = '';
  let lead: string | null = null;
  let upheld = 0;
  let grade: 'blue' | 'yellow' | 'red' = 'blue';
  const transfers = new Map<string, TransferBook>();
  const open = new Map<string, Obligation>();
  const fired = new Set<string>();
  const visits = new Map<number, 'open' | 'done'>();
  const keys = new Set<string>();
  const asked = new Map<string, string>();
  let held = false;
  let erased = false;

  const openLead = () => [...transfers.values()].filter((each) => each.role === 'lead' && each.state === 'offered');

  for (const event of events) {
    if (event.seq !== seq + 1) fault(8, `seq ${event.seq} follows ${seq}`);
    seq = event.seq;
    if (event.at < at) fault(8, `time goes back from ${at} to ${event.at}`);
    at = event.at;
    if (event.answers) {
      if (keys.has(event.answers.key)) fault(7, 'a command key was answered twice');
      keys.add(event.answers.key);
    }
    if (erased && event.type !== 'CommandRefused') fault(12, `${event.type} of an erased dispute`);
    const rule = LEADS[event.type];
    if (rule && !rule.from.includes(stage)) fault(3, `${event.type} in stage ${stage}`);
    if (rule?.to) stage = rule.to;

    switch (event.type) {
      case 'DisputeRegistered':
        desk = event.data.desk;
        break;
      case 'HoldPlaced':
        held = true;
        break;
      case 'HoldLifted':
        held = false;
        break;
      case 'DisputeErased':
        if (held) fault(12, 'a dispute on hold was erased');
        erased = true;
        break;
      case 'DisputeGraded':
        grade = event.data.grade;
        break;
      case 'TransferOffered': {
        const { transferId, to, role, designated } = event.data;
        if (transfers.has(transferId)) fault(3, `transfer ${transferId} was offered twice`);
        if (role === 'lead') {
          if (openLead().length > 0) fault(2, 'a second lead was offered while one is open');
          if (upheld >= rules.policy.returns[grade].perDispute && !designated && event.actor.kind === 'person') {
            fault(4, 'the desk chose a department although the returns are used up');
          }
          if (designated) upheld = 0;
          stage = 'circulating';
        }
        transfers.set(transferId, { to, role, designated, state: 'offered', returning: false });
        break;
      }
      case 'TransferAccepted': {
        const transfer = transfers.get(event.data.transferId);
        if (transfer?.state !== 'offered') fault(3, 'a transfer was accepted that is not open');
        if (transfer) transfer.state = 'accepted';
        if (transfer?.role === 'lead') {
          lead = transfer.to;
          stage = 'handling';
        }
        break;
      }
      case 'TransferReturned': {
        const transfer = transfers.get(event.data.transferId);
        if (transfer?.designated) fault(4, 'a designated transfer was returned');
        if (!transfer || (transfer.state !== 'offered' && transfer.state !== 'accepted'))
          fault(3, 'an ended transfer was returned');
        if (transfer) transfer.returning = true;
        break;
      }
      case 'ReturnDecided': {
        const transfer = transfers.get(event.data.transferId);
        if (!transfer?.returning) fault(3, 'a return was decided that nobody asked for');
        if (!transfer) break;
        transfer.returning = false;
        if (!event.data.uphold) break;
        transfer.state = 'returned';
        if (transfer.role === 'assist') break;
        upheld += 1;
        lead = null;
        stage = 'circulating';
        break;
      }
      case 'TransferRecalled':
      case 'TransferLapsed':
      case 'AssistCompleted': {
        const transfer = transfers.get(event.data.transferId);
        const state = { TransferRecalled: 'recalled', TransferLapsed: 'lapsed', AssistCompleted: 'completed' } as const;
        const expected = event.type === 'AssistCompleted' ? 'accepted' : 'offered';
        if (transfer?.state !== expected)
          fault(3, `${event.type} of a transfer that is ${transfer?.state ?? 'unknown'}`);
        if (transfer) transfer.state = state[event.type];
        break;
      }
      case 'DisputeResolved':
        lead = event.data.departmentId;
        for (const transfer of transfers.values()) if (transfer.state === 'accepted') transfer.state = 'completed';
        break;
      case 'VisitMade':
        if (event.data.outcome !== 'unreachable') visits.set(event.data.n, 'done');
        break;
      case 'VisitWaived':
        if (event.actor.kind !== 'person') fault(5, 'a visit was waived by nobody');
        visits.set(event.data.n, 'done');
        break;
      case 'DisputeReopened':
        lead = event.data.departmentId;
        visits.clear();
        upheld = 0;
        break;
      case 'DisputeClosed': {
        const undone = [...visits].filter(([, state]) => state === 'open').map(([n]) => n);
        if (undone.length > 0) fault(5, `closed with open visits ${undone.join(', ')}`);
        if (visits.size === 0 && event.data.outcome !== 'invalid' && event.data.outcome !== 'merged')
          fault(5, 'closed without any return visit');
        if (open.size > 0) fault(1, 'closed with open obligations');
        const loose = [...transfers.values()].filter((each) => each.state === 'offered' || each.state === 'accepted');
        if (loose.length > 0) fault(3, `closed with a transfer that is ${loose[0]!.state}`);
        break;
      }
      case 'ObligationOpened': {
        const { obligation } = event.data;
        if (open.has(obligation.id)) fault(6, `${obligation.id} was opened twice`);
        open.set(obligation.id, obligation);
        if (obligation.kind === 'return-visit') visits.set(obligation.n!, 'open');
        checkDue(obligation);
        break;
      }
      case 'ObligationMoved':
        if (!open.has(event.data.obligationId)) fault(6, `${event.data.obligationId} was moved after it ended`);
        open.set(event.data.obligationId, { ...event.data.obligation });
        // More time makes it open again; it may then be late once more.
        if (event.data.obligation.state === 'open') fired.delete(`${event.data.obligationId} late`);
        checkDue(event.data.obligation);
        break;
      case 'ObligationPaused': {
        const obligation = open.get(event.data.obligationId);
        if (!obligation || obligation.state === 'paused')
          fault(6, `${event.data.obligationId} was paused twice or ended`);
        else open.set(obligation.id, { ...obligation, state: 'paused' });
        break;
      }
      case 'ExtensionAsked':
        asked.set(event.data.extensionId, event.actor.kind === 'person' ? event.actor.userId : '');
        if (!open.has(event.data.obligationId)) fault(6, 'more time was asked for something that ended');
        break;
      case 'ExtensionDecided':
        if (event.actor.kind !== 'person' || asked.get(event.data.extensionId) === event.actor.userId)
          fault(6, `extension ${event.data.extensionId} was decided by who asked for it`);
        break;
      case 'ObligationMet':
      case 'ObligationVoided':
      case 'ObligationWaived':
        if (!open.delete(event.data.obligationId)) fault(6, `${event.data.obligationId} ended twice`);
        break;
      case 'ObligationLate': {
        const obligation = open.get(event.data.obligationId);
        if (!obligation || obligation.state === 'paused')
          fault(6, `${event.data.obligationId} was late after it ended or while its clock stood`);
        else if (event.at < lateAt(obligation)) fault(6, `${obligation.id} was late before its time`);
        if (fired.has(`${event.data.obligationId} late`)) fault(6, `${event.data.obligationId} was late twice`);
        fired.add(`${event.data.obligationId} late`);
        break;
      }
      case 'LadderStepFired': {
        const obligation = open.get(event.data.obligationId);
        const step = obligation?.steps[event.data.step];
        if (!obligation || !step || obligation.state === 'paused')
          fault(6, `a step of ${event.data.obligationId} fired after it ended or while its clock stood`);
        else if (event.at < step.at) fault(6, `step ${event.data.step} of ${obligation.id} fired before its time`);
        const name = `${event.data.obligationId} rung ${step?.rung}`;
        if (fired.has(name)) fault(6, `step ${event.data.step} of ${event.data.obligationId} fired twice`);
        fired.add(name);
        if (step) step.firedAt ??= event.at;
        break;
      }
      default:
        break;
    }
    // The desk always watches; at any moment exactly one department holds the case.
    if (desk === '') fault(2, 'nobody watches');
    if ((HANDLED.includes(stage) || stage === 'resolved') && lead === null)
      fault(2, `nobody holds it in stage ${stage}`);
    if (stage !== 'none' && stage !== 'closed' && open.size === 0 && isEndOfBatch(events, event)) {
      fault(1, 'it is open and owes nothing');
    }
  }

  for (const obligation of open.values()) {
    const deadline = millisOf(now) - GRACE_MS;
    if (obligation.state === 'paused') continue;
    if (!fired.has(`${obligation.id} late`) && millisOf(lateAt(obligation)) < deadline) {
      fault(6, `${obligation.id} (${obligation.kind}) passed ${lateAt(obligation)} and was not marked late`);
    }
    for (const [index, step] of obligation.steps.entries()) {
      if (step.firedAt === null && millisOf(step.at) < deadline)
        fault(6, `step ${index} of ${obligation.id} did not fire`);
    }
  }
  return found;

  function checkDue(obligation: Obligation): void {
    // A calendar or policy that was published later moves obligations by events of their own.
    if (obligation.rule.policyVersion !== rules.policyVersion) return;
    if (obligation.rule.calendarVersion !== rules.calendar.version) return;
    const due = recount(obligation.terms, rules);
    if (due.dueAt !== obligation.dueAt || due.lateAfter !== lateAt(obligation)) {
      fault(6, `${obligation.id} is due at ${obligation.dueAt}, but its rule says ${due.dueAt}`);
    }
  }
}

/** The last event of one decision: between its events a case may owe nothing for an instant. */
function isEndOfBatch(events: readonly DisputeEvent[], event: DisputeEvent): boolean {
  const next = events[event.seq];
  return next === undefined || next.at !== event.at;
}
