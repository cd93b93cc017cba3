import { describe, expect, it } from '@jest/globals';
import { County } from '../../../test/support/county.js';
import { Town, shanghai } from '../../../test/support/town.js';
import type { DisputeEvent } from '../dispute/events.js';
import { violationsOf } from './invariants.js';
import { TYING, tiesOf, untied } from './merging.js';

const MONDAY = shanghai('2026-11-23 09:00');
const [A, B, C] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`) as [string, string, string];
type Records = Record<string, DisputeEvent[]>;

/** A was merged into B, split and merged again; B into C, which was visited and closed. */
function lived(): Records {
  const towns = [A, B, C].map((id) => new Town(MONDAY, undefined, id));
  const [a, b, c] = towns as [Town, Town, Town];
  for (const town of towns) town.as('desk').register({ grade: 'blue' });
  const county = new County(...towns);
  const merge = (one: Town, other: Town) => county.do(one.as('desk'), 'MergeDispute', { into: other.id });
  merge(a, b);
  county.do(a.as('supervisor'), 'SplitDispute', {});
  merge(a, b);
  merge(b, c);
  c.as('desk').do('ResolveDispute', { outcome: 'settled-on-spot', terms: [] });
  c.visit(1);
  return Object.fromEntries(towns.map(({ id, events }) => [id, events]));
}

const found = (records: Records, isWhole = true) =>
  untied(new Map(Object.entries(records).map(([id, events]) => [id, tiesOf(events)])), isWhole).map(
    ({ id, what }) => `${id.at(-1)}: ${what}`,
  );
const without = (records: Records, id: string, type: DisputeEvent['type'], nth = 0): Records => {
  const [gone] = records[id]!.filter((each) => each.type === type).slice(nth);
  return { ...records, [id]: records[id]!.filter((each) => each !== gone) };
};
const changed = (records: Records, id: string, change: (events: DisputeEvent[]) => void): Records => {
  const events = JSON.parse(JSON.stringify(records[id])) as DisputeEvent[];
  change(events);
  return { ...records, [id]: events };
};
const eventOf = <T extends DisputeEvent['type']>(events: DisputeEvent[], type: T) =>
  events.find((each) => each.type === type) as Extract<DisputeEvent, { type: T }>;

describe('of all records together', () => {
  it('nothing is found where either of two says what the other does', () => {
    const records = lived();
    expect(found(records)).toEqual([]);
    for (const events of Object.values(records)) {
      const tying = events.filter(({ type }) => (TYING as readonly string[]).includes(type));
      expect(tiesOf(tying)).toEqual(tiesOf(events));
    }
  });

  it.each<[string, (records: Records) => Records, RegExp]>([
    [
      'that it was merged is noted nowhere',
      (all) => without(all, C, 'DisputeAbsorbed'),
      /^2: .*3 does not note that it was merged/,
    ],
    [
      'one of two times is noted',
      (all) => without(all, B, 'DisputeAbsorbed'),
      /^1: .*2 does not note that it was merged/,
    ],
    ['that it was split is noted nowhere', (all) => without(all, B, 'DisputeSplitOff'), /^1: .*2 does not note/],
    [
      'what is noted never was',
      (all) => without(all, B, 'DisputeResolved'),
      /^3: it notes .*2, which never was merged into it/,
    ],
    ['more is noted than was', (all) => without(all, A, 'DisputeSplit'), /^2: it notes more of .*1 than that one did/],
    [
      'somebody else is said to have done it',
      (all) =>
        changed(all, C, (events) => (eventOf(events, 'DisputeAbsorbed').data.by = { userId: 'x', departmentId: 'y' })),
      /^2: .*3 does not note/,
    ],
    [
      'another case is said to have come',
      (all) => changed(all, C, (events) => (eventOf(events, 'DisputeAbsorbed').data.from.id = A)),
      /^3: it notes .*1, which never was merged into it/,
    ],
    ['the one that goes on is not there', ({ [C]: _gone, ...all }) => all, /^2: .*3 does not note/],
    ['what was merged is not there', ({ [A]: _gone, ...all }) => all, /^2: it notes .*1, which never/],
    [
      'it ended as invalid',
      (all) => changed(all, C, (events) => (eventOf(events, 'DisputeClosed').data.outcome = 'invalid')),
      /^1: it leads to .*3, which ended as invalid/,
    ],
    [
      'it is a ring',
      (all) =>
        changed(all, C, (events) => {
          Object.assign(eventOf(events, 'DisputeResolved').data, { outcome: 'merged', into: A });
          eventOf(events, 'DisputeClosed').data.outcome = 'merged';
        }),
      /^1: it leads to itself/,
    ],
  ])('it is found where %s', (_what, harm, said) => {
    expect(found(harm(lived())).filter((each) => said.test(each))).not.toEqual([]);
  });

  it('what nobody may see is not missed', () => {
    const { [C]: _gone, ...some } = lived();
    expect(found(some, false)).toEqual([]);
  });

  it('by the first rules nothing was noted, and where it leads nobody looked', () => {
    const old = (id: string, into: string) => {
      const town = new Town(MONDAY, undefined, id);
      town.as('desk').register({ grade: 'blue' });
      (town.events[0] as { data: { core?: number } }).data.core = 5;
      town.do('MergeDispute', { into });
      return town.events;
    };
    expect(found({ [A]: old(A, B), [B]: old(B, A) })).toEqual([]);
  });
});

describe('of one record alone', () => {
  const violated = (records: Records, id: string) =>
    violationsOf(records[id]!, new Town(MONDAY).state.rules, MONDAY)
      .filter(({ invariant }) => invariant === 12)
      .map(({ what }) => what);

  it.each<[string, string, (events: DisputeEvent[]) => void, RegExp]>([
    ['a case came twice', B, (events) => events.splice(eventOf(events, 'DisputeSplitOff').seq - 1, 1), /twice/],
    ['it left and had not come', B, (events) => events.splice(eventOf(events, 'DisputeAbsorbed').seq - 1, 1), /never/],
    [
      'who was there came once more',
      B,
      (events) => (eventOf(events, 'DisputeAbsorbed').data.parties = [{ id: 'p1', role: 'other' }]),
      /p1, who came with/,
    ],
    [
      'others go with it',
      B,
      (events) => (eventOf(events, 'DisputeSplitOff').data.removed = ['p1']),
      /goes who had not come/,
    ],
    [
      'somebody wrote by hand that it came',
      B,
      (events) => (eventOf(events, 'DisputeAbsorbed').actor = { kind: 'person', userId: 'x', departmentId: 'y' }),
      /by hand/,
    ],
    ['it was split without a reason', A, (events) => delete eventOf(events, 'DisputeSplit').text, /without a reason/],
    [
      'it was split from nothing',
      A,
      (events) => delete eventOf(events, 'DisputeResolved').data.into,
      /split from nothing/,
    ],
    [
      'it was reopened',
      A,
      (events) =>
        Object.assign(eventOf(events, 'DisputeSplit'), {
          type: 'DisputeReopened',
          data: { cause: 'request', departmentId: 'police' },
        }),
      /reopened, and not split/,
    ],
    [
      'it ended as invalid and others with it',
      C,
      (events) => (eventOf(events, 'DisputeResolved').data.outcome = 'invalid'),
      /ended as invalid/,
    ],
  ])('it is found where %s', (_what, id, harm, said) => {
    const records = lived();
    expect(violated(records, id)).toEqual([]);
    expect(violated(changed(records, id, harm), id).filter((each) => said.test(each))).not.toEqual([]);
  });
});
