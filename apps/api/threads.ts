import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';

/** Where a built file lies, seen from this one and from its source. */
const built = (path: string) =>
  [`./${path}`, `../../dist/apps/api/${path}`]
    .map((each) => fileURLToPath(new URL(each, import.meta.url)))
    .find((each) => existsSync(each))!;

/** Threads beside the requests, for what takes a core for longer than anybody else should wait. They end when idle. */
export class Threads {
  private readonly pool: Piscina;

  /** @param most how many work at once; whatever else is asked of them waits */
  constructor(most: number) {
    this.pool = new Piscina({ minThreads: 0, maxThreads: most, concurrentTasksPerWorker: 1, idleTimeout: 60_000 });
  }

  /** @param path of the built file, below `apps/api` */
  async run<T>(path: string, name: string, what: object): Promise<T> {
    return (await this.pool.run(what, { filename: built(path), name })) as T;
  }

  /**
   * As `run`, for what may hang in what somebody else made: its thread is ended with it.
   *
   * @param withinMs of waiting and working together
   * @returns null where that was not enough
   */
  async runWithin<T>(path: string, name: string, what: object, withinMs: number): Promise<T | null> {
    const signal = AbortSignal.timeout(withinMs);
    try {
      return (await this.pool.run(what, { filename: built(path), name, signal })) as T;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.pool.destroy();
  }
}
