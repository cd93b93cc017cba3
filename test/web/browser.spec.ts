import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { INSTALLED_CHROMIUM } from '../support/browser.js';

const PROGRAM = `
const { launch } = await import('./dist/test/support/browser.js');
const browser = await launch();
console.log(browser.version());
await browser.close();
`;

// Seen on a fresh machine: two files of tests unpacked one binary at once, and one of them started it while the other wrote.
(INSTALLED_CHROMIUM ? it.skip : it)(
  'the browser that comes in a package starts in each of several processes that are the first to want it',
  async () => {
    const TMPDIR = await mkdtemp(join(tmpdir(), 'first-browser-'));
    const start = () =>
      promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
        env: { ...process.env, TMPDIR },
      });
    try {
      const versions = await Promise.all([start(), start(), start()]);
      expect(new Set(versions.map(({ stdout }) => stdout)).size).toBe(1);
      const left = await readdir(TMPDIR);
      expect(left.filter((each) => each.startsWith('dispute-circulation-chromium-'))).toHaveLength(1);
    } finally {
      await rm(TMPDIR, { recursive: true });
    }
  },
);
