import type { MoreTime } from '#domain/dispute/may/more-time.js';
import type { Verb } from '#domain/dispute/commands.js';
import type { Actor, EventData, EventType, MetParty } from '#domain/dispute/events.js';
import type { DerivationStep } from '#domain/time/limit.js';
import type { Foreseen } from '#domain/reading/foreseen.js';
import type { NextStep } from '#domain/reading/next-step.js';
import type { Remaining } from '#domain/reading/remaining.js';
import type { RuleRef, Step } from '#domain/obligation/obligation.js';
import type {
  AttachmentRow,
  CheckRow,
  DisputeRow,
  ObligationRow,
  PartyRow,
  ResolutionRow,
  TransferRow,
  VisitRow,
} from '#domain/dispute/row.js';
import type { Attribution } from '#domain/reading/attribution.js';
import type { Changed } from '#domain/reading/corrected.js';
import type { EventText } from '#domain/dispute/text.js';
import type { Instant } from '#domain/time/time.js';
import type { ErasureGround, ObligationKind, ReturnReason, Role } from '#domain/words.js';
import type { Similar } from '#persistence/reading/dispute-reader.js';
import type { WhyReadable } from '#domain/people/readers.js';
import type { CountedPage, Page, Problem } from '../http/answers.js';

export interface DisputeShapes {
  DisputeList: CountedPage<DisputeSummary>;
  DisputeView: DisputeView;
  Done: Done;
  Merged: Merged;
  Registered: Registered;
  Timeline: Page<TimelineEntry>;
  Attribution: Attribution;
  Explanation: Explanation;
  ReaderList: Page<CaseReader>;
  Revealed: Revealed;
  SimilarList: Page<Similar>;
  RelatedList: Page<Related>;
  Handlers: Handlers;
  Foreseen: ForeseenView;
  Phrases: Phrases;
}

declare module '../http/answers.js' {
  interface Shapes extends DisputeShapes {}
}

export interface ObligationView extends Pick<
  ObligationRow,
  | 'id'
  | 'kind'
  | 'n'
  | 'subjectId'
  | 'holder'
  | 'openedAt'
  | 'limit'
  | 'dueAt'
  | 'lateAfter'
  | 'provisional'
  | 'state'
  | 'metAt'
  | 'lateSince'
> {
  /** When somebody last pressed for it; null where nobody did. */
  urgedAt: Instant | null;
  /** When its clock stood still; the last may last. */
  pauses: { from: Instant; until: Instant | null }[];
  steps: Pick<Step, 'at' | 'do' | 'to' | 'firedAt' | 'skipped'>[];
}

type Later = 'earliest' | 'departmentId' | 'with' | 'confirmedAt' | 'parties' | 'check';

export interface VisitView extends Omit<VisitRow, 'state' | Later> {
  /** From when on it counts; null by older rules, which had no such moment. */
  earliest: Instant | null;
  /** Who recorded it; null until then. */
  by: string | null;
  /** Of which department. */
  departmentId: string | null;
  /** The second of a pair. */
  with: string | null;
  confirmedAt: Instant | null;
  /** Whom it met, and what each of them answered. */
  parties: MetParty[];
  /** Null where it was not drawn for a spot check. */
  check: CheckRow | null;
  state: VisitRow['state'] | 'due' | 'late';
}

/** Why an offer was given back, and what the desk decided about it. */
export interface Return extends Pick<TransferRow, 'upheld'> {
  code: ReturnReason;
  text: string | null;
  handBack: boolean;
  suggestedDepartment: string | null;
}

export interface TransferView extends Omit<TransferRow, 'returnReason' | 'upheld' | 'bySilence'> {
  /** It was designated, nobody answered, and so it was accepted at its due moment. */
  bySilence: boolean;
  returnReason: NonNullable<TransferRow['returnReason']>['code'] | null;
  return: Return | null;
}

/** The id of another case; null where the reader may not see it: that there is one, not which. */
type OtherCase = string | null;

/** Another case by its number; with its id where the reader may see it. */
export interface CaseName {
  id?: string;
  number: string;
}

/** A case that was merged into this one: when, and the parties who came with it. */
export interface MergedCase extends CaseName {
  at: Instant;
  parties: string[];
}

