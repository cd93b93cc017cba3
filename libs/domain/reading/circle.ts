import type { DisputeRow } from '../dispute/row.js';

/** The way of a case back to a department that had it before, A → B → A or longer; null while nobody had it twice. */
export function circleIn(way: readonly string[]): string[] | null {
  for (const [end, departmentId] of way.entries()) {
    const begin = way.lastIndexOf(departmentId, end - 1);
    // Offered again after a return that was not upheld is no way round.
    if (end > 0 && begin >= 0 && begin < end - 1) return way.slice(begin, end + 1);
  }
  return null;
}

/** Through whose hands a case was to go, in order: each offer to lead it counts as a hand-off, answered or not. */
export function wayOf({ transfers }: Pick<DisputeRow, 'transfers'>): string[] {
  return transfers.filter((each) => each.role === 'lead').map((each) => each.to);
}
