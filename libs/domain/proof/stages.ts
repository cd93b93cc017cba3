import type { EventType } from '../dispute/events.js';

export type Stage = 'none' | 'entered' | 'circulating' | 'handling' | 'suspended' | 'statutory' | 'resolved' | 'closed';

export const HANDLED: readonly Stage[] = ['handling', 'suspended', 'statutory'];
const UNRESOLVED: readonly Stage[] = ['entered', 'circulating', ...HANDLED];
const OPEN: readonly Stage[] = [...UNRESOLVED, 'resolved'];

interface Lead {
  from: readonly Stage[];
  to?: Stage;
}

/** No stage of the case speaks against it: its transfer or its obligation does, or nothing at all. */
const ANY = null;

/** Which events may happen in which stage, and where they lead. An independent table, not the product's. */
export const LEADS: Record<EventType, Lead | typeof ANY> = {
  DisputeRegistered: { from: ['none'], to: 'entered' },
  DisputeAdopted: { from: [...OPEN, 'closed'] },
  CoreRaised: { from: OPEN },
  RulesMoved: { from: OPEN },
  DepartmentSucceeded: { from: OPEN },
  DisputeCorrected: { from: OPEN },
  DisputeGraded: { from: UNRESOLVED },
  RepeatRuledOut: { from: UNRESOLVED },
  CommandRefused: ANY,
  ClockForwarded: ANY,
  TransferOffered: ANY,
  TransferAccepted: ANY,
  TransferReturned: ANY,
  ReturnDecided: ANY,
  TransferRecalled: { from: ['circulating', ...HANDLED] },
  TransferLapsed: { from: ['circulating', ...HANDLED] },
  AssistCompleted: ANY,
  ContactMade: { from: HANDLED },
  ConsentGiven: { from: HANDLED },
  PlanMade: { from: UNRESOLVED },
  ProgressReported: { from: HANDLED },
  PersonAssigned: { from: OPEN },
  ExtensionAsked: { from: ['handling', 'statutory', 'resolved'] },
  ExtensionDecided: { from: [...HANDLED, 'circulating', 'resolved'] },
  ExtensionLapsed: ANY,
  DisputeSuspended: { from: ['handling'], to: 'suspended' },
  SuspensionReviewed: { from: ['suspended'] },
  DisputeResumed: { from: ['suspended'], to: 'handling' },
  TrackEntered: { from: ['handling'], to: 'statutory' },
  TrackStepTaken: { from: ['statutory'] },
  TrackEnded: { from: ['statutory'], to: 'handling' },
  SupervisionOrdered: { from: OPEN },
  SupervisionAnswered: { from: OPEN },
  ObligationUrged: { from: OPEN },
  MeetingCalled: { from: UNRESOLVED },
  MeetingConcluded: { from: UNRESOLVED },
  DecisionFulfilled: { from: OPEN },
  // A legal procedure ends first; then the case is resolved, withdrawn or merged like any other.
  DisputeResolved: { from: UNRESOLVED, to: 'resolved' },
  VisitMade: { from: ['resolved'] },
  VisitConfirmed: { from: ['resolved'] },
  VisitChecked: { from: ['resolved'] },
  VisitGivenUp: { from: ['resolved'] },
  VisitWaived: { from: ['resolved'] },
  TermFulfilled: { from: ['resolved'] },
  TermWaived: { from: ['resolved'] },
  DisputeReopened: { from: ['resolved', 'closed'], to: 'handling' },
  DisputeClosed: { from: ['resolved'], to: 'closed' },
  DisputeAbsorbed: { from: OPEN },
  DisputeSplit: { from: ['closed'], to: 'entered' },
  DisputeSplitOff: ANY,
  NoteAdded: ANY,
  FileAttached: ANY,
  HoldPlaced: ANY,
  HoldLifted: ANY,
  DisputeErased: { from: ['closed'] },
  ObligationOpened: ANY,
  ObligationMet: ANY,
  ObligationVoided: ANY,
  ObligationWaived: ANY,
  ObligationHandedOver: ANY,
  ObligationPaused: ANY,
  ObligationMoved: ANY,
  ObligationLate: ANY,
  LadderStepFired: ANY,
};
