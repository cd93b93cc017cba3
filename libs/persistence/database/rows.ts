import type { Db } from './database.js';

/**
 * The rows of one statement, with their type beside it; no compiler holds the one against the other. Also of those that
 * TypeORM answers together with a count.
 */
export async function rows<T>(db: Db, text: string, values?: unknown[]): Promise<T[]> {
  const found: unknown = await db.query(text, values);
  const [first] = found as unknown[];
  return (Array.isArray(first) ? first : found) as T[];
}

/**
 * The row of a statement that has just one.
 *
 * @throws Error where it has none or several: a fault of the statement, not an absence
 */
export async function one<T>(db: Db, text: string, values?: unknown[]): Promise<T> {
  const found = await rows<T>(db, text, values);
  if (found.length !== 1)
    throw new Error(`not one row but ${found.length}: ${text.trim().replace(/\s+/g, ' ').slice(0, 100)}`);
  return found[0]!;
}
