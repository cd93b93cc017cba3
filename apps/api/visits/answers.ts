import type { DisputeRow } from '#domain/dispute/row.js';
import type { CountedPage } from '../http/answers.js';
import type { Instant } from '#domain/time/time.js';
import type { DisputeInWork, DisputeView, Resolution, VisitView } from '../disputes/answers.js';

export interface VisitShapes {
  VisitList: CountedPage<Visit>;
  Feed: Feed;
  MadeFeed: MadeFeed;
}

declare module '../http/answers.js' {
  interface Shapes extends VisitShapes {}
}

export interface Visit extends VisitView {
  /** Whether it looks at what the caller did: then somebody else makes it. */
  ownWork: boolean;
  /** Whether it was made in a pair and waits for the caller to confirm it. */
  confirms: boolean;
  dispute: DisputeInWork & Pick<DisputeRow, 'seq'> & Pick<DisputeView, 'parties'> & DoorstepSheet;
}

/** What was agreed, and what of it was fulfilled. */
export interface Agreed extends Pick<Resolution, 'terms'> {}

/** What the doorstep has to know of a case, also where nobody answers: how far its visits are and what was agreed. */
export interface DoorstepSheet {
  /** Its own time: that of a rehearsal may be ahead. */
  now: Instant;
  /** All of its visits, with what was said at those that were made. */
  visits: VisitView[];
  /** Null until it is resolved. */
  resolution: Agreed | null;
}

/** Null where there is no feed, or where no calendar read it yet. */
export interface Feed {
  createdAt: Date | null;
  usedAt: Date | null;
}

export interface MadeFeed {
  /** As good as a password for this one thing. */
  url: string;
  token: string;
}
