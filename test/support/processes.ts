import { execFileSync } from 'node:child_process';

export interface Process {
  pid: number;
  args: string;
}

/** A process and everything that it began, itself first. */
export function processesUnder(root: number | undefined): Process[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 10_000_000 })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map((match) => ({ pid: Number(match[1]), parent: Number(match[2]), args: match[3]! }));
  const found = all.filter((each) => each.pid === root);
  for (const each of found) found.push(...all.filter((other) => other.parent === each.pid));
  return found;
}

/** @returns false when it was gone already: a child of PostgreSQL ends by itself as soon as its parent was killed */
export function crash(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
