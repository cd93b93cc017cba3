import type { TimelineEntry } from '../../../contract.js';

type EventType = TimelineEntry['type'];

/** What an entry is about. `noted` is what the machine notes for itself; people and decisions are told without it. */
type Group = 'circulation' | 'handling' | 'visits' | 'others' | 'deadlines' | 'noted';

/** Every event stands in one group: a new one does not compile until it says in which. */
const GROUP: Record<EventType, Group> = {
  DisputeRegistered: 'circulation',
  DisputeAdopted: 'circulation',
  DisputeCorrected: 'circulation',
  DisputeGraded: 'circulation',
  RepeatRuledOut: 'circulation',
  TransferOffered: 'circulation',
  TransferAccepted: 'circulation',
  TransferReturned: 'circulation',
  ReturnDecided: 'circulation',
  TransferRecalled: 'circulation',
  TransferLapsed: 'circulation',
  AssistCompleted: 'circulation',
  PersonAssigned: 'circulation',
  ContactMade: 'handling',
  ConsentGiven: 'handling',
  PlanMade: 'handling',
  ProgressReported: 'handling',
  DisputeResolved: 'handling',
  ExtensionAsked: 'handling',
  ExtensionDecided: 'handling',
  ExtensionLapsed: 'handling',
  DisputeSuspended: 'handling',
  SuspensionReviewed: 'handling',
  DisputeResumed: 'handling',
  TrackEntered: 'handling',
  TrackStepTaken: 'handling',
  TrackEnded: 'handling',
  SupervisionOrdered: 'handling',
  SupervisionAnswered: 'handling',
  ObligationUrged: 'handling',
  MeetingCalled: 'handling',
  MeetingConcluded: 'handling',
  DecisionFulfilled: 'handling',
  NoteAdded: 'handling',
  FileAttached: 'handling',
  VisitMade: 'visits',
  VisitConfirmed: 'visits',
  VisitChecked: 'visits',
  VisitGivenUp: 'visits',
  VisitWaived: 'visits',
  TermFulfilled: 'visits',
  TermWaived: 'visits',
  DisputeReopened: 'visits',
  DisputeClosed: 'visits',
  DisputeAbsorbed: 'visits',
  DisputeSplit: 'visits',
  DisputeSplitOff: 'visits',
  CoreRaised: 'others',
  HoldPlaced: 'others',
  HoldLifted: 'others',
  DisputeErased: 'others',
  CommandRefused: 'others',
  ObligationWaived: 'deadlines',
  ObligationHandedOver: 'deadlines',
  ObligationLate: 'deadlines',
  ClockForwarded: 'deadlines',
  RulesMoved: 'deadlines',
  DepartmentSucceeded: 'circulation',
  ObligationOpened: 'noted',
  ObligationMet: 'noted',
  ObligationVoided: 'noted',
  ObligationPaused: 'noted',
  ObligationMoved: 'noted',
  LadderStepFired: 'noted',
};

export const isNoted = (type: EventType) => GROUP[type] === 'noted';

/** What one may look for among many entries; without a wish all that people did and what was decided. */
export const SHOWN = {
  people: (type) => !isNoted(type),
  all: () => true,
  circulation: (type) => GROUP[type] === 'circulation',
  handling: (type) => GROUP[type] === 'handling',
  visits: (type) => GROUP[type] === 'visits',
  deadlines: (type) => GROUP[type] === 'deadlines' || isNoted(type),
} satisfies Record<string, (type: EventType) => boolean>;

export type Shown = keyof typeof SHOWN;
