import type { RetentionTable } from '#domain/keeping/retention.js';
import type { Due, DueRows } from '#persistence/keeping/retention.js';

export interface RetentionShapes {
  Retention: Retention;
}

declare module '../http/answers.js' {
  interface Shapes extends RetentionShapes {}
}

/** What is kept how long, and what has been kept long enough. */
export interface Retention extends RetentionTable {
  /** 0: the table that ships. */
  version: number;
  publishedAt: Date | null;
  publishedBy: string | null;
  /** Where it holds: there and below; null: wherever no nearer one does. */
  departmentId: string | null;
  rows: DueRows[];
  due: Due[];
  lastRun: RetentionRun | null;
}

export interface RetentionRun {
  name: string;
  endedAt: Date;
  /** What went of the people, cases and items where the caller works and below, by its kind. */
  erased: Record<string, unknown>;
}
