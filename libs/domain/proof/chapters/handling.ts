import { nothing, type Chapter } from '../book.js';

/** What the holder tells of its work has its stage, and what it owed is proved by its obligation. */
export const HANDLING: Chapter<
  | 'ContactMade'
  | 'ConsentGiven'
  | 'PlanMade'
  | 'ProgressReported'
  | 'PersonAssigned'
  | 'NoteAdded'
  | 'FileAttached'
  | 'DisputeSuspended'
  | 'SuspensionReviewed'
  | 'DisputeResumed'
  | 'TrackEntered'
  | 'TrackStepTaken'
  | 'TrackEnded'
> = {
  ContactMade: nothing,
  ConsentGiven: nothing,
  PlanMade: nothing,
  ProgressReported: nothing,
  PersonAssigned(book, { data: { departmentId, role, userId, obligationId } }) {
    book.name(`${departmentId}:${role}`, userId, obligationId === undefined);
  },
  NoteAdded: nothing,
  FileAttached: nothing,
  DisputeSuspended: nothing,
  SuspensionReviewed: nothing,
  DisputeResumed: nothing,
  TrackEntered: nothing,
  TrackStepTaken: nothing,
  TrackEnded: nothing,
};
