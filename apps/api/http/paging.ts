import { z } from 'zod';
import type { Total } from '#persistence/reading/total.js';
import { badField } from './problem.js';
import { flag } from './pieces.js';
import { isStorable } from '#domain/storable.js';

export const limit = z.coerce.number().int().min(1).max(200).default(50);
export const cursor = z.string().max(500).optional();
/** Whether a list is to say how many it has in all. */
export const total = flag.default(false);
/** Of a list that is given whole to who does not ask for pages. */
export const WholeListQuery = z.strictObject({ cursor, limit: limit.unwrap().optional() });
export type WholeListQuery = z.infer<typeof WholeListQuery>;

/** An opaque place in a list: the sort values of the last row that was given. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** What SQL can read as each kind of value; a forged cursor, or one of another list, never reaches it. */
const KINDS = {
  instant: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && isStored(value),
  string: (value) => typeof value === 'string' && new RegExp(`^${UUID}$`).test(value),
  obligation: (value) => typeof value === 'string' && new RegExp(`^${UUID}\\.\\d{1,9}$`).test(value),
  // The kind of an entry of the audit trail, and its place in the access log or in a record.
  entry: (value) => typeof value === 'string' && new RegExp(`^(access|event|\\d{19}|${UUID} \\d{10})$`).test(value),
  number: (value) => Number.isSafeInteger(value),
  // How many rows of a list that is read whole were given.
  place: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  // What a case is called.
  numbered: (value) => typeof value === 'string' && value.length <= 60 && isStorable(value),
  small: (value) => Number.isSafeInteger(value) && Math.abs(value as number) < 2 ** 31,
} satisfies Record<string, (value: unknown) => boolean>;

export type CursorKind = keyof typeof KINDS;

/** PostgreSQL has no year nought. */
const isStored = (moment: string) => !Number.isNaN(Date.parse(moment)) && !moment.startsWith('0000');

/**
 * @param shape the kind of each value; `string` is the id of a dispute or an item
 * @throws Problem BAD_REQUEST where it is not a cursor of that shape
 */
export function decodeCursor(cursor: string, shape: readonly CursorKind[]): (string | number)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    if (!Array.isArray(values) || values.length !== shape.length) throw new Error('length');
    shape.forEach((kind, index) => {
      if (!KINDS[kind](values[index])) throw new Error(kind);
    });
    return values as (string | number)[];
  } catch {
    throw badField('/cursor', 'CURSOR', 'is not a cursor of this list; begin again without it');
  }
}

/** A list that is read whole anyway: from the cursor on, all of it or as much as was asked for. */
export function inPages<T>(
  all: readonly T[],
  { cursor, limit = all.length }: { cursor?: string | undefined; limit?: number | undefined },
): { items: T[]; next: string | null } {
  const from = cursor ? Number(decodeCursor(cursor, ['place'])[0]) : 0;
  const to = from + limit;
  return { items: all.slice(from, to), next: to < all.length ? encodeCursor([to]) : null };
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

const ROWS_A_READING = 500;

/**
 * All of a list, read in pieces, each by its own short transaction: a slow line holds nothing up, and no more than a piece
 * is in memory.
 *
 * @param read so many of it at most, from behind a place; null: from its beginning
 */
export async function* everyRow<R, P>(
  read: (after: P | null, limit: number) => Promise<R[]>,
  placeOf: (row: R) => P,
): AsyncGenerator<R> {
  for (let after: P | null = null; ;) {
    const rows: R[] = await read(after, ROWS_A_READING);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_A_READING) return;
    after = placeOf(last);
  }
}

/** @param asked whether somebody wants to know how many there are in all */
export async function withTotal<P extends object>(
  page: P,
  asked: boolean,
  count: () => Promise<Total>,
): Promise<P & { total?: Total }> {
  return asked ? { ...page, total: await count() } : page;
}
