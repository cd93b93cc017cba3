import { searchedText } from '#domain/reading/search.js';
import { readingsOf } from '#persistence/record/search-text.js';

/**
 * All that one is found by in a list to choose of: names, id, and how they are read, in full and by first letters (石桥司法所:
 * shiqiaosifasuo sqsfs).
 */
export const soughtAs = (id: string, ...names: string[]): string =>
  [...new Set([id, ...names.flatMap((name) => [searchedText(name), ...readingsOf(name)])])].join(' ').toLowerCase();
