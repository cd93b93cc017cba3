import { expect, it } from '@jest/globals';
import { clockOf } from '#domain/obligation/obligation.js';
import { rulesFor, shanghai } from '../../../test/support/town.js';
import { remainingOf } from './remaining.js';

const clock = clockOf(rulesFor());
const at = (dueAt: string, now: string, lateAfter?: string) => {
  const owed = { dueAt: shanghai(dueAt), ...(lateAfter && { lateAfter: shanghai(lateAfter) }) };
  const { is, workingMinutes, minutes } = remainingOf(owed, shanghai(now), clock);
  return [is, workingMinutes, minutes];
};

it('counts working time until it is due, seven hours a day', () => {
  // Over a weekend: an hour of Friday, and Monday.
  expect(at('2026-03-09 17:30', '2026-03-06 16:30')).toEqual(['left', 60 + 420, 73 * 60]);
  expect(remainingOf({ dueAt: shanghai('2026-03-09 17:30') }, shanghai('2026-03-06 16:30'), clock).dayMinutes).toBe(
    420,
  );
});

it('has no working time left in the night, and its hours still', () => {
  expect(at('2026-03-10 02:00', '2026-03-09 18:00')).toEqual(['left', 0, 480]);
});

it('counts up to the due moment, and in its grace up to when it is late', () => {
  const grace = ['2026-03-09 17:30', '2026-03-11 17:30'] as const;
  expect(at(grace[0], '2026-03-09 16:30', grace[1])).toEqual(['left', 60, 60]);
  expect(at(grace[0], '2026-03-09 17:30', grace[1])).toEqual(['left', 0, 0]);
  expect(at(grace[0], '2026-03-10 17:30', grace[1])).toEqual(['grace', 420, 1440]);
});

it('is late after its moment, or after its grace, and counts from then', () => {
  expect(at('2026-03-09 17:30', '2026-03-10 17:30')).toEqual(['late', -420, 1440]);
  expect(at('2026-03-09 17:30', '2026-03-12 17:30', '2026-03-11 17:30')).toEqual(['late', -420, 1440]);
});
