import { describe, expect, it } from '@jest/globals';
import { paced } from './pace.js';

describe('a pace of its own', () => {
  /** Work that takes its milliseconds of a clock that nobody else moves. */
  function slow(takes: number) {
    let now = 0;
    const rests: number[] = [];
    const settings = {
      lanes: 1,
      clock: () => now,
      pause: async (millis: number) => void rests.push(millis),
    };
    return { rests, settings, work: async () => void (now += takes) };
  }

  it('rests as long as each took, and no longer than it may', async () => {
    const { rests, settings, work } = slow(80);
    await paced([1, 2, 3], work, () => false, settings);
    expect(rests).toEqual([80, 80, 80]);
    const busy = slow(60_000);
    await paced([1], busy.work, () => false, { ...busy.settings, longestRest: 5_000 });
    expect(busy.rests).toEqual([5_000]);
  });

  it('has few under way at once, and takes each once', async () => {
    let most = 0;
    let now = 0;
    const seen: number[] = [];
    await paced(
      Array.from({ length: 50 }, (_, index) => index),
      async (each) => {
        most = Math.max(most, ++now);
        await new Promise(setImmediate);
        seen.push(each);
        now -= 1;
      },
      () => false,
      { lanes: 3, pause: async () => undefined },
    );
    expect(most).toBe(3);
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('begins nothing new where it is enough, or where one failed, and throws after the others ended', async () => {
    const seen: number[] = [];
    const { settings } = slow(1);
    await paced(
      [1, 2, 3],
      async (each) => void seen.push(each),
      () => seen.length === 2,
      settings,
    );
    expect(seen).toEqual([1, 2]);
    const others: string[] = [];
    const failing = paced(
      ['bad', 'slow', 'never'],
      async (each) => {
        if (each === 'bad') throw new Error('no');
        await new Promise(setImmediate);
        others.push(each);
      },
      () => false,
      { lanes: 2, pause: async () => undefined },
    );
    await expect(failing).rejects.toThrow('no');
    expect(others).toEqual(['slow']);
  });
});
