import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { DossierSheet } from './dossier-sheet.js';
import type { Sheet } from './sheet.js';

/** Where a built file lies, seen from this one and from its source. */
const built = (name: string) =>
  [`./${name}`, `../../../dist/apps/api/papers/${name}`]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path))!;

/** Draws beside the requests: a paper takes some 0.2 s of CPU, and 8 MB of font that are let go when nobody prints. */
@Injectable()
export class Drawing implements OnApplicationShutdown {
  private readonly pool = new Piscina({ minThreads: 0, maxThreads: 1, idleTimeout: 60_000 });

  sheet(sheet: Sheet): Promise<Buffer> {
    return this.run('sheet.js', 'drawSheet', sheet);
  }

  dossier(dossier: DossierSheet): Promise<Buffer> {
    return this.run('dossier-sheet.js', 'drawDossier', dossier);
  }

  private async run(file: string, name: string, what: object): Promise<Buffer> {
    return Buffer.from((await this.pool.run(what, { filename: built(file), name })) as Uint8Array);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}
