import fc from 'fast-check';
import type { CalendarYear } from '#domain/time/calendar.js';
import { DEFAULT_POLICY } from '#domain/policy/default-policy.js';
import { roughDays, type Limit } from '#domain/time/limit.js';
import type { Rules } from '#domain/obligation/obligation.js';
import { sliceOf, type PolicyDocument, type Rung } from '#domain/policy/document.js';
import { NAMEABLE } from '#domain/people/posts.js';
import { APPROVERS, MAY_WAIT, NEVER_SILENT } from '#domain/policy/fields.js';
import { SHIPPED_CALENDARS } from '#domain/time/shipped-calendars.js';
import { weekdayOf } from '#domain/time/time.js';
import {
  CATEGORIES,
  COMPLEXITIES,
  DANGER_SIGNS,
  GRADES,
  KINDS,
  POSTS,
  RUNG_ACTIONS,
  TRACKS,
  DANGER_BY,
  VISIT_BY,
  VISIT_MODES,
} from '#domain/words.js';

/** Rulebooks that nobody would write and that a region may publish all the same: every policy and calendar that passes. */

const share = fc.double({ min: 0, max: 1, noNaN: true });
const limit: fc.Arbitrary<Limit> = fc.oneof(
  ...(
    [
      ['seconds', 7200],
      ['minutes', 900],
      ['hours', 96],
      ['days', 70],
      ['months', 7],
      ['workingHours', 60],
      ['workingDays', 30],
    ] as const
  ).map(([unit, most]) => fc.record({ unit: fc.constant(unit), amount: fc.integer({ min: 1, max: most }) })),
);

function byKey<K extends string, T>(keys: readonly K[], value: fc.Arbitrary<T>): fc.Arbitrary<Record<K, T>> {
  return fc.record(Object.fromEntries(keys.map((key) => [key, value])) as Record<K, fc.Arbitrary<T>>) as fc.Arbitrary<
    Record<K, T>
  >;
}
const byGrade = <T>(value: fc.Arbitrary<T>) => byKey(GRADES, value);
const grade = fc.constantFrom(...GRADES);
const several = <T>(value: fc.Arbitrary<T>, maxLength: number) => fc.array(value, { minLength: 1, maxLength });

