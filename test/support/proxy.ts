import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * What befalls a line. `held`: its bytes wait until it is healed, as on a cable that is out for a while. `swallowed`: they
 * are gone for good and neither end is told, as by a wall that forgot the connection. `unanswered`: only what comes back
 * is gone, so what was asked is done and nobody hears of it. `unheard`: only what is asked or told is gone, and what the
 * server had to say on its own still comes.
 */
export type Harm = 'none' | 'held' | 'swallowed' | 'unanswered' | 'unheard';
export type From = 'client' | 'server';

/** Sees all bytes before they are passed on, and may hurt the line first. */
export type Watch = (line: Line, bytes: Buffer, from: From) => void;

/** One direction of a line. What comes in leaves in its order, however the delay changes meanwhile. */
class Way {
  private readonly queue: { due: number; bytes: Buffer | null }[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly line: Line,
    private readonly from: From,
    private readonly to: Socket,
  ) {}

  private get lost(): boolean {
    const { harm } = this.line;
    return harm === 'swallowed' || harm === (this.from === 'server' ? 'unanswered' : 'unheard');
  }

  /** @param bytes null for the end of them */
  take(bytes: Buffer | null, delayMs: number): void {
    if (this.lost) return;
    this.queue.push({ due: Date.now() + delayMs, bytes });
    this.pump();
  }

  pump(): void {
    clearTimeout(this.timer);
    if (this.lost) this.queue.length = 0;
    if (this.line.harm === 'held') return;
    for (let next = this.queue[0]; next; next = this.queue[0]) {
      const wait = next.due - Date.now();
      if (wait > 0) {
        this.timer = setTimeout(() => this.pump(), wait);
        return;
      }
      this.queue.shift();
      if (next.bytes === null) this.to.destroySoon();
      else if (this.to.writable) this.to.write(next.bytes);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.queue.length = 0;
  }
}

/** One connection through the proxy. */
export class Line {
  private readonly there: Way;
  private readonly back: Way;

  constructor(
    readonly client: Socket,
    readonly server: Socket,
    private hurtBy: Harm,
    { delayMs, watch }: { delayMs: () => number; watch: Watch },
    gone: () => void,
  ) {
    this.there = new Way(this, 'client', server);
    this.back = new Way(this, 'server', client);
    const join = (socket: Socket, way: Way, from: From) => {
      socket.setNoDelay(true);
      socket.on('data', (bytes) => {
        watch(this, bytes, from);
        way.take(bytes, delayMs());
      });
      // The other end hears of it when it hears of anything.
      socket.on('error', () => undefined).on('close', () => way.take(null, delayMs()));
      socket.on('close', () => client.destroyed && server.destroyed && gone());
    };
    join(client, this.there, 'client');
    join(server, this.back, 'server');
  }

  get harm(): Harm {
    return this.hurtBy;
  }

  set harm(harm: Harm) {
    this.hurtBy = harm;
    this.there.pump();
    this.back.pump();
  }

  /** Whether the one who called holds on to it. */
  get isOpen(): boolean {
    return !this.client.destroyed;
  }

  cut(): void {
    this.there.stop();
    this.back.stop();
    this.client.destroy();
    this.server.destroy();
  }
}

const ALL = () => true;

/** A line to a server that can be hurt: in place of walls, cables and hosts that fail without a word. */
export class Proxy {
  /** All that at least one end still holds on to. */
  readonly lines = new Set<Line>();
  /** How many were taken so far. */
  accepted = 0;
  /** Each way. */
  delayMs = 0;
  watch: Watch = () => undefined;
  private coming: Harm = 'none';
  private door: Server | undefined;

  private constructor(
    private readonly target: { host: string; port: number },
    private at: number,
  ) {}

  /** @param at its own port; any free one without it */
  static async before(port: number, host = '127.0.0.1', at = 0): Promise<Proxy> {
    const proxy = new Proxy({ host, port }, at);
    await proxy.listen();
    return proxy;
  }

  /** Before the server of an address such as PostgreSQL's, which then is reached by `url`. */
  static async beforeUrl(address: string): Promise<{ proxy: Proxy; url: string }> {
    const url = new URL(address);
    const proxy = await Proxy.before(Number(url.port), url.hostname);
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    return { proxy, url: url.href };
  }

  get port(): number {
    return this.at;
  }

  /** How many the callers hold on to. */
  get open(): number {
    return [...this.lines].filter((each) => each.isOpen).length;
  }

  /** Hurts what is open; what comes passes. */
  hurt(harm: Harm, which: (line: Line) => boolean = ALL): void {
    for (const line of this.lines) if (which(line)) line.harm = harm;
  }

  /** Hurts what is open and what comes. */
  hurtAll(harm: Harm): void {
    this.coming = harm;
    this.hurt(harm);
  }

  /** Nobody gets in any more; what is open stays. */
  refuse(): void {
    this.door?.close();
    this.door = undefined;
  }

  cut(which: (line: Line) => boolean = ALL): void {
    for (const line of this.lines) if (which(line)) line.cut();
  }

  /** As if nothing had been, but for lines that lost something: those stay as they are, since nobody can go on with them. */
  async heal(): Promise<void> {
    this.delayMs = 0;
    this.coming = 'none';
    this.hurt('none', ({ harm }) => harm === 'held');
    if (!this.door) await this.listen();
  }

  stop(): void {
    this.refuse();
    this.cut();
  }

  private async listen(): Promise<void> {
    const door = createServer((client) => this.accept(client));
    await new Promise<void>((resolve, reject) => {
      door.once('error', reject).listen(this.at, '127.0.0.1', resolve);
    });
    this.door = door;
    this.at = (door.address() as AddressInfo).port;
  }

  private accept(client: Socket): void {
    this.accepted += 1;
    const { host, port } = this.target;
    const parts = { delayMs: () => this.delayMs, watch: (...seen: Parameters<Watch>) => this.watch(...seen) };
    const line = new Line(client, connect(port, host), this.coming, parts, () => this.lines.delete(line));
    this.lines.add(line);
  }
}
