import { afterAll, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launch, sit, type Seat } from './browser.js';
import type { Township } from './township.js';

/** A town that runs and a browser over it, for all tests of a file; `seats` are those whose complaints it answers for. */
export function seatsIn(town: Township) {
  let browser: Browser;
  const seats: Seat[] = [];
  beforeAll(async () => {
    [browser] = await Promise.all([launch(), town.start()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await town.remove();
  });

  /** @param quiet false where the browser itself has to complain of what the test breaks */
  const take = async (who: string, options?: Parameters<typeof sit>[3], quiet = true): Promise<Seat> => {
    const seat = await sit(browser, town.url, who, options);
    if (quiet) seats.push(seat);
    return seat;
  };
  return { seats, take };
}
