import { DomainError } from '../errors.js';
import type { Problem } from '../form/shapes.js';
import type { CommandActor } from './actor.js';
import { nameKey } from './names.js';
import { hasOneOf } from './posts.js';
import type { Department, Region, Tree } from './tree.js';

/** How an installation comes to more than one county, and who knows of which. */

export type NewRegion = Pick<Region, 'id' | 'name'>;

/** One word, since its numbers and the versions of its rules begin with it; no letter alone, as rehearsals have one. */
export const REGION_ID = /^[a-z][a-z0-9]{1,31}$/;

export const prefixOf = ({ id }: Pick<Region, 'id'>): string => `${id.toUpperCase()}-`;

const isFirst = ({ prefix }: Pick<Region, 'prefix'>): boolean => prefix === '';

/** The one that an installation begins with. */
export function firstRegion({ regions }: Pick<Tree, 'regions'>): string {
  const first = regions.find(isFirst);
  if (!first) throw new Error('there is no region');
  return first.id;
}

/** @throws Error where there is no such department: everybody who is here is of a region */
export function regionAt(departmentId: string, tree: Tree): Region {
  const id = tree.regionOf(departmentId);
  const found = tree.regions.find((each) => each.id === id);
  if (!found) throw new Error(`${departmentId} is of no region`);
  return found;
}

/** @throws as `regionAt` */
export const regionOf = (departmentId: string, tree: Tree): string => regionAt(departmentId, tree).id;

/** The department at the top of a region; undefined where it has none yet. */
export function topOf(region: string, tree: Pick<Tree, 'departments'>): Department | undefined {
  return [...tree.departments.values()].find((each) => each.active && each.region === region);
}

/** Who makes regions: whoever looks after the department at the top of the first. */
export function mayFound({ departmentId, roles }: Pick<CommandActor, 'departmentId' | 'roles'>, tree: Tree): boolean {
  if (!hasOneOf({ roles }, ['admin']) || tree.departments.get(departmentId)?.parentId !== null) return false;
  return tree.regions.some((each) => isFirst(each) && each.id === tree.regionOf(departmentId));
}

/** Of what somebody knows: their own, and of who makes regions also those that nobody of them looks after yet. */
export function regionsKnownTo(person: Pick<CommandActor, 'departmentId' | 'roles'>, tree: Tree): readonly Region[] {
  if (tree.regions.length < 2) return tree.regions;
  const own = tree.regionOf(person.departmentId);
  const founds = mayFound(person, tree);
  return tree.regions.filter(({ id, begun }) => id === own || (founds && !begun));
}

/** @throws DomainError REGION_TAKEN with each field that another region has */
export function demandNew({ id, name }: NewRegion, regions: readonly Region[]): void {
  const errors: Problem[] = [];
  const prefix = prefixOf({ id });
  if (regions.some((each) => each.id === id || each.prefix === prefix))
    errors.push({ pointer: '/id', code: 'REGION_TAKEN', detail: `there is a region "${id}"` });
  if (regions.some((each) => nameKey(each.name) === nameKey(name)))
    errors.push({ pointer: '/name', code: 'REGION_TAKEN', detail: 'another region has this name' });
  if (errors.length > 0) throw new DomainError('REGION_TAKEN', { errors });
}
