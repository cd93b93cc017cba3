import type { Instant } from '#domain/time/time.js';
import type { ObligationKind } from '#domain/words.js';
import type { Grouping } from '#persistence/reading/statistics-reader.js';

export interface StatisticsShapes {
  Measures: Measures;
  Statistics: Statistics;
}

declare module '../http/answers.js' {
  interface Shapes extends StatisticsShapes {}
}

/** A number, and the list behind it. */
export interface Value {
  value: number;
  link: string;
}

/** `value` is null where there is nothing to take a share of. */
export interface Share {
  value: number | null;
  part: number;
  whole: number;
  link: string;
}

export interface Measures {
  entered: Value;
  circulated: Value;
  resolved: Value;
  open: Value;
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
  items: Value;
  /** Not among the entered: what was merged into another, and what proved to be none. */
  beside: Record<'merged' | 'invalid', Value>;
  by?: Grouping;
  groups?: (Measures & { key: string | null })[];
  /** Disputes of the period that were late, by what was owed. */
  lateness: (Value & { kind: ObligationKind })[];
  /** Visits by the department whose people made them, and what spot checks heard of them; never by person. */
  visits: ({ departmentId: string } & Record<'done' | 'inTime' | 'confirmed' | 'different', Value>)[];
  /** What is open now, by who holds it and by days since it was entered. */
  ageing: { departmentId: string; ages: (Value & { fromDays: number; toDays: number | null })[] }[];
}
