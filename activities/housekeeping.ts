import { letGoByAge } from '#persistence/keeping/housekeeping.js';
import { remakeMatches } from '#persistence/keeping/matches.js';
import { remakeWords } from '#persistence/keeping/words.js';
import type { CheckpointDeps } from './checkpoint.js';

/**
 * Once a day: remakes by what cases are found again, and by a search, where it was made by an earlier release, and lets go of what has been
 * kept long enough and that nobody looks at first; answers how much, by kind.
 */
export type HousekeepingActivity = () => Promise<{
  receipt: number;
  notice: number;
  delivery: number;
  rematched: number;
  reworded: number;
}>;

export const createHousekeeping =
  ({ source, vault }: Pick<CheckpointDeps, 'source' | 'vault'>, alive?: () => void): HousekeepingActivity =>
  async () => {
    const rematched = await remakeMatches(source, vault, undefined, alive);
    const reworded = await remakeWords(source, undefined, alive);
    return { ...(await letGoByAge(source, vault, new Date(), undefined, alive)), rematched, reworded };
  };
