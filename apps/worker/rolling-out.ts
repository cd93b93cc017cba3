import type { Acts, RollOutDeps } from '#activities/index.js';
import type { Db } from '#persistence/database/database.js';
import { EngineUnavailable } from '../engine/gateway.js';

/** What rollouts need: what they do, and what is nobody's fault. */
export function rollingOut(source: Db, acts: Acts): RollOutDeps {
  return { source, acts, isAway: (error) => error instanceof EngineUnavailable };
}
