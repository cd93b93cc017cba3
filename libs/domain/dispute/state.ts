import { CORE, follows } from './editions.js';
import type { Answered, CaseRef, EventOf, EventType, PartyRef, Place } from './events.js';
import type { Limit } from '../time/limit.js';
import type { Holder, Obligation, Rules } from '../obligation/obligation.js';
import { doorstepOf } from '../policy/doorstep.js';
import type { Instant } from '../time/time.js';
import type {
  Category,
  Complexity,
  DangerSign,
  Grade,
  Outcome,
  ReturnReason,
  SuspensionGround,
  Track,
  TransferRole,
} from '../words.js';

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
  /** The departments that it was with, and that others succeeded; absent where there is none. */
  formerly?: string[];
}

export interface Visit {
  n: number;
  /** Tries on which nobody was met, by day of the try. */
  triedOn: string[];
  /** `unconfirmed`: made, as one of a pair says; `undone`: a spot check heard something else. */
  state: 'open' | 'unconfirmed' | 'done' | 'undone' | 'waived' | 'unreachable';
  /** Who made it, when, with whom, and which parties were met; absent until then, and by older rules. */
  by?: string;
  visitedAt?: Instant;
  with?: { userId: string; departmentId: string };
  met?: string[];
}

export interface AgreementTerm {
  n: number;
  fulfilled: boolean;
  waived?: true;
}

/** An extension that nobody has decided yet. */
export interface ExtensionRequest {
  id: string;
  obligationId: string;
  by: Limit;
  requestedBy: string;
  decider: Holder;
}

/** A meeting that is called, or whose decisions are not all fulfilled. */
export interface Meeting {
  id: string;
  departments: string[];
  concluded: boolean;
  /** Decisions that are not fulfilled yet. */
  decisions: { n: number; departmentId: string }[];
}

/** A key that was answered, kept for the last `KEYS_KEPT` commands. */
export interface AnsweredKey extends Pick<Answered, 'key' | 'bodyHmac'> {
  seq: number;
}
export const KEYS_KEPT = 50;

/** With one more answer at its end, of the entry `seq`; beyond `KEYS_KEPT` the oldest goes. */
export function remembered(keys: AnsweredKey[], { key, bodyHmac }: Answered, seq: number): AnsweredKey[] {
  return [...keys, { key, bodyHmac, seq }].slice(-KEYS_KEPT);
}

/** The answer that this key got before, if it is one of the last that the case remembers. */
export function answerOf({ keys }: { keys: readonly AnsweredKey[] }, key: string): AnsweredKey | undefined {
  return keys.find((each) => each.key === key);
}

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
  /** The next free number of each. */
  next: Record<'obligation' | 'visit' | 'extension' | 'suspension' | 'order' | 'meeting', number>;
  /** What is open of each; what ended lives in the rows. */
  extensions: ExtensionRequest[];
  orders: { id: string; departmentId: string }[];
  meetings: Meeting[];
  /** Who was named for a role of a department, as `justice:handler`. */
  assigned: Record<string, string>;
  /** Everybody who was ever named handler of it, by department; absent where nobody was, or by older rules. */
  handlers?: { departmentId: string; userId: string }[];
  /** Parties who consented to mediation beyond its hard stop, on the running leg. */
  consents: string[];
  /** How many earlier disputes of the same parties or place there are. */
  repeats: number;
  /** Earlier ones that a supervisor ruled to be of others; absent where none was. */
  apart?: string[];
  /** The grade if no earlier case counted, where the rules raised it; absent where they did not, or by older rules. */
  unrepeated?: Grade;
  /** How often the running course got more time for its handling; absent where it never did. */
  extended?: number;
  /** How often it was suspended or prolonged in a row, and until when it last stood; absent where never, or by older rules. */
  stood?: { times: number; until: Instant | null };
  /** The highest number that a party ever had; absent where those of its registration are all that there were. */
  lastParty?: number;
  /** Cases that were merged into it, each with who came with it; absent where none is. */
  absorbed?: (CaseRef & { parties: string[] })[];
  /** Its entries are still those of the ledger that it is adopted from. */
  adopting?: true;
  /** How many files are attached; absent where there is none. */
  files?: number;
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
  /** Lead offers of the running course that nobody answered; absent where there is none, or by older rules. */
  lapses?: number;
  /** The first offer of the running course: all its legs are counted from here. */
  firstOfferAt: Instant | null;
  /** A legal hold: it must not be erased. */
  hold?: { since: Instant };
  /** What it knew of people is gone: nothing more can be done on it. */
  erased?: { at: Instant };
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
/** The handling clock stands on a listed ground; somebody reviews it, and safety checks go on. */
export interface Suspended extends Case {
  status: 'suspended';
  lead: string;
  suspension: { id: string; ground: SuspensionGround; until: Instant | null };
}
/** On a legal procedure with clocks of its own; the handling clock stands. */
export interface Statutory extends Case {
  status: 'statutory';
  lead: string;
  track: Track;
  /** Index of the step that is owed now; the length of the track when all were taken. */
  step: number;
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
  /** Who resolved it; by older rules nobody asked. */
  by?: string;
  visits: Visit[];
  terms: AgreementTerm[];
}

