import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Threads } from '../threads.js';
import type { Picture } from './picture.js';

/** At once: each takes a core, and one of the four threads that passwords are looked at in as well. */
const AT_ONCE = 2;

@Injectable()
export class Pictures implements OnApplicationShutdown {
  private readonly threads = new Threads(AT_ONCE);

  /** Drawn anew (`drawAnew`); null when it cannot be. */
  async drawn(picture: Picture): Promise<Buffer | null> {
    const bytes = await this.threads.run<Uint8Array | null>('files/picture.js', 'drawAnew', picture);
    return bytes && Buffer.from(bytes);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.end();
  }
}
