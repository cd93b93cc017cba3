import { isObject } from '../form/shapes.js';

/** What another document says at a place; absent where it says nothing there. */
export interface Difference {
  /** A JSON Pointer. */
  pointer: string;
  from?: unknown;
  to?: unknown;
}

/**
 * Where two documents of JSON differ, each place once, the first one's order before what only the second has. A limit and
 * a list of words differ as a whole: half of one says nothing.
 */
export function differences(from: unknown, to: unknown, pointer = ''): Difference[] {
  if (JSON.stringify(sorted(from)) === JSON.stringify(sorted(to))) return [];
  if (Array.isArray(from) && Array.isArray(to) && (from.some(isObject) || to.some(isObject))) {
    return Array.from({ length: Math.max(from.length, to.length) }, (_, n) => n).flatMap((n) =>
      differences(from[n], to[n], `${pointer}/${n}`),
    );
  }
  if (isObject(from) && isObject(to) && !isLimit(from) && !isLimit(to)) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return keys.flatMap((key) => differences(at(from, key), at(to, key), `${pointer}/${escaped(key)}`));
  }
  return [{ pointer, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }];
}

const isLimit = (value: object) => Object.hasOwn(value, 'amount') && Object.hasOwn(value, 'unit');
const at = (object: Record<string, unknown>, key: string) => (Object.hasOwn(object, key) ? object[key] : undefined);
/** RFC 6901. */
const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** As a document that was read again may order its members otherwise. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
