import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the system tells about a process. Its number alone tells nothing: another may have it by now. */

function ps(pid: number, what: 'lstart' | 'args'): string | null {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('ps', ['-o', `${what}=`, '-p', String(pid)], { encoding: 'utf8', stdio }).trim() || null;
  } catch {
    return null;
  }
}

function proc(path: string): string | null {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return null;
  }
}

/** The 22nd field of `/proc/…/stat`, counted behind the name, which may hold anything. */
const BEGUN_AT = 19;

/**
 * When a process began, in words that no other process has with the same number, before or after; null when none runs.
 * Not the time of day on Linux: `ps` counts it from a clock that may be set.
 */
export function birthOf(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  const stat = proc(`${pid}/stat`);
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? ['X'];
  // One that ended and that nobody has asked for yet.
  if (state === 'Z' || state === 'X') return null;
  return `${proc('sys/kernel/random/boot_id')?.trim()} ${fields[BEGUN_AT - 1]}`;
}

/** The command line of a process; null when none runs. */
export function commandOf(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'args');
  return proc(`${pid}/cmdline`)?.replaceAll('\0', ' ') ?? null;
}

/** A process that is the same as long as it runs. */
export interface Known {
  pid: number;
  birth: string;
}

export const lives = ({ pid, birth }: Known): boolean => birthOf(pid) === birth;

/** @returns null when it is gone already */
export function known(pid: number): Known | null {
  const birth = birthOf(pid);
  return birth === null ? null : { pid, birth };
}

/** Asks a process to end, and in the end does not ask any more. */
export async function endProcess(
  part: Known,
  [asks, insists]: [NodeJS.Signals, NodeJS.Signals],
  patienceMs: number,
): Promise<void> {
  for (const signal of [asks, insists]) {
    try {
      if (lives(part)) process.kill(part.pid, signal);
    } catch {
      // It ended meanwhile.
    }
    for (const until = Date.now() + patienceMs; lives(part) && Date.now() < until;) {
      await new Promise((tick) => setTimeout(tick, 50));
    }
  }
}
