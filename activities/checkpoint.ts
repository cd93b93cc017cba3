import { takeCheckpoint } from '#persistence/checkpoints.js';
import { sweepFiles } from '#persistence/file-store.js';
import type { Vault } from '#persistence/vault.js';

/** The upkeep of each hour: notes where every chain stands, lets go of files that nobody attached. May be repeated. */
export type CheckpointActivity = () => Promise<number>;

/** Longer than any form is open between the file and the entry that names it. */
const UNATTACHED_MS = 24 * 3_600_000;

export interface CheckpointDeps {
  source: Parameters<typeof takeCheckpoint>[0];
  vault: Vault;
}

export function createCheckpoint({ source, vault }: CheckpointDeps): CheckpointActivity {
  return async () => {
    const now = Date.now();
    await sweepFiles(source, new Date(now - UNATTACHED_MS));
    return takeCheckpoint(source, vault, new Date(now));
  };
}
