import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { birthOf, known, lives } from './alive.js';
import { Hold, holderOf, type Holder } from './hold.js';

describe('a data folder', () => {
  let folder: string;
  let other: ChildProcess;
  const said: string[] = [];
  const take = () => Hold.take(folder, 'npm start', (line) => said.push(line));
  const leave = (holder: Holder | string) => {
    mkdirSync(join(folder, 'running'), { recursive: true });
    writeFileSync(join(folder, 'running', 'left.json'), typeof holder === 'string' ? holder : JSON.stringify(holder));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hold-'));
    other = spawn('sleep', ['60']);
    said.length = 0;
  });
  afterEach(() => {
    other.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('has one holder, whose process and address the next one is told', async () => {
    const hold = await take();
    hold.leansOn('127.0.0.1:7233');
    hold.isReady('http://127.0.0.1:3000');
    expect(holderOf(folder)).toMatchObject({
      pid: process.pid,
      what: 'npm start',
      url: 'http://127.0.0.1:3000',
      temporal: '127.0.0.1:7233',
    });
    await expect(take()).rejects.toThrow(
      `${folder} is in use by \`npm start\` (process ${process.pid}, http://127.0.0.1:3000): end that first`,
    );
    hold.release();
    expect(holderOf(folder)).toBeNull();
    (await take()).release();
  });

  it('is taken from the dead, also where another process has their number by now', async () => {
    for (const left of [
      { pid: other.pid!, birth: 'long ago', what: 'npm start', parts: {} } as const,
      { pid: 2 ** 30, birth: 'long ago', what: 'a tool', parts: {} } as const,
      '',
    ]) {
      leave(left);
      const hold = await take();
      expect(readdirSync(join(folder, 'running'))).toHaveLength(1);
      hold.release();
    }
    expect(lives(known(other.pid!)!)).toBe(true);
  });

  it('is cleared of what the dead left running, and of nothing else', async () => {
    const bystander = { pid: process.pid, birth: 'long ago' };
    const parts = { worker: known(other.pid!)!, api: bystander };
    leave({ pid: 2 ** 30, birth: 'long ago', what: 'npm start', parts });
    const ended = new Promise((done) => other.once('exit', done));
    const hold = await take();
    await ended;
    expect(said).toEqual([`the worker of an earlier start (process ${other.pid}) still runs; it is ended`]);
    hold.release();
  });

  it('knows a process that ended from one that runs', async () => {
    const ended = new Promise((done) => other.once('exit', done));
    expect(birthOf(other.pid!)).not.toBeNull();
    other.kill('SIGKILL');
    await ended;
    expect(birthOf(other.pid!)).toBeNull();
  });
});
