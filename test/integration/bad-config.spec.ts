import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { doubtsAbout, loadConfig } from '#config/config.js';

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

  const PRODUCTION = { NODE_ENV: 'production', PUBLIC_URL: 'https://disputes.example.gov.cn' };

  it.each(['demo', 'township'])('a start in earnest brings no %s', (SEED) => {
    const { status, said } = started('local', { ...PRODUCTION, SEED });
    expect([status, said]).toEqual([78, [UNUSABLE, '  SEED: there is no demo township where NODE_ENV is production']]);
  });

  it.each(['api', 'worker', 'local'])('%s in earnest wants to be told where people reach it, by https', (app) => {
    expect(started(app, { NODE_ENV: 'production' })).toEqual({
      status: 78,
      said: [UNUSABLE, '  PUBLIC_URL: is required where NODE_ENV is production'],
    });
    expect(started(app, { NODE_ENV: 'production', PUBLIC_URL: 'http://10.0.0.7' }).said).toEqual([
      UNUSABLE,
      '  PUBLIC_URL: must begin with https:// where NODE_ENV is production',
    ]);
  });

  it.each(['proxy.example', '10.0.0.0/33', '0.0.0.0/0', '::/0', '10.0.0.1;10.0.0.2', 'everybody', ',', '10.0.0.1/'])(
    'takes "%s" for no proxies',
    (text) => {
      expect(() => loadConfig({ TRUSTED_PROXIES: text })).toThrow(/^ {2}TRUSTED_PROXIES: must be addresses/m);
    },
  );

  it('takes addresses, networks and their names for proxies, and says when an https installation names none', () => {
    const config = loadConfig({ ...PRODUCTION, TRUSTED_PROXIES: '10.0.0.7, fd00::/8,loopback' });
    expect(config.TRUSTED_PROXIES).toEqual(['10.0.0.7', 'fd00::/8', 'loopback']);
    expect(doubtsAbout(config)).toEqual([]);
    expect(doubtsAbout(loadConfig(PRODUCTION))).toEqual([expect.stringMatching(/^TRUSTED_PROXIES: is not set/)]);
    expect(doubtsAbout(loadConfig({}))).toEqual([]);
  });
});
