import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * A process that cannot outlive us: a shell reads a pipe from us and ends its child at end-of-file, which comes also
 * when we are killed. Its own process group, so that a Ctrl-C reaches us alone and we end the parts in order.
 */
const LEASH = `
exec 3<&0
"$@" 3<&- </dev/null & child=$!
{ cat <&3 >/dev/null; kill -TERM $child 2>/dev/null; } & watcher=$!
exec 3<&- 2>/dev/null
wait $child; code=$?
kill $watcher 2>/dev/null
exit $code
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
  worker: ['--import', at('../worker/plain-promises.js').href, fileURLToPath(at('../worker/main.js'))],
};

export function leash(
  command: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; onLine?: (line: string) => void } = {},
): Child {
  const child = spawn('sh', ['-c', LEASH, 'leash', command, ...args], {
    stdio: ['pipe', options.onLine ? 'pipe' : 'inherit', 'inherit'],
    detached: true,
    env: { ...process.env, ...options.env },
  });
  child.stdin!.on('error', () => undefined);
  if (options.onLine) createInterface({ input: child.stdout! }).on('line', options.onLine);
  const exited = new Promise<number>((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
  return {
    process: child,
    exited,
    stop: async () => {
      child.stdin!.end();
      await exited;
    },
    kill: async () => {
      process.kill(-child.pid!, 'SIGKILL');
      await exited;
    },
  };
}
