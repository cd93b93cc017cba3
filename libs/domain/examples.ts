import type { Calendar } from './calendar.js';
import type { Limit } from './limit.js';
import { clockOf, derive, type Terms } from './obligation.js';
import { sliceOf, type PolicyDocument } from './policy.js';
import type { Instant } from './time.js';
import { COMPLEXITIES, GRADES } from './words.js';

/** One number of a policy, and the moment that it comes to when its stage begins now. */
export interface Example {
  /** Where it stands in the document, as an obligation's `rule.path` names it: `limits.dispatch.blue`. */
  path: string;
  limit: Limit;
  dueAt: Instant;
  /** Only of a return visit: until when it may be made. */
  lateAfter?: Instant;
  provisional: boolean;
}

/** A date under every limit of a policy: people check dates, not numbers. Counted by the function that makes real ones. */
export function examplesOf(version: string, document: PolicyDocument, calendar: Calendar, at: Instant): Example[] {
  const clock = clockOf({ policyVersion: version, policy: sliceOf(document), calendar });
  const example = (path: string, limit: Limit, more: Partial<Terms> = {}): Example => {
    const terms: Terms = { countedFrom: at, limit, extensions: [], moves: true, pauses: [], ...more };
    const due = derive(terms, { policyVersion: version, calendarVersion: calendar.version, path }, clock);
    const { dueAt, lateAfter, provisional } = due;
    return { path, limit, dueAt, ...(lateAfter && { lateAfter }), provisional };
  };
  return [
    ...Object.entries(document.limits).flatMap(([kind, byGrade]) =>
      GRADES.flatMap((grade) => {
        const limit = byGrade[grade];
        return limit ? [example(`limits.${kind}.${grade}`, limit, { moves: kind !== 'safety-check' })] : [];
      }),
    ),
    ...GRADES.flatMap((grade) => [
      ...COMPLEXITIES.map((each) => example(`handle.${grade}.${each}`, document.handle[grade][each])),
      ...document.visits[grade].map(({ after: limit, tolerance }, n) =>
        example(`visits.${grade}.${n}`, limit, { tolerance, moves: false }),
      ),
    ]),
    ...Object.entries(document.statutory).flatMap(([track, steps]) =>
      steps.map(({ step, limit }) => example(`statutory.${track}.${step}`, limit)),
    ),
  ];
}
