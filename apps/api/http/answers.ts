import type { NoticeKind, ObligationKind } from '#domain/words.js';
import type { Total } from '#persistence/reading/total.js';
import type { ProblemCode } from './problem-codes.js';

/**
 * The shapes of answers, put together from the types of the domain and of the readers. They are the one source: `@Answers`
 * holds the routes to them, the build makes the schemas of the OpenAPI document of them, and the console's types come from
 * that document. A `Date` here is a moment in JSON. Each room has its own (`answers.ts`) and adds them to these.
 */
export interface Shapes extends HttpShapes {}

export interface HttpShapes {
  Problem: Problem;
}

export interface Page<T> {
  items: T[];
  /** The cursor of the next page; null on the last. */
  next: string | null;
}

/** Of a list that says how many it has in all where it is asked (`total=true`). */
export interface CountedPage<T> extends Page<T> {
  /** Up to ten thousand exactly; `more` says that there are more than `count`. */
  total?: Total;
}

export interface FieldError {
  /** JSON pointer into the body, or `/name` of a query parameter. */
  pointer: string;
  code: string;
  detail: string;
}

/** RFC 9457: `title` and `detail` are in the language of the caller; a code may have further members of its own. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** The rule, and what can be done next. */
  detail: string;
  /** Stable; /docs/problems lists them all. */
  code: ProblemCode;
  /** Of a fault, for the administrator. */
  reference?: string;
  errors?: FieldError[];
  /** Of `VISITS_OPEN`: their numbers. */
  openVisits?: number[];
  /** Of `OBLIGATIONS_OPEN`. */
  openObligations?: { id: string; kind: ObligationKind; n?: number }[];
  /** Of `LEGAL_NOTICES`: what has to be told on one channel at least. */
  kinds?: NoticeKind[];
  [extension: string]: unknown;
}
