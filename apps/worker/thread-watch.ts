import { Session } from 'node:inspector';
import { BroadcastChannel, getEnvironmentData } from 'node:worker_threads';
import { STOPPED_CHANNEL, THREADS_KEPT, TURNS, placeOf } from './turns.js';

const LOOK_MS = 1_000;
/** A workflow's own work is some milliseconds; the SDK's watchdogs had the same patience. */
const PATIENCE_LOOKS = 5;

interface Options {
  lookMs?: number;
  /** Said of each thread that was stopped. */
  warn(why: string): void;
  /** A thread cannot be stopped: whoever watches the process starts another one. */
  giveUp(why: string): void;
}

/**
 * Looks from the main thread whether a workflow thread hangs amid one turn, and stops that turn as V8's own watchdog would:
 * its workflow task fails and is tried again later, everything else of the thread goes on. It counts looks and not time:
 * a process that was stopped or starved with all its threads has not seen a hang.
 */
export class ThreadWatch {
  private readonly turns: Int32Array | undefined;
  private readonly seen: { turn: number; looks: number }[] = [];
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: Options) {
    const shared = getEnvironmentData(TURNS);
    // Without the preload the SDK's own watchdogs watch.
    if (!(shared instanceof SharedArrayBuffer)) return;
    this.turns = new Int32Array(shared);
    this.timer = setInterval(() => this.look(), options.lookMs ?? LOOK_MS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    const turns = this.turns!;
    for (let nth = 0; nth < Math.min(turns[0]!, THREADS_KEPT); nth++) {
      const place = placeOf(nth);
      const turn = Atomics.load(turns, place.turn);
      const seen = (this.seen[nth] ??= { turn, looks: 0 });
      if (turn % 2 === 0 || turn !== seen.turn) Object.assign(seen, { turn, looks: 0 });
      else seen.looks += 1;
      if (seen.looks === PATIENCE_LOOKS) this.stop(Atomics.load(turns, place.thread));
      if (seen.looks === 2 * PATIENCE_LOOKS) this.options.giveUp('a workflow thread hangs and cannot be stopped');
    }
  }

  /** Through the inspector, which nobody else of this process uses; a thread takes its word amid a loop. */
  private stop(thread: number): void {
    this.options.warn('a workflow thread hangs: what it runs is stopped');
    const session = new Session();
    session.connect();
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (!workerInfo.title.startsWith(`[worker ${thread}]`)) return;
      const message = JSON.stringify({ id: 1, method: 'Runtime.terminateExecution' });
      session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
    });
    session.on('NodeWorker.receivedMessageFromWorker', () => {
      session.post('NodeWorker.disable', () => {
        session.disconnect();
        const stopped = new BroadcastChannel(STOPPED_CHANNEL);
        stopped.postMessage(null);
        stopped.close();
      });
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }
}
