import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Threads } from '../threads.js';
import type { Outcome, Picture } from './picture.js';

/** At once: each takes a core, and one of the four threads that passwords are looked at in as well. */
const AT_ONCE = 2;
/** What is not drawn by then is none that anybody waits for. */
const LONGEST_MS = 90_000;
const DRAWING = 'files/picture.js';

@Injectable()
export class Pictures implements OnApplicationShutdown {
  private readonly threads = new Threads(AT_ONCE);
  /** Those that take much memory come one after the other. */
  private readonly large = new Threads(1);

  /** Drawn anew (`drawAnew`), or why not. */
  async drawn(bytes: Buffer, kind: Picture['kind']): Promise<Outcome> {
    const outcome = await draw(this.threads, { bytes, kind, large: false });
    const isLarge = 'wrong' in outcome && outcome.wrong === 'large';
    return isLarge ? draw(this.large, { bytes, kind, large: true }) : outcome;
  }

  /** Of a picture that was kept before each had one. */
  async thumbnail(bytes: Buffer): Promise<Buffer | null> {
    const made = await this.threads.runWithin<Uint8Array | null>(DRAWING, 'thumbnailOf', { bytes }, LONGEST_MS);
    return made && Buffer.from(made);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.threads.end(), this.large.end()]);
  }
}

const draw = async (threads: Threads, picture: Picture): Promise<Outcome> =>
  (await threads.runWithin<Outcome>(DRAWING, 'drawAnew', picture, LONGEST_MS)) ?? { wrong: 'broken' };
