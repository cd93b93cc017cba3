import { badField } from './problem.js';

/** An opaque place in a list: the sort values of the last row that was given. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @param shape one sample of each value, to refuse a forged cursor before it reaches SQL */
export function decodeCursor(cursor: string, shape: readonly ('string' | 'number' | 'instant')[]): (string | number)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (!Array.isArray(values) || values.length !== shape.length) throw new Error('length');
    shape.forEach((kind, index) => {
      const value: unknown = values[index];
      if (kind === 'instant' ? typeof value !== 'string' || Number.isNaN(Date.parse(value)) : typeof value !== kind) {
        throw new Error(kind);
      }
    });
    return values as (string | number)[];
  } catch {
    throw badField('/cursor', 'CURSOR', 'is not a cursor of this list; begin again without it');
  }
}

/** One page of rows, asked for with one row more than the page holds. */
export function page<R, T>(
  rows: readonly R[],
  limit: number,
  key: (row: R) => readonly (string | number)[],
  show: (row: R) => T,
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items[items.length - 1];
  return { items: items.map(show), next: rows.length > limit && last ? encodeCursor(key(last)) : null };
}
