import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { zip } from '../../../test/support/given-files.js';
import { until } from '../../../test/support/township.js';
import { Scanner, type ClamdAddress } from './scanner.js';

const demand = (at: ClamdAddress | undefined, bytes: Buffer) => new Scanner({ CLAMD_ADDRESS: at }).demandClean(bytes);
const refusal = async (at: ClamdAddress, bytes: Buffer) =>
  demand(at, bytes).then(
    () => null,
    (error: { code?: string; extensions?: object }) => ({ code: error.code, ...error.extensions }),
  );
const SIGN = 'the sign that our own signature names';

/** Reads a stream as clamd(8) says, and finds the sign in it. */
function read(socket: Socket, answer: (whole: Buffer) => string | null): void {
  let come = Buffer.alloc(0);
  socket.on('data', (part) => {
    come = Buffer.concat([come, part]);
    const parts: Buffer[] = [];
    let at = 'zINSTREAM\0'.length;
    while (come.length >= at + 4) {
      const length = come.readUInt32BE(at);
      if (length === 0) {
        const said = answer(Buffer.concat(parts));
        if (said === null) socket.destroy();
        else socket.end(`${said}\0`);
        return;
      }
      if (come.length < at + 4 + length) return;
      parts.push(come.subarray(at + 4, at + 4 + length));
      at += 4 + length;
    }
  });
}

describe('the scanner', () => {
  let server: Server | undefined;
  afterEach(() => new Promise<void>((done) => (server ? server.close(() => done()) : done())));
  const clamd = async (answer: (whole: Buffer) => string | null, path?: string): Promise<ClamdAddress> => {
    server = createServer((socket) => read(socket, answer));
    await new Promise<void>((done) => server!.listen(path ?? 0, () => done()));
    return path ? { path } : { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  };

  it('asks nobody where none is configured', async () => {
    await expect(demand(undefined, Buffer.from(SIGN))).resolves.toBeUndefined();
  });

  it('is sent all of a file, over the net or a socket, and refuses what is found by its name', async () => {
    const long = Buffer.alloc(300_000, 'x');
    const whole: number[] = [];
    const answer = (bytes: Buffer) => {
      whole.push(bytes.length);
      return bytes.includes(SIGN) ? 'stream: Own.Test.Sign FOUND' : 'stream: OK';
    };
    const at = await clamd(answer);
    await demand(at, long);
    expect(await refusal(at, Buffer.concat([long, Buffer.from(SIGN)]))).toEqual({
      code: 'FILE_INFECTED',
      found: 'Own.Test.Sign',
    });
    expect(whole).toEqual([300_000, 300_000 + SIGN.length]);
    await new Promise<void>((done) => server!.close(() => done()));
    const folder = mkdtempSync(join(tmpdir(), 'clamd-'));
    await demand(await clamd(answer, join(folder, 'clamd.ctl')), long);
    await new Promise<void>((done) => server!.close(() => done()));
    server = undefined;
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['cannot look', () => 'INSTREAM size limit exceeded. ERROR'],
    ['says what nobody asked', () => 'stream: OK indeed'],
    ['hangs up', () => null],
    ['says nothing', () => ''],
  ] as [string, () => string | null][])('that %s has nothing taken', async (_what, answer) => {
    expect((await refusal(await clamd(answer), Buffer.from('x')))?.code).toBe('SCANNER_AWAY');
  });

  it('that is not there has nothing taken', async () => {
    expect((await refusal({ host: '127.0.0.1', port: 1 }, Buffer.from('x')))?.code).toBe('SCANNER_AWAY');
    expect((await refusal({ path: '/nowhere/clamd.ctl' }, Buffer.from('x')))?.code).toBe('SCANNER_AWAY');
  });

  // By a signature of our own: no database of others can be fetched here.
  const NAMED = ['/usr/sbin', ...(process.env.PATH ?? '').split(':')].map((each) => join(each, 'clamd'));
  const CLAMD = [process.env.CLAMD ?? '', ...NAMED].find((each) => each !== '' && existsSync(each));
  (CLAMD ? it : it.skip)(
    `of ClamAV finds what a signature names, also inside a zip, and lets pass what it does not${
      CLAMD ? '' : ' (skipped: no clamd on PATH and none named by CLAMD; Debian has it as clamav-daemon)'
    }`,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'clamd-'));
      const path = join(folder, 'clamd.sock');
      writeFileSync(join(folder, 'own.ndb'), `Own.Test.Sign:0:*:${Buffer.from(SIGN).toString('hex')}\n`);
      const settings = [`LocalSocket ${path}`, `DatabaseDirectory ${folder}`, 'Foreground yes', 'StreamMaxLength 50M'];
      writeFileSync(join(folder, 'clamd.conf'), `${settings.join('\n')}\n`);
      let own: ChildProcess | undefined;
      try {
        own = spawn(CLAMD!, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
        await until(() => existsSync(path), 50);
        await demand({ path }, Buffer.alloc(30_000_000, 'x'));
        for (const bytes of [Buffer.from(`a ${SIGN} b`), zip({ 'a.txt': Buffer.from(SIGN.repeat(50)) })]) {
          expect(await refusal({ path }, bytes)).toEqual({ code: 'FILE_INFECTED', found: 'Own.Test.Sign.UNOFFICIAL' });
        }
      } finally {
        if (own) {
          const ended = new Promise((done) => own!.once('exit', done));
          own.kill();
          await ended;
        }
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});
