import { searchedText } from '#domain/reading/search.js';
import { readingsOf } from '#persistence/record/search-text.js';

/** Whoever types asks with each letter, and names are read slowly: a county's fit in. */
const READ = new Map<string, string>();
const MOST_KEPT = 50_000;

/**
 * All that one is found by in a list to choose of: names, id, and how they are read, in full and by first letters (石桥司法所:
 * shiqiaosifasuo sqsfs).
 */
export function soughtAs(id: string, ...names: string[]): string {
  const key = [id, ...names].join('\n');
  const known = READ.get(key);
  if (known !== undefined) return known;
  if (READ.size >= MOST_KEPT) READ.clear();
  const sought = [...new Set([id, ...names.flatMap((name) => [searchedText(name), ...readingsOf(name)])])]
    .join(' ')
    .toLowerCase();
  READ.set(key, sought);
  return sought;
}
