import type { EventOf, EventType } from './events.js';

/** What finds a home. */
interface HomeText {
  grid?: string;
  address?: string;
  lat?: number;
  lng?: number;
}

/** Whose quarrel it is, by the id of the party. */
type PeopleText = Record<string, { name: string; phone?: string; idNumber?: string; address?: string }>;

/** What people typed, by event. An erased text is absent: every reader copes with that. */
export interface EventText {
  DisputeRegistered: {
    title: string;
    narrative: string;
    /** Its number elsewhere, and what the source calls it. */
    externalNumber?: string;
    reference?: string;
    reporter?: string;
    parties: PeopleText;
  } & HomeText;
  DisputeGraded: { reason: string };
  RepeatRuledOut: { reason: string };
  /** Only what is other than before, of a place or a party all that is known of it; a ledger gives no reason. */
  DisputeCorrected: {
    reason?: string;
    title?: string;
    narrative?: string;
    /** Null where it has none elsewhere. */
    externalNumber?: string | null;
    place?: HomeText;
    parties?: PeopleText;
  };
  TransferOffered: { reason: string; requestedAction?: string };
  TransferReturned: { reason: string };
  ReturnDecided: { reason: string };
  TransferRecalled: { reason: string };
  AssistCompleted: { report: string };
  ContactMade: { note: string };
  ConsentGiven: { note: string };
  ExtensionAsked: { reason: string };
  ExtensionDecided: { reason: string };
  DisputeSuspended: { reason: string };
  SuspensionReviewed: { reason: string };
  DisputeResumed: { reason: string };
  TrackEntered: { reference: string };
  TrackEnded: { reason: string };
  SupervisionOrdered: { demand: string };
  SupervisionAnswered: { answer: string };
  ObligationUrged: { note: string };
  MeetingConcluded: { decisions: string[] };
  DecisionFulfilled: { note: string };
  PlanMade: { goal: string; measures: string[] };
  ProgressReported: { note: string };
  /** Of a withdrawal only why. */
  DisputeResolved: { summary: string; terms: string[] } | { reason: string };
  VisitMade: { note: string };
  VisitChecked: { note: string };
  VisitWaived: { reason: string };
  TermFulfilled: { note: string };
  TermWaived: { reason: string };
  DisputeReopened: { reason: string };
  /** All that is known of who came with it, and of who was there and of whom more is known now. */
  DisputeAbsorbed: { parties: PeopleText };
  DisputeSplit: { reason: string };
  NoteAdded: { text: string };
  FileAttached: { name: string };
  HoldPlaced: { reason: string };
  HoldLifted: { reason: string };
  RulesMoved: { reason: string };
  DepartmentSucceeded: { reason: string };
}
export type TextOf<T extends EventType> = T extends keyof EventText ? EventText[T] : never;

/** An event whose text was opened; `text` is absent where there is none or where it was erased. */
export type OpenedOf<T extends EventType> = Omit<EventOf<T>, 'text'> & { text?: TextOf<T> };
export type OpenedEvent = { [T in EventType]: OpenedOf<T> }[EventType];
