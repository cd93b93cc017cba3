import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launch, sit, type Seat } from './browser.js';
import type { Township } from './township.js';

/** A town that runs and a browser over it, for all tests of a file; `seats` are those whose complaints it answers for. */
export function seatsIn(town: Township) {
  let browser: Browser;
  const seats: Seat[] = [];
  const taken: Seat[] = [];
  beforeAll(async () => {
    // A browser that nobody knows of when the town does not start keeps the whole run from its end.
    await Promise.all([launch().then((each) => (browser = each)), town.start()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await town.remove();
  });

  // Nobody looks on while the next test does or breaks something: an open page asks for all that changes.
  afterEach(async () => {
    for (const { context } of taken.splice(0)) await context.close();
  });

  /** A seat for the whole file. */
  const keep = async (who: string, options?: Parameters<typeof sit>[3], quiet = true): Promise<Seat> => {
    const seat = await sit(browser, town.url, who, options);
    if (quiet) seats.push(seat);
    return seat;
  };
  /** @param quiet false where the browser itself has to complain of what the test breaks */
  const take = async (...whose: Parameters<typeof keep>): Promise<Seat> => {
    const seat = await keep(...whose);
    taken.push(seat);
    return seat;
  };
  return { seats, take, keep };
}
