/** Lives in turns on the same servers: how many a second, how long a step takes, what CPU all processes spent. */

export interface Life {
  id: string;
  /** Of each of its steps. */
  millis: number[];
}

export interface Load {
  clients: number;
  /** At least so many. */
  lives: number;
  /** At least so long; what is quick lives more meanwhile. */
  seconds?: number;
}

export type Living = (load: Load) => Promise<Life[]>;

export interface Run {
  livesPerSecond: number;
  p50: number;
  p99: number;
  /** Milliseconds a life, by part. */
  cpu: Record<string, number>;
  sample: string;
}

/** As many at a time as there are clients, one after the other each. */
export const inTurns =
  (life: () => Promise<Life>): Living =>
  async ({ clients, lives, seconds = 0 }) => {
    const done: Life[] = [];
    const end = performance.now() + seconds * 1000;
    let begun = 0;
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (begun < lives || performance.now() < end) {
          begun += 1;
          done.push(await life());
        }
      }),
    );
    return done;
  };

export async function timed<T>(millis: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  millis.push(performance.now() - started);
  return result;
}

/** @param cpuOfAll CPU milliseconds of every process so far, by part */
export async function measure(live: Living, load: Load, cpuOfAll: () => Record<string, number>): Promise<Run> {
  const before = cpuOfAll();
  const started = performance.now();
  const done = await live(load);
  const seconds = (performance.now() - started) / 1000;
  const after = cpuOfAll();
  const millis = done.flatMap((each) => each.millis).sort((a, b) => a - b);
  return {
    livesPerSecond: done.length / seconds,
    p50: percentile(millis, 0.5),
    p99: percentile(millis, 0.99),
    cpu: Object.fromEntries(
      Object.keys(after).map((name) => [name, (after[name]! - (before[name] ?? 0)) / done.length]),
    ),
    sample: done[done.length - 1]!.id,
  };
}

export const allCpu = ({ cpu }: Run) => Object.values(cpu).reduce((sum, ms) => sum + ms, 0);

export const percentile = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

const median = (values: number[]) =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

/** The median, and between what it lies. */
export function summary(values: number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const f = (value: number) => value.toFixed(2);
  return `${f(percentile(sorted, 0.5))} (${f(sorted[0]!)}–${f(sorted[sorted.length - 1]!)})`;
}

/** Round by round, since what goes on beside them is the same for both. */
export const ratios = (ours: Run[], theirs: Run[], of: (run: Run) => number) =>
  ours.map((each, index) => of(each) / of(theirs[index]!));

/** What a life costs in CPU, and which parts of it are more than half a millisecond. */
export function cpuCells(runs: Run[]): string {
  const parts = Object.keys(runs[0]!.cpu)
    .map((part) => ({ part, ms: median(runs.map((run) => run.cpu[part] ?? 0)) }))
    .filter(({ ms }) => ms >= 0.5);
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  return `${total.toFixed(0)} | ${parts.map(({ part, ms }) => `${part} ${ms.toFixed(0)}`).join(', ')}`;
}
