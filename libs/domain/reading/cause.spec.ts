import { expect, it } from '@jest/globals';
import { clockOf } from '#domain/obligation/obligation.js';
import { rulesFor, shanghai } from '../../../test/support/town.js';
import { workingDaysSince } from './cause.js';

const clock = clockOf(rulesFor());
const since = (from: string, to: string) => workingDaysSince(shanghai(from), shanghai(to), clock);

it('counts working days that have passed, in tenths that are full', () => {
  // From the end of work on a Friday: nobody works until Monday, seven hours a day from then on.
  expect(since('2026-03-06 17:30', '2026-03-08 12:00')).toBe(0);
  expect(since('2026-03-06 17:30', '2026-03-09 09:12')).toBe(0.1);
  expect(since('2026-03-06 17:30', '2026-03-09 09:11')).toBe(0);
  expect(since('2026-03-06 17:30', '2026-03-09 17:30')).toBe(1);
  expect(since('2026-03-06 17:30', '2026-03-13 12:00')).toBe(4.5);
  // A week of holidays in between is none of it.
  expect(since('2026-09-30 17:30', '2026-10-08 17:30')).toBe(1);
  expect(since('2026-03-09 12:00', '2026-03-06 12:00')).toBe(0);
});
