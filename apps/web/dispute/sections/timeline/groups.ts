import type { RungAction } from '#domain/words.js';
import type { TimelineEntry } from '../../../contract.js';

type EventType = TimelineEntry['type'];

/** Which rungs of a ladder press on whoever owes something; the others remind them in time. */
export const PRESSES: Record<RungAction, boolean> = {
  remind: false,
  warn: false,
  explain: true,
  urge: true,
  supervise: true,
  bulletin: true,
  'propose-listing': true,
  redispatch: true,
};

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

/** A reminder is noted; that somebody was pressed is what people must know. */
function groupOf(entry: TimelineEntry): Group {
  if (entry.type === 'LadderStepFired' && PRESSES[entry.data.do] && !entry.data.skipped) return 'deadlines';
  return GROUP[entry.type];
}

export const isNoted = (entry: TimelineEntry) => groupOf(entry) === 'noted';

/** What one may look for among many entries; without a wish all that people did and what was decided. */
export const SHOWN = {
  people: (entry) => !isNoted(entry),
  all: () => true,
  circulation: (entry) => groupOf(entry) === 'circulation',
  handling: (entry) => groupOf(entry) === 'handling',
  visits: (entry) => groupOf(entry) === 'visits',
  deadlines: (entry) => groupOf(entry) === 'deadlines' || isNoted(entry),
} satisfies Record<string, (entry: TimelineEntry) => boolean>;

export type Shown = keyof typeof SHOWN;
