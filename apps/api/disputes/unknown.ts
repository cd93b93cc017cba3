import type { Tree } from '#domain/people/tree.js';
import type { FieldError } from '../http/problem.js';

/** What a body names, and what is not there. */

/** @returns what is wrong with it as the village of a place */
export function unknownVillage(village: string, tree: Tree): FieldError[] {
  if (tree.departments.get(village)?.isVillage) return [];
  return [{ pointer: '/place/village', code: 'UNKNOWN_VILLAGE', detail: `there is no village "${village}"` }];
}

/** A file that nobody handed in, or somebody else did. */
export const unknownFile = (pointer: string): FieldError => ({
  pointer,
  code: 'UNKNOWN_FILE',
  detail: 'there is no such file; hand it in first',
});
