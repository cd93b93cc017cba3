import type { NoticeKind } from '../../../words.js';
import { toWorkers, type Notices, type NoticeTarget } from '../../notice-targets.js';
import { holderOf, type Registered } from '../../state.js';

/** Desk and holder hear that the clock stands, or runs again. */
function toBoth(kind: NoticeKind, after: Registered): NoticeTarget[] {
  return [...new Set([after.desk, holderOf(after)])].map((departmentId) => toWorkers(kind, departmentId, after));
}

export const PAUSING = {
  DisputeSuspended: (_event, _before, after) => toBoth('suspended', after),
  DisputeResumed: (_event, _before, after) => toBoth('resumed', after),
  TrackEntered: (_event, _before, after) => toBoth('statutory', after),
  TrackEnded: (_event, _before, after) => toBoth('statutory-ended', after),
} satisfies Partial<Notices>;
