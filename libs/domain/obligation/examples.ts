import type { Calendar } from '../time/calendar.js';
import type { Limit } from '../time/limit.js';
import { clockOf, derive, movesOf, type Terms } from './obligation.js';
import { sliceOf, type PolicyDocument } from '../policy/document.js';
import type { Instant } from '../time/time.js';
import { COMPLEXITIES, GRADES, type ObligationKind } from '../words.js';

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

type Limited = ObligationKind | 'return-window';

/** A date under every limit of a policy: people check dates, not numbers. Counted by the function that makes real ones. */
export function examplesOf(version: string, document: PolicyDocument, calendar: Calendar, at: Instant): Example[] {
  const clock = clockOf({ policyVersion: version, policy: sliceOf(document), calendar });
  const example = (path: string, kind: Limited, limit: Limit, tolerance?: Limit): Example => {
    const moves = movesOf(kind);
    const terms: Terms = { countedFrom: at, limit, extensions: [], moves, pauses: [], ...(tolerance && { tolerance }) };
    const due = derive(terms, { policyVersion: version, calendarVersion: calendar.version, path }, clock);
    const { dueAt, lateAfter, provisional } = due;
    return { path, limit, dueAt, ...(lateAfter && { lateAfter }), provisional };
  };
  return [
    ...(Object.keys(document.limits) as Limited[]).flatMap((kind) =>
      GRADES.flatMap((grade) => {
        const limit = document.limits[kind]?.[grade];
        return limit ? [example(`limits.${kind}.${grade}`, kind, limit)] : [];
      }),
    ),
    ...GRADES.flatMap((grade) => [
      ...COMPLEXITIES.map((each) => example(`handle.${grade}.${each}`, 'handle', document.handle[grade][each])),
      ...document.visits[grade].map(({ after: limit, tolerance }, n) =>
        example(`visits.${grade}.${n}`, 'return-visit', limit, tolerance),
      ),
    ]),
    ...Object.entries(document.statutory).flatMap(([track, steps]) =>
      steps.map(({ step, limit }) => example(`statutory.${track}.${step}`, 'statutory-step', limit)),
    ),
  ];
}
