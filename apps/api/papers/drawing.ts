import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { Sheet } from './sheet.js';

/** Where the built file lies, seen from itself and from its source. */
const FILE = ['./sheet.js', '../../../dist/apps/api/papers/sheet.js']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path))!;

/** Draws beside the requests: a paper takes some 0.2 s of CPU, and 8 MB of font that are let go when nobody prints. */
@Injectable()
export class Drawing implements OnApplicationShutdown {
  private readonly pool = new Piscina({ filename: FILE, minThreads: 0, maxThreads: 1, idleTimeout: 60_000 });

  async draw(sheet: Sheet): Promise<Buffer> {
    return Buffer.from((await this.pool.run(sheet, { name: 'drawSheet' })) as Uint8Array);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
