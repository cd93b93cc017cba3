import type { EventOf } from '../../dispute/events.js';
import { nothing, type Book, type Chapter } from '../book.js';
import { boundsSuspensions } from '../editions.js';
import { recountWindow } from '../recount.js';

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
  ContactMade: goesOn,
  ConsentGiven: goesOn,
  PlanMade: goesOn,
  ProgressReported: goesOn,
  PersonAssigned(book, { data: { departmentId, role, userId, obligationId } }) {
    book.name(`${departmentId}:${role}`, userId, obligationId === undefined);
  },
  NoteAdded: nothing,
  FileAttached: nothing,
  DisputeSuspended: checkSuspension,
  SuspensionReviewed: checkSuspension,
  DisputeResumed(book, { at }) {
    if (book.stood) book.stood.until = at;
  },
  TrackEntered: nothing,
  TrackStepTaken: goesOn,
  TrackEnded: nothing,
};

function goesOn(book: Book, { at }: { at: string }): void {
  book.progressAt = at;
}

/** It ends in the policy's time, and those in a row beyond the policy's number are no word of the desk. */
function checkSuspension(
  book: Book,
  { at, actor, data: { until } }: EventOf<'DisputeSuspended' | 'SuspensionReviewed'>,
): void {
  if (!boundsSuspensions(book.core)) return;
  const { stood, progressAt, rules, desk } = book;
  const isNewRow = stood === null || (stood.until !== null && progressAt !== null && progressAt > stood.until);
  const times = isNewRow ? 1 : stood.times + 1;
  book.stood = { times, until: null };
  const { longest = { amount: 12, unit: 'months' }, inARow = 5 } = rules.policy.suspension;
  if (until && until > recountWindow(at, longest, rules))
    book.fault(6, `it was suspended until ${until}, which is too far`);
  if (times >= inARow && actor.kind === 'person' && actor.departmentId === desk)
    book.fault(4, `the desk suspended it ${times} times in a row`);
}
