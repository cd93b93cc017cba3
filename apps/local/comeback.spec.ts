import { describe, expect, it } from '@jest/globals';
import { Comeback } from './comeback.js';

describe('what died', () => {
  it('is started again later each time, and given up in the end', () => {
    const comeback = new Comeback('the worker', () => 0);
    comeback.begins();
    const waits = Array.from({ length: 7 }, () => comeback.after(1));
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(() => comeback.after(3)).toThrow('the worker ended 8 times one after another (exit code 3)');
  });

  it('begins anew when it had come back', () => {
    let now = 0;
    const comeback = new Comeback('the worker', () => now);
    for (let n = 0; n < 20; n++) {
      comeback.begins();
      now += 60_001;
      expect(comeback.after(1)).toBe(250);
    }
  });
});
