/** What died is started again, later each time; what dies again and again is given up. */

/** What ran for so long did come back: the next time counts as the first. */
const STEADY_MS = 60_000;
const FIRST_MS = 250;
/** Some half a minute until it is given up. */
const MOST = 8;

export class Comeback {
  private deaths = 0;
  private begunAt = 0;

  constructor(
    private readonly name: string,
    private readonly now: () => number = Date.now,
  ) {}

  begins(): void {
    this.begunAt = this.now();
  }

  /**
   * @returns after how many milliseconds it is started again
   * @throws when that is in vain
   */
  after(code: number): number {
    if (this.now() - this.begunAt > STEADY_MS) this.deaths = 0;
    this.deaths += 1;
    if (this.deaths === MOST) {
      throw new Error(
        `${this.name} ended ${MOST} times one after another (exit code ${code}), and so does the start: what is said above ` +
          `tells why`,
      );
    }
    return FIRST_MS * 2 ** (this.deaths - 1);
  }
}
