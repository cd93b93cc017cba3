import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

const started = (app: string, env: Record<string, string>) => {
  const { status, stderr } = spawnSync(process.execPath, [`dist/apps/${app}/main.js`], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  });
  return { status, said: stderr.trim().split('\n') };
};
const UNUSABLE = 'the configuration is not usable:';

describe('a process with a bad configuration', () => {
  it.each(['api', 'worker', 'local'])('%s names every bad variable, shows no value and no stack, and ends', (app) => {
    const { status, said } = started(app, { PORT: 'seven', MASTER_KEY: 'geheim' });
    expect([status, said]).toEqual([
      78,
      [
        UNUSABLE,
        '  PORT: Invalid input: expected number, received NaN',
        '  MASTER_KEY: must be 64 hexadecimal digits, or several such keys',
      ],
    ]);
  });

  it.each([
    ['api', 'DATABASE_READER_URL'],
    ['worker', 'DATABASE_WRITER_URL'],
  ])('%s says that it cannot do without %s', (app, name) => {
    expect(started(app, {})).toEqual({ status: 78, said: [UNUSABLE, `  ${name}: is required here`] });
  });

  it('a start in earnest brings no demo township', () => {
    const { status, said } = started('local', { NODE_ENV: 'production', SEED: 'demo' });
    expect([status, said]).toEqual([78, [UNUSABLE, '  SEED: there is no demo township where NODE_ENV is production']]);
  });
});
