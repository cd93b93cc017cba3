interface Placed {
  id: string;
  parentId: string | null;
}

/** Each below the one that it belongs to, and those beside each other by their names. */
export function inTree<D extends Placed>(all: readonly D[], nameOf: (each: D) => string, language: string): D[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const known = new Set(all.map(({ id }) => id));
  const placeOf = ({ parentId }: D) => (parentId !== null && known.has(parentId) ? parentId : null);
  const from = (parent: string | null): D[] =>
    all
      .filter((each) => placeOf(each) === parent)
      .sort((a, b) => compare(nameOf(a), nameOf(b)))
      .flatMap((each) => [each, ...from(each.id)]);
  return from(null);
}
