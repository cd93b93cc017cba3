import type { Socket } from 'node:net';

interface Line {
  socket: Socket;
  heardAt: number;
  /** How much had been written when it was last heard; whatever came after it waits for an answer. */
  answered: number;
}

/** How long one may go on owing that was not heard since before another one fell silent. */
const SUSPECT_MS = 1_000;

/**
 * Breaks off a connection that owes an answer and says nothing for so long: a wall on the way forgot it, or the host is
 * gone. Whoever waits hears of it, and so does the pool. (pg's own `query_timeout` only ends the waiting: the dead
 * connection is lent to the next one, who waits as long again.)
 */
export class Patience {
  private readonly lines = new Set<Line>();

  constructor(private readonly ms: number) {}

  watch(socket: Socket): void {
    const line: Line = { socket, heardAt: Date.now(), answered: socket.bytesWritten };
    this.lines.add(line);
    socket.on('close', () => this.lines.delete(line));
    socket.on('data', () => {
      line.heardAt = Date.now();
      line.answered = socket.bytesWritten;
    });
    socket.setTimeout(this.ms).on('timeout', () => {
      if (!owes(line)) return;
      const asked = socket.bytesWritten;
      // What only waits for this process to read it was said in time.
      setImmediate(() => setImmediate(() => owes(line) && socket.bytesWritten === asked && this.giveUp(line)));
    });
  }

  private giveUp(line: Line): void {
    // Seldom is it the only one: the others would each keep somebody waiting as long before they are found out.
    const since = Date.now() - this.ms;
    const suspects = [...this.lines].filter(({ heardAt }) => heardAt <= since);
    for (const each of suspects) if (!owes(each)) breakOff(each);
    breakOff(line);
    setTimeout(() => {
      for (const each of suspects) if (each.heardAt <= since) breakOff(each);
    }, SUSPECT_MS);
  }
}

function owes({ socket, answered }: Line): boolean {
  return socket.bytesWritten > answered;
}

/** The code is the system's own for this, so that it is taken for what it is: the database is away. */
function breakOff({ socket }: Line): void {
  socket.destroy(Object.assign(new Error('the database says nothing'), { code: 'ETIMEDOUT' }));
}