export type DisputeState = Unregistered | Entered | Circulating | Handling | Suspended | Statutory | Resolved | Closed;
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

/** Departments that are called to a meeting or owe one of its decisions. */
export function meetingWith(state: Registered): string[] {
  return state.meetings.flatMap((each) =>
    each.concluded ? each.decisions.map((decision) => decision.departmentId) : each.departments,
  );
}

/** Desk, holder, assistants, those who are being asked and those who meet: who is on the case. */
export function departmentsOn(state: Registered): string[] {
  const { desk, orders } = state;
  const ordered = orders.map((each) => each.departmentId);
  return [
    ...new Set([desk, holderOf(state), ...assistantsOf(state), ...offeredTo(state), ...meetingWith(state), ...ordered]),
  ];
}

export function openObligations(state: Registered, kind?: Obligation['kind']): Obligation[] {
  return kind ? state.obligations.filter((each) => each.kind === kind) : state.obligations;
}

/** What an erasure leaves of whom and where: of an older form are grids, positions and hashes of persons. */
export function shellOf({ parties, place }: { parties: PartyRef[]; place: Place }): {
  parties: PartyRef[];
  place: Place;
} {
  return { parties: parties.map(({ id, role }) => ({ id, role })), place: { village: place.village } };
}

export function isRegistered(state: DisputeState): state is Registered {
  return state.status !== 'unregistered';
}

/** It goes on in another one. */
export function isMerged(state: Registered): state is Closed {
  return state.status === 'closed' && state.resolution.outcome === 'merged';
}

/** Nothing more comes by itself: no workflow need run for it. */
export function isOver({ status }: Pick<DisputeState, 'status'>): boolean {
  return status === 'closed' || status === 'unregistered';
}

/** How each kind of event changes a registered dispute: the table that the chapters make together. */
export type Evolutions = { readonly [T in EventType]: (state: Registered, event: EventOf<T>) => Registered };

/** What every registered dispute has, without what only one status has. */
export function caseOf(state: Registered): Case {
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
export function numbered<S extends Case>(state: S, what: keyof Case['next']): S {
  return { ...state, next: { ...state.next, [what]: state.next[what] + 1 } };
}

export function withResolution(state: Registered, change: (resolution: Resolution) => Partial<Resolution>): Registered {
  return state.status === 'resolved' || state.status === 'closed'
    ? { ...state, resolution: { ...state.resolution, ...change(state.resolution) } }
    : state;
}

/** With one more person who was named handler of it. */
export function withHandler(state: Registered, departmentId: string, userId: string): Pick<Case, 'handlers'> {
  if (!follows(state, 'visitsAreOthersWork')) return {};
  const known = state.handlers ?? [];
  const isKnown = known.some((each) => each.departmentId === departmentId && each.userId === userId);
  return { handlers: isKnown ? known : [...known, { departmentId, userId }] };
}

/** Whose work a visit looks at: who resolved the case, and everybody who was ever named its handler there. */
export function ownWorkOf(state: Registered): string[] {
  if (!('resolution' in state) || !follows(state, 'visitsAreOthersWork')) return [];
  if (doorstepOf(state.rules.policy).visitBy === 'any') return [];
  const { by, departmentId } = state.resolution;
  const handlers = (state.handlers ?? []).filter((each) => each.departmentId === departmentId);
  const all = [by, state.assigned[`${departmentId}:handler`], ...handlers.map((each) => each.userId)];
  return [...new Set(all.filter((each) => each !== undefined))];
}

/** Whether a visit or a term would be let go by whose work it is to show. */
export function waivesOwnWork(state: Registered, userId: string): boolean {
  return follows(state, 'waiversAreOthersWork') && ownWorkOf(state).includes(userId);
}

/** Suspensions and prolongations since somebody last went on with the case: a report between two of them ends the row. */
export function suspensionsInARow({ stood, progressAt }: Registered): number {
  if (!stood) return 0;
  return stood.until !== null && progressAt !== null && progressAt > stood.until ? 0 : stood.times;
}

/** The highest number that a party ever had, from `p1`: a number is given once. */
export function lastPartyOf({ lastParty, parties }: Pick<Case, 'lastParty' | 'parties'>): number {
  return lastParty ?? parties.length;
}

/** How many returns of a department held. Its id is a word of people's: what every object inherits counts for nothing. */
export function returnsBy({ byDepartment }: Case['returns'], departmentId: string): number {
  return Object.hasOwn(byDepartment, departmentId) ? byDepartment[departmentId]! : 0;
}
