import { setTimeout as sleep } from 'node:timers/promises';

export interface PaceSettings {
  /** So many are under way at once. */
  lanes?: number;
  /** Milliseconds that one rests at most. */
  longestRest?: number;
  pause?: (millis: number) => Promise<unknown>;
  clock?: () => number;
}

const LANES = 2;
const LONGEST_REST_MS = 5_000;

/**
 * Works through a list and leaves the machine to people: few at once, and after each as long a rest as it took. Where people
 * are at work everything takes longer, and so do the rests.
 *
 * @param isEnough asked before each; what is left then is left
 * @throws what `work` throws, after all that was under way has ended; nothing new is begun meanwhile
 */
export async function paced<T>(
  list: readonly T[],
  work: (each: T) => Promise<void>,
  isEnough: () => boolean,
  { lanes = LANES, longestRest = LONGEST_REST_MS, pause = sleep, clock = Date.now }: PaceSettings = {},
): Promise<void> {
  const left = list.values();
  let failed = false;
  const lane = async () => {
    // They share one list: each takes the next one.
    for (const each of left) {
      if (failed || isEnough()) return;
      const began = clock();
      try {
        await work(each);
      } catch (error) {
        failed = true;
        throw error;
      }
      await pause(Math.min(clock() - began, longestRest));
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}
