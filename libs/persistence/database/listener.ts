import { Client } from 'pg';
import { Connections } from './connections.js';

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
/** Whoever only listens takes a dead line for a quiet one: it asks so often, and waits so long for the answer. */
const ASK_EVERY_MS = 4_000;
const ANSWER_MS = 4_000;

/**
 * One connection that hears what PostgreSQL announces, and comes back by itself. What was announced while it was away
 * is lost, so the hearer is told of every new connection and has to look for itself.
 */
export class Listener {
  private client: Client | null = null;
  private ended = false;
  private retry: NodeJS.Timeout | undefined;
  private asking: NodeJS.Timeout | undefined;

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly hearer: { heard(payload: string): void; connected(): void },
  ) {}

  async start(delay = FIRST_RETRY_MS): Promise<void> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 5_000, keepAlive: true });
    let over = false;
    const again = () => {
      if (over) return;
      over = true;
      this.client = null;
      clearTimeout(this.asking);
      void client.end().catch(() => undefined);
      if (this.ended) return;
      this.retry = setTimeout(() => void this.start(Math.min(delay * 2, LONGEST_RETRY_MS)), delay);
    };
    client.on('error', again).on('end', again);
    client.on('notification', ({ payload }) => this.hearer.heard(payload ?? ''));
    try {
      await client.connect();
      new Connections(ANSWER_MS).watch(client);
      await client.query(`LISTEN ${client.escapeIdentifier(this.channel)}`);
    } catch {
      // Away for now; whoever waits for changes looks again when it is back.
      again();
      return;
    }
    if (this.ended) {
      over = true;
      await client.end();
      return;
    }
    this.client = client;
    delay = FIRST_RETRY_MS;
    this.ask(client);
    this.hearer.connected();
  }

  private ask(client: Client): void {
    this.asking = setTimeout(() => {
      client.query('SELECT 1').then(
        () => this.client === client && this.ask(client),
        // It broke, and was told so as an error.
        () => undefined,
      );
    }, ASK_EVERY_MS);
  }

  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.retry);
    clearTimeout(this.asking);
    await this.client?.end();
  }
}
