import type { Calendar } from '../time/calendar.js';
import { count, countBack, type Clock, type Limit } from '../time/limit.js';
import { clockOf, derive, movesOf, type Terms } from './obligation.js';
import { sliceOf, type PolicyDocument } from '../policy/document.js';
import type { Instant } from '../time/time.js';
import type { Place } from '../form/form.js';
import { isObject, Spot } from '../form/shapes.js';
import { POLICY_FORM } from '../policy/fields.js';
import { workMinutesOf, type Known } from '../policy/shapes.js';
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

const NOWHERE = { policyVersion: '', calendarVersion: '', path: '' };

/** A stage of some kind that begins then. */
function stageOf(kind: Limited, at: Instant, limit: Limit, clock: Clock, tolerance?: Limit) {
  const moves = movesOf(kind);
  const terms: Terms = { countedFrom: at, limit, extensions: [], moves, pauses: [], ...(tolerance && { tolerance }) };
  const { dueAt, lateAfter, provisional } = derive(terms, NOWHERE, clock);
  return { dueAt, ...(lateAfter && { lateAfter }), provisional };
}

/** A date under every limit of a policy: people check dates, not numbers. Counted by the function that makes real ones. */
export function examplesOf(version: string, document: PolicyDocument, calendar: Calendar, at: Instant): Example[] {
  const clock = clockOf({ policyVersion: version, policy: sliceOf(document), calendar });
  const example = (path: string, kind: Limited, limit: Limit, tolerance?: Limit): Example => ({
    path,
    limit,
    ...stageOf(kind, at, limit, clock, tolerance),
  });
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

/** What a limit comes to, by its place in the document: a JSON Pointer. */
export interface DateOf {
  pointer: string;
  dueAt: Instant;
  provisional: boolean;
}

/** Limits that look back from a moment. */
const BACK = ['repeat.within', 'ladders.{ladder}[].at.before?'];
/** Whose stage a limit is of, by its field; what is no stage is counted as it stands. */
const STAGES: Record<string, (keys: readonly string[]) => Limited> = {
  'limits.{act}.{grade}': ([kind]) => kind as Limited,
  'limits.{stage}.{grade}': ([kind]) => kind as Limited,
  'handle.{grade}.{complexity}': () => 'handle',
  'extensions.{grade}.by': () => 'handle',
  'visits.{grade}[].after': () => 'return-visit',
  'statutory.{track}[].limit': () => 'statutory-step',
  'statutory.{track}[].extension?': () => 'statutory-step',
};

/** Whether a value is by itself what it may be; the check of the whole document asks for more. */
function isSound(field: string, value: unknown, workMinutes: number): boolean {
  const spot = new Spot<Known>({ departments: [], villages: [], workMinutes });
  POLICY_FORM.fields.find(({ path }) => path === field)!.shape.check(value, spot);
  return spot.problems.length === 0;
}

/**
 * The date beside each limit of a document that is being written, were what it bounds to begin now; of a tolerance, the
 * moment when its visit is late. What makes no sense has none, and without working hours nothing has. Takes anything.
 */
export function datesOf(document: PolicyDocument, calendar: Calendar, at: Instant): DateOf[] {
  const { workingTime } = document;
  if (!isObject(workingTime) || !isSound('workingTime.zone', workingTime.zone, 0)) return [];
  if (!isSound('workingTime.hours', workingTime.hours, 0)) return [];
  const clock: Clock = { calendar, workingTime };
  const workMinutes = workMinutesOf(workingTime.hours);
  return POLICY_FORM.fields
    .filter(({ shape }) => shape.says.startsWith('limit'))
    .flatMap(({ path: field }) =>
      POLICY_FORM.places(document, field)
        .filter(({ value }) => value !== null && isSound(field, value, workMinutes))
        .flatMap((place) => {
          const due = dateOf(field, place, at, clock, workMinutes);
          return due ? [{ pointer: `/${place.path.replaceAll('.', '/')}`, ...due }] : [];
        }),
    );
}

/** Of one limit that is sound; null where there is no date without another that is not. */
function dateOf(field: string, { keys, value, beside }: Place, at: Instant, clock: Clock, workMinutes: number) {
  const limit = value as Limit;
  if (field === 'visits.{grade}[].tolerance') {
    if (!isSound('visits.{grade}[].after', beside.after, workMinutes)) return null;
    const { lateAfter, provisional } = stageOf('return-visit', at, beside.after as Limit, clock, limit);
    return { dueAt: lateAfter!, provisional };
  }
  if (BACK.includes(field)) return { dueAt: countBack(at, limit, clock), provisional: false };
  const kind = STAGES[field]?.(keys);
  const { dueAt, provisional } = kind
    ? stageOf(kind, at, limit, clock)
    : count(at, limit, clock, { pauses: [], moves: false });
  return { dueAt, provisional };
}
