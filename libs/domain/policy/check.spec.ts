import { describe, expect, it } from '@jest/globals';
import { ALARM } from './alarm.js';
import { DEFAULT_POLICY } from './default-policy.js';
import { DOORSTEP, doorstepOf } from './doorstep.js';
import type { Limit, Unit } from '../time/limit.js';
import { sliceOf } from './document.js';
import { checkPolicy } from './check.js';
import type { Rung } from './document.js';
import { CATEGORIES, DANGER_SIGNS, GRADES, KINDS, POSTS } from '../words.js';

const DEPARTMENTS = [
  'district',
  'centre',
  'police',
  'justice',
  'land',
  'forestry',
  'labour',
  'agriculture',
  'village-shixi',
  'village-baitang',
  'village-helin',
];
const REGION = { departments: DEPARTMENTS, villages: DEPARTMENTS.filter((id) => id.startsWith('village-')) };

/** The default policy with one place changed; `undefined` takes the place away. */
function withAt(pointer: string, value: unknown, within: unknown = DEFAULT_POLICY): unknown {
  const document = structuredClone(within) as Record<string, unknown>;
  const path = pointer.slice(1).split('/');
  const last = path.pop()!;
  const place = path.reduce((node, key) => node[key] as Record<string, unknown>, document);
  if (value === undefined) delete place[last];
  else place[last] = value;
  return document;
}

const RUNG: Rung = { at: { after: { amount: 1, unit: 'days' } }, do: 'urge', to: ['desk'] };
const REDISPATCH: Rung = { at: { percent: 200 }, do: 'redispatch', to: ['desk'] };

const problemsOf = (document: unknown) =>
  checkPolicy(document, REGION).map(({ pointer, code }) => `${pointer} ${code}`);

