import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

describe('the bootstrap of a fresh clone', () => {
  const clone = mkdtempSync(join(tmpdir(), 'dispute-circulation-clone-'));
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  it('starts the product in the environment that the person has, whatever its build tools set', () => {
    // The real bootstrap over a build that, as vite does, changes its own environment.
    mkdirSync(join(clone, 'apps/local'), { recursive: true });
    mkdirSync(join(clone, 'dist/apps/local'), { recursive: true });
    cpSync('apps/local/bootstrap.mjs', join(clone, 'apps/local/bootstrap.mjs'));
    cpSync('package.json', join(clone, 'package.json'));
    writeFileSync(join(clone, 'package-lock.json'), '{}');
    mkdirSync(join(clone, 'node_modules'));
    const installed = createHash('sha256').update('{}').update(process.versions.modules).digest('hex');
    writeFileSync(join(clone, 'node_modules/.installed'), installed);
    writeFileSync(join(clone, 'apps/local/build.mjs'), `process.env.NODE_ENV = 'production';`);
    writeFileSync(join(clone, 'dist/apps/local/verify.js'), `console.log('NODE_ENV=' + process.env.NODE_ENV);`);
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env['NODE_ENV'];
    const run = spawnSync(process.execPath, ['apps/local/bootstrap.mjs', 'verify'], {
      cwd: clone,
      env,
      encoding: 'utf8',
    });
    expect(run.stdout.trim()).toBe('NODE_ENV=undefined');
  });

  it('gives the tests an environment that is not production', () => {
    expect(process.env['NODE_ENV']).toBe('test');
  });
});
