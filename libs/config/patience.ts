/** How long a process that begins waits for what it leans on, and how often it says so. */
const PATIENCE_MS = 60_000;
const SAID_EVERY_MS = 5_000;
const [FIRST_MS, MOST_MS] = [100, 2_000];

/** What a process leans on did not come. */
export class NotThere extends Error {
  override readonly name = 'NotThere';

  constructor(what: string, why: string) {
    super(`${what} was not there within ${PATIENCE_MS / 1_000} seconds: ${why}`);
    // Whoever starts the process needs the sentence, also in its log.
    this.stack = this.message;
  }
}

const wordsOf = (error: unknown) => {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
};

/** Waits for a server that may come up later than this process, and says what it waits for. */
export async function whenThere<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  const begun = Date.now();
  for (let wait = FIRST_MS, saidAt = 0; ; wait = Math.min(wait * 2, MOST_MS)) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() - begun > PATIENCE_MS) throw new NotThere(what, wordsOf(error));
      if (Date.now() - saidAt > SAID_EVERY_MS) {
        saidAt = Date.now();
        console.error(`waiting for ${what}: ${wordsOf(error)}`);
      }
      await new Promise((tick) => setTimeout(tick, wait));
    }
  }
}
