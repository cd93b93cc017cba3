import type { BoardLine } from '#persistence/reading/board-reader.js';
import type { Page } from '../http/answers.js';
import type { ObligationView, DisputeSummary, DisputeInWork } from '../disputes/answers.js';

export interface BoardShapes {
  Board: Board;
  LateList: Page<Late>;
  BounceList: Page<Bounce>;
}

declare module '../http/answers.js' {
  interface Shapes extends BoardShapes {}
}

export interface Late {
  obligation: ObligationView;
  dispute: DisputeInWork;
  /** In one sentence. */
  cause: string;
}

export interface Board {
  departments: BoardLine[];
  orphaned: number;
  /** Open dates that rest on a year whose calendar is not published. */
  alarms: { code: 'CALENDAR_UNPUBLISHED'; year: number; obligations: number }[];
  late: Late[];
}

export interface Bounce {
  dispute: DisputeSummary;
  handOffs: number;
  loop: string[];
  circle: string[] | null;
}
