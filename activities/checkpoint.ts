import { takeCheckpoint } from '#persistence/checkpoints.js';
import type { Db } from '#persistence/database.js';
import type { Vault } from '#persistence/vault.js';

/** Notes where every chain stands. A repeat notes nothing twice. */
export type CheckpointActivity = () => Promise<number>;

export interface CheckpointDeps {
  source: Db;
  vault: Vault;
}

export function createCheckpoint({ source, vault }: CheckpointDeps): CheckpointActivity {
  return () => takeCheckpoint(source, vault, new Date());
}
