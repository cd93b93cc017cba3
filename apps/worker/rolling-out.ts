import { actsOf, type Acts, type ActDeps, type RollOutDeps } from '#activities/index.js';
import { EngineUnavailable, type TemporalGateway } from '../engine/gateway.js';

type Given = Omit<ActDeps, 'door'> & { door: TemporalGateway };

/** What rollouts need: what they do, and what is nobody's fault. */
export function rollingOut(given: Given, acts: Acts = actsOf(given)): RollOutDeps {
  return { source: given.source, vault: given.vault, acts, isAway: (error) => error instanceof EngineUnavailable };
}
