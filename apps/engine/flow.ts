/** So long a command may be under way without anybody wondering. */
const PATIENCE_MS = 5_000;
/** So long it counts that one was given up on. */
const REMEMBERED_MS = 15_000;
/** One case alone may be held up by what concerns only itself. */
const CASES = 2;

interface Waiting {
  workflowId: string;
  since: number;
}

/**
 * Whether commands come through, as those show that are under way. Each part may answer for itself while nothing goes on: a
 * disk that is full takes small things still.
 */
export class Flow {
  private readonly underWay = new Set<Waiting>();
  private givenUp: Waiting[] = [];
  private answeredAt = -Infinity;

  constructor(private readonly now: () => number = Date.now) {}

  /** @param isSilence whether nobody answered; a refusal is an answer */
  async watch<T>(workflowId: string, work: () => Promise<T>, isSilence: (error: unknown) => boolean): Promise<T> {
    const waiting = { workflowId, since: this.now() };
    this.underWay.add(waiting);
    try {
      const answer = await work();
      this.answeredAt = this.now();
      return answer;
    } catch (error) {
      if (isSilence(error)) this.givenUp.push({ workflowId, since: this.now() });
      else this.answeredAt = this.now();
      throw error;
    } finally {
      this.underWay.delete(waiting);
    }
  }

  /** Milliseconds since anybody was answered. */
  get quietFor(): number {
    return this.now() - this.answeredAt;
  }

  /** Several cases wait, or waited in vain, and nobody else was answered meanwhile. */
  get stands(): boolean {
    if (this.quietFor < PATIENCE_MS) return false;
    const now = this.now();
    this.givenUp = this.givenUp.filter(({ since }) => since > now - REMEMBERED_MS);
    const long = [...this.underWay].filter(({ since }) => since <= now - PATIENCE_MS);
    return new Set([...long, ...this.givenUp].map(({ workflowId }) => workflowId)).size >= CASES;
  }
}
