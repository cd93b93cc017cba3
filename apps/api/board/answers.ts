import type { BoardColumn } from '#domain/reading/board.js';
import type { BoardFigures } from '#persistence/reading/board-reader.js';
import type { Page } from '../http/answers.js';
import type { ObligationView, DisputeSummary, DisputeInWork } from '../disputes/answers.js';

export interface BoardShapes {
  Board: Board;
  LateList: Page<Late>;
  OwedList: Page<Owed>;
  BounceList: Page<Bounce>;
}

declare module '../http/answers.js' {
  interface Shapes extends BoardShapes {}
}

export interface Owed {
  obligation: ObligationView;
  dispute: DisputeInWork;
  /** Why it is late, in one sentence; null where it is not. */
  cause: string | null;
}

export interface Late extends Owed {
  cause: string;
}

/** Each number of a line, and the address of its list, which is as long as the number. */
export interface BoardLine extends BoardFigures {
  lists: Record<BoardColumn, string>;
}

export interface Board {
  departments: (BoardLine & { departmentId: string })[];
  /** Not the sum of the lines: a dispute that several departments gave back is one. */
  total: BoardLine;
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
