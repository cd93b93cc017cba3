import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';
import { freePort } from '../../apps/local/servers.js';
import { crash, processesUnder, type Process } from './processes.js';
import { Tokens } from './tokens.js';

const program = fileURLToPath(new URL('../../dist/apps/local/main.js', import.meta.url));

/** Whether a process runs; one that ended and that nobody asked for does not. */
export function lives(pid: number): boolean {
  const state = execFileSync('sh', ['-c', `ps -o stat= -p ${pid} || true`], { encoding: 'utf8' }).trim();
  return state !== '' && !state.startsWith('Z');
}

/** Waits for what comes by itself; the test's own time ends what never comes. */
export async function until(holds: () => boolean | Promise<boolean>, everyMs = 5): Promise<void> {
  while (!(await holds())) await new Promise((tick) => setTimeout(tick, everyMs));
}

/** @returns the data folder of a demo township that was seeded and stopped; whoever of a run comes first makes it */
async function seededDemo(): Promise<string> {
  const folder = process.env.TEST_DEMO_FOLDER!;
  const [data, made] = [join(folder, 'data'), join(folder, 'made')];
  // The folder is made once, by whoever comes first.
  if (mkdirSync(folder, { recursive: true }) !== undefined) {
    const first = new Township({ SEED: 'demo' });
    await first.start();
    await first.stop();
    renameSync(first.data, data);
    await first.remove();
    writeFileSync(made, '');
  }
  await until(() => existsSync(made), 50);
  return data;
}

/** The whole product as one command starts it, in a data folder of its own, to be broken in parts. */
export class Township {
  private main: ChildProcess | null = null;
  /** Everything that all processes of this start said, on both streams. */
  said = '';
  readonly folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-township-'));
  url = '';
  readonly data = join(this.folder, 'data');
  private readonly tokens = new Tokens(() => this.url);
  private beginsFromDemo = false;

  constructor(private readonly env: Record<string, string> = {}) {
    chmodSync(this.folder, 0o755);
  }

  /** The demo township, begun from how its first start of this run left it: what seeds it are a thousand commands. */
  static demo(env: Record<string, string> = {}): Township {
    const town = new Township({ SEED: 'demo', ...env });
    town.beginsFromDemo = true;
    return town;
  }

  get pid(): number {
    return this.main!.pid!;
  }

  /** Begins to start and waits for nothing. */
  async begin(): Promise<void> {
    const port = this.url ? new URL(this.url).port : String(await freePort());
    this.main = spawn(process.execPath, [program], {
      env: { ...process.env, PORT: port, DATA_DIR: this.data, SEED: 'township', ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.main.stdout!, this.main.stderr!]) {
      stream.on('data', (part: Buffer) => (this.said += part.toString()));
    }
  }

  async start(): Promise<number> {
    // The folder of a database belongs to who runs it.
    if (this.beginsFromDemo && !existsSync(this.data)) execFileSync('cp', ['-a', await seededDemo(), this.data]);
    const started = Date.now();
    await this.begin();
    await new Promise<void>((ready, fail) => {
      createInterface({ input: this.main!.stdout! }).on('line', (line) => {
        if (!line.startsWith('ready ')) return;
        this.url = line.slice('ready '.length);
        ready();
      });
      // When all was said, also by its children.
      this.main!.once('close', (code) => fail(new Error(`the start ended with ${code}:\n${this.said.slice(-4_000)}`)));
    });
    return Date.now() - started;
  }

  /** How a start ends that does not come up: its exit code, and all it said. */
  async refusal(): Promise<{ code: number | null; said: string }> {
    const before = this.said.length;
    await this.begin();
    const code = await new Promise<number | null>((done, fail) => {
      this.main!.once('close', done);
      createInterface({ input: this.main!.stdout! }).on(
        'line',
        (line) => line.startsWith('ready ') && fail(new Error('it came up')),
      );
    });
    return { code, said: this.said.slice(before) };
  }

  /** The database as its superuser, as soon as there is one. */
  async database(): Promise<DataSource> {
    const [secrets, lock] = [join(this.data, 'database.json'), join(this.data, 'postgres', 'postmaster.pid')];
    const port = () => (existsSync(lock) ? readFileSync(lock, 'utf8').split('\n')[3] : '');
    for (;;) {
      await until(() => port() !== '' && port() !== undefined);
      const { superuser } = JSON.parse(readFileSync(secrets, 'utf8')) as { superuser: string };
      const url = `postgresql://postgres:${superuser}@127.0.0.1:${port()}/postgres`;
      const source = await new DataSource({ type: 'postgres', url }).initialize().catch(() => null);
      if (source) return source;
      await new Promise((tick) => setTimeout(tick, 20));
    }
  }

  /** Everything that the start began, itself first. */
  processes(): Process[] {
    return processesUnder(this.main?.pid);
  }

  /** Ends the start itself by SIGKILL, and nothing of what it began. */
  async killAlone(): Promise<void> {
    const exited = new Promise((done) => this.main!.once('exit', done));
    crash(this.pid);
    await exited;
    this.main = null;
  }

  /** Ends by SIGKILL what matches, as a crash does. */
  kill(part: RegExp): number {
    const victims = this.processes().filter(({ args }) => part.test(args));
    return victims.filter(({ pid }) => crash(pid)).length;
  }

  async killEverything(): Promise<void> {
    const exited = new Promise((done) => this.main!.once('exit', done));
    for (const { pid } of this.processes()) crash(pid);
    await exited;
    this.main = null;
  }

  /** @returns the exit code */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    // A start that failed has ended by itself.
    if (!this.main || this.main.exitCode !== null) return this.main?.exitCode ?? null;
    const exited = new Promise<number | null>((done) => this.main!.once('exit', (code) => done(code)));
    this.main.kill(signal);
    const code = await exited;
    this.main = null;
    return code;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The next call of this person signs in anew. */
  forget(who: string): void {
    this.tokens.forget(who);
  }

  /** One request; null when nobody answered. */
  async post(
    who: string,
    path: string,
    body: unknown,
    key?: string,
  ): Promise<{ status: number; retryAfter: string | null; body: Record<string, never> } | null> {
    const token = await this.tokens.of(who);
    try {
      const answer = await fetch(`${this.url}/api/v1${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...(key && { 'idempotency-key': key }),
        },
        body: JSON.stringify(body),
      });
      return {
        status: answer.status,
        retryAfter: answer.headers.get('retry-after'),
        body: (await answer.json()) as Record<string, never>,
      };
    } catch {
      return null;
    }
  }

  async get<T>(who: string, path: string): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${await this.tokens.of(who)}` },
    });
    return (await answer.json()) as T;
  }
}
