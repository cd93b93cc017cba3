/** The document of a policy as the editor sees it: values at places, and none of its rules. Places are JSON Pointers. */

const stepsOf = (pointer: string) => pointer.split('/').slice(1);

export function valueAt(document: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    document,
  );
}

/** The same document with another value at a place; undefined takes away what stands there. */
export function withValue(document: unknown, pointer: string, value: unknown): unknown {
  return within(document, stepsOf(pointer), value);
}

function within(at: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(at)) {
    const before = at as unknown[];
    const next = within(before[Number(key)], rest, value);
    return next === undefined
      ? before.filter((_, n) => n !== Number(key))
      : Object.assign([...before], { [Number(key)]: next });
  }
  const before = (at ?? {}) as Record<string, unknown>;
  const next = within(before[key], rest, value);
  if (next !== undefined) return { ...before, [key]: next };
  return Object.fromEntries(Object.entries(before).filter(([name]) => name !== key));
}

type Members = Record<string, unknown>;
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A document that says of each member what its absence means. */
export function withAbsent(document: unknown, absent: unknown): unknown {
  if (!isObject(document) || !isObject(absent)) return document === undefined ? absent : document;
  const said = Object.entries(absent).map(([name, each]) => [name, withAbsent(document[name], each)]);
  return { ...document, ...(Object.fromEntries(said) as Members) };
}
