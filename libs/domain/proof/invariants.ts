import type { DisputeEvent, EventOf, EventType } from '../dispute/events.js';
import type { Limit } from '../time/limit.js';
import type { Obligation, Rules, Step, Terms } from '../obligation/obligation.js';
import { recount, recountRung, recountWindow } from './recount.js';
import { millisOf, type Instant } from '../time/time.js';

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
  TermWaived: { from: ['resolved'] },
  DisputeReopened: { from: ['resolved', 'closed'], to: 'handling' },
  DisputeClosed: { from: ['resolved'], to: 'closed' },
  DisputeErased: { from: ['closed'] },
  CoreRaised: { from: OPEN },
};

/** The end of its tolerance, where it has one. */
const lateAt = ({ dueAt, lateAfter }: Pick<Obligation, 'dueAt' | 'lateAfter'>): Instant => lateAfter ?? dueAt;
const most = (a: Instant, b: Instant): Instant => (a > b ? a : b);
const plain = (value: unknown) => JSON.stringify(value);
const RANK = { blue: 0, yellow: 1, red: 2 } as const;
type Grade = keyof typeof RANK;
type Complexity = EventOf<'DisputeGraded'>['data']['complexity'];

/** A stretch of the case's time and whose it was, told from the record a second time. */
export interface Charged {
  departmentId: string;
  phase: 'desk' | 'waiting-for-answer' | 'handling' | 'paused' | 'statutory' | 'visiting';
  from: Instant;
  to: Instant | null;
}

export interface Proof {
  violations: Violation[];
  charged: Charged[];
  /** Who was on the case, and from when on: nobody else but their superiors may have read it. */
  readers: { departmentId: string; from: Instant }[];
}

interface TransferBook {
  to: string;
  offeredAt: Instant;
  reasonCode: string | null;
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
  return proveFrom(events, rules, now).violations;
}

