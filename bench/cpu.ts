import { readFileSync, readdirSync } from 'node:fs';

/**
 * CPU milliseconds of processes so far, by part; whole process groups, since servers have children.
 *
 * @param parts the process at the head of each part's group, by its id
 */
export function cpuMillis(parts: ReadonlyMap<number, string>): Record<string, number> {
  const millis: Record<string, number> = Object.fromEntries([...parts.values()].map((name) => [name, 0]));
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ').pop()!.split(' ');
      const name = parts.get(Number(fields[2])) ?? parts.get(parentGroup(Number(fields[1])));
      // Clock ticks of a hundredth of a second; PostgreSQL's connections end, and count with the server then.
      const ended = name === 'postgres' ? Number(fields[13]) + Number(fields[14]) : 0;
      if (name) millis[name]! += (Number(fields[11]) + Number(fields[12]) + ended) * 10;
    } catch {
      // A process that ended while we looked.
    }
  }
  return millis;
}

/** PostgreSQL moves its children into groups of their own. */
function parentGroup(parent: number): number {
  try {
    const fields = readFileSync(`/proc/${parent}/stat`, 'utf8').split(') ').pop()!.split(' ');
    const group = Number(fields[2]);
    return group === parent ? parentGroup(Number(fields[1])) : group;
  } catch {
    return -1;
  }
}
