import type { Overdue, OverdueReader } from '#persistence/overdue.js';

/** Makes a case look at its clock, and starts its workflow from the folded state where none runs. */
export type Wake = (overdue: Overdue) => Promise<void>;

export type ReconcileActivity = () => Promise<{ found: number; woken: number }>;

/**
 * Deadlines are held twice: by each case's own timer, and by this comparison of what is open with what fired. It fires
 * nothing itself; only the case marks what fired. A case that cannot be woken now is found again at the next look.
 *
 * @param askedAt when Temporal asked for this look, by its own clock
 */
export function createReconcile(
  reader: Pick<OverdueReader, 'find' | 'note' | 'skewOf'>,
  wake: Wake,
  askedAt = () => new Date(),
): ReconcileActivity {
  return async () => {
    const skew = await reader.skewOf(askedAt());
    const overdue = await reader.find();
    const outcomes = await Promise.allSettled(overdue.map(wake));
    const woken = outcomes.filter((each) => each.status === 'fulfilled').length;
    await reader.note(overdue.length, woken, skew);
    const failed = outcomes.find((each) => each.status === 'rejected');
    // A retry finds those that are still overdue, and only those.
    if (failed) throw failed.reason;
    return { found: overdue.length, woken };
  };
}
