import type { Calendar } from '../time/calendar.js';
import type { Limit } from '../time/limit.js';
import { clockOf, derive, movesOf, type Terms } from './obligation.js';
import { sliceOf, type PolicyDocument } from '../policy/document.js';
import type { Instant } from '../time/time.js';
import type { Place } from '../form/form.js';
import { POLICY_FORM } from '../policy/fields.js';
import { GRADES, type Grade, type ObligationKind } from '../words.js';

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
  const places = (field: string) => POLICY_FORM.places(document, field);
  const own = (places: Place[], kind: Limited) => places.map(({ path, value }) => example(path, kind, value as Limit));
  const byKind = places('limits.{act}.{grade}').concat(places('limits.{stage}.{grade}'));
  const inGrade = (grade: Grade, field: string) => places(field).filter(({ keys }) => keys[0] === grade);
  return [
    ...Object.keys(document.limits).flatMap((kind) =>
      own(
        byKind.filter(({ keys, value }) => keys[0] === kind && value !== null),
        kind as Limited,
      ),
    ),
    ...GRADES.flatMap((grade) => [
      ...own(inGrade(grade, 'handle.{grade}.{complexity}'), 'handle'),
      ...inGrade(grade, 'visits.{grade}[].after').map(({ keys, value, beside }) =>
        example(`visits.${keys.join('.')}`, 'return-visit', value as Limit, beside.tolerance as Limit),
      ),
    ]),
    ...places('statutory.{track}[].limit').map(({ keys, value, beside }) =>
      example(`statutory.${keys[0]}.${String(beside.step)}`, 'statutory-step', value as Limit),
    ),
  ];
}
