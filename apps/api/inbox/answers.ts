import type { Verb } from '#domain/dispute/commands.js';
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

export interface WorkLine {
  obligation: ObligationView;
  dueAt: Instant;
  /** `text` is `中止` where its clock stands. */
  remaining: { workingMinutes: number; text: string };
  state: ObligationView['state'];
  /** What the caller can do about it; null where that is another's. */
  verb: Verb | null;
}

export interface Work extends WorkLine {
  dispute: DisputeInWork;
  /** Only by case: what else is owed of it, the next due first. */
  also?: WorkLine[];
}
