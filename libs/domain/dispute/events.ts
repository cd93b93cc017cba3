import type { Limit } from '../time/limit.js';
import type { GradeReason } from '../policy/least-grade.js';
import type { Holder, Obligation, Rules, StepSkipped } from '../obligation/obligation.js';
import type { Instant } from '../time/time.js';
import type {
  Category,
  CheckResult,
  Complexity,
  DangerSign,
  ErasureGround,
  FileType,
  Grade,
  Outcome,
  PartyRole,
  Post,
  ReturnReason,
  Role,
  RungAction,
  SuspensionGround,
  Track,
  TrackOutcome,
  TransferRole,
  VisitMode,
  VisitOutcome,
} from '../words.js';

/**
 * What happened to a dispute. The same JSON is the Temporal payload, the JSONB row, the projection's input and the
 * timeline entry. `data` holds codes, ids and instants, safe for ever; `text` is what people typed, sealed.
 */

/** Ciphertext of a text object, made at the API's door (architecture.md §1). The core only carries it. */
export type SealedText = string;

export type Actor =
  | { kind: 'person'; userId: string; departmentId: string }
  /** A deadline that passed. */
  | { kind: 'clock' }
  /** The machine itself: a consequence that the rules demand. */
  | { kind: 'system' };

/** Who did it, where one word must do: a person, or the clock, or the system. */
export function authorOf({ actor }: { actor: Actor }): string {
  return actor.kind === 'person' ? actor.userId : actor.kind;
}

export interface Place {
  village: string;
  /** Of entries of before it was text, as the address is. */
  grid?: string;
}

export interface PartyRef {
  id: string;
  role: PartyRole;
}

/** Another case, by what people call it. */
export interface CaseRef {
  id: string;
  number: string;
}

/** Where an adopted case stood before: its number there is one of that source's alone. */
export interface Ledger {
  /** The import that it came with. */
  importId: string;
  source: string;
  externalNumber: string;
}

/** Somebody whom a visit met: whether what was agreed is kept, and whether they are content. */
export interface MetParty {
  partyId: string;
  kept?: boolean;
  satisfied?: boolean;
}