/** An attached file; where it was attached to a case that was merged into this one, that one's number. */
export interface AttachmentView extends AttachmentRow {
  from?: string;
}

/** A part of what was typed as a telephone. */
export interface Call {
  text: string;
  /** What is called, as behind `tel:` (RFC 3966): with its country, or as it is called in the same town; null: words. */
  tel: string | null;
}

export interface PartyView extends PartyRow {
  /** The telephone in its parts; of one that is not masked. */
  calls?: Call[];
}

/** A legal hold: kept whatever the rules of retention say. */
export interface Hold {
  since: Instant;
  by: string;
  reason: string | null;
}

export interface Erasure {
  at: Instant;
  ground: ErasureGround;
  by: string;
}

export interface Plan {
  goal: string | null;
  measures: string[];
  dueAt: Instant | null;
}

export type Resolution = Omit<ResolutionRow, 'into'> & { into?: OtherCase };

/** What a list shows of a dispute: everything that identifies and sorts it. */
export interface DisputeSummary extends Pick<
  DisputeRow,
  | 'id'
  | 'number'
  | 'title'
  | 'category'
  | 'grade'
  | 'complexity'
  | 'status'
  | 'desk'
  | 'holder'
  | 'assistants'
  | 'place'
  | 'policyVersion'
  | 'calendarVersion'
  | 'seq'
  | 'rehearsal'
  | 'createdAt'
  | 'updatedAt'
  | 'closedAt'
> {
  /** How many earlier ones of the same people or place there are; in lists each is null. */
  repeats: OtherCase[];
  /** The dispute's own time: that of a rehearsal may be ahead. */
  now: Instant;
  /** Where it was offered to and is not answered yet. */
  offeredTo: string[];
  /** Who returned an offer; the desk decides. */
  returnedBy: string[];
  /** How often it was offered to a department to lead, answered or not. */
  handOffs: number;
  nextDueAt: Instant | null;
  /** How many obligations are late. */
  late: number;
  /** When somebody last pressed for what is owed now; null where nobody did. */
  urgedAt: Instant | null;
  /** Until when the first open supervision order wants an answer; null where none is open. */
  orderDueAt: Instant | null;
  hold: Hold | null;
  erased: Erasure | null;
}

export interface Suggestion {
  departmentId: string;
  reason: string;
}

/** An earlier case that is not of the same people or place: when that was ruled, by whom and why. */
export interface Apart {
  id: OtherCase;
  number: string | null;
  at: Instant;
  by: string;
  reason: string | null;
}

/** From which ledger a case was taken over, and when. */
export interface Adopted {
  from: string;
  at: Instant;
}

/** Another case of the same people or place. */
export interface Related extends Pick<DisputeRow, 'id' | 'number' | 'title' | 'status' | 'grade' | 'createdAt'> {
  /** Of this case's parties those who are in it as well, by a paper or a telephone. */
  parties: string[];
  /** The same kind of quarrel on the same spot, or the same address as it is written. */
  samePlace: boolean;
}

/** Whom one calls about a case. */
export interface Handlers {
  departmentId: string;
  /** Who was named to handle it; null where nobody was. */
  named: string | null;
  /** They, or who stands in for them; where nobody was named, who heads the department. */
  people: { userId: string; name: string; departmentId: string; phone: string | null }[];
}

