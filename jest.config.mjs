/** @type {import('jest').Config} */
const base = {
  testEnvironment: 'node',
  // What a file leaves behind is of the process, which the next file shares.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  testSequencer: '<rootDir>/test/support/sequencer.mjs',
  testTimeout: 120_000,
  // One more than the cores: a test that starts servers waits for them half of its time.
  maxWorkers: 3,
  transform: {},
  runtime: '<rootDir>/test/support/native/runtime.cjs',
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
};

export default base;
