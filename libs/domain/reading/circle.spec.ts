import { describe, expect, it } from '@jest/globals';
import { circleIn } from './circle.js';

describe('a case that goes in a circle', () => {
  it.each([
    [['justice'], null],
    [['justice', 'land'], null],
    [
      ['justice', 'land', 'justice'],
      ['justice', 'land', 'justice'],
    ],
    [
      ['labour', 'justice', 'land', 'forestry', 'justice'],
      ['justice', 'land', 'forestry', 'justice'],
    ],
    // Asked once more, not sent round.
    [['justice', 'justice'], null],
  ])('%j → %j', (way, circle) => {
    expect(circleIn(way)).toEqual(circle);
  });
});
