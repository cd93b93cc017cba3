import { useState } from 'react';
import type { ProblemBody } from '../base/api.js';

/**
 * A refusal of what was typed goes once that is another: it may be right now, and what would come of it is said instead.
 * What is wrong with single fields goes with what stands in them (`useHandedIn`), and a case that went on did so whatever
 * is typed.
 */
export function useStanding(problem: ProblemBody | null, typed: object): ProblemBody | null {
  const [refused, refuse] = useState<{ problem: ProblemBody | null; typed: object }>({ problem: null, typed });
  if (refused.problem !== problem) refuse({ problem, typed });
  const stays = problem?.errors !== undefined || problem?.code === 'STALE_VERSION';
  return problem && refused.problem === problem && refused.typed !== typed && !stays ? null : problem;
}
