import { millisOf, type Instant } from '#domain/time/time.js';
import { CLOCK_MS } from './checker.js';
import type { Rig } from './rig.js';

/** A storm's own judge, with SQL of its own, as `judge` is: what the record holds of cases whose limits ended together. */

export interface StormEntry {
  subject: string;
  at: Date;
  recorded_at: Date;
  type: string;
  data: { obligationId: string; step?: number };
}

export interface StormVerdict {
  /** Cases that nobody knows to be late. */
  unnoticed: number;
  /** What happened more than once, was recorded before its moment, or has another moment than its own. */
  twice: string[];
  early: string[];
  misdated: string[];
  /** From the moment to the last entry. */
  lastMs: number;
}

export const CLOCKS_OF = `SELECT dispute_id AS subject, at, recorded_at, type, data FROM event
  WHERE dispute_id = ANY ($1::uuid[]) AND type IN ('ObligationLate', 'LadderStepFired') AND recorded_at >= $2`;

/** @param since nothing of before is looked at: what passed while the cases were sown */
export async function judgeStorm(
  rig: Pick<Rig, 'sql'>,
  ids: readonly string[],
  due: Instant,
  since: Date,
): Promise<StormVerdict> {
  const entries = await rig.sql<StormEntry>(CLOCKS_OF, [ids, since]);
  const moment = millisOf(due);
  const late = new Set(entries.filter(({ type }) => type === 'ObligationLate').map(({ subject }) => subject));
  const nameOf = ({ subject, type, data }: StormEntry) => `${subject} ${type} ${data.obligationId} ${data.step ?? ''}`;
  const counts = new Map<string, number>();
  for (const each of entries) counts.set(nameOf(each), (counts.get(nameOf(each)) ?? 0) + 1);
  return {
    unnoticed: ids.filter((id) => !late.has(id)).length,
    twice: [...counts].filter(([, times]) => times > 1).map(([name]) => name),
    early: entries.filter(({ recorded_at }) => recorded_at.getTime() < moment).map(nameOf),
    misdated: entries.filter(({ at }) => at.getTime() !== moment).map(nameOf),
    lastMs: Math.max(0, ...entries.map(({ recorded_at }) => recorded_at.getTime() - moment)),
  };
}

/** Waits until all of them are known to be late, or should have been long ago. */
export async function passed(rig: Pick<Rig, 'sql'>, ids: readonly string[], due: Instant, share = 1): Promise<void> {
  const left = `SELECT count(*)::int AS left FROM dispute WHERE id = ANY ($1::uuid[]) AND next_moment = $2`;
  for (const until = millisOf(due) + 4 * CLOCK_MS; Date.now() < until;) {
    const [found] = await rig.sql<{ left: number }>(left, [ids, due]).catch(() => []);
    if (found && found.left <= ids.length * (1 - share)) return;
    await new Promise((tick) => setTimeout(tick, 250));
  }
}
