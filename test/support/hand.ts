import type { Page } from 'playwright-core';

/** What a person needs besides the machine: to find and hit a thing, and to type one Chinese character (two or three keys). */
const SECONDS_A_CLICK = 2.45;
const SECONDS_A_CHARACTER = 0.7;

/** Counts what a person has to do in a page, in the page itself, so that no test can forget a click. */
export class Hand {
  private started = 0;

  private constructor(private readonly page: Page) {}

  static async on(page: Page): Promise<Hand> {
    // Kept over a loaded page; each finger or mouse that goes down is one, wherever it goes down.
    await page.addInitScript({
      content: `addEventListener('pointerdown', ({ isTrusted }) => {
        if (isTrusted) sessionStorage.setItem('clicks', String(Number(sessionStorage.getItem('clicks') ?? 0) + 1));
      }, true);
      addEventListener('input', ({ data, inputType, target }) => {
        // A text that a test fills in at once counts each of its characters.
        const n = inputType?.startsWith('insert') ? (data ?? target.value ?? '').length : 0;
        if (target.matches('textarea, input:not([type=checkbox]):not([type=radio]):not([type=file])'))
          sessionStorage.setItem('typed', String(Number(sessionStorage.getItem('typed') ?? 0) + n));
      }, true);`,
    });
    return new Hand(page);
  }

  /** From here on. */
  async begin(): Promise<void> {
    await this.page.evaluate(`sessionStorage.removeItem('clicks'); sessionStorage.removeItem('typed')`);
    this.started = Date.now();
  }

  /**
   * How many clicks or taps it was since the beginning, and how long: what the machine took, and what a person takes to
   * find each target and to type each character (the keystroke-level model of Card, Moran and Newell).
   */
  async told(): Promise<{ clicks: number; typed: number; machine: number; seconds: number }> {
    const of = (name: string) => this.page.evaluate<number>(`Number(sessionStorage.getItem('${name}') ?? 0)`);
    const [clicks, typed] = [await of('clicks'), await of('typed')];
    const machine = (Date.now() - this.started) / 1_000;
    return { clicks, typed, machine, seconds: machine + clicks * SECONDS_A_CLICK + typed * SECONDS_A_CHARACTER };
  }
}
