import { setTimeout as pause } from 'node:timers/promises';

export interface StreamEvent {
  id: string;
  type: string;
  data: Record<string, unknown>;
}

/** A client of server-sent events that can be waited on. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  readonly comments: string[] = [];
  lastEventId = '';
  private readonly ended: Promise<void>;
  private wake: () => void = () => undefined;
  private over = false;

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {
    this.ended = this.read().catch(() => undefined);
  }

  static async open(url: string, headers: Record<string, string>): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(url, { headers, signal: abort.signal });
    return new EventStream(response, abort);
  }

  private async read(): Promise<void> {
    let text = '';
    try {
      for await (const chunk of this.response.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        for (const block of blocks) this.take(block);
        this.wake();
      }
    } finally {
      this.over = true;
      this.wake();
    }
  }

  private take(block: string): void {
    const fields = block.split('\n').map((line) => /^([^:]*):\s?(.*)$/.exec(line)!);
    const field = (name: string) => fields.find(([, each]) => each === name)?.[2];
    const comment = field('');
    if (comment !== undefined) this.comments.push(comment);
    const id = field('id');
    if (id !== undefined) this.lastEventId = id;
    const data = field('data');
    if (data === undefined) return;
    this.events.push({ id: this.lastEventId, type: field('event') ?? 'message', data: JSON.parse(data) });
  }

  /** Waits until something that was received fits; fails when the stream ends or 20 s go by. */
  async until<T>(what: (stream: this) => T | undefined | false): Promise<T> {
    const late = pause(20_000, 'late', { ref: false });
    for (;;) {
      const found = what(this);
      if (found) return found;
      if (this.over) throw new Error(`the stream ended: ${JSON.stringify(this.events)}`);
      const moved = new Promise<void>((resolve) => (this.wake = resolve));
      if ((await Promise.race([moved, late])) === 'late') {
        throw new Error(`it never came; received: ${JSON.stringify(this.events)}`);
      }
    }
  }

  event(type: string, fits: (data: Record<string, unknown>) => boolean = () => true): Promise<StreamEvent> {
    return this.until(({ events }) => events.find((each) => each.type === type && fits(each.data)));
  }

  /** Ends with the server's end of it. */
  end(): Promise<void> {
    return this.ended;
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.ended;
  }
}
