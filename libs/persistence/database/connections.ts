import type { Socket } from 'node:net';
import type { Client } from 'pg';

interface Line {
  client: Client;
  socket: Socket;
  openedAt: number;
  heardAt: number;
  /** How much had been written when it was last heard; whatever came after it waits for an answer. */
  answered: number;
}

/** How long one may go on owing that was not heard since before another one fell silent. */
const SUSPECT_MS = 1_000;
/** A connection that is younger was opened after whatever another one tells of. */
const YOUNG_MS = 1_000;

/** PostgreSQL's words for "can be read, but not written": a standby, or one that is told to be; a disk that is full or broken. */
const READ_ONLY = '25006';
const UNWRITABLE: readonly unknown[] = [READ_ONLY, '53100', '58030'];

export function isUnwritable(error: unknown): boolean {
  return UNWRITABLE.includes((error as { code?: unknown }).code);
}

/**
 * The open connections of one pool. Those that are of no use any more are broken off, so that whoever waits hears of it
 * and the pool lends them to nobody: one finds out, and all like it go.
 */
export class Connections {
  private readonly lines = new Set<Line>();

  /** @param answerMs after which a server that owes an answer is taken for gone; without it one waits for it */
  constructor(private readonly answerMs?: number) {}

  watch(client: Client): void {
    const { connection } = client;
    const socket = connection.stream as Socket;
    const now = Date.now();
    const line: Line = { client, socket, openedAt: now, heardAt: now, answered: socket.bytesWritten };
    this.lines.add(line);
    socket.on('close', () => this.lines.delete(line));
    socket.on('data', () => {
      line.heardAt = Date.now();
      line.answered = socket.bytesWritten;
    });
    connection.on('errorMessage', ({ code }: { code?: string }) => {
      if (code === READ_ONLY) this.outlived(line);
    });
    if (this.answerMs !== undefined) this.listen(line, this.answerMs);
  }

  /**
   * A wall on the way forgot it, or the host is gone. (pg's own `query_timeout` only ends the waiting: the dead connection
   * is lent to the next one, who waits as long again.)
   */
  private listen(line: Line, answerMs: number): void {
    const { socket } = line;
    socket.setTimeout(answerMs).on('timeout', () => {
      if (!owes(line)) return;
      const asked = socket.bytesWritten;
      // What only waits for this process to read it was said in time.
      setImmediate(() =>
        setImmediate(() => owes(line) && socket.bytesWritten === asked && this.silent(line, answerMs)),
      );
    });
  }

  private silent(line: Line, answerMs: number): void {
    // Seldom is it the only one: the others would each keep somebody waiting as long before they are found out.
    const since = Date.now() - answerMs;
    const suspects = [...this.lines].filter(({ heardAt }) => heardAt <= since);
    const why = 'the database says nothing';
    for (const each of suspects) if (isIdle(each)) breakOff(each, why);
    breakOff(line, why);
    setTimeout(() => {
      for (const each of suspects) if (each.heardAt <= since) breakOff(each, why);
    }, SUSPECT_MS);
  }

  /** Whether it may write was settled as it was opened: where that changed since, only a new one knows. */
  private outlived(line: Line): void {
    const before = Date.now() - YOUNG_MS;
    if (line.openedAt > before) return;
    for (const each of this.lines) {
      if (each !== line && each.openedAt <= before && isIdle(each)) breakOff(each, 'the database could only be read');
    }
    // Whoever has it is told what was refused; the pool takes no ended one back.
    void line.client.end();
  }
}

function owes({ socket, answered }: Line): boolean {
  return socket.bytesWritten > answered;
}

/** Nobody waits for it or is in the middle of something. */
function isIdle(line: Line): boolean {
  return !owes(line) && line.client.getTransactionStatus() === 'I';
}

/** The code is the system's own for a line that is gone: the database is away. */
function breakOff({ socket }: Line, why: string): void {
  socket.destroy(Object.assign(new Error(why), { code: 'ETIMEDOUT' }));
}
