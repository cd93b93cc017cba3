import { setTimeout as pause } from 'node:timers/promises';
import type { Found, Overdue, OverdueReader, Place } from '#persistence/reading/overdue.js';

/** Makes a case look at its clock, and starts its workflow from the folded state where none runs. */
export type Wake = (overdue: Overdue) => Promise<void>;

export type ReconcileActivity = () => Promise<{ found: number; woken: number }>;

export interface LookSettings {
  /** Says what nobody may overlook. */
  tell?: (line: string) => void;
  /** When Temporal asked for this look, by its own clock. */
  askedAt?: () => Date;
  /** How long a look may take, and one case of it. */
  lookMs?: number;
  wakeMs?: number;
}

/** Together well below the time of the activity: the last case begins at the end of the look. */
const LOOK_MS = 40_000;
const WAKE_MS = 5_000;
const AT_ONCE = 20;
/** So many failures of a look are told one by one. */
const TOLD = 20;

/**
 * Deadlines are held twice: by each case's own timer, and by this comparison of what is open with what fired. It fires
 * nothing itself; only the case marks what fired. A case that cannot be woken now is found again at the next look, and
 * keeps no other from its turn: a look goes through all of them, and one that runs out of time is gone on with.
 */
export function createReconcile(
  reader: Pick<OverdueReader, 'find' | 'note' | 'skewOf'>,
  wake: Wake,
  { tell = console.warn, askedAt = () => new Date(), lookMs = LOOK_MS, wakeMs = WAKE_MS }: LookSettings = {},
): ReconcileActivity {
  let place: Place | null = null;
  return async () => {
    const until = Date.now() + lookMs;
    const skew = await reader.skewOf(askedAt());
    const cases = overdueFrom(reader, place);
    const seen = new Set<string>();
    let last = place;
    let outOfTime = false;
    let found = 0;
    let woken = 0;
    let failed = 0;

    // They share one list: each takes the next one.
    const lane = async () => {
      for await (const each of cases) {
        outOfTime = Date.now() > until;
        if (outOfTime) return;
        last = each;
        if (seen.has(each.id)) continue;
        seen.add(each.id);
        try {
          const missed = await within(
            wakeMs,
            each.read().then((missed) => missed && wake(missed).then(() => missed)),
          );
          if (!missed) continue;
          found += 1;
          woken += 1;
        } catch (error) {
          found += 1;
          failed += 1;
          if (failed <= TOLD) tell(`${each.kind} ${each.id} cannot be woken: ${causesOf(error)}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    place = outOfTime ? last : null;
    if (failed > TOLD) tell(`${failed - TOLD} more cannot be woken`);
    await reader.note(found, woken, skew);
    return { found, woken };
  };
}

/** All from a place on, and then those before it. */
async function* overdueFrom(reader: Pick<OverdueReader, 'find'>, place: Place | null): AsyncGenerator<Found> {
  for (let after = place; ;) {
    const page = await reader.find(after);
    yield* page;
    const end = page.at(-1);
    if (!end) break;
    after = end;
  }
  if (place) yield* overdueFrom(reader, null);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = pause(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

function causesOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  return cause === undefined ? String(error) : `${String(error)} < ${causesOf(cause)}`;
}