const rungs: fc.Arbitrary<Rung> = fc.record(
  {
    at: fc.oneof(
      fc.record({ percent: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ before: limit }),
      fc.record({ after: limit }),
      fc.record({ on: fc.constantFrom('eve' as const, 'morning' as const, 'last-workday' as const) }),
    ),
    when: fc.constantFrom('no-progress' as const, 'second-lateness' as const),
    grades: fc.uniqueArray(grade, { minLength: 1 }),
    do: fc.constantFrom(...RUNG_ACTIONS.filter((action) => action !== 'redispatch')),
    to: fc.uniqueArray(fc.constantFrom(...POSTS), { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['at', 'do', 'to'] },
);

const ladder = fc.uniqueArray(rungs, { maxLength: 4, selector: (rung) => JSON.stringify(rung) });
/** An offer that nobody answers comes back, sooner or later. */
const redispatch: fc.Arbitrary<Rung> = fc
  .oneof(fc.record({ percent: fc.integer({ min: 100, max: 300 }) }), fc.record({ after: limit }))
  .map((at) => ({ at, do: 'redispatch', to: ['desk'] }));

const visit = fc.record({
  after: limit.filter(({ unit }) => !['seconds', 'minutes', 'workingHours'].includes(unit)),
  mode: fc.constantFrom(...VISIT_MODES),
  tolerance: limit,
});
const visitsInOrder = several(visit, 4).map((visits) =>
  visits
    .toSorted((a, b) => roughDays(a.after, 60) - roughDays(b.after, 60))
    .filter(({ after }, n, all) => n === 0 || roughDays(all[n - 1]!.after, 60) < roughDays(after, 60)),
);

const SESSIONS: PolicyDocument['workingTime']['hours'][] = [
  DEFAULT_POLICY.workingTime.hours,
  [['00:00', '23:59']],
  [['09:00', '09:30']],
  [
    ['07:00', '11:00'],
    ['11:00', '12:00'],
    ['20:00', '22:30'],
  ],
];

export const policies: fc.Arbitrary<PolicyDocument> = fc.record({
  region: fc.constant('default'),
  title: fc.constant('随机规则'),
  limits: fc
    .tuple(byKey(NEVER_SILENT, byGrade(limit)), fc.dictionary(fc.constantFrom(...MAY_WAIT), byGrade(fc.option(limit))))
    .map(([must, may]) => ({ ...may, ...must })),
  handle: byGrade(byKey(COMPLEXITIES, limit)),
  ladders: fc
    .tuple(fc.dictionary(fc.constantFrom(...KINDS, 'default' as const), ladder), ladder, redispatch)
    .map(([others, before, end]) => ({ ...others, 'answer-transfer': [...before, end] })),
  visits: byGrade(visitsInOrder),
  returns: byGrade(
    fc
      .record({ perDepartment: fc.integer({ min: 0, max: 3 }), more: fc.integer({ min: 0, max: 2 }) })
      .map(({ perDepartment, more }) => ({
        perDepartment,
        perDispute: perDepartment === 0 ? 0 : perDepartment + more,
      })),
  ),
  extensions: byGrade(
    fc.record({ by: limit, times: fc.integer({ min: 0, max: 3 }), approver: fc.constantFrom(...APPROVERS) }),
  ),
  mediationStop: fc.record({ limit, withConsent: fc.boolean() }),
  relapse: byGrade(grade),
  repeat: fc.record({ within: limit, second: grade, third: grade }),
  unreachable: fc.record({ tries: fc.integer({ min: 1, max: 4 }) }),
  mediators: fc.subarray(['justice', 'land', 'police']),
  suspension: fc.record(
    {
      by: fc.subarray([...NAMEABLE], { minLength: 1 }),
      longest: limit,
      inARow: fc.integer({ min: 2, max: 4 }),
    },
    { requiredKeys: ['by'] },
  ),
  leg: fc.record({
    restAtLeast: fc.double({ min: 0, max: 1, noNaN: true }),
    total: fc.double({ min: 1, max: 4, noNaN: true }),
  }),
  reopen: fc.record({ within: limit }),
  visitsAtLeast: fc.uniqueArray(
    fc.record(
      { category: fc.constantFrom(...CATEGORIES), dangerSign: fc.constantFrom(...DANGER_SIGNS), as: grade },
      { requiredKeys: ['as'] },
    ),
    { maxLength: 2, selector: ({ category, dangerSign }) => `${category} ${dangerSign}` },
  ),
  reportedLate: limit,
  visitsFrom: share,
  visitBy: fc.constantFrom(...VISIT_BY),
  dangerBy: fc.constantFrom(...DANGER_BY),
  spotChecks: fc.record({ blue: share, yellow: share, red: share, within: limit }),
  majorKinds: fc.subarray([...CATEGORIES], { maxLength: 3 }),
  dangerAtLeast: byKey(DANGER_SIGNS, grade),
  routing: fc.constant([]),
  workingTime: fc.record({
    zone: fc.constantFrom('Asia/Shanghai', 'Asia/Urumqi', 'UTC'),
    hours: fc.constantFrom(...SESSIONS),
  }),
  statutory: byKey(TRACKS, several(fc.record({ step: fc.constantFrom('acceptance', 'reply', 'award'), limit }), 3)).map(
    // A step is named once in its track.
    (tracks) =>
      Object.fromEntries(
        Object.entries(tracks).map(([track, steps]) => [
          track,
          steps.filter(({ step }, n) => steps.findIndex((each) => each.step === step) === n),
        ]),
      ),
  ),
});

const isWeekend = (date: string) => [0, 6].includes(weekdayOf(date));

/** A year in which any workday may be off and any day of a weekend may be worked, published or not. */
function year(of: number): fc.Arbitrary<CalendarYear> {
  const day = fc.integer({ min: 0, max: 364 }).map((n) => new Date(Date.UTC(of, 0, 1 + n)).toISOString().slice(0, 10));
  return fc
    .record({
      official: fc.boolean(),
      days: fc.uniqueArray(day, { maxLength: 60 }),
      statutory: fc.uniqueArray(day, { maxLength: 5 }),
    })
    .map(({ official, days, statutory }) => ({
      region: 'default',
      year: of,
      official,
      source: `calendar ${of}`,
      holidays: official ? days.filter((date) => !isWeekend(date)) : [],
      makeUpDays: official ? days.filter(isWeekend) : [],
      statutory,
    }));
}

const calendars: fc.Arbitrary<CalendarYear[]> = fc.oneof(
  fc.constant(SHIPPED_CALENDARS),
  fc.constant<CalendarYear[]>([]),
  fc.tuple(year(2026), year(2027)).map((years) => [...years]),
);

export const rulebooks: fc.Arbitrary<Rules> = fc.record({ policy: policies, years: calendars }).map(
  ({ policy, years }) =>
    // As a document that was published and read again.
    JSON.parse(
      JSON.stringify({
        policyVersion: 'random-1',
        policy: sliceOf(policy),
        calendar: { region: 'default', version: 'random-1', years },
      }),
    ) as Rules,
);
