import type { CommandActor } from '../people/actor.js';
import type { Answered, EventData, Ledger, MetParty, Place, PartyRef, SealedText } from './events.js';
import type { Rules } from '../obligation/obligation.js';
import type { Limit } from '../time/limit.js';
import type { Instant } from '../time/time.js';
import type {
  Category,
  CheckResult,
  Complexity,
  DangerSign,
  ErasureGround,
  Grade,
  Outcome,
  ReturnReason,
  Role,
  SuspensionGround,
  Track,
  TrackOutcome,
  TransferRole,
  VisitMode,
  VisitOutcome,
} from '../words.js';

/** What may be asked of a dispute. A person's request, a passed deadline and a ruling come through the same door. */

export interface CommandData {
  RegisterDispute: {
    number: string;
    desk: string;
    superior: string;
    category: Category;
    grade?: Grade;
    complexity?: Complexity;
    place: Omit<Place, 'grid'>;
    parties: PartyRef[];
    dangerSigns: DangerSign[];
    source: { channel: string; itemId?: string };
    occurredAt?: Instant;
    people?: number;
    amount?: number;
    rehearsal: boolean;
    repeats?: string[];
    policyHash: string;
    calendarHash: string;
  };
  /** An open case of an old ledger, and what became of it, each at the moment when it was. */
  AdoptDispute: Omit<CommandData['RegisterDispute'], 'repeats' | 'rehearsal'> & {
    ledger: Ledger;
    registeredAt: Instant;
    transfer?: { to: string; offeredAt: Instant; acceptedAt?: Instant };
    resolution?: { outcome: Outcome; resolvedAt: Instant };
  };
  GradeDispute: { grade: Grade; complexity?: Complexity };
  /** `counted`: whether it is one of the earlier cases that this one counts, as the door knows. */
  RuleOutRepeat: { repeat: string; counted: boolean };
  /** What was mistyped; `repeats` as the door finds them by what stands now, where that says who or where it is. */
  CorrectDispute: Omit<EventData['DisputeCorrected'], 'importId'>;
  /** What the ledger that it came of says otherwise than it did. */
  CorrectByLedger: CommandData['CorrectDispute'] & Required<Pick<EventData['DisputeCorrected'], 'importId'>>;
  MakePlan: { dueAt?: Instant };
  /** `staffed`: whether anybody is there who can answer, as the door knows; doors of before did not say. */
  TransferDispute: { to: string; role: TransferRole; designated: boolean; staffed?: boolean };
  AcceptTransfer: { transferId: string; handler?: string };
  ReturnTransfer: { transferId: string; reasonCode: ReturnReason; suggestedDepartment?: string };
  DecideReturn: { transferId: string; uphold: boolean };
  RecallTransfer: { transferId: string };
  CompleteAssist: { transferId: string };
  RecordContact: { parties: string[]; at: Instant };
  GiveConsent: { parties: string[] };
  ReportProgress: Record<string, never>;
  AskExtension: { obligationId: string; by: Limit };
  DecideExtension: { extensionId: string; approve: boolean };
  SuspendDispute: { ground: SuspensionGround; until?: Instant };
  ResumeDispute: Record<string, never>;
  EnterTrack: { track: Track };
  TakeTrackStep: { step: string };
  EndTrack: { outcome: TrackOutcome };
  ResolveDispute: { outcome: Outcome; terms: { dueAt?: Instant }[] };
  FulfilTerm: { n: number };
  WaiveTerm: { n: number };
  RecordVisit: {
    n: number;
    mode: VisitMode;
    outcome: VisitOutcome;
    satisfied?: boolean;
    visitedAt?: Instant;
    /** The second of a pair, with what the door knows of them. */
    with?: SecondVisitor;
    parties?: MetParty[];
    /** Terms of the agreement that were found kept. */
    terms?: number[];
  };
  ConfirmVisit: { n: number };
  CheckVisit: { n: number; result: CheckResult };
  WaiveVisit: { n: number };
  CloseDispute: Record<string, never>;
  /** Of the departments that were closed since it was, those that it names, each with who goes on in its place. */
  ReopenDispute: { succeeded?: EventData['DepartmentSucceeded'][] };
  AddNote: Record<string, never>;
  /** What the API knows of the file; `n` is the visit that it shows. */
  AttachFile: EventData['FileAttached'];
  OrderSupervision: { answerWithin: Limit };
  AnswerSupervision: { orderId: string };
  /** Of what is not said, what is due first of what the person may press for. */
  UrgeHolder: { obligationId?: string };
  CallMeeting: { departments: string[]; at: Instant };
  /** Of each decision `staffed` as for a transfer. */
  ConcludeMeeting: { meetingId: string; decisions: { departmentId: string; dueAt: Instant; staffed?: boolean }[] };
  FulfilDecision: { meetingId: string; n: number };
  /** `departmentId` is the person's own, looked up at the door. */
  AssignPerson: { obligationId?: string; role?: Role; userId: string; departmentId: string };
  MergeDispute: { into: string };
  SplitDispute: CommandData['ReopenDispute'];
  WithdrawDispute: Record<string, never>;
  PlaceHold: Record<string, never>;
  LiftHold: Record<string, never>;
  /** `retainedUntil` is looked up at the door; null where it is kept for ever. */
  EraseDispute: { ground: ErasureGround; retainedUntil: Instant | null };
}

