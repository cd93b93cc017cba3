import { letGoByAge } from '#persistence/keeping/housekeeping.js';
import type { CheckpointDeps } from './checkpoint.js';

/** Lets go, once a day, of what has been kept long enough and that nobody looks at first; answers how much, by kind. */
export type HousekeepingActivity = () => Promise<{ receipt: number; notice: number; delivery: number }>;

export const createHousekeeping =
  ({ source, vault }: Pick<CheckpointDeps, 'source' | 'vault'>, alive?: () => void): HousekeepingActivity =>
  () =>
    letGoByAge(source, vault, new Date(), undefined, alive);
