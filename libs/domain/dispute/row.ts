import type { CaseRef, EventType, Ledger, MetParty, PartyRef, Place } from './events.js';
import type { Registered } from './state.js';
import type { OpenedOf } from './text.js';
import type { Holder, ObligationState, RuleRef, Step, Terms } from '../obligation/obligation.js';
import type { Limit } from '../time/limit.js';
import type { Instant } from '../time/time.js';
import type {
  Category,
  CheckResult,
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
  /** Only where another department succeeded: who had it before, and until when. */
  heldBefore?: { departmentId: string; until: Instant }[];
  /** Only where it was designated and nobody answered: accepted at its due moment. */
  bySilence?: true;
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
  /** Only where it was handed over, by later rules: who owed it before, and until when. */
  heldBefore?: { departmentId: string; until: Instant }[];
  /** Only where an outage hid that it was late. */
  noticedAfterMs?: number;
  /** When somebody last pressed for it; absent until then. */
  urgedAt?: Instant;
  steps: Step[];
  rule: RuleRef;
  terms: Terms;
}

/** A spot check of a visit: what the parties told who called them. */
export interface CheckRow {
  state: 'owed' | CheckResult;
  dueAt: Instant;
  by: string | null;
  reason: string | null;
}

export interface VisitRow {
  n: number;
  dueAt: Instant;
  toleranceUntil: Instant;
  /** From when on it counts; absent by older rules, which had no such moment. */
  earliest?: Instant;
  mode: VisitMode;
  /** As recorded. `due` and `late` of a planned one depend on the moment of reading: `visitStateAt`. */
  state: 'planned' | 'unconfirmed' | 'done' | 'undone' | 'waived' | 'unreachable';
  outcome: VisitOutcome | null;
  satisfied: boolean | null;
  visitedAt: Instant | null;
  reportedAt: Instant | null;
  visitor: string | null;
  attempts: number;
  note: string | null;
  /** Whose visitor made it; like all that follows absent until then, and by older rules. */
  departmentId?: string;
  /** The second of a pair, and when they or their head confirmed it. */
  with?: string;
  confirmedAt?: Instant;
  parties?: MetParty[];
  /** Only where it was drawn for a spot check. */
  check?: CheckRow;
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
  /** Whose work its visits look at, and who therefore makes none; absent where anybody may. */
  ownWork?: string[];
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

/** What its time goes by: `designating` is the superior's, where the desk may not choose any more. */
export type Phase = 'desk' | 'designating' | 'waiting-for-answer' | 'handling' | 'paused' | 'statutory' | 'visiting';

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
  address?: string;
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
  source: { channel: string; itemId?: string; reference?: string };
  /** Its number elsewhere, where it was told; of one that was adopted the ledger has it. */
  externalNumber?: string;
  /** Only of one that was adopted, with when. */
  ledger?: Ledger;
  adoptedAt?: Instant;
  occurredAt: Instant | null;
  /** How many it concerns, and what it is about in yuan; only where they were told. */
  people?: number;
  amount?: number;
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
  /** Earlier disputes of the same parties or place when it was registered, but for those that were ruled out. */
  repeats: string[];
  /** Cases that were merged into it, each with who came with it; only where there are any. */
  mergedFrom?: (CaseRef & { at: Instant; parties: string[] })[];
  /** When it was merged into another case and was split from it again; only where it ever was. */
  splits?: { into: string; mergedAt: Instant; splitAt: Instant }[];
  /** Earlier ones that a supervisor ruled to be of others, when and why; only where there are any. */
  apart?: { id: string; at: Instant; by: string; reason: string | null }[];
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

/** How each kind of event changes a row: the table that the chapters make together. `after` is what `evolve` left. */
export type Projections = {
  readonly [T in EventType]: (row: DisputeRow, event: OpenedOf<T>, after: Registered) => DisputeRow;
};