describe('a policy', () => {
  it('that ships makes sense', () => {
    expect(problemsOf(DEFAULT_POLICY)).toEqual([]);
  });

  it('may leave a stage without a deadline', () => {
    expect(problemsOf(withAt('/limits/plan/red', null))).toEqual([]);
  });

  it.each<[what: string, place: string, value: unknown, problem: string]>([
    [
      'a limit of zero',
      '/limits/grade/blue',
      { amount: 0, unit: 'days' },
      '/limits/grade/blue/amount LIMIT_NOT_POSITIVE',
    ],
    [
      'a negative limit',
      '/handle/red/simple',
      { amount: -1, unit: 'days' },
      '/handle/red/simple/amount LIMIT_NOT_POSITIVE',
    ],
    ['half a day', '/handle/red/simple', { amount: 0.5, unit: 'days' }, '/handle/red/simple/amount LIMIT_NOT_POSITIVE'],
    ['an unknown unit', '/limits/watch/red', { amount: 1, unit: 'weeks' }, '/limits/watch/red/unit UNKNOWN_WORD'],
    ['a limit that is a number', '/limits/watch/red', 7, '/limits/watch/red REQUIRED'],
    ['no limit for handling', '/handle/blue/simple', null, '/handle/blue/simple REQUIRED'],
    ['a grade left out', '/limits/watch/red', undefined, '/limits/watch/red REQUIRED'],
    ['an unknown grade', '/relapse/green', 'red', '/relapse/green UNKNOWN_WORD'],
    ['a stage where a case would wait for nobody', '/limits/dispatch/blue', null, '/limits/dispatch/blue REQUIRED'],
    [
      'an unknown kind of limit',
      '/limits/lunch',
      { blue: null, yellow: null, red: null },
      '/limits/lunch UNKNOWN_WORD',
    ],
    ['an unknown kind of ladder', '/ladders/lunch', [], '/ladders/lunch UNKNOWN_WORD'],
    [
      'a rung more than 400 days after the due moment',
      '/ladders/default/2/at',
      { after: { amount: 401, unit: 'days' } },
      '/ladders/default/2/at/after RUNG_TOO_FAR',
    ],
    [
      'a rung more than 400 days before the due moment',
      '/ladders/default/2/at',
      { before: { amount: 14, unit: 'months' } },
      '/ladders/default/2/at/before RUNG_TOO_FAR',
    ],
    [
      'a rung at no distance',
      '/ladders/default/2/at',
      { after: { amount: 0, unit: 'days' } },
      '/ladders/default/2/at/after/amount LIMIT_NOT_POSITIVE',
    ],
    ['a rung at zero per cent', '/ladders/default/0/at', { percent: 0 }, '/ladders/default/0/at/percent OUT_OF_RANGE'],
    ['a rung at two moments', '/ladders/default/0/at', { percent: 50, on: 'eve' }, '/ladders/default/0/at ONE_MOMENT'],
    ['a rung at noon', '/ladders/default/0/at', { on: 'noon' }, '/ladders/default/0/at/on UNKNOWN_WORD'],
    ['a rung that shouts', '/ladders/default/0/do', 'shout', '/ladders/default/0/do UNKNOWN_WORD'],
    ['a rung to nobody known', '/ladders/default/0/to', ['mayor'], '/ladders/default/0/to/0 UNKNOWN_WORD'],
    ['a rung for a strange case', '/ladders/default/0/when', 'full-moon', '/ladders/default/0/when UNKNOWN_WORD'],
    ['a rung for an unknown grade', '/ladders/default/0/grades', ['green'], '/ladders/default/0/grades/0 UNKNOWN_WORD'],
    ['a grade without visits', '/visits/blue', [], '/visits/blue VISITS_REQUIRED'],
    ['a visit by letter', '/visits/blue/0/mode', 'letter', '/visits/blue/0/mode UNKNOWN_WORD'],
    ['a visit without tolerance', '/visits/blue/0/tolerance', null, '/visits/blue/0/tolerance REQUIRED'],
    ['returns below zero', '/returns/red/perDispute', -1, '/returns/red/perDispute OUT_OF_RANGE'],
    ['an extension by nobody', '/extensions/red/approver', 'mayor', '/extensions/red/approver UNKNOWN_WORD'],
    ['a mediation stop without an answer', '/mediationStop/withConsent', 'yes', '/mediationStop/withConsent REQUIRED'],
    ['a repeat of no grade', '/repeat/third', 'black', '/repeat/third UNKNOWN_WORD'],
    ['no tries before giving up', '/unreachable/tries', 0, '/unreachable/tries OUT_OF_RANGE'],
    ['an unknown mediator', '/mediators', ['justice', 'court'], '/mediators/1 UNKNOWN_DEPARTMENT'],
    ['a suspension by an unknown role', '/suspension/by', ['mayor'], '/suspension/by/0 UNKNOWN_WORD'],
    ['a leg of more than all', '/leg/restAtLeast', 1.5, '/leg/restAtLeast OUT_OF_RANGE'],
    ['legs shorter than one', '/leg/total', 0.9, '/leg/total OUT_OF_RANGE'],
    ['a reopening without end', '/reopen/within', null, '/reopen/within REQUIRED'],
    ['visits for an unknown sign', '/visitsAtLeast/0/dangerSign', 'rain', '/visitsAtLeast/0/dangerSign UNKNOWN_WORD'],
    ['visits as an unknown grade', '/visitsAtLeast/0/as', 'green', '/visitsAtLeast/0/as UNKNOWN_WORD'],
    ['a danger of no grade', '/dangerAtLeast/weapon', 'black', '/dangerAtLeast/weapon UNKNOWN_WORD'],
    ['a rule of no sign', '/danger/0/sign', 'gun', '/danger/0/sign UNKNOWN_WORD'],
    ['no words', '/danger/0/words', [], '/danger/0/words REQUIRED'],
    ['a word twice', '/danger/0/words', ['刀', '刀'], '/danger/0/words/1 DUPLICATE'],
    ['an ellipsis alone', '/danger/0/words/0', '…', '/danger/0/words/0 NOT_A_PHRASE'],
    ['one in the middle', '/danger/0/near/0', '拿…刀', '/danger/0/near/0 NOT_A_PHRASE'],
    ['a comma for a word', '/dangerDenied/0', '，', '/dangerDenied/0 NOT_A_PHRASE'],
    ['a reach beyond the clause', '/danger/0/within', 99, '/danger/0/within OUT_OF_RANGE'],
    ['an unknown major kind', '/majorKinds', ['weather'], '/majorKinds/0 UNKNOWN_WORD'],
    ['a route to an unknown department', '/routing/2/to', 'court', '/routing/2/to UNKNOWN_DEPARTMENT'],
    ['an unknown assistant', '/routing/0/assist', ['court'], '/routing/0/assist/0 UNKNOWN_DEPARTMENT'],
    ['a route of an unknown category', '/routing/2/category', 'weather', '/routing/2/category UNKNOWN_WORD'],
    ['a route without a reason', '/routing/2/reason', '', '/routing/2/reason REQUIRED'],
    ['an unknown zone', '/workingTime/zone', 'Europe/Berlin', '/workingTime/zone UNKNOWN_ZONE'],
    ['no working hours', '/workingTime/hours', [], '/workingTime/hours REQUIRED'],
    ['a session at 25:00', '/workingTime/hours/0/0', '25:00', '/workingTime/hours/0 TIME_OF_DAY'],
    ['a session that ends before it begins', '/workingTime/hours/0/1', '08:00', '/workingTime/hours/0 SESSION_ORDER'],
    ['sessions that overlap', '/workingTime/hours/1/0', '11:00', '/workingTime/hours/1 SESSION_ORDER'],
    ['a statutory step without a name', '/statutory/labour/0/step', '', '/statutory/labour/0/step REQUIRED'],
    ['a statutory step without a limit', '/statutory/labour/0/limit', null, '/statutory/labour/0/limit REQUIRED'],
    ['no region', '/region', '', '/region REQUIRED'],
    ['no title', '/title', undefined, '/title REQUIRED'],
    ['no ladders', '/ladders', undefined, '/ladders REQUIRED'],
    ['a zone that every object inherits', '/workingTime/zone', 'constructor', '/workingTime/zone UNKNOWN_ZONE'],
    [
      '999,999 working days',
      '/limits/dispatch/red',
      { amount: 999_999, unit: 'workingDays' },
      '/limits/dispatch/red/amount LIMIT_TOO_LONG',
    ],
    [
      'a limit of no number',
      '/limits/dispatch/red',
      { amount: NaN, unit: 'days' },
      '/limits/dispatch/red/amount LIMIT_NOT_POSITIVE',
    ],
    [
      'a limit of 1e308',
      '/limits/dispatch/red',
      { amount: 1e308, unit: 'seconds' },
      '/limits/dispatch/red/amount LIMIT_TOO_LONG',
    ],
    [
      'a window of ten years',
      '/reopen/within',
      { amount: 120, unit: 'months' },
      '/reopen/within/amount LIMIT_TOO_LONG',
    ],
    [
      'a limit that says more',
      '/reportedLate',
      { amount: 1, unit: 'days', grace: 2 },
      '/reportedLate/grace UNKNOWN_MEMBER',
    ],
    ['a suspension by nobody', '/suspension/by', [], '/suspension/by REQUIRED'],
    ['a suspension by who never can', '/suspension/by', ['head'], '/suspension/by/0 UNKNOWN_WORD'],
    ['a suspension by one twice', '/suspension/by', ['desk', 'desk'], '/suspension/by/1 DUPLICATE'],
    ['an extension by the county', '/extensions/red/approver', 'county', '/extensions/red/approver UNKNOWN_WORD'],
    ['an extension by its own handler', '/extensions/red/approver', 'handler', '/extensions/red/approver UNKNOWN_WORD'],
    ['extensions without end', '/extensions/red/times', 1e9, '/extensions/red/times OUT_OF_RANGE'],
    ['extensions of -0', '/extensions/red/times', -0, '/extensions/red/times OUT_OF_RANGE'],
    [
      'extensions that add up to ten years',
      '/extensions/red',
      { by: { amount: 12, unit: 'months' }, times: 12, approver: 'head' },
      '/extensions/red/times SUM_TOO_LONG',
    ],
    [
      'a limit that nobody reads',
      '/limits/return-visit',
      DEFAULT_POLICY.limits.watch,
      '/limits/return-visit UNKNOWN_WORD',
    ],
    ['a track that no case can enter', '/statutory/toll', [], '/statutory/toll UNKNOWN_WORD'],
    ['a track without steps', '/statutory/labour', [], '/statutory/labour REQUIRED'],
    [
      'a step named twice',
      '/statutory/labour',
      [1, 2].map((amount) => ({ step: 'mediation', limit: { amount, unit: 'days' } })),
      '/statutory/labour/1 DUPLICATE',
    ],
    ['no end of an offer', '/ladders/answer-transfer', undefined, '/ladders/answer-transfer OUTCOME_REQUIRED'],
    [
      'an end in some grades',
      '/ladders/answer-transfer/2/grades',
      ['red'],
      '/ladders/answer-transfer OUTCOME_REQUIRED',
    ],
    ['an end if …', '/ladders/answer-transfer/2/when', 'no-progress', '/ladders/answer-transfer OUTCOME_REQUIRED'],
    [
      'an end that may lie before the offer',
      '/ladders/answer-transfer/2/at',
      { before: { amount: 9, unit: 'days' } },
      '/ladders/answer-transfer OUTCOME_REQUIRED',
    ],
    ['a dispatch of what was never offered', '/ladders/watch', [REDISPATCH], '/ladders/watch/0/do NOTHING_OFFERED'],
    ['a rung that reaches nobody', '/ladders/default/0/to', [], '/ladders/default/0/to REQUIRED'],
    ['a rung for no grade', '/ladders/default/0/grades', [], '/ladders/default/0/grades REQUIRED'],
    ['a rung for a grade twice', '/ladders/default/0/grades', ['red', 'red'], '/ladders/default/0/grades/1 DUPLICATE'],
    ['a rung that stands twice', '/ladders/watch', [RUNG, RUNG], '/ladders/watch/1 DUPLICATE'],
    ['a rung at no number', '/ladders/default/0/at', { percent: NaN }, '/ladders/default/0/at/percent OUT_OF_RANGE'],
    [
      'a rung at ten times the whole case',
      '/ladders/watch',
      [{ ...RUNG, at: { percent: 1000 } }],
      '/ladders/watch/0/at/percent RUNG_TOO_FAR',
    ],
    ['a rung with more to say', '/ladders/default/0/then', 'x', '/ladders/default/0/then UNKNOWN_MEMBER'],
    ['more rungs than a ladder has', '/ladders/watch', Array(9999).fill(RUNG), '/ladders/watch TOO_MANY'],
    [
      'a visit after minutes',
      '/visits/blue/0/after',
      { amount: 5, unit: 'minutes' },
      '/visits/blue/0/after/unit UNKNOWN_WORD',
    ],
    [
      'a visit before the one before it',
      '/visits/yellow/2/after',
      { amount: 2, unit: 'days' },
      '/visits/yellow/2/after VISIT_ORDER',
    ],
    [
      'a department that returns more than the case',
      '/returns/red/perDepartment',
      2,
      '/returns/red/perDepartment RETURNS_DISAGREE',
    ],
    ['returns that nobody may make', '/returns/red/perDepartment', 0, '/returns/red/perDepartment RETURNS_DISAGREE'],
    ['a share of no number', '/leg/restAtLeast', NaN, '/leg/restAtLeast OUT_OF_RANGE'],
    ['legs of infinite length', '/leg/total', Infinity, '/leg/total OUT_OF_RANGE'],
    ['a mediator twice', '/mediators', ['justice', 'justice'], '/mediators/1 DUPLICATE'],
    ['a mediator that every object inherits', '/mediators', ['constructor'], '/mediators/0 UNKNOWN_DEPARTMENT'],
    [
      'a route for a village that is not there',
      '/routing/2/village',
      'village-atlantis',
      '/routing/2/village UNKNOWN_VILLAGE',
    ],
    ['a route for an office as a village', '/routing/2/village', 'justice', '/routing/2/village UNKNOWN_VILLAGE'],
    ['a route that another hides', '/routing/3', DEFAULT_POLICY.routing[2], '/routing/3 DUPLICATE'],
    ['a lead that assists itself', '/routing/0/assist', ['police'], '/routing/0/assist/0 DUPLICATE'],
    ['a reason as long as a novel', '/routing/2/reason', 'x'.repeat(1e6), '/routing/2/reason TOO_LONG'],
    ['a title that no database stores', '/title', 'a\u0000', '/title NOT_STORABLE'],
    ['a session past midnight', '/workingTime/hours', [['22:00', '02:00']], '/workingTime/hours/0 SESSION_ORDER'],
    [
      'a session of three times',
      '/workingTime/hours/0',
      ['08:00', '09:00', '10:00'],
      '/workingTime/hours/0 TIME_OF_DAY',
    ],
    [
      'a working day of a minute',
      '/workingTime/hours',
      [['09:00', '09:01']],
      '/workingTime/hours WORKING_DAY_TOO_SHORT',
    ],
    ['a member that nobody reads', '/lunch', true, '/lunch UNKNOWN_MEMBER'],
    ['a member that nobody reads, deep inside', '/repeat/fourth', 'red', '/repeat/fourth UNKNOWN_MEMBER'],
  ])('with %s is refused', (_what, place, value, problem) => {
    expect(problemsOf(withAt(place, value))).toEqual([problem]);
  });

  it('with what every object inherits as a member is refused', () => {
    const text = JSON.stringify(DEFAULT_POLICY);
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(problemsOf(JSON.parse(text.replace('{', `{"${name}":{"title":"x"},`)))).toEqual([
        `/${name} UNKNOWN_MEMBER`,
      ]);
      expect(problemsOf(JSON.parse(text.replace('"limits":{', `"limits":{"${name}":{},`)))).toEqual([
        `/limits/${name} UNKNOWN_WORD`,
      ]);
    }
    expect(problemsOf(Object.create(DEFAULT_POLICY)).length).toBeGreaterThan(20);
  });

  it('whose legs add up to thirty years is refused', () => {
    const document = withAt('/leg/total', 10, withAt('/handle/blue/complex', { amount: 36, unit: 'months' }));
    expect(problemsOf(document)).toEqual(['/leg/total SUM_TOO_LONG']);
  });

  it('of more than a case can carry is refused', () => {
    const document = structuredClone(DEFAULT_POLICY);
    const rung = (n: number) => ({ ...RUNG, to: [...POSTS], at: { after: { amount: n + 1, unit: 'hours' as const } } });
    for (const kind of KINDS) {
      document.ladders[kind] = [
        ...Array.from({ length: 18 }, (_, n) => rung(n)),
        ...(kind === 'answer-transfer' ? [REDISPATCH] : []),
      ];
    }
    document.routing = document.routing.map((rule) => ({ ...rule, reason: '长'.repeat(200) }));
    document.routing = CATEGORIES.flatMap((category) =>
      [undefined, ...DANGER_SIGNS].map((sign) => ({
        category,
        ...(sign && { dangerSign: sign }),
        to: 'police',
        reason: '长'.repeat(200),
      })),
    );
    expect(problemsOf(document)).toEqual([' TOO_LARGE']);
  });

  it('names a stage whose limits are missing altogether', () => {
    expect(problemsOf(withAt('/limits/decide-return', undefined))).toContain('/limits/decide-return REQUIRED');
    expect(problemsOf(withAt('/limits/plan', undefined))).toEqual([]);
  });

  it('names each part of what is missing as a whole', () => {
    expect(problemsOf(withAt('/handle', null))).toHaveLength(1 + 3 + 9);
    expect(problemsOf(withAt('/handle/red', null))[0]).toBe('/handle/red REQUIRED');
  });

  it('hears of everything that is wrong at once', () => {
    const document = structuredClone(DEFAULT_POLICY);
    document.limits.watch!.blue = { amount: 0, unit: 'days' };
    document.routing[0]!.to = 'court';
    document.ladders.default![2]!.at = { after: { amount: 500, unit: 'days' } };
    expect(problemsOf(document).sort()).toEqual([
      '/ladders/default/2/at/after RUNG_TOO_FAR',
      '/limits/watch/blue/amount LIMIT_NOT_POSITIVE',
      '/routing/0/to UNKNOWN_DEPARTMENT',
    ]);
  });

  it.each([[null], [undefined], [[]], ['policy'], [7]])('that is %p is refused and breaks nothing', (document) => {
    expect(problemsOf(document)).toEqual([' REQUIRED']);
  });

  it('that is an empty object is refused in each of its parts', () => {
    const pointers = new Set(checkPolicy({}, REGION).map(({ pointer }) => pointer.split('/')[1]));
    // What older documents do not say means what ships.
    const said = Object.keys(DEFAULT_POLICY).filter((member) => !(member in DOORSTEP) && !(member in ALARM));
    expect(pointers).toEqual(new Set(said));
  });

  it('travels without what only the desk reads', () => {
    const slice = sliceOf(DEFAULT_POLICY);
    expect(Object.keys(slice)).not.toContain('routing');
    expect(Object.keys(slice)).not.toContain('title');
    expect(Object.keys(slice)).not.toContain('danger');
    expect(slice.dangerAtLeast).toEqual(ALARM.dangerAtLeast);
    expect(slice.handle).toEqual(DEFAULT_POLICY.handle);
  });
});

