import { dangerReader } from '../danger.js';
import { DANGER_WEIGHTS } from '../policy/danger-weights.js';
import type { DangerWords } from '../policy/document.js';
import type { DangerSign } from '../words.js';

/** What a report has of danger: what was ticked, and what its words show, with where. */
export function dangerOf(text: string, words: DangerWords, ticked: readonly DangerSign[] = []) {
  const weights = words.dangerBy === 'words' ? undefined : DANGER_WEIGHTS;
  const dangerFound = dangerReader(words, weights)(text);
  const dangerSigns = [...new Set([...ticked, ...dangerFound.map(({ sign }) => sign)])];
  return { dangerSigns, ...(dangerFound.length > 0 && { dangerFound }) };
}