/** Somebody who went along: whether they might have gone alone is judged by what they are. */
export type SecondVisitor = Pick<CommandActor, 'userId' | 'departmentId' | 'roles'>;

export type PersonCommandType = keyof CommandData;

interface FromPerson<T extends PersonCommandType> extends Answered {
  type: T;
  actor: CommandActor;
  /** Fixed at the first try of the key; the command takes effect then, so an outage makes nobody late. */
  receivedAt: Instant;
  data: CommandData[T];
  text?: SealedText;
  /** The seq that the person saw; refused when something that matters changed since. */
  ifMatch?: number;
}

export type PersonCommand = { [T in PersonCommandType]: FromPerson<T> }[PersonCommandType];
export type CommandOf<T extends PersonCommandType> = FromPerson<T>;

/** Time itself: everything that fell due up to `upTo` happens, each at its own moment. */
export interface PassMoment {
  type: 'PassMoment';
  upTo: Instant;
}

/** The barrier at the end of a fast-forward: passes the moments and records how far the rehearsal's time is ahead. */
export interface ForwardClock extends Answered {
  type: 'ForwardClock';
  actor: CommandActor;
  receivedAt: Instant;
  aheadMs: number;
}

/** The case takes up rules that were published after it began: as they are, since what decides looks nothing up. */
export interface MoveRules extends Answered {
  type: 'MoveRules';
  actor: CommandActor;
  receivedAt: Instant;
  data: {
    rules: Rules;
    policyHash: string;
    calendarHash: string;
    cause: EventData['RulesMoved']['cause'];
    /** Whether a date that was announced may come earlier; where it may not, it stays. */
    allowShorter: boolean;
  };
  text?: SealedText;
}

/** A department that is closed leaves what it has on the case to another. */
export interface SucceedDepartment extends Answered {
  type: 'SucceedDepartment';
  actor: CommandActor;
  receivedAt: Instant;
  data: EventData['DepartmentSucceeded'];
  text?: SealedText;
}

/** What comes to a dispute from outside and is answered. */
export type SentCommand = PersonCommand | ForwardClock | MoveRules | SucceedDepartment;
export type Command = SentCommand | PassMoment;

/** The verbs of the API that act on a dispute, and the command each becomes. */
export const VERBS = {
  grade: 'GradeDispute',
  'not-same': 'RuleOutRepeat',
  correct: 'CorrectDispute',
  plan: 'MakePlan',
  transfer: 'TransferDispute',
  accept: 'AcceptTransfer',
  return: 'ReturnTransfer',
  'decide-return': 'DecideReturn',
  recall: 'RecallTransfer',
  'complete-assist': 'CompleteAssist',
  contact: 'RecordContact',
  consent: 'GiveConsent',
  progress: 'ReportProgress',
  extend: 'AskExtension',
  'decide-extension': 'DecideExtension',
  suspend: 'SuspendDispute',
  resume: 'ResumeDispute',
  statutory: 'EnterTrack',
  'statutory-step': 'TakeTrackStep',
  'statutory-end': 'EndTrack',
  resolve: 'ResolveDispute',
  'fulfil-term': 'FulfilTerm',
  'waive-term': 'WaiveTerm',
  visit: 'RecordVisit',
  'confirm-visit': 'ConfirmVisit',
  'check-visit': 'CheckVisit',
  'waive-visit': 'WaiveVisit',
  close: 'CloseDispute',
  reopen: 'ReopenDispute',
  supervise: 'OrderSupervision',
  'answer-supervision': 'AnswerSupervision',
  urge: 'UrgeHolder',
  meet: 'CallMeeting',
  'conclude-meeting': 'ConcludeMeeting',
  'fulfil-decision': 'FulfilDecision',
  assign: 'AssignPerson',
  note: 'AddNote',
  attach: 'AttachFile',
  merge: 'MergeDispute',
  split: 'SplitDispute',
  withdraw: 'WithdrawDispute',
  hold: 'PlaceHold',
  'lift-hold': 'LiftHold',
  erase: 'EraseDispute',
} as const satisfies Record<string, PersonCommandType>;
export type Verb = keyof typeof VERBS;