export interface EventData {
  DisputeRegistered: {
    number: string;
    desk: string;
    /** The common superior of the desk and of those it dispatches to: who designates. */
    superior: string;
    category: Category;
    place: Place;
    parties: PartyRef[];
    dangerSigns: DangerSign[];
    source: { channel: string; itemId?: string };
    occurredAt?: Instant;
    /** How many it concerns, whoever of them is named. */
    people?: number;
    /** What it is about, in yuan. */
    amount?: number;
    rehearsal: boolean;
    /** Earlier disputes of the same parties or place within the policy's window, the oldest first. */
    repeats?: string[];
    /** Of one that is adopted: what follows up to `DisputeAdopted` is as the ledger tells it. */
    ledger?: Ledger;
    policyVersion: string;
    policyHash: string;
    calendarVersion: string;
    calendarHash: string;
    /** The number of the code's rules (`CORE`); absent in entries of its first. */
    core?: number;
  };
  /** From here on it runs here; what stands before was before. */
  DisputeAdopted: Record<string, never>;
  /** The case goes on under a later number of the code's rules. */
  CoreRaised: { core: number };
  DisputeGraded: {
    grade: Grade;
    complexity: Complexity;
    previous: Grade | null;
    /** Why it is higher than what was asked for. */
    because?: GradeReason;
    /** Where it is higher: what it would be if no earlier case counted; by older rules nobody kept it. */
    unrepeated?: Grade;
  };
  /** An earlier case is not of the same people or place: it is counted no more. */
  RepeatRuledOut: { repeat: string };
  /** Only what is other than before; `parties` are changed or new, by their id, `removed` is never given again. */
  DisputeCorrected: {
    category?: Category;
    place?: Pick<Place, 'village'>;
    dangerSigns?: DangerSign[];
    parties?: PartyRef[];
    removed?: string[];
    repeats?: string[];
    /** As at registration; null where nobody knows it. */
    people?: number | null;
    amount?: number | null;
    /** Of what the ledger that it came of says anew: the import that it came with, in place of a reason. */
    importId?: string;
  };
  TransferOffered: { transferId: string; to: string; role: TransferRole; designated: boolean };
  /** `bySilence`: nobody answered a designation by its due moment. */
  TransferAccepted: { transferId: string; handler?: string; bySilence?: true };
  TransferReturned: {
    transferId: string;
    reasonCode: ReturnReason;
    handBack: boolean;
    suggestedDepartment?: string;
  };
  ReturnDecided: { transferId: string; uphold: boolean };
  TransferRecalled: { transferId: string };
  TransferLapsed: { transferId: string };
  AssistCompleted: { transferId: string };
  ContactMade: { parties: string[]; contactedAt: Instant };
  /** Consent of parties to mediation beyond its hard stop. */
  ConsentGiven: { parties: string[] };
  PlanMade: { dueAt?: Instant };
  ProgressReported: Record<string, never>;
  DisputeResolved: {
    outcome: Outcome;
    /** The department that resolved it and, from here on, answers for the visits. */
    departmentId: string;
    terms: { n: number; dueAt?: Instant }[];
    /** The dispute that goes on in place of this one. */
    into?: string;
  };
  ExtensionAsked: { extensionId: string; obligationId: string; by: Limit; decider: Holder };
  ExtensionDecided: { extensionId: string; approve: boolean };
  /** What it was asked for ended before anybody decided. */
  ExtensionLapsed: { extensionId: string };
  DisputeSuspended: { suspensionId: string; ground: SuspensionGround; until?: Instant };
  /** Somebody looked at it and it goes on, perhaps on another ground or to another date. */
  SuspensionReviewed: { suspensionId: string; ground: SuspensionGround; until?: Instant };
  /** By a person, or by the clock when its stated end came. */
  DisputeResumed: { suspensionId: string };
  TrackEntered: { track: Track };
  TrackStepTaken: { step: string; n: number };
  TrackEnded: { outcome: TrackOutcome };
  SupervisionOrdered: { orderId: string; departmentId: string; answerWithin: Limit };
  SupervisionAnswered: { orderId: string };
  ObligationUrged: { obligationId: string };
  MeetingCalled: { meetingId: string; departments: string[]; at: Instant };
  MeetingConcluded: { meetingId: string; decisions: { n: number; departmentId: string; dueAt: Instant }[] };
  DecisionFulfilled: { meetingId: string; n: number };
  PersonAssigned: { departmentId: string; role: Role; userId: string; obligationId?: string };
  VisitMade: {
    n: number;
    mode: VisitMode;
    outcome: VisitOutcome;
    satisfied?: boolean;
    /** When the visit counts as made; the entry's `at` is when it was reported. */
    visitedAt: Instant;
    attempts: number;
    /** The second of a pair, who has not confirmed it yet. */
    with?: { userId: string; departmentId: string };
    /** Whom it met, and what each of them answered. */
    parties?: MetParty[];
  };
  VisitConfirmed: { n: number };
  VisitChecked: { n: number; result: CheckResult };
  VisitGivenUp: { n: number };
  VisitWaived: { n: number };
  TermFulfilled: { n: number };
  /** It will not be kept, and a supervisor lets it go. */
  TermWaived: { n: number };
  DisputeReopened: { cause: 'relapse' | 'request'; departmentId: string; n?: number };
  DisputeClosed: { outcome: Outcome; resolvedAt: Instant; departmentId: string };
  /**
   * Another case was merged into this one, by whom, and what came with it: `parties` who were not there before, by the
   * numbers that they have here. Of danger signs and earlier cases all that it has now, where that is more or less.
   */
  DisputeAbsorbed: {
    from: CaseRef;
    by: { userId: string; departmentId: string };
    parties?: PartyRef[];
    dangerSigns?: DangerSign[];
    repeats?: string[];
  };
  /** That one is split from it again; `removed` are those who had come with it. */
  DisputeSplitOff: { from: CaseRef; by: { userId: string; departmentId: string }; removed?: string[] };
  /** It was merged by mistake, and is back at its desk. */
  DisputeSplit: Record<string, never>;
  NoteAdded: Record<string, never>;
  /** `sha256` in hex, of what is handed out; `n` is the visit that it shows. */
  FileAttached: { fileId: string; mediaType: FileType; size: number; sha256: string; n?: number };
  /** From here on it must be kept whatever the rules of retention say, until the hold is lifted. */
  HoldPlaced: Record<string, never>;
  HoldLifted: Record<string, never>;
  /** What people typed is gone; how long it would have been kept, or null where that was for ever. */
  DisputeErased: { ground: ErasureGround; retainedUntil: Instant | null };
  ObligationOpened: { obligation: Obligation };
  ObligationMet: { obligationId: string; at: Instant };
  ObligationVoided: { obligationId: string; cause: string };
  ObligationWaived: { obligationId: string };
  /** Somebody else owes it from here on. */
  ObligationHandedOver: { obligationId: string; holder: Holder };
  ObligationPaused: { obligationId: string; ground: SuspensionGround | 'statutory' };
  ObligationMoved: {
    obligationId: string;
    cause: 'grade' | 'extension' | 'resume' | 'calendar' | 'policy';
    from: Instant;
    obligation: Obligation;
  };
  ObligationLate: { obligationId: string; delayMs?: number };
  LadderStepFired: {
    obligationId: string;
    step: number;
    do: RungAction;
    to: Post[];
    skipped?: StepSkipped;
    delayMs?: number;
  };
  /** A command that came by signal and that the rules refused: history, not a crash. */
  CommandRefused: { command: string; code: string };
  /** The case goes on under rules that were published after it began. */
  RulesMoved: {
    policyVersion: string;
    policyHash: string;
    calendarVersion: string;
    calendarHash: string;
    /** Which of the two was published. */
    cause: 'policy' | 'calendar';
  };
  /** A department was closed: what it had on the case is another's from here on. */
  DepartmentSucceeded: { from: string; to: string };
  /** A rehearsal's own time was moved ahead of the world's. */
  ClockForwarded: { aheadMs: number };
}

export type EventType = keyof EventData;

/** The command that an event answers, on the last event of its batch: how a repeat finds its first answer. */
export interface Answered {
  /** Hash of user and idempotency key. */
  key: string;
  /** HMAC of the plain body: the same key with another body is refused. */
  bodyHmac: string;
  /** None on what was sent before commands were signed. */
  signature?: Signature;
}

/**
 * That the API's door knew the author of a command: made with a key that only the door and the record have
 * (architecture.md §1, "Signed"). Rules never read it.
 */
export interface Signature {
  receivedAt: Instant;
  /** SHA-256 of the whole command, in base64url. */
  digest: string;
  /** HMAC-SHA-256 of case, author, key, body, moment and digest, in base64url. */
  mac: string;
}

export function answered({ key, bodyHmac, signature }: Answered): Answered {
  return { key, bodyHmac, ...(signature && { signature }) };
}

interface Envelope<T extends EventType> {
  seq: number;
  at: Instant;
  type: T;
  actor: Actor;
  data: EventData[T];
  text?: SealedText;
  answers?: Answered;
  /** Of `RulesMoved`: looked up by the versions that it names; the record itself does not hold them. */
  rules?: Rules;
}

export type DisputeEvent = { [T in EventType]: Envelope<T> }[EventType];
export type EventOf<T extends EventType> = Envelope<T>;
