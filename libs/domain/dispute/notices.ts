import { CIRCULATION } from './chapters/circulation/notices.js';
import { CLOSING } from './chapters/closing/notices.js';
import { EXTENDING } from './chapters/extending/notices.js';
import { HANDLING } from './chapters/handling/notices.js';
import { LEADING } from './chapters/leading/notices.js';
import { merged } from './chapters/merged.js';
import { MERGING } from './chapters/merging/notices.js';
import { OWING } from './chapters/owing/notices.js';
import { PAUSING } from './chapters/pausing/notices.js';
import { SUCCESSION } from './chapters/succession/notices.js';
import { VISITS } from './chapters/visits/notices.js';
import type { EventOf, EventType } from './events.js';
import type { Notices, NoticeTarget } from './notice-targets.js';
import type { Registered } from './state.js';
import type { Instant } from '../time/time.js';

/** What is nobody's news: who looks finds it in the timeline. */
const QUIET = quiet(
  'DisputeRegistered',
  'DisputeAdopted',
  'DisputeCorrected',
  'DisputeGraded',
  'RepeatRuledOut',
  'AssistCompleted',
  'ContactMade',
  'ProgressReported',
  'NoteAdded',
  'PlanMade',
  'ConsentGiven',
  'TermFulfilled',
  'TermWaived',
  'DisputeClosed',
  'DecisionFulfilled',
  'ExtensionLapsed',
  'FileAttached',
  'HoldPlaced',
  'HoldLifted',
  'DisputeErased',
  'ObligationPaused',
  'ObligationMet',
  'ObligationVoided',
  'ObligationHandedOver',
  'ObligationWaived',
  'ObligationLate',
  'SuspensionReviewed',
  'TrackStepTaken',
  'RulesMoved',
  'CoreRaised',
  'ClockForwarded',
  'CommandRefused',
  'VisitConfirmed',
  'VisitWaived',
);

function quiet<T extends EventType>(...types: T[]): Record<T, () => NoticeTarget[]> {
  return Object.fromEntries(types.map((type) => [type, () => []])) as unknown as Record<T, () => NoticeTarget[]>;
}

const NOTICES: Notices = merged(
  CIRCULATION,
  HANDLING,
  PAUSING,
  LEADING,
  EXTENDING,
  VISITS,
  CLOSING,
  MERGING,
  OWING,
  SUCCESSION,
  QUIET,
);

/**
 * Whom an event must reach; nobody where it is no news to anybody.
 *
 * @param before the state that it fell into
 * @param after the state with it folded in
 * @param movedAt when rules last moved the case, where somebody asked the record: no state keeps it
 */
export function noticesOf<T extends EventType>(
  event: EventOf<T>,
  before: Registered,
  after: Registered,
  movedAt: Instant | null = null,
): NoticeTarget[] {
  return NOTICES[event.type](event, before, after, movedAt);
}
