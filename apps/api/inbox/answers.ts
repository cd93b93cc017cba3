import type { Instant } from '#domain/time/time.js';
import type { InboxCounts } from '#persistence/reading/work-reader.js';
import type { Page } from '../http/answers.js';
import type { ObligationView, DisputeInWork } from '../disputes/answers.js';

export interface InboxShapes {
  WorkList: Page<Work>;
  Counts: InboxCounts;
}

declare module '../http/answers.js' {
  interface Shapes extends InboxShapes {}
}

export interface Work {
  obligation: ObligationView;
  dispute: DisputeInWork;
  dueAt: Instant;
  remaining: { workingMinutes: number; text: string };
  state: ObligationView['state'];
}
