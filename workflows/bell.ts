interface Listener {
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * What a case waits at. The SDK's `condition` would do, but costs another call into the sandbox for each hand-over and a
 * handful of promises, of which the SDK keeps every stack (docs/performance.md).
 */
export class Bell {
  private isRung = false;
  private broken: Error | null = null;
  private listener: Listener | null = null;

  ring(): void {
    if (this.listener) this.listener.resolve();
    else this.isRung = true;
    this.listener = null;
  }

  /** Whoever listens, now or later, gets this error instead. */
  break(error: Error): void {
    this.broken = error;
    this.listener?.reject(error);
    this.listener = null;
  }

  /** Resolves at the next ring; at once when it rang while nobody listened. */
  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.broken) reject(this.broken);
      else if (this.isRung) resolve();
      else this.listener = { resolve, reject };
      this.isRung = false;
    });
  }
}
