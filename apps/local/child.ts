import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '#config/config.js';

/**
 * A process that cannot outlive us: a shell beside it waits at a pipe from us, whose end comes also when we are killed, and
 * asks it to end; a word says that it has ended by itself. The shell is no more than that: the process is our own child, so
 * we know when it ends, and can end it, when its shell is gone. Its own process group, so that a Ctrl-C reaches us alone
 * and we end the parts in order.
 */
const LEASH = `
{ read -r over <&3 || kill -TERM $$; } </dev/null >/dev/null 2>&1 &
exec 3>&-
exec "$@"
`;

export interface Child {
  process: ChildProcess;
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>;
  /** Ends it and all it started at once, without a word: what a crash does. */
  kill(): Promise<void>;
  exited: Promise<number>;
}

const at = (path: string) => new URL(path, import.meta.url);
/** What Node is given to run a program of ours; docker/Dockerfile says the same. */
export const PROGRAMS = {
  api: [fileURLToPath(at('../api/main.js'))],
  worker: ['--import', at('../worker/workflow-threads.js').href, fileURLToPath(at('../worker/main.js'))],
};

/** @param options.env what it has besides our own environment, of which it gets no secret */
export function leash(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; onLine?: (line: string) => void; onError?: (line: string) => void } = {},
): Child {
  const child = spawn('sh', ['-c', LEASH, 'leash', command, ...args], {
    stdio: ['ignore', options.onLine ? 'pipe' : 'inherit', options.onError ? 'pipe' : 'inherit', 'pipe'],
    detached: true,
    env: { ...environmentWith(), ...options.env },
  });
  const shell = child.stdio[3] as Socket;
  shell.on('error', () => undefined).resume();
  const shellEnded = new Promise((resolve) => shell.once('close', resolve));
  if (options.onLine) createInterface({ input: child.stdout! }).on('line', options.onLine);
  if (options.onError) createInterface({ input: child.stderr! }).on('line', options.onError);
  const exited = new Promise<number>((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => {
      shell.end('over\n');
      resolve(code ?? 1);
    });
  });
  return {
    process: child,
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      await shellEnded;
    },
    kill: async () => {
      process.kill(-child.pid!, 'SIGKILL');
      await exited;
    },
  };
}
