import type { Tree } from '#domain/people/tree.js';
import type { FieldError } from '../http/problem.js';

/** @returns what is wrong with it as the village of a place */
export function unknownVillage(village: string, tree: Tree): FieldError[] {
  if (tree.departments.get(village)?.isVillage) return [];
  return [{ pointer: '/place/village', code: 'UNKNOWN_VILLAGE', detail: `there is no village "${village}"` }];
}
