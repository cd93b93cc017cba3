import type { KindOfRows } from './retention.js';

export type Expired = Record<'case' | 'item' | KindOfRows, number>;

/** What a run leaves behind: how much it was, and of it how much of which department ('' where nobody knows). */
export type Carried = Expired & { departments: Record<string, Partial<Expired>> };

export const nothing = (): Expired => ({ case: 0, item: 0, 'access-log': 0, notice: 0, delivery: 0, receipt: 0 });

/** With so much more of it. */
export function count({ departments, ...sum }: Carried, kind: keyof Expired, department: string, n: number): Carried {
  const there = departments[department] ?? {};
  const counted = { ...there, [kind]: (there[kind] ?? 0) + n };
  return {
    ...sum,
    [kind]: sum[kind] + n,
    departments: n > 0 ? { ...departments, [department]: counted } : departments,
  };
}

/** Of it what went in these departments; nothing is known of that of runs before this was counted. */
export function carriedIn({ departments = {} }: Partial<Carried>, places: readonly string[]): Expired {
  const sum = nothing();
  for (const place of places) {
    for (const [kind, n] of Object.entries(departments[place] ?? {})) sum[kind as keyof Expired] += n;
  }
  return sum;
}
