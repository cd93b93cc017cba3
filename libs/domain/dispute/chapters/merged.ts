/** The keys of two tables that are one: what stands twice is named, so that it is the compiler who finds it. */
type Merged<Tables, Whole = unknown> = Tables extends readonly [infer First, ...infer Rest]
  ? [keyof First & keyof Whole] extends [never]
    ? Merged<Rest, Whole & First>
    : { standsTwice: keyof First & keyof Whole }
  : Whole;

/**
 * One table of those of the chapters. That each event or command has its line, and just one, the compiler sees where
 * the result gets its type. Who decides tells a story, and who tells a story folds: one list of what chapters decide,
 * fold and project would import itself in a circle, so there are three.
 */
export function merged<const Tables extends readonly object[]>(...tables: Tables): Merged<Tables> {
  return Object.assign({}, ...tables) as Merged<Tables>;
}
