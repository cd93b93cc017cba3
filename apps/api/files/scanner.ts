import { connect, type Socket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '#config/config.js';
import { Problem } from '../http/problem.js';
import { CONFIG } from '../http/tokens.js';

/** Longer than ClamAV takes for one file (`MaxScanTime`), and than anybody waits. */
const LONGEST_MS = 150_000;
/** Each piece is sent with its length before it. */
const PIECE = 64 * 1024;

/**
 * What looks for viruses, where one is configured: ClamAV's daemon, asked by its own protocol (clamd(8), `INSTREAM`).
 * Then nothing that it did not look at is taken.
 */
@Injectable()
export class Scanner {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'CLAMD_ADDRESS'>) {}

  /** @throws Problem FILE_INFECTED with the name of what was found; SCANNER_AWAY where nobody answers, or not that it is clean */
  async demandClean(bytes: Buffer): Promise<void> {
    const at = this.config.CLAMD_ADDRESS;
    if (!at) return;
    const said = await scanned(at, bytes).catch((error: Error) => {
      throw new Problem('SCANNER_AWAY', {}, undefined, error);
    });
    const found = /^stream: (.+) FOUND$/.exec(said)?.[1];
    if (found !== undefined) throw new Problem('FILE_INFECTED', { found });
    if (said !== 'stream: OK') throw new Problem('SCANNER_AWAY', {}, undefined, new Error(`clamd said: ${said}`));
  }
}

export type ClamdAddress = { path: string } | { host: string; port: number };

/** @returns the one line that clamd answers */
function scanned(at: ClamdAddress, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(at);
    const parts: Buffer[] = [];
    socket
      .setTimeout(LONGEST_MS, () => socket.destroy(new Error('clamd did not answer in time')))
      .on('data', (part) => parts.push(part))
      // It may have said what it thinks of the stream, and closed, before all of that was sent.
      .on('error', (error) => (parts.length > 0 ? undefined : reject(error)))
      .on('close', () => {
        const said = Buffer.concat(parts)
          .toString('utf8')
          .replace(/\0[^]*$/, '')
          .trim();
        if (said === '') reject(new Error('clamd said nothing'));
        else resolve(said);
      });
    send(socket, bytes);
  });
}

function send(socket: Socket, bytes: Buffer): void {
  socket.write('zINSTREAM\0');
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    socket.write(lengthOf(piece.length));
    socket.write(piece);
  }
  socket.write(lengthOf(0));
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