/** All that the record alone can prove, and what else it tells by the way. */
export function proveFrom(events: readonly DisputeEvent[], rules: Rules, now: Instant): Proof {
  const found: Violation[] = [];
  let seq = 0;
  const fault = (invariant: number, what: string) => void found.push({ invariant, seq, what });

  let stage: Stage = 'none';
  let at: Instant = '';
  let desk = '';
  let lead: string | null = null;
  let upheld = 0;
  /** More time that the running course got for its handling. */
  let extended = 0;
  let core = 1;
  let grade: Grade = 'blue';
  let graded = false;
  let complexity: Complexity = 'ordinary';
  let entry: EventOf<'DisputeRegistered'>['data'] | undefined;
  const { policy } = rules;
  const transfers = new Map<string, TransferBook>();
  const open = new Map<string, Obligation>();
  const begun = new Map<string, Instant>();
  const fired = new Set<string>();
  const visits = new Map<number, 'open' | 'done'>();
  const keys = new Set<string>();
  const asked = new Map<string, { by: string; obligationId: string; limit: Limit }>();
  const byDepartment = new Map<string, number>();
  const notUpheld = new Set<string>();
  const terms = new Set<number>();
  const called = new Set<string>();
  const orders = new Set<string>();
  const decisions = new Set<string>();
  const charged: Charged[] = [];
  const readers: Proof['readers'] = [];
  /** What the decision that is being told still has to bring about. */
  let awaited: { what: string; invariant: number; came: () => boolean }[] = [];
  let granted: { obligationId: string; limit: Limit } | null = null;
  let held = false;
  let erased = false;

  const openLead = () => [...transfers.values()].filter((each) => each.role === 'lead' && each.state === 'offered');

  for (const event of events) {
    if (event.seq !== seq + 1) fault(8, `seq ${event.seq} follows ${seq}`);
    seq = event.seq;
    if (event.at < at) fault(8, `time goes back from ${at} to ${event.at}`);
    const previous = at;
    at = event.at;
    if (event.type !== 'ObligationLate' && event.type !== 'LadderStepFired') checkPassed(event.at);
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
        entry = event.data;
        core = event.data.core ?? 1;
        break;
      case 'CoreRaised':
        core = event.data.core;
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
        graded = true;
        complexity = event.data.complexity;
        break;
      case 'TransferOffered': {
        const { transferId, to, role, designated } = event.data;
        if (transfers.has(transferId)) fault(3, `transfer ${transferId} was offered twice`);
        if (role === 'lead') {
          if (openLead().length > 0) fault(2, 'a second lead was offered while one is open');
          if (watcher() !== desk && !designated && event.actor.kind === 'person') {
            fault(4, 'the desk chose a department although the returns are used up');
          }
          if (designated && core < 2) upheld = 0;
          stage = 'circulating';
        }
        transfers.set(transferId, {
          to,
          role,
          designated,
          offeredAt: event.at,
          reasonCode: null,
          state: 'offered',
          returning: false,
        });
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
        if (!transfer) break;
        const { reasonCode } = event.data;
        const window = policy.limits['return-window']?.[grade];
        if (window && event.at > recountWindow(transfer.offeredAt, window, rules))
          fault(4, `${transfer.to} returned it after its window`);
        if (notUpheld.has(`${transfer.to} ${reasonCode}`)) fault(4, `${transfer.to} gave a reason that had not held`);
        const { perDepartment, perDispute } = policy.returns[grade];
        const returned = byDepartment.get(transfer.to) ?? 0;
        if (transfer.role === 'lead' && (returned >= perDepartment || upheld >= perDispute))
          fault(4, `${transfer.to} returned it although no return was left`);
        transfer.returning = true;
        transfer.reasonCode = reasonCode;
        break;
      }
      case 'ReturnDecided': {
        const transfer = transfers.get(event.data.transferId);
        if (!transfer?.returning) fault(3, 'a return was decided that nobody asked for');
        if (!transfer) break;
        transfer.returning = false;
        if (!event.data.uphold) {
          notUpheld.add(`${transfer.to} ${transfer.reasonCode}`);
          if (transfer.state === 'offered') transfer.offeredAt = event.at;
          break;
        }
        transfer.state = 'returned';
        if (transfer.role === 'assist') break;
        upheld += 1;
        byDepartment.set(transfer.to, (byDepartment.get(transfer.to) ?? 0) + 1);
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
        if (transfer) {
          transfer.state = state[event.type];
          transfer.returning = false;
        }
        break;
      }
      case 'DisputeResolved': {
        const { outcome, departmentId } = event.data;
        if (departmentId !== (lead ?? desk)) fault(2, `${departmentId} resolved what ${lead ?? desk} holds`);
        lead = departmentId;
        terms.clear();
        for (const { n } of event.data.terms) terms.add(n);
        if (outcome !== 'invalid' && outcome !== 'merged') {
          const planned = policy.visits[visitGrade()].length;
          const before = [...visits.values()].length;
          await_(5, 'a return visit was not planned', () => visits.size >= before + planned);
        }
        for (const transfer of transfers.values()) {
          if (transfer.state === 'accepted') transfer.state = 'completed';
          transfer.returning = false;
        }
        break;
      }
      case 'VisitMade': {
        const { n, outcome, visitedAt } = event.data;
        if (visits.get(n) !== 'open') fault(5, `visit ${n} was made that was not owed`);
        if (visitedAt > event.at) fault(5, `visit ${n} was made before its time came`);
        if (outcome === 'unreachable') break;
        visits.set(n, 'done');
        if (outcome === 'uneasy') {
          const known = visits.size;
          await_(5, 'an uneasy visit brought no other', () => visits.size > known);
        }
        if (outcome === 'relapsed') {
          const raised = policy.relapse[grade];
          await_(5, 'a relapse did not reopen it', () => stage === 'handling');
          await_(5, `a relapse left it ${grade}`, () => RANK[grade] >= RANK[raised]);
        }
        break;
      }
      case 'VisitWaived':
        checkWaiver(event, `visit ${event.data.n}`);
        if (visits.get(event.data.n) !== 'open') fault(5, `visit ${event.data.n} was waived that was not owed`);
        visits.set(event.data.n, 'done');
        break;
      case 'TermWaived':
        checkWaiver(event, `term ${event.data.n}`);
        if (!terms.delete(event.data.n)) fault(5, `term ${event.data.n} was waived that was not open`);
        break;
      case 'TermFulfilled':
        if (!terms.delete(event.data.n)) fault(5, `term ${event.data.n} was kept that was not open`);
        break;
      case 'SupervisionOrdered':
        orders.add(event.data.orderId);
        break;
      case 'SupervisionAnswered':
        if (!orders.delete(event.data.orderId)) fault(5, `order ${event.data.orderId} was answered that is not open`);
        break;
      case 'MeetingCalled':
        for (const each of event.data.departments) called.add(each);
        break;
      case 'MeetingConcluded':
        for (const { n } of event.data.decisions) decisions.add(`${event.data.meetingId} ${n}`);
        break;
      case 'DecisionFulfilled':
        if (!decisions.delete(`${event.data.meetingId} ${event.data.n}`))
          fault(5, `decision ${event.data.n} of ${event.data.meetingId} was fulfilled that is not open`);
        break;
      case 'DisputeReopened':
        if (event.data.departmentId !== lead) fault(2, `it was reopened with ${event.data.departmentId}, not ${lead}`);
        lead = event.data.departmentId;
        visits.clear();
        terms.clear();
        upheld = 0;
        extended = 0;
        byDepartment.clear();
        break;
      case 'DisputeClosed': {
        const undone = [...visits].filter(([, state]) => state === 'open').map(([n]) => n);
        if (undone.length > 0) fault(5, `closed with open visits ${undone.join(', ')}`);
        if (visits.size === 0 && event.data.outcome !== 'invalid' && event.data.outcome !== 'merged')
          fault(5, 'closed without any return visit');
        if (open.size > 0) fault(1, 'closed with open obligations');
        const atOnce = event.data.outcome === 'invalid' || event.data.outcome === 'merged';
        if (!atOnce && terms.size > 0) fault(5, `closed with terms ${[...terms].join(', ')} neither kept nor waived`);
        if (!atOnce && orders.size + decisions.size > 0) fault(5, 'closed with an order or a decision open');
        orders.clear();
        decisions.clear();
        const loose = [...transfers.values()].filter((each) => each.state === 'offered' || each.state === 'accepted');
        if (loose.length > 0) fault(3, `closed with a transfer that is ${loose[0]!.state}`);
        break;
      }
      case 'ObligationOpened': {
        const { obligation } = event.data;
        if (open.has(obligation.id)) fault(6, `${obligation.id} was opened twice`);
        open.set(obligation.id, copyOf(obligation));
        begun.set(obligation.id, event.at);
        if (obligation.kind === 'return-visit') visits.set(obligation.n!, 'open');
        if (obligation.state !== 'open' || obligation.openedAt !== event.at)
          fault(6, `${obligation.id} began ${obligation.state} at ${obligation.openedAt}`);
        const continues = obligation.kind === 'handle' || obligation.kind === 'watch';
        if (continues ? obligation.terms.countedFrom > event.at : obligation.terms.countedFrom !== event.at)
          fault(6, `${obligation.id} is counted from ${obligation.terms.countedFrom}`);
        if (obligation.kind === 'handle' && obligation.holder.departmentId !== lead)
          fault(2, `${obligation.holder.departmentId} owes the handling, not ${lead}`);
        if (obligation.kind === 'watch' && obligation.holder.departmentId !== desk)
          fault(2, `${obligation.holder.departmentId} watches, not ${desk}`);
        if (obligation.kind === 'dispatch' && obligation.holder.departmentId !== watcher())
          fault(4, `${obligation.holder.departmentId} owes the dispatch, not ${watcher()}`);
        checkDue(obligation);
        checkLadder(obligation, event.at);
        break;
      }
      case 'ObligationMoved': {
        const before = open.get(event.data.obligationId);
        if (!before) fault(6, `${event.data.obligationId} was moved after it ended`);
        else checkMove(before, event);
        checkLadder(event.data.obligation, event.at);
        open.set(event.data.obligationId, copyOf(event.data.obligation));
        begun.set(event.data.obligationId, event.at);
        // More time makes it open again; it may then be late once more.
        if (event.data.obligation.state === 'open') fired.delete(`${event.data.obligationId} late`);
        checkDue(event.data.obligation, before);
        break;
      }
      case 'ObligationPaused': {
        const obligation = open.get(event.data.obligationId);
        if (!obligation || obligation.state === 'paused')
          fault(6, `${event.data.obligationId} was paused twice or ended`);
        else {
          const pauses = [...obligation.terms.pauses, { from: event.at, until: null, ground: event.data.ground }];
          open.set(obligation.id, { ...obligation, state: 'paused', terms: { ...obligation.terms, pauses } });
        }
        break;
      }
      case 'ExtensionAsked': {
        const { extensionId, obligationId, by } = event.data;
        asked.set(extensionId, {
          by: event.actor.kind === 'person' ? event.actor.userId : '',
          obligationId,
          limit: by,
        });
        const obligation = open.get(obligationId);
        if (!obligation) fault(6, 'more time was asked for something that ended');
        else if (obligation.state === 'late' || (obligation.state === 'open' && event.at > obligation.dueAt))
          fault(6, `more time was asked for ${obligationId} after it had expired`);
        const used = obligation?.kind === 'handle' && core >= 2 ? extended : (obligation?.terms.extensions.length ?? 0);
        const [kind, track, step] = obligation?.rule.path.split('.') ?? [];
        const isByLaw = kind === 'statutory' && policy.statutory[track!]?.[Number(step)]?.extension !== undefined;
        if (used >= (isByLaw ? 1 : policy.extensions[grade].times))
          fault(6, `more time was asked for ${obligationId} than its quota has`);
        break;
      }
      case 'ExtensionDecided': {
        const request = asked.get(event.data.extensionId);
        if (!request) fault(6, `extension ${event.data.extensionId} was decided that nobody asked for`);
        if (event.actor.kind !== 'person' || request?.by === event.actor.userId)
          fault(6, `extension ${event.data.extensionId} was decided by who asked for it`);
        asked.delete(event.data.extensionId);
        if (event.data.approve && request) granted = request;
        if (event.data.approve && open.get(request?.obligationId ?? '')?.kind === 'handle') extended += 1;
        break;
      }
      case 'ObligationMet':
      case 'ObligationVoided':
      case 'ObligationWaived': {
        const obligation = open.get(event.data.obligationId);
        if (!open.delete(event.data.obligationId)) fault(6, `${event.data.obligationId} ended twice`);
        if (event.type === 'ObligationMet' && event.data.at > event.at)
          fault(6, `${event.data.obligationId} was met in the future`);
        if (event.type === 'ObligationWaived' && !['return-visit', 'agreement-term'].includes(obligation?.kind ?? ''))
          fault(6, `${event.data.obligationId} was waived, which its kind does not allow`);
        break;
      }
      case 'ObligationLate': {
        const obligation = open.get(event.data.obligationId);
        if (!obligation || obligation.state === 'paused')
          fault(6, `${event.data.obligationId} was late after it ended or while its clock stood`);
        else {
          if (event.at < lateAt(obligation)) fault(6, `${obligation.id} was late before its time`);
          if (event.at !== most(lateAt(obligation), previous))
            fault(6, `${obligation.id} was marked late at ${event.at}, not when it was`);
          open.set(obligation.id, { ...obligation, state: 'late', lateSince: event.at });
        }
        if (fired.has(`${event.data.obligationId} late`)) fault(6, `${event.data.obligationId} was late twice`);
        fired.add(`${event.data.obligationId} late`);
        break;
      }
      case 'LadderStepFired': {
        const obligation = open.get(event.data.obligationId);
        const step = obligation?.steps[event.data.step];
        if (!obligation || !step || obligation.state === 'paused')
          fault(6, `a step of ${event.data.obligationId} fired after it ended or while its clock stood`);
        else {
          const { at: moment, do: action, to } = step;
          if (event.at < moment) fault(6, `step ${event.data.step} of ${obligation.id} fired before its time`);
          if (event.at !== most(moment, previous))
            fault(6, `step ${event.data.step} of ${obligation.id} fired at ${event.at}, not when it was due`);
          if (plain([action, to]) !== plain([event.data.do, event.data.to]))
            fault(6, `step ${event.data.step} of ${obligation.id} did something else than its rung says`);
        }
        const name = `${event.data.obligationId} rung ${step?.rung}`;
        if (fired.has(name)) fault(6, `step ${event.data.step} of ${event.data.obligationId} fired twice`);
        fired.add(name);
        if (step) step.firedAt ??= event.at;
        break;
      }
      default:
        break;
    }
    charge(event.at);
    // The desk always watches; at any moment exactly one department holds the case.
    if (desk === '') fault(2, 'nobody watches');
    if ((HANDLED.includes(stage) || stage === 'resolved') && lead === null)
      fault(2, `nobody holds it in stage ${stage}`);
    if (isEndOfBatch(events, event)) checkRest();
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
  return { violations: found, charged, readers };

  function await_(invariant: number, what: string, came: () => boolean): void {
    awaited.push({ invariant, what, came });
  }

  /** What must hold between two decisions: whatever waits has somebody who owes the next act. */
  function checkRest(): void {
    for (const { invariant, what, came } of awaited) if (!came()) fault(invariant, what);
    awaited = [];
    granted = null;
    if (stage === 'none' || stage === 'closed') return;
    if (open.size === 0) fault(1, 'it is open and owes nothing');
    const owed = (kind: Obligation['kind'], subjectId?: string) =>
      [...open.values()].some((each) => each.kind === kind && (!subjectId || each.subjectId === subjectId));
    if (stage === 'resolved') {
      for (const [n, state] of visits) {
        const isOwed = [...open.values()].some((each) => each.kind === 'return-visit' && each.n === n);
        if (isOwed !== (state === 'open')) fault(5, `visit ${n} is ${state} and ${isOwed ? 'owed' : 'owed by nobody'}`);
      }
      return;
    }
    if (!graded) {
      if (!owed('grade')) fault(1, 'nobody owes its grade');
      return;
    }
    if (!owed('watch')) fault(2, 'the desk does not watch');
    if (HANDLED.includes(stage) && !owed('handle')) fault(1, 'nobody owes its handling');
    if ((stage === 'suspended' || stage === 'statutory') && !owed('safety-check'))
      fault(1, 'nobody checks on a case that stands');
    if (stage === 'suspended' && !owed('review-suspension')) fault(1, 'nobody reviews its suspension');
    if ((stage === 'entered' || stage === 'circulating') && openLead().length === 0 && !owed('dispatch'))
      fault(3, 'it lies with the desk and nobody owes its dispatch');
    const dispatch = [...open.values()].find((each) => each.kind === 'dispatch');
    if (core >= 2 && dispatch && dispatch.holder.departmentId !== watcher())
      fault(4, `${dispatch.holder.departmentId} owes a dispatch that only ${watcher()} may make`);
    for (const [id, { state, returning }] of transfers) {
      if (returning && !owed('decide-return', id)) fault(3, `nobody decides the return of ${id}`);
      if (state === 'offered' && !returning && !owed('answer-transfer', id)) fault(3, `nobody owes an answer to ${id}`);
    }
  }

  /** Everything that an obligation had to do before this moment was done: marked late, each rung fired. */
  function checkPassed(moment: Instant): void {
    for (const obligation of open.values()) {
      if (obligation.state === 'paused') continue;
      // What began, or was changed, when its moment had passed already is due from then on.
      const since = begun.get(obligation.id)!;
      const hasPassed = (due: Instant) => most(due, since) < moment;
      if (obligation.state === 'open' && hasPassed(lateAt(obligation)) && !fired.has(`${obligation.id} late`))
        fault(6, `${obligation.id} was late at ${lateAt(obligation)} and nobody marked it`);
      for (const step of obligation.steps) {
        if (step.firedAt === null && hasPassed(step.at) && !fired.has(`${obligation.id} rung ${step.rung}`))
          fault(6, `rung ${step.rung} of ${obligation.id} did not fire at ${step.at}`);
      }
    }
  }

  /** A waiver is a person's who does not handle the case, with a reason that they typed. */
  function checkWaiver({ actor, text }: DisputeEvent, what: string): void {
    if (actor.kind !== 'person') fault(5, `${what} was waived by nobody`);
    else if (actor.departmentId === lead || actor.departmentId === desk) fault(5, `${what} was waived by who owes it`);
    if (text === undefined) fault(5, `${what} was waived without a reason`);
  }

  /** Who owes the next dispatch. */
  function watcher(): string {
    const isUsedUp = upheld >= policy.returns[grade].perDispute && (core < 2 || upheld > 0);
    return isUsedUp ? entry!.superior : desk;
  }

  function visitGrade(): Grade {
    const stricter = policy.visitsAtLeast.filter(
      (rule) =>
        (rule.category === undefined || rule.category === entry?.category) &&
        (rule.dangerSign === undefined || entry?.dangerSigns.includes(rule.dangerSign)),
    );
    return stricter.reduce<Grade>((found, { as }) => (RANK[as] > RANK[found] ? as : found), grade);
  }

  function charge(moment: Instant): void {
    const who = holding();
    for (const departmentId of [desk, lead, ...onTheWay()]) {
      if (departmentId && !readers.some((each) => each.departmentId === departmentId))
        readers.push({ departmentId, from: moment });
    }
    const running = charged.at(-1);
    if (running?.to === null) {
      if (who && running.departmentId === who.departmentId && running.phase === who.phase) return;
      running.to = moment;
      if (running.from === moment) charged.pop();
    }
    const before = charged.at(-1);
    if (!who) return;
    if (before && before.to === moment && before.departmentId === who.departmentId && before.phase === who.phase)
      before.to = null;
    else charged.push({ ...who, from: moment, to: null });
  }

  function onTheWay(): string[] {
    return [...transfers.values()]
      .map((each) => each.to)
      .concat(
        [...called],
        [...open.values()].map((each) => each.holder.departmentId),
      );
  }

  function holding(): Pick<Charged, 'departmentId' | 'phase'> | null {
    const [offer] = openLead();
    switch (stage) {
      case 'none':
      case 'closed':
        return null;
      case 'entered':
        return { departmentId: desk, phase: 'desk' };
      case 'circulating':
        return offer && !offer.returning
          ? { departmentId: offer.to, phase: 'waiting-for-answer' }
          : { departmentId: desk, phase: 'desk' };
      case 'resolved':
        return { departmentId: lead!, phase: 'visiting' };
      default:
        return { departmentId: lead!, phase: stage === 'suspended' ? 'paused' : stage };
    }
  }

  function isUnderTheseRules({ rule }: Obligation): boolean {
    return rule.policyVersion === rules.policyVersion && rule.calendarVersion === rules.calendar.version;
  }

  function checkDue(obligation: Obligation, before?: Obligation): void {
    // A calendar or policy that was published later moves obligations by events of their own.
    if (!isUnderTheseRules(obligation)) return;
    const due = recount(obligation.terms, rules);
    if (due.dueAt !== obligation.dueAt || due.lateAfter !== lateAt(obligation)) {
      fault(6, `${obligation.id} is due at ${obligation.dueAt}, but its rule says ${due.dueAt}`);
    }
    const isNew = plain(before?.terms.limit) !== plain(obligation.terms.limit);
    const limit = isNew ? limitAt(obligation.rule.path) : null;
    if (limit && plain(limit) !== plain(obligation.terms.limit))
      fault(6, `${obligation.id} has another limit than ${obligation.rule.path}`);
  }

  /** What the policy says at the path that an obligation names; null where a person set the time. */
  function limitAt(path: string): Limit | null {
    const [first, ...rest] = path.split('.');
    if (first === 'leg') {
      const share = rest[0] === 'total' ? policy.leg.total : policy.leg.restAtLeast;
      const whole = policy.handle[grade][complexity];
      return { unit: whole.unit, amount: Math.max(1, Math.ceil(whole.amount * share - 1e-9)) };
    }
    let found: unknown = policy;
    for (const part of path.split('.')) found = (found as Record<string, unknown> | undefined)?.[part];
    if (first === 'visits' || first === 'statutory') {
      const { after, limit } = found as { after?: Limit; limit?: Limit };
      return after ?? limit ?? null;
    }
    return (found as Limit | undefined) ?? null;
  }

  /** A move changes what its cause changes, and nothing else. */
  function checkMove(before: Obligation, { at: moment, data }: EventOf<'ObligationMoved'>): void {
    const { cause, obligation, from } = data;
    if (from !== before.dueAt) fault(6, `${before.id} is moved from ${from}, but stood at ${before.dueAt}`);
    if (before.state === 'paused' && cause !== 'resume' && obligation.state !== 'paused')
      fault(6, `${before.id} runs on without having been resumed`);
    let expected: Terms = before.terms;
    if (cause === 'resume') {
      const pauses = before.terms.pauses.map((each) => ({ ...each, until: each.until ?? moment }));
      expected = { ...expected, pauses };
    }
    if (cause === 'extension') {
      if (granted?.obligationId !== before.id) fault(6, `${before.id} got time that nobody granted`);
      expected = { ...expected, extensions: [...expected.extensions, ...(granted ? [granted.limit] : [])] };
    }
    if (cause === 'grade') {
      const { limit, countedFrom } = obligation.terms;
      if (countedFrom > moment) fault(6, `${before.id} is counted from the future`);
      expected = { ...expected, limit, countedFrom };
    }
    if (cause !== 'calendar' && cause !== 'policy' && plain(sorted(expected)) !== plain(sorted(obligation.terms)))
      fault(6, `${before.id} was moved by ${cause}, and something else of it changed`);
    for (const { rung, firedAt } of obligation.steps) {
      if (firedAt !== null && !fired.has(`${before.id} rung ${rung}`))
        fault(6, `rung ${rung} of ${before.id} is said to have fired and did not`);
    }
  }

  /** The rungs are those of the policy for the grade, at the moments that brute force finds. */
  function checkLadder(obligation: Obligation, moment: Instant): void {
    if (!isUnderTheseRules(obligation)) return;
    const ladder = policy.ladders[obligation.kind] ?? policy.ladders.default ?? [];
    const known = new Map<number, Step>(obligation.steps.map((step) => [step.rung, step]));
    if (known.size !== obligation.steps.length) fault(6, `${obligation.id} has a rung twice`);
    ladder.forEach((rung, index) => {
      const step = known.get(index);
      known.delete(index);
      const isOfGrade = !rung.grades || rung.grades.includes(grade);
      if (step?.firedAt) return;
      if (!isOfGrade) {
        if (step) fault(6, `rung ${index} of ${obligation.id} is none of a ${grade} case`);
        return;
      }
      const due = recountRung(rung, obligation.terms, rules);
      if (!step) {
        if (due > moment && !fired.has(`${obligation.id} rung ${index}`))
          fault(6, `rung ${index} of ${obligation.id} is missing`);
        return;
      }
      // What lies before it began, or before the change that brought it, is due at once.
      const isThere = [obligation.openedAt, moment].some(
        (begin) => Math.abs(millisOf(step.at) - millisOf(most(due, begin))) <= 1,
      );
      if (!isThere) fault(6, `rung ${index} of ${obligation.id} lies at ${step.at}, not at ${due}`);
      if (plain([step.do, step.to, step.when]) !== plain([rung.do, rung.to, rung.when]))
        fault(6, `rung ${index} of ${obligation.id} is not the policy's`);
    });
    for (const [index, { firedAt }] of known)
      if (firedAt === null) fault(6, `rung ${index} of ${obligation.id} is on no ladder`);
  }
}

const sorted = (terms: Terms) => Object.fromEntries(Object.entries(terms).sort(([a], [b]) => (a < b ? -1 : 1)));
const copyOf = (obligation: Obligation): Obligation => ({
  ...obligation,
  steps: obligation.steps.map((each) => ({ ...each })),
});

/** The last event of one decision: between its events a case may owe nothing for an instant. */
function isEndOfBatch(events: readonly DisputeEvent[], event: DisputeEvent): boolean {
  const next = events[event.seq];
  return event.answers !== undefined || next === undefined || next.at !== event.at;
}
