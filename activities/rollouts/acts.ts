import { adopting } from './adopting.js';
import type { BringingIn } from './bringing-in.js';
import type { Acts } from './rollout.js';

/** What each kind of rollout does. */
export function actsOf(deps: BringingIn): Acts {
  return { 'import-disputes': adopting(deps) };
}
