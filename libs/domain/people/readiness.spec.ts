import { describe, expect, it } from '@jest/globals';
import { READINESS_CODES, openPosts, readinessOf, type ReadinessFacts } from './readiness.js';
import { Tree } from './tree.js';
import type { Role } from '../words.js';
import { account, department as place } from '../../../test/support/staff.js';

const person = (id: string, departmentId: string, ...roles: Role[]) => account(id, departmentId, roles);
const PLACES = [
  place('county', null),
  place('centre', 'county'),
  place('police', 'centre', { hasDesk: true }),
  place('justice', 'centre'),
  place('hill', 'centre', { isVillage: true }),
];
const PEOPLE = [
  person('admin', 'county', 'admin'),
  person('auditor', 'county', 'auditor'),
  person('chief', 'centre', 'supervisor'),
  person('clerk', 'police', 'desk', 'visitor', 'head'),
  person('chen', 'justice', 'handler', 'head'),
  person('grid', 'hill', 'reporter'),
];

const factsOf = (more: Partial<ReadinessFacts> = {}, people = PEOPLE, places = PLACES): ReadinessFacts => ({
  tree: new Tree(new Map(places.map((each) => [each.id, each])), people, new Date(0)),
  departments: places,
  posts: ['handler', 'head', 'desk', 'visitor', 'director', 'county'],
  routes: 3,
  years: [2026, 2027],
  year: 2026,
  month: 6,
  pending: [],
  neverSignedIn: [],
  gone: [],
  channels: 1,
  backupDays: 1,
  keyDays: 10,
  ...more,
});
const found = (facts: ReadinessFacts) =>
  readinessOf(facts)
    .filter(({ level }) => level !== 'ok')
    .map(({ code, level, count, of }) => [code, level, count, of]);
const without = (...gone: string[]) => PEOPLE.filter(({ id }) => !gone.includes(id));

describe('what an installation lacks', () => {
  it('is nothing where everybody is there, and each thing is named all the same', () => {
    expect(found(factsOf())).toEqual([]);
    expect(readinessOf(factsOf()).map(({ code }) => code)).toEqual([...READINESS_CODES]);
  });

  it.each([
    [
      'a desk without clerk, visitor and head',
      factsOf({}, without('clerk')),
      [
        ['desk-without-clerk', 'stop', 1, ['police']],
        ['department-without-handler', 'stop', 1, ['police']],
        ['post-nobody-holds', 'warn', 3, ['head', 'desk', 'visitor']],
        ['desk-without-visitor', 'warn', 1, ['police']],
      ],
    ],
    [
      'an office without people',
      factsOf({}, without('chen')),
      [
        ['department-without-handler', 'stop', 1, ['justice']],
        ['post-nobody-holds', 'warn', 1, ['head']],
      ],
    ],
    [
      'nobody above',
      factsOf({}, without('chief', 'auditor')),
      [
        ['post-nobody-holds', 'warn', 2, ['director', 'county']],
        ['alone-in-power', 'warn', 1, []],
      ],
    ],
    [
      'a village where nobody hears anything',
      factsOf({}, without('grid')),
      [['village-without-reporter', 'warn', 1, ['hill']]],
    ],
    [
      'years without a calendar',
      factsOf({ years: [], month: 11 }),
      [
        ['calendar-missing', 'stop', 1, ['2026']],
        ['next-calendar-missing', 'warn', 1, ['2027']],
      ],
    ],
    ['no backup ever', factsOf({ backupDays: null }), [['no-backup', 'stop', 1, []]]],
    [
      'an old backup, an old key, nobody told, no routes',
      factsOf({ backupDays: 8, keyDays: 366, channels: 0, routes: 0 }),
      [
        ['routing-empty', 'warn', 1, []],
        ['no-channel', 'warn', 1, []],
        ['no-backup', 'warn', 1, []],
        ['keys-old', 'warn', 1, []],
      ],
    ],
    [
      'people who wait, never came, or are gone',
      factsOf({ pending: ['wang'], neverSignedIn: ['li', 'mei'], gone: ['gu'] }),
      [
        ['role-pending', 'warn', 1, ['wang']],
        ['never-signed-in', 'warn', 2, ['li', 'mei']],
        ['gone-at-provider', 'warn', 1, ['gu']],
      ],
    ],
  ])('is named: %s', (_what, facts, expected) => {
    expect(found(facts)).toEqual(expected);
  });

  it('of a county that has nothing yet is all that begins', () => {
    const places = [place('county', null)];
    const codes = found(factsOf({ routes: 0, backupDays: null, channels: 0 }, [PEOPLE[0]!], places)).map(
      ([code]) => code,
    );
    expect(codes).toEqual([
      'no-desk',
      'department-without-handler',
      'post-nobody-holds',
      'routing-empty',
      'alone-in-power',
      'no-channel',
      'no-backup',
    ]);
  });
});

describe('posts that nobody holds', () => {
  const open = (people: typeof PEOPLE, places = PLACES) =>
    openPosts(factsOf({}, people, places)).map(({ departmentId, roles }) => `${departmentId}: ${roles.join(' ')}`);

  it('are of each department those without which it does not work', () => {
    expect(open([])).toEqual([
      'county: supervisor',
      'county: auditor',
      'centre: supervisor',
      ...['desk', 'visitor', 'head'].map((role) => `police: ${role}`),
      'justice: handler',
      'justice: handler head',
      'hill: reporter',
    ]);
  });

  it('are those alone that are open, in departments that are', () => {
    expect(open(PEOPLE)).toEqual(['county: supervisor']);
    const apart = [...without('chen'), person('chen', 'justice', 'handler'), person('li', 'justice', 'head')];
    expect(open(apart)).toEqual(['county: supervisor']);
    const closed = PLACES.map((each) => (each.id === 'hill' ? { ...each, active: false } : each));
    expect(open(without('grid', 'chen'), closed)).toEqual([
      'county: supervisor',
      'justice: handler',
      'justice: handler head',
    ]);
  });
});