describe('the numbers that ship', () => {
  const UNIT: Record<string, Unit> = { min: 'minutes', h: 'hours', d: 'days', wd: 'workingDays', wh: 'workingHours' };
  /** `7 wd` as the table of domain.md §6 writes it; `-` is none. */
  const read = (text: string): Limit | null => {
    if (text === '-') return null;
    const [amount, unit] = text.split(' ');
    return { amount: Number(amount), unit: UNIT[unit!]! };
  };
  const { limits, handle, visits, returns, extensions } = DEFAULT_POLICY;

  it.each([
    ['triage', '7 wh', '4 h', '30 min'],
    ['grade', '1 wd', '4 h', '1 h'],
    ['dispatch', '1 wd', '8 h', '1 h'],
    ['answer-transfer', '1 wd', '4 wh', '1 h'],
    ['return-window', '2 wd', '1 wd', '4 h'],
    ['decide-return', '1 wd', '4 wh', '1 h'],
    ['first-contact', '1 wd', '24 h', '1 h'],
    ['plan', '-', '2 wd', '24 h'],
    ['stabilise', '-', '-', '24 h'],
    ['watch', '30 d', '45 d', '60 d'],
    ['assist-report', '3 wd', '2 wd', '24 h'],
    ['decide-extension', '1 wd', '1 wd', '4 h'],
    ['review-suspension', '30 d', '15 d', '7 d'],
    ['safety-check', '30 d', '30 d', '7 d'],
    ['meeting', '5 wd', '3 wd', '24 h'],
  ] as const)('%s: blue %s, yellow %s, red %s', (kind, blue, yellow, red) => {
    expect(limits[kind]).toEqual({ blue: read(blue), yellow: read(yellow), red: read(red) });
  });

  it.each([
    ['blue', '1 d', '7 wd', '20 d'],
    ['yellow', '1 d', '7 wd', '20 d'],
    ['red', '30 d', '30 d', '30 d'],
  ] as const)('handling of %s: simple %s, ordinary %s, complex %s', (grade, simple, ordinary, complex) => {
    expect(handle[grade]).toEqual({ simple: read(simple), ordinary: read(ordinary), complex: read(complex) });
  });

  it.each([
    ['blue', 1, 2, '3 wd', 'head'],
    ['yellow', 1, 2, '10 wd', 'director'],
    ['red', 1, 1, '30 d', 'secretary'],
  ] as const)(
    '%s: %i return a department, %i a case; extended by %s once, by the %s',
    (grade, one, all, by, approver) => {
      expect(returns[grade]).toEqual({ perDepartment: one, perDispute: all });
      expect(extensions[grade]).toEqual({ by: read(by), times: 1, approver });
    },
  );

  it('visits of blue on day 7 by phone, of yellow on day 1 in person and on 3, 7, 30', () => {
    expect(visits.blue).toEqual([{ after: read('7 d'), mode: 'phone', tolerance: read('2 d') }]);
    expect(visits.yellow.map((visit) => visit.after)).toEqual([read('1 d'), read('3 d'), read('7 d'), read('30 d')]);
    expect(visits.yellow[0]!.mode).toBe('in-person');
    expect(visits.yellow.map((visit) => visit.tolerance)).toEqual(Array(4).fill(read('1 d')));
  });

  it('visits of red on day 1, 3 and 7, then each month for half a year, never by phone', () => {
    expect(visits.red.map(({ after }) => `${after.amount} ${after.unit}`)).toEqual([
      '1 days',
      '3 days',
      '7 days',
      ...[1, 2, 3, 4, 5, 6].map((n) => `${n} months`),
    ]);
    expect(visits.red.map((visit) => visit.tolerance)).toEqual([read('12 h'), ...Array<Limit>(8).fill(read('1 d')!)]);
    expect(visits.red.filter((visit) => visit.mode === 'phone')).toEqual([]);
  });

  it('relapse, repeats, legs, the hard stop, the windows', () => {
    const { relapse, repeat, leg, mediationStop, reportedLate, unreachable } = DEFAULT_POLICY;
    expect(relapse).toEqual({ blue: 'yellow', yellow: 'red', red: 'red' });
    expect(repeat).toEqual({ within: read('90 d'), second: 'yellow', third: 'red' });
    expect(leg).toEqual({ restAtLeast: 0.5, total: 1.5 });
    expect(mediationStop).toEqual({ limit: read('30 d'), withConsent: true });
    expect(reportedLate).toEqual(read('48 h'));
    expect(unreachable).toEqual({ tries: 3 });
    expect(doorstepOf(DEFAULT_POLICY)).toEqual({
      visitsFrom: 0.5,
      visitBy: 'others',
      spotChecks: { blue: 0.1, yellow: 0.1, red: 0.25, within: read('5 wd') },
    });
  });

  it('the ladder of handling climbs as the table says', () => {
    const rungs = DEFAULT_POLICY.ladders.handle!.map(({ at, do: action, grades, when }) => {
      const moment = 'percent' in at ? `${at.percent} %` : 'after' in at ? `+${at.after.amount} ${at.after.unit}` : '?';
      return [moment, action, grades?.join(' ') ?? 'all', when ?? ''].join(' | ').replace(/ \| $/, '');
    });
    expect(rungs).toEqual([
      '50 % | remind | all | no-progress',
      '80 % | warn | all',
      '100 % | explain | all',
      '+1 workingDays | urge | all',
      '+3 workingDays | supervise | blue',
      '+3 workingDays | supervise | yellow',
      '+12 hours | supervise | red',
      '+5 workingDays | bulletin | blue yellow',
      '+24 hours | bulletin | red',
      '+10 workingDays | propose-listing | all',
      '100 % | propose-listing | all | second-lateness',
    ]);
  });

  it('limit only stages that exist, in every grade', () => {
    for (const [kind, row] of Object.entries(limits)) {
      expect([...KINDS, 'return-window']).toContain(kind);
      expect(Object.keys(row)).toEqual([...GRADES]);
    }
  });

  it('route the categories of the table to their first department', () => {
    const first = (category: string) =>
      DEFAULT_POLICY.routing.find((rule) => rule.category === category && !rule.dangerSign)?.to;
    expect(Object.fromEntries(CATEGORIES.map((category) => [category, first(category)]))).toMatchObject({
      family: 'justice',
      neighbours: 'justice',
      homestead: 'land',
      'land-title': 'land',
      'land-contract': 'agriculture',
      'forest-title': 'forestry',
      labour: 'labour',
      debt: 'justice',
      contract: 'justice',
      consumer: 'justice',
      'public-order': 'police',
    });
  });
});
