/**
 * Work that many ask for at the same moment is done once. Whoever asks while it is being done shares the next one: nobody is
 * told what was so before they asked.
 */
export class Shared<T> {
  private readonly running = new Map<string, { now: Promise<T>; next: Promise<T> | null }>();

  /** @param key what makes it the same, the rights of who asks among it */
  of(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.running.get(key);
    if (!running) return this.begin(key, work);
    const begin = () => this.begin(key, work);
    running.next ??= running.now.then(begin, begin);
    return running.next;
  }

  private begin(key: string, work: () => Promise<T>): Promise<T> {
    const entry = { now: work(), next: null as Promise<T> | null };
    this.running.set(key, entry);
    const over = () => {
      if (!entry.next) this.running.delete(key);
    };
    entry.now.then(over, over);
    return entry.now;
  }
}
