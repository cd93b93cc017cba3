import { createRequire } from 'node:module';
import { sep } from 'node:path';

// Jest carries it itself; what it carries stands beside it.
const { default: Sequencer } = createRequire(createRequire(import.meta.url).resolve('jest'))('@jest/test-sequencer');

/** What waits for most of its time, then what takes longest: whatever begins last goes on alone. All others after them. */
const FIRST = ['faults/', 'e2e/console.', 'e2e/habits.', 'e2e/', 'workflow/', 'integration/'].map((each) =>
  `test/${each}`.replaceAll('/', sep),
);
const placeOf = (path) => [...FIRST, ''].findIndex((each) => path.includes(each));

/** By what each took on this machine, where it is known; else by where it stands. */
export default class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isKnown = sorted.some(({ duration }) => duration !== undefined);
    return isKnown ? sorted : sorted.toSorted((a, b) => placeOf(a.path) - placeOf(b.path));
  }
}
