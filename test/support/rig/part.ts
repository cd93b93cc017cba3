import { spawn } from 'node:child_process';
import { leash, type Child } from '../../../apps/local/child.js';
import { crash, processesUnder } from '../processes.js';

export interface Program {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
}

/** As the local start waits before it starts again what died. */
const AGAIN_MS = 500;
const LOOK_MS = 100;
const END_MS = 15_000;

/** Holds processes still for as long as it lives; they go on when it ends, also when it ends because we were killed. */
const HOLD_STILL = 'kill -STOP "$@"; echo still; cat >/dev/null; kill -CONT "$@" 2>/dev/null';

/** One program of the rig with all that it begins; started again whenever it ends, until it is held. */
export class Part {
  private child: Child | null = null;
  private isHeld = true;
  private env: NodeJS.ProcessEnv = {};
  private goOn: (() => Promise<void>) | null = null;

  /**
   * @param log where everything goes that it says
   * @param answers whether it is there, by our own look at it
   */
  constructor(
    readonly name: string,
    private readonly program: Program,
    private readonly log: string,
    private readonly answers: (part: Part) => Promise<boolean>,
  ) {}

  get pids(): number[] {
    return processesUnder(this.child?.process.pid).map(({ pid }) => pid);
  }

  /** @param env what this start alone gets, and those after its deaths */
  start(env: NodeJS.ProcessEnv = {}): void {
    this.env = env;
    this.isHeld = false;
    this.run();
  }

  private run(): void {
    if (this.isHeld || this.child) return;
    const { command, args, env } = this.program;
    const child = leash('sh', ['-c', 'exec "$@" >>"$0" 2>&1', this.log, command, ...args], {
      env: { ...env, ...this.env },
    });
    this.child = child;
    void child.exited.then(() => {
      this.child = null;
      setTimeout(() => this.run(), AGAIN_MS);
    });
  }

  async isThere(): Promise<boolean> {
    return this.child !== null && this.goOn === null && this.answers(this).catch(() => false);
  }

  async there(withinMs = 90_000): Promise<void> {
    for (const until = Date.now() + withinMs; !(await this.isThere());) {
      if (Date.now() > until) throw new Error(`${this.name} is not there after ${withinMs / 1000} s: see ${this.log}`);
      await new Promise((tick) => setTimeout(tick, LOOK_MS));
    }
  }

  /** As a crash does: it and all its children at once, without a word. */
  async kill(): Promise<void> {
    const gone = this.child?.exited;
    this.pids.forEach(crash);
    await gone;
  }

  /** …and it stays away until it is started. */
  async hold(): Promise<void> {
    this.isHeld = true;
    await this.kill();
  }

  /** Ends it in order. */
  async stop(): Promise<void> {
    this.isHeld = true;
    await this.resume();
    const { child } = this;
    if (!child) return;
    const late = setTimeout(() => void this.kill(), END_MS);
    await child.stop();
    clearTimeout(late);
  }

  /** It lives and does nothing: a machine that sleeps, a paused container. */
  async pause(): Promise<void> {
    if (this.goOn) return;
    const pids = this.pids.map(String);
    const still = spawn('sh', ['-c', HOLD_STILL, 'still', ...pids], { stdio: ['pipe', 'pipe', 'ignore'] });
    const ended = new Promise<void>((done) => still.once('exit', () => done()));
    await new Promise((done) => still.stdout.once('data', done));
    this.goOn = async () => {
      still.stdin.end();
      await ended;
    };
  }

  async resume(): Promise<void> {
    const { goOn } = this;
    this.goOn = null;
    await goOn?.();
  }
}
