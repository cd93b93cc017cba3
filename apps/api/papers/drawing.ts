import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Threads } from '../threads.js';
import type { DossierSheet } from './dossier-sheet.js';
import type { Sheet } from './sheet.js';

/** Draws beside the requests: a paper takes some 0.2 s of CPU, and 8 MB of font that are let go when nobody prints. */
@Injectable()
export class Drawing implements OnApplicationShutdown {
  private readonly threads = new Threads(1);

  sheet(sheet: Sheet): Promise<Buffer> {
    return this.run('papers/sheet.js', 'drawSheet', sheet);
  }

  dossier(dossier: DossierSheet): Promise<Buffer> {
    return this.run('papers/dossier-sheet.js', 'drawDossier', dossier);
  }

  private async run(path: string, name: string, what: object): Promise<Buffer> {
    return Buffer.from(await this.threads.run<Uint8Array>(path, name, what));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.end();
  }
}
