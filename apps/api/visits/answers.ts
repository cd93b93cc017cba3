import type { DisputeRow } from '#domain/dispute/row.js';
import type { Page } from '../http/answers.js';
import type { VisitView, DisputeInWork } from '../disputes/answers.js';

export interface VisitShapes {
  VisitList: Page<Visit>;
  Feed: Feed;
  MadeFeed: MadeFeed;
}

declare module '../http/answers.js' {
  interface Shapes extends VisitShapes {}
}

export interface Visit extends VisitView {
  /** Whether it looks at what the caller did: then somebody else makes it. */
  ownWork: boolean;
  dispute: DisputeInWork & Pick<DisputeRow, 'parties'>;
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
