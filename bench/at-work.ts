import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './load.js';

/**
 * Somebody at work beside something long: one act after the other until it is stopped.
 *
 * @param everyMs the rest between two of them
 * @returns what the slowest hundredth waited, in milliseconds
 */
export function atWork(act: () => Promise<unknown>, everyMs: number): { stop: () => Promise<number> } {
  let isOver = false;
  const work = (async () => {
    const waited: number[] = [];
    while (!isOver) {
      const began = performance.now();
      await act();
      waited.push(performance.now() - began);
      await sleep(everyMs);
    }
    return percentile(
      waited.sort((a, b) => a - b),
      0.99,
    );
  })();
  return { stop: () => ((isOver = true), work) };
}
