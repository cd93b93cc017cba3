import type { Instant } from '#domain/time/time.js';
import type { ObligationKind } from '#domain/words.js';
import type { Grouping } from '#persistence/reading/statistics-reader.js';
import type { DisputeInWork } from '../disputes/answers.js';
import type { CountedPage } from '../http/answers.js';

export interface StatisticsShapes {
  Measures: Measures;
  Statistics: Statistics;
  CountedList: CountedPage<CountedThing>;
}

declare module '../http/answers.js' {
  interface Shapes extends StatisticsShapes {}
}

/** A number, and the list behind it, which is as long. */
export interface Value {
  value: number;
  link: string;
}

/** `value` is null where there is nothing to take a share of. */
export interface Share {
  value: number | null;
  part: number;
  whole: number;
  /** The list of the part. */
  link: string;
  /** The list of the whole. */
  wholeLink: string;
}

export interface Measures {
  entered: Value;
  circulated: Value;
  resolved: Value;
  open: Value;
  /** Ended otherwise than by a resolution. */
  other: Value;
  reopened: Value;
  resolutionRate: Share;
  stableResolutionRate: Share;
  resolutionHours: { median: number | null; p90: number | null; link: string };
  onTimeRate: Share;
  acceptanceRate: Share;
  misDispatchRate: Share;
  visitRate: Share;
  satisfaction: Share & { participation: number | null };
}

export interface Statistics extends Measures {
  from: Instant;
  to: Instant;
  /** None of rehearsals: what is heard is heard in earnest. */
  items?: Value;
  /** Not among the entered: what was merged into another, and what proved to be none. */
  beside: Record<'merged' | 'invalid', Value>;
  by?: Grouping;
  groups?: (Measures & { key: string | null })[];
  /** Disputes of the period that were late, by what was owed. */
  lateness: (Value & { kind: ObligationKind })[];
  /**
   * Visits by the department whose people made them, and what spot checks heard of them; those waived by who owed them.
   * Never by person.
   */
  visits: ({ departmentId: string } & Record<'done' | 'inTime' | 'confirmed' | 'different' | 'waived', Value>)[];
  /** What is open now, by who holds it and by days since it came in. */
  ageing: { departmentId: string; ages: (Value & { fromDays: number; toDays: number | null })[] }[];
}

/** One of what a number counts that counts no disputes: something that was owed. */
export interface CountedThing {
  dispute: DisputeInWork;
  /** Of an offer `answer-transfer`, of a visit `return-visit`. */
  kind: ObligationKind;
  n: number | null;
  /** Who owed it; of a visit who made it. */
  departmentId: string;
  /** From when on it was late. */
  lateAfter: Instant | null;
  /** Null where it was not done. */
  doneAt: Instant | null;
}
