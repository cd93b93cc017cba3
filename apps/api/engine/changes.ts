import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { required, type Config } from '#config/config.js';
import { Listener } from '#persistence/database/listener.js';
import { CONFIG } from '../http/tokens.js';

/** What is said of a change as it is committed: whom it may concern, and which dispute; all may be left out. */
export interface Change {
  scopes?: string[];
  users?: string[];
  dispute?: string;
  /** Whose access ended somewhere: a session or a token of theirs. */
  ended?: string[];
}

export interface Hearer {
  heard(change: Change): void;
  /** What was announced meanwhile is lost, what changed is not. */
  connected(): void;
}

/** The one connection of this process that hears what PostgreSQL announces. */
@Injectable()
export class Changes implements OnModuleInit, BeforeApplicationShutdown {
  private readonly hearers = new Set<Hearer>();
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly listener: Listener;

  constructor(@Inject(CONFIG) config: Config) {
    this.listener = new Listener(required(config, 'DATABASE_READER_URL'), 'change', {
      heard: (payload) => this.heard(JSON.parse(payload) as Change),
      connected: () => this.hearers.forEach((hearer) => hearer.connected()),
    });
  }

  onModuleInit(): Promise<void> {
    return this.listener.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.listener.stop();
  }

  hear(hearer: Hearer): void {
    this.hearers.add(hearer);
  }

  /**
   * The first answer there is: what `send` brings, or what `look` finds after a change of the dispute was committed. Both
   * tell the same (architecture.md §1, "The record is the truth"); what is committed can be seen before its workflow task
   * is through at Temporal. A change that nobody heard of costs nothing but those milliseconds.
   *
   * @param look null when it is not there yet; what keeps it from looking is left to `send`
   */
  async firstOf<S, L>(disputeId: string, send: () => Promise<S>, look: () => Promise<L | null>): Promise<S | L> {
    let changed!: () => void;
    const seen = new Promise<L>((resolve) => {
      changed = () =>
        void look().then(
          (found) => found !== null && resolve(found),
          () => undefined,
        );
    });
    const others = this.waiting.get(disputeId) ?? new Set();
    this.waiting.set(disputeId, others.add(changed));
    try {
      return await Promise.race([send(), seen]);
    } finally {
      others.delete(changed);
      if (others.size === 0) this.waiting.delete(disputeId);
    }
  }

  private heard(change: Change): void {
    this.hearers.forEach((hearer) => hearer.heard(change));
    if (change.dispute !== undefined) this.waiting.get(change.dispute)?.forEach((changed) => changed());
  }
}
