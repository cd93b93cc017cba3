/**
 * Lists of which one element changes. All others stay the very objects that they were: whoever stores a row looks for
 * those that do not.
 */

/** @param change what is new of it, or the whole element made anew */
export function amend<T extends { id: string }>(
  list: readonly T[],
  id: string,
  change: NoInfer<Partial<T> | ((each: T) => T)>,
): T[] {
  return list.map((each) => (each.id === id ? changed(each, change) : each));
}

/** The same for what has a number. */
export function amendNth<T extends { n: number }>(
  list: readonly T[],
  n: number,
  change: NoInfer<Partial<T> | ((each: T) => T)>,
): T[] {
  return list.map((each) => (each.n === n ? changed(each, change) : each));
}

function changed<T extends object>(each: T, change: Partial<T> | ((each: T) => T)): T {
  return typeof change === 'function' ? change(each) : { ...each, ...change };
}