export interface DisputeView
  extends
    DisputeSummary,
    Pick<
      DisputeRow,
      | 'narrative'
      | 'dangerSigns'
      | 'source'
      | 'occurredAt'
      | 'extensions'
      | 'suspensions'
      | 'supervisions'
      | 'meetings'
      | 'closures'
      | 'tracks'
      | 'consents'
    > {
  parties: PartyView[];
  /** Its number in another system or book; of one that was adopted (`adopted`) in the ledger that it stood in before. */
  externalNumber: string | null;
  /** The numbers of `repeats`, each null where that is. */
  repeatNumbers: (string | null)[];
  /** Earlier ones that a supervisor ruled to be of others. */
  apart: Apart[];
  /** How many it concerns, and what it is about in yuan; null where nobody said. */
  people: number | null;
  amount: number | null;
  adopted: Adopted | null;
  plan: Plan | null;
  resolution: Resolution | null;
  transfers: TransferView[];
  obligations: ObligationView[];
  visits: VisitView[];
  /** Since when its holder has had it: since the acceptance, not since the offer. */
  heldSince: Instant;
  /** Who of the holder was named to handle it; null where nobody was. */
  handler: string | null;
  /** What is left of each thing that is owed and does not stand, by its id. */
  remaining: Record<string, Remaining>;
  mediationStopAt: Instant | null;
  /** Of what is owed and may be given more time: how much at once, how often still, and by whose word. */
  moreTime: MoreTime[];
  /** The id of what is due first of who has the case now; null where they owe nothing but its whole. */
  dueFirst: string | null;
  suggestion: Suggestion | null;
  attachments: AttachmentView[];
  mergedFrom: MergedCase[];
  /** The case that goes on in its place; null where it goes on by itself. */
  mergedInto: CaseName | null;
  nextStep: NextStep | null;
  /** The verbs that the caller may use now. */
  can: Verb[];
}

/** What a command would do to what is owed; nothing where it would be refused. */
export interface ForeseenView extends Foreseen {
  /** As its refusal would say it; null where it would be done. */
  refused: Problem | null;
  /** Whether it has to say why, where its body may leave that out. */
  needsReason: boolean;
}

/** Ready to be put into a field, the most used first. */
export interface Phrases {
  phrases: string[];
}

/** The answer to every command, given once the read model has it. */
export interface Done {
  seq: number;
  dispute: DisputeView;
}

/** The answer to a merging, with the case that goes on; null where its sender may not see that any more. */
export interface Merged extends Done {
  into: DisputeView | null;
}

export interface Registered extends Done {
  similar: Similar[];
}

/** Entries that name another case. */
interface WithOthers {
  DisputeRegistered: Omit<EventData['DisputeRegistered'], 'repeats'> & { repeats?: OtherCase[] };
  RepeatRuledOut: { repeat: OtherCase };
  DisputeCorrected: Omit<EventData['DisputeCorrected'], 'repeats'> & { repeats?: OtherCase[] };
  DisputeResolved: Omit<EventData['DisputeResolved'], 'into'> & { into?: OtherCase };
  DisputeAbsorbed: Omit<EventData['DisputeAbsorbed'], 'from' | 'repeats'> & { from: CaseName; repeats?: OtherCase[] };
  DisputeSplitOff: Omit<EventData['DisputeSplitOff'], 'from'> & { from: CaseName };
}

export type TimelineEntry = {
  [T in EventType]: {
    seq: number;
    at: Instant;
    type: T;
    actor: Actor;
    data: T extends keyof WithOthers ? WithOthers[T] : EventData[T];
    /** What people typed; absent where nobody did or where it was erased. */
    text?: T extends keyof EventText ? Partial<EventText[T]> : never;
    /** What it was beside what it is; absent for who reads only what happened while they had the case. */
    changed?: T extends 'DisputeCorrected' ? Changed[] : never;
  };
}[EventType];

/** Why a date is what it is. */
export interface Explanation {
  obligationId: string;
  kind: ObligationKind;
  rule: RuleRef;
  dueAt: Instant;
  lateAfter?: Instant;
  provisional: boolean;
  steps: {
    code: DerivationStep['label'];
    label: string;
    from: Instant;
    to: Instant;
    detail: string;
    facts: DerivationStep['detail'];
  }[];
}

export interface CaseReader {
  userId: string;
  name: string;
  departmentId: string;
  roles: Role[];
  reasons: (WhyReadable & { text: string })[];
  readsContacts: boolean;
  readsReporter: boolean;
}

export interface Revealed {
  partyId: string;
  field: 'phone' | 'idNumber';
  value: string;
  /** Of a telephone. */
  calls?: Call[];
}

export interface DisputeInWork extends Pick<
  DisputeRow,
  'id' | 'number' | 'title' | 'category' | 'grade' | 'status' | 'place'
> {
  /** Until when the first open supervision order wants an answer; null where none is open. */
  orderDueAt: Instant | null;
}
