import { describe, expect, it } from '@jest/globals';
import { countedOf } from './repeats.js';

describe('earlier cases of the same people', () => {
  const of = (id: string, ...apart: string[]) => ({ id, apart });

  it('count each, where nobody ruled otherwise', () => {
    expect(countedOf([of('a'), of('b'), of('c')])).toEqual(['a', 'b', 'c']);
    expect(countedOf([])).toEqual([]);
  });

  it('count once of two that were ruled apart, whichever was ruled on', () => {
    expect(countedOf([of('a'), of('b', 'a')])).toEqual(['b']);
    expect(countedOf([of('a', 'b'), of('b')])).toEqual(['b']);
  });

  it('count as many as can be together', () => {
    expect(countedOf([of('a'), of('b'), of('c', 'a', 'b')])).toEqual(['a', 'b']);
    expect(countedOf([of('a'), of('b', 'a'), of('c', 'a', 'b')])).toEqual(['c']);
  });
});
