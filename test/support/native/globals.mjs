// What '@jest/globals' is to a file that Node read itself: Jest's words, of whichever file is run now.
import { createRequire } from 'node:module';

const ofJest = createRequire(createRequire(import.meta.url).resolve('jest'));
const { jestExpect } = ofJest('@jest/expect');
const { ModuleMocker } = ofJest('jest-mock');
const { ModernFakeTimers } = ofJest('@jest/fake-timers');

/** A word of Jest's, or a part of one (`describe.skip`), found when it is said: what keeps it may be read for many files. */
const said = (find) =>
  new Proxy(() => undefined, {
    apply: (_target, _self, given) => find()(...given),
    get: (_target, part) => said(() => find()[part]),
  });

export const [afterAll, afterEach, beforeAll, beforeEach, describe, it, test] = [
  'afterAll',
  'afterEach',
  'beforeAll',
  'beforeEach',
  'describe',
  'it',
  'test',
].map((name) => said(() => globalThis.jestGlobals[name]));

/** Not the one of Jest's own context, whose String is another than that of the tests. */
export const expect = jestExpect;

// Jest counts by its own one: nobody would look whether these hold.
for (const uncounted of ['assertions', 'hasAssertions']) {
  expect[uncounted] = () => {
    throw new Error(`expect.${uncounted} is counted by nobody here`);
  };
}

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });
export const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
  useFakeTimers: () => timers.useFakeTimers(),
  useRealTimers: () => timers.useRealTimers(),
  advanceTimersByTime: (millis) => timers.advanceTimersByTime(millis),
};
