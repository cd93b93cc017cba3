import type { Answered, PartyRef, Place } from './events.js';
import type { Obligation, Rules } from './obligation.js';
import type { Instant } from './time.js';
import type { Category, Complexity, DangerSign, Grade, Outcome, ReturnReason, TransferRole } from './words.js';

/**
 * The state that the rules read: the fold of a dispute's record, no more than they need. Names and narratives are not
 * in it; obligations that ended have left it.
 */

export interface Transfer {
  id: string;
  to: string;
  role: TransferRole;
  designated: boolean;
  state: 'offered' | 'accepted' | 'returned' | 'recalled' | 'lapsed' | 'completed';
  offeredAt: Instant;
  acceptedAt: Instant | null;
  /** A return, or a hand-back after acceptance, that the desk has not decided yet. */
  returning: { reasonCode: ReturnReason; handBack: boolean } | null;
}

export interface Visit {
  n: number;
  /** Tries on which nobody was met, by day of the try. */
  triedOn: string[];
  state: 'open' | 'done' | 'waived' | 'unreachable';
}

export interface AgreementTerm {
  n: number;
  fulfilled: boolean;
}

/** A key that was answered, kept for the last `KEYS_KEPT` commands. */
export interface AnsweredKey extends Answered {
  seq: number;
}
export const KEYS_KEPT = 50;

/** Changed only together with what `decide` or `evolve` answer for an old state (architecture.md §1). */
export const CORE = 1;

interface Identity {
  core: number;
  id: string;
  seq: number;
  rules: Rules;
  keys: AnsweredKey[];
}

/** Nothing was registered under this id yet. */
export interface Unregistered extends Identity {
  status: 'unregistered';
}

export interface Case extends Identity {
  /** When the last event took effect; the dispute's time never goes back. */
  at: Instant;
  /** The last seq that a person's `If-Match` must have seen. */
  materialSeq: number;
  rehearsal: boolean;
  aheadMs: number;
  enteredAt: Instant;
  desk: string;
  superior: string;
  category: Category;
  place: Place;
  dangerSigns: DangerSign[];
  parties: PartyRef[];
  grade: Grade | null;
  complexity: Complexity;
  transfers: Transfer[];
  obligations: Obligation[];
  /** The next free numbers of obligations and of visits. */
  next: { obligation: number; visit: number };
  planned: boolean;
  contacted: boolean;
  /** Since when somebody has reported on the running leg; a reminder for silence looks at it. */
  progressAt: Instant | null;
  /** How often an obligation of this dispute became late. */
  latenesses: number;
  /** Upheld returns only, since the last designation or reopening. */
  returns: { total: number; byDepartment: Record<string, number> };
  /** Reasons that did not hold: the same department may not give the same reason again. */
  notUpheld: { departmentId: string; reasonCode: ReturnReason }[];
  /** The first offer of the running course: all its legs are counted from here. */
  firstOfferAt: Instant | null;
}

/** Graded or not, with the desk; nobody was asked yet. */
export interface Entered extends Case {
  status: 'entered';
}
/** Offered, returned, recalled or lapsed: the desk holds it until a department accepts. */
export interface Circulating extends Case {
  status: 'circulating';
}
export interface Handling extends Case {
  status: 'handling';
  lead: string;
}
/** An end was found; the return visits run. */
export interface Resolved extends Case {
  status: 'resolved';
  lead: string;
  resolution: Resolution;
}
export interface Closed extends Case {
  status: 'closed';
  lead: string;
  resolution: Resolution;
  closedAt: Instant;
}

export interface Resolution {
  outcome: Outcome;
  resolvedAt: Instant;
  departmentId: string;
  visits: Visit[];
  terms: AgreementTerm[];
}

export type DisputeState = Unregistered | Entered | Circulating | Handling | Resolved | Closed;
export type Registered = Exclude<DisputeState, Unregistered>;

export function unregistered(id: string, rules: Rules): Unregistered {
  return { status: 'unregistered', core: CORE, id, seq: 0, rules, keys: [] };
}

/** The one department that holds the case now (invariant 2). */
export function holderOf(state: Registered): string {
  return state.status === 'entered' || state.status === 'circulating' ? state.desk : state.lead;
}

/** The lead offer that waits for an answer, or whose return waits for the desk. */
export function openOffer(state: Registered): Transfer | undefined {
  return state.transfers.find((each) => each.role === 'lead' && each.state === 'offered');
}

export function transferOf(state: Registered, id: string): Transfer | undefined {
  return state.transfers.find((each) => each.id === id);
}

/** The accepted lead of the running course, while there is one. */
export function leadTransfer(state: Registered): Transfer | undefined {
  return state.transfers.find((each) => each.role === 'lead' && each.state === 'accepted');
}

export function assistantsOf(state: Registered): string[] {
  return state.transfers.filter((each) => each.role === 'assist' && each.state === 'accepted').map((each) => each.to);
}

/** Departments that were asked and have not answered yet, the lead's and the assistants'. */
export function offeredTo(state: Registered): string[] {
  return state.transfers.filter((each) => each.state === 'offered').map((each) => each.to);
}

/** Desk, holder, assistants and those who are being asked: who is on the case. */
export function departmentsOn(state: Registered): string[] {
  return [...new Set([state.desk, holderOf(state), ...assistantsOf(state), ...offeredTo(state)])];
}

export function openObligations(state: Registered, kind?: Obligation['kind']): Obligation[] {
  return kind ? state.obligations.filter((each) => each.kind === kind) : state.obligations;
}

export function isRegistered(state: DisputeState): state is Registered {
  return state.status !== 'unregistered';
}
