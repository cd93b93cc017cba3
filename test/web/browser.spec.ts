import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { packedChromium } from '../support/browser.js';

const PROGRAM = `
const { createHash } = await import('node:crypto');
const { readFile } = await import('node:fs/promises');
const { packedChromium } = await import('./dist/test/support/browser.js');
console.log(createHash('sha256').update(await readFile(await packedChromium())).digest('hex'));
`;

// Seen on a fresh machine: two files of tests unpacked one binary at once, and one of them started it while the other wrote.
it('the browser that comes in a package is whole for each of several processes that are the first to want it', async () => {
  const home = await packedChromium();
  const whole = createHash('sha256')
    .update(await readFile(home))
    .digest('hex');
  const TMPDIR = await mkdtemp(join(tmpdir(), 'first-browser-'));
  const find = () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
      env: { ...process.env, TMPDIR },
    });
  try {
    const found = await Promise.all([find(), find(), find()]);
    expect(found.map(({ stdout }) => stdout.trim())).toEqual([whole, whole, whole]);
    // Nobody's half is left.
    expect(await readdir(TMPDIR)).toEqual([basename(join(home, '..'))]);
  } finally {
    await rm(TMPDIR, { recursive: true });
  }
});
