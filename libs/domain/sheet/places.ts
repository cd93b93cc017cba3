import type { Department, Tree } from '../people/tree.js';
import { nearest, type CellFault, type Read } from './cells.js';
import { folded } from './word.js';

/**
 * Departments and villages as people name them: by id or by name, in either language. Who is named by the name of one that
 * was closed is whoever goes on in its place, which is said.
 */

type Which = 'village' | 'department';

export function readPlace(text: string, tree: Tree, which: Which): Read<Department> {
  const asked = folded(text);
  const known = [...tree.departments.values()].filter(
    (each) => tree.stays(each.id) && (which === 'department' || each.isVillage),
  );
  const found = known.filter(isCalled(asked));
  if (found.length > 1) return unclear(found);
  if (found.length === 1) return { value: found[0]! };
  // Within a township nobody writes its name before that of an office.
  const ending = asked.length < 2 ? [] : known.filter(({ name }) => folded(name).endsWith(asked));
  if (ending.length > 1) return unclear(ending);
  if (ending.length === 1) return { value: ending[0]! };
  const before = placesCalled(text, tree);
  const successors = known.filter(({ id }) => before.some((each) => tree.successorOf(each.id) === id));
  if (successors.length > 1) return unclear(successors);
  if (successors.length === 1)
    return { value: successors[0]!, remark: { code: 'SUCCEEDED', meant: successors[0]!.name } };
  const meant = nearest(
    asked,
    known.map((each) => [each.id, each.name, each.nameEn]),
  );
  return { fault: { code: which === 'village' ? 'UNKNOWN_VILLAGE' : 'UNKNOWN_DEPARTMENT', ...(meant && { meant }) } };
}

/** Several are called so: which one is meant only its id says. */
export const unclear = (found: readonly { id: string }[]): { fault: CellFault } => ({
  fault: { code: 'PLACE_UNCLEAR', meant: found.map(({ id }) => id).join('，') },
});

/** All that are called so, those that were closed as well. */
export const placesCalled = (text: string, tree: Tree): Department[] =>
  [...tree.departments.values()].filter(isCalled(folded(text)));

const isCalled =
  (asked: string) =>
  ({ id, name, nameEn }: Department): boolean =>
    [id, name, ...(nameEn === '' ? [] : [nameEn])].some((each) => folded(each) === asked);

/** The desk of a case: the one that is named, else the one that takes what comes from its village. */
export function deskOf(named: Department | undefined, village: string, tree: Tree): Read<Department> {
  if (named) return named.hasDesk ? { value: named } : { fault: { code: 'NO_DESK' } };
  for (const place of tree.ancestors(village)) {
    const desks = [place, ...tree.descendants(place)]
      .filter((id) => tree.takesIn(id))
      .map((id) => tree.departments.get(id)!);
    if (desks.length === 1) return { value: desks[0]! };
    if (desks.length > 1) return { fault: { code: 'DESK_UNCLEAR', meant: desks.map(({ name }) => name).join(', ') } };
  }
  return { fault: { code: 'NO_DESK' } };
}
