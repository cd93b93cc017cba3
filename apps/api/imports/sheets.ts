import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { badField } from '../http/problem.js';
import { Threads } from '../threads.js';
import { UNREADABLE, type ReadSheet, type Unreadable } from './reading/sheet.js';

/** At once: each takes a core for seconds. */
const AT_ONCE = 1;

/** Files that are read beside the requests. */
@Injectable()
export class Sheets implements OnApplicationShutdown {
  private readonly threads = new Threads(AT_ONCE);

  /** @throws Problem BAD_REQUEST where nothing can be made of the file, with why */
  async read(bytes: Buffer): Promise<ReadSheet> {
    const read = await this.threads.run<ReadSheet | { unreadable: Unreadable }>(
      'imports/reading/read-file.js',
      'readFile',
      { bytes },
    );
    if ('unreadable' in read) throw unreadable(read.unreadable);
    return read;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.threads.end();
  }
}

export const unreadable = (code: Unreadable) => badField('', code, UNREADABLE[code]);
