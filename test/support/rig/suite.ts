import { afterAll, describe, expect, it } from '@jest/globals';
import { Rig } from './rig.js';
import { suffer, type Scenario } from './scenario.js';

/** The long form, in `npm run check:full`. */
export const FULL = process.env.CHECK === 'full';
/** A start, the work before and after, an outage of a minute, and somebody who is refused all the while. */
export const FAULT_MS = 400_000;

/** One rig for all tests of a suite; a new one after a test that did not hold, so that no fault is told twice. */
export function rigs(start: () => Promise<Rig> = () => Rig.start()) {
  let rig: Rig | null = null;
  afterAll(() => rig?.remove(), 60_000);
  return async <T>(test: (rig: Rig) => Promise<T>): Promise<T> => {
    const own = (rig ??= await start());
    try {
      return await test(own);
    } catch (error) {
      rig = null;
      await own.remove();
      throw error;
    }
  };
}

/** Faults one after the other, each with people at work. */
export function itHolds(scenarios: readonly Scenario[], start?: () => Promise<Rig>): void {
  const on = rigs(start);
  it.each(scenarios)(
    'when $name',
    ({ name, ...rest }) =>
      on(async (rig) => {
        expect((await suffer(rig, { name, ...rest })).complaints).toEqual([]);
      }),
    FAULT_MS,
  );
}

export const describeWhen = (holds: boolean) => (holds ? describe : describe.skip);
export const describeFull = describeWhen(FULL);
